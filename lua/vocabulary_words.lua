-- vocabulary_words.lua: rule words: their keys, their ids, and rows, where a table is a table.

local open, box, kind = engine.open, engine.box, engine.kind

-- ---- keys: what each key of each kind of rule may hold ----

local function text(value, place) return need_text(value, place) end

local function citation(value, place)
  local class, content = open(value)
  if class == "other" and content.x == "cite" then return content end
  return need_text(value, place)
end

local function of_class(class, x, example)
  return function(value, place)
    local found, content = open(value)
    if found == class and (not x or content.x == x) then return content end
    refuse_bare_word(value, place)
    fail("%s: expected %s, found %s", place, example, described(value))
  end
end

local function only_true(value, place)
  if value ~= true then fail("%s = true is the only form; to allow, leave the limit out", place) end
  return true
end

local function proposals(value, place)
  if is_mark(value, "outbound") then return { op = "outbound" } end
  return filter(value, place)
end

local function number(value, place)
  if class_of(value) ~= "expression" and kind(value) ~= "integer" then
    refuse_float(value, place)
    refuse_bare_word(value, place)
    fail("%s: expected a whole number or an expression, found %s", place, described(value))
  end
  return value
end

-- One span, or several to be walked one after the other.
local function spans(value, place)
  if not is_table(value) then return need_span(value, place) end
  local keys, n = shape(value, place)
  if #keys > 0 or n == 0 then fail("%s: several spans are a list, { business_days(3), days(14) }", place) end
  local items = {}
  for i = 1, n do items[i] = need_span(value[i], place) end
  return items
end

-- A lexicon, or the words themselves.
local function words(value, place)
  local class, content = open(value)
  if class == "other" and content.x == "lexicon" then return content end
  if not is_table(value) then fail('%s: expected lexicon "name" or a list of words, found %s', place, described(value)) end
  local keys, n = shape(value, place)
  if #keys > 0 or n == 0 then fail('%s: the words are a list, { "last warning", "final demand" }', place) end
  local items = {}
  for i = 1, n do items[i] = need_text(value[i], place) end
  return items
end

local function to_host(value, place)
  if value ~= "host" then fail('%s = "host" is the only form: a duty that ruth cannot see to', place) end
  return value
end

local common = { when = person_condition, unless = negation, because = text, doc = text, cite = citation, valid_from = text, valid_until = text, owner = text, is = text }

local function keys_of(more)
  local keys = {}
  for key, check in pairs(common) do keys[key] = check end
  for key, check in pairs(more) do keys[key] = check end
  return keys
end

local kinds = {
  segment = keys_of {},
  plan = keys_of { offer = of_class("other", "offer", "an offer such as instalments { … }") },
  referral = keys_of {},
  action = keys_of { message = text },
  tone = keys_of {},
  channel = keys_of { prefer = number, cost = number, with = plain },
  message = keys_of {},
  limit = keys_of {
    nature = text, status = text, on = proposals, except_on = proposals, only_if = person_condition, forbid = only_true,
    during = need_span, from = number, until_date = number, through = number, starting = number, lifted_for = need_span, lifted_from = number,
    at_most = plain, counting = filter, except = filter, per = plain, from_first = filter, wait = spans, after = number,
    hours = plain, hours_in = text, widened_by = number, closed_in = number, require = plain, tone_at_most = text, action_at_most = text,
    ceiling = plain, leave_at_least = number, hand_over = of_class("other", "team", 'a team: team "care"'), by = need_span, card = text,
    no_words = words, left_to = to_host,
  },
  guarantee = { when = person_condition, unless = negation, changing = plain, never = plain, because = text, doc = text, cite = citation, owner = text },
}

-- Kinds that decide nothing without a condition.
local need_when = { segment = true, plan = true, referral = true, action = true, tone = true, channel = true, message = true }

local effects = { "forbid", "at_most", "wait", "hours", "closed_in", "require", "only_if", "tone_at_most", "action_at_most", "ceiling", "leave_at_least", "hand_over", "no_words", "left_to" }

local function sorted_names(map)
  local names = {}
  for name in pairs(map) do names[#names + 1] = name end
  return names
end

-- ---- a rule's table → its body ----

local function title(rule) return string.format('%s "%s"', rule.kind, rule.id) end

local function check_body(rule, body)
  if need_when[rule.kind] and body.when == nil then
    fail("%s has no `when`: it would fit everyone; the catch-all is when = otherwise", title(rule))
  end
  if rule.kind == "guarantee" and body.never == nil then fail("%s has no `never`: what must not happen?", title(rule)) end
  if rule.kind ~= "limit" then return end
  for _, name in ipairs(effects) do
    if body[name] ~= nil then return end
  end
  fail("%s limits nothing; it needs one of %s", title(rule), listed(effects))
end

local function unknown_key(rule, key, allowed)
  local names = sorted_names(allowed)
  fail("%s: %s is not a key of %s %s%s (keys: %s)", title(rule), key, rule.kind == "action" and "an" or "a", rule.kind, suggestion(key, names), listed(names))
end

local function rule_body(rule, value)
  local allowed = kinds[rule.kind]
  local keys, n = shape(value, title(rule))
  if #keys + n == 0 then fail("%s is empty", title(rule)) end
  if n > 0 then
    local class = class_of(value[1])
    if class == "condition" or is_table(value[1]) then fail("%s: a condition stands without its key; write when = …", title(rule)) end
    fail("%s: %s stands without its key", title(rule), described(value[1]))
  end
  local body = {}
  for _, key in ipairs(keys) do
    local check = allowed[key]
    if not is_mended(value[key]) or key == "when" then
      if not check then unknown_key(rule, key, allowed) end
      body[key] = check(value[key], title(rule) .. ": " .. key)
    end
  end
  check_body(rule, body)
  return body
end

local function ladder_body(rule, value)
  local keys, n = shape(value, title(rule))
  local allowed = { contact = "boolean", needs = "text", gives_way = "text", message = "text" }
  if #keys > 0 then fail("%s is a list of places, kindest first: { \"name\" }, …; found the key %s", title(rule), keys[1]) end
  if n == 0 then fail("%s is empty", title(rule)) end
  local entries = {}
  for i = 1, n do
    local place = value[i]
    if not is_table(place) then fail('%s: each place is written { "name" }; place %d is %s', title(rule), i, described(place)) end
    local names, count = shape(place, title(rule))
    if count ~= 1 then fail('%s: each place has one name, { "name" }; place %d has %d', title(rule), i, count) end
    local entry = { name = need_name(place[1], title(rule)) }
    for _, key in ipairs(names) do
      local mended = is_mended(place[key])
      if not mended and not allowed[key] then fail("%s: %s is not a key of a place%s (keys: contact, gives_way, message, needs)", title(rule), key, suggestion(key, sorted_names(allowed))) end
      if not mended and kind(place[key]) ~= allowed[key] then
        fail("%s: %s of %s is %s, found %s", title(rule), key, place[1], allowed[key] == "boolean" and "true or false" or "a text", described(place[key]))
      end
      if not mended then entry[key] = place[key] end
    end
    entries[i] = entry
  end
  return { entries = entries }
end

-- ---- two-part words: segment "id" { … } ----

local seen = {}    -- kind → id → where it stands
local started = {} -- words of the file in hand that still wait for their table
local parts = {}   -- rows and columns that no `rows` has taken yet

local function claim(name, id, source, line)
  local of_kind = seen[name]
  if not of_kind then
    of_kind = {}
    seen[name] = of_kind
  end
  if of_kind[id] then
    engine.fail(string.format('%s "%s" stands twice: here and at %s', name, id, of_kind[id]), source, line)
  end
  of_kind[id] = engine.place(source, line)
end

local function finish(rule, value, more)
  engine.loading(rule.kind)
  if rule.done then fail("%s already has its table; is a comma or a rule word missing?", title(rule)) end
  if not is_table(value) or more ~= nil then fail("%s needs its table: %s { … }; found %s", title(rule), title(rule), described(value)) end
  rule.done = true
  rule.finish(rule, value)
end

local methods = refusing()
methods.__call = function(self, value, more)
  finish(content_of(self), value, more)
  return self -- so that a second table after the first one is noticed
end
engine.class("started", methods)

-- A limit of several cases has arms, "us.reg_f.medium_opt_out/sms": they report under the name before the slash.
local function need_rule_name(id, name)
  if name ~= "limit" or kind(id) ~= "text" or not engine.is_name(id, true) then need_name(id, name) end
end

local function start(name, id, more, free, done)
  engine.loading(name)
  if is_table(id) then fail('%s needs a name before its table: %s "name" { … }', name, name) end
  if more ~= nil then fail('%s is written %s "name" { … }, without parentheses and comma', name, name) end
  if free then need_text(id, name) else need_rule_name(id, name) end
  local source, line = engine.here()
  local rule = { kind = name, id = id, source = source, line = line, finish = done }
  started[#started + 1] = rule
  return rule
end

local function emit(rule, body) engine.emit(rule.kind, rule.id, rule.source, rule.line, body) end

local function finish_rule(rule, value) emit(rule, rule_body(rule, value)) end

for name in pairs(kinds) do
  add_word(name, function(id, more)
    local rule = start(name, id, more, name == "guarantee", finish_rule)
    claim(name, id, rule.source, rule.line)
    return box("started", rule)
  end)
end

local ladders = { action = true, tone = true, channel = true }

add_word("ladder", function(id, more)
  local rule = start("ladder", id, more, false, function(rule, value) emit(rule, ladder_body(rule, value)) end)
  if not ladders[id] then fail('there are three ladders: "action", "tone" and "channel"; found "%s"%s', id, suggestion(id, sorted_names(ladders))) end
  claim("ladder", id, rule.source, rule.line)
  return box("started", rule)
end)

local function named_condition(name, check)
  return {
    read = function(id) return box("condition", { op = name, name = id }) end,
    call = function(id, more)
      local rule = start(name, id, more, false, function(rule, value)
        if value.when ~= nil and is_table(value.when) then fail("%s: its table is the condition itself; leave `when =` out", title(rule)) end
        emit(rule, check(value, title(rule)))
      end)
      claim(name, id, rule.source, rule.line)
      return box("started", rule)
    end,
  }
end
add_space("circumstance", named_condition("circumstance", shared_condition))
add_space("contacts_like", named_condition("contacts_like", filter))

-- ---- derive.name = expression ----

add_space("derive", {
  write = function(name, value)
    engine.loading("derive")
    need_name(name, "derive")
    local source, line = engine.here()
    refuse_bare_word(value, "derive." .. name)
    refuse_float(value, "derive." .. name)
    local class, content = open(value)
    if class ~= "expression" then fail("derive.%s needs an expression, such as money_of { … } or last { … }; found %s", name, described(value)) end
    local first = content["@line"]
    if first and first < line then line = first end
    claim("derive", name, source, line)
    engine.emit("derive", name, source, line, { expression = value })
  end,
  call = function(name) fail("derive is written derive.%s = …", kind(name) == "text" and engine.is_name(name) and name or "name") end,
})

-- ---- experiment "name" { arms = { … }, share = { … } }: a derived fact of that name, whose value is the arm ----

local function experiment_body(rule, value)
  local keys, n = shape(value, title(rule))
  local lists = {}
  if n > 0 then fail("%s has two keys, arms and share; found an entry without a key", title(rule)) end
  for _, key in ipairs(keys) do
    if key ~= "arms" and key ~= "share" then fail("%s: %s is not a key of an experiment%s (keys: arms, share)", title(rule), key, suggestion(key, { "arms", "share" })) end
  end
  local expression = { x = "experiment", id = rule.id }
  if is_mended(value.arms) or is_mended(value.share) then expression.mended = true end
  for _, key in ipairs(expression.mended and {} or { "arms", "share" }) do
    local example = key == "arms" and '{ "as_before", "gentler" }' or "{ 90, 10 }"
    if not is_table(value[key]) then fail("%s: %s is a list, such as %s", title(rule), key, example) end
    local names, count = shape(value[key], title(rule))
    if #names > 0 then fail("%s: %s is a list, such as %s; found the key %s", title(rule), key, example, names[1]) end
    lists[key] = {}
    for i = 1, count do
      local item = value[key][i]
      if key == "arms" then need_name(item, title(rule) .. ": arms") end
      if key == "share" and kind(item) ~= "integer" then fail("%s: a share is a whole number, found %s", title(rule), described(item)) end
      lists[key][i] = item
    end
  end
  if not expression.mended and #lists.arms < 2 then fail("%s needs at least two arms", title(rule)) end
  expression.arms, expression.share = lists.arms, lists.share
  return { expression = expression }
end

add_word("experiment", function(id, more)
  local rule = start("experiment", id, more, false, function(rule, value) engine.emit("derive", rule.id, rule.source, rule.line, experiment_body(rule, value)) end)
  claim("derive", id, rule.source, rule.line)
  return box("started", rule)
end)

-- ---- rows "action" { columns { … }, row { … }, … } ----

local function part(name)
  add_word(name, function(cells, more)
    engine.loading(name)
    if not is_table(cells) or more ~= nil then fail("%s needs a table: %s { … }", name, name) end
    local keys, n = shape(cells, name)
    if #keys > 0 then fail("%s is a list of cells; found the key %s", name, keys[1]) end
    if n == 0 then fail("%s is empty", name) end
    local source, line = engine.here()
    local content = { part = name, cells = cells, count = n, source = source, line = line }
    parts[#parts + 1] = content
    return box("part", content)
  end)
end
part("columns")
part("row")

-- The columns: their names, once each, `id` among them.
local function read_columns(rows, content)
  local names, at = {}, {}
  for i = 1, content.count do
    local name = content.cells[i]
    if kind(name) ~= "text" or not engine.is_name(name) then
      engine.fail(string.format("columns: column %d needs a name in quotes, found %s", i, described(name)), content.source, content.line)
    end
    if at[name] then engine.fail(string.format('columns: "%s" stands twice', name), content.source, content.line) end
    names[i], at[name] = name, i
  end
  if not at.id then engine.fail('columns need an "id": every row is a rule with its own id', content.source, content.line) end
  local allowed = sorted_names(kinds[rows.id])
  for _, name in ipairs(names) do
    local near = name ~= "id" and not kinds[rows.id][name] and engine.nearest(name, allowed)
    if near and not at[near] and #name > 3 then
      engine.fail(string.format('columns: "%s" is not a key of %s; did you mean "%s"?', name, rows.id, near), content.source, content.line)
    end
  end
  return names
end

local function row_id(names, content)
  for i, name in ipairs(names) do
    if name == "id" then
      if kind(content.cells[i]) ~= "text" or not engine.is_name(content.cells[i]) then fail("row: %s cannot be an id", described(content.cells[i])) end
      return content.cells[i]
    end
  end
end

-- One cell under a column that is a key of the rule. Gives the condition of a `when` cell.
local function key_cell(rule, body, name, cell)
  local check, place = kinds[rule.kind][name], title(rule) .. ": " .. name
  if name == "when" then
    if is_mark(cell, "any") or is_mark(cell, "nothing") or is_mark(cell, "otherwise") or is_mended(cell) then return end
    return check(cell, place)
  end
  if is_mark(cell, "any") then fail('row: "%s" is not a condition; an empty cell is `nothing`', name) end
  if not is_mark(cell, "nothing") and not is_mended(cell) then body[name] = check(cell, place) end
end

local function row_rule(rows, names, content)
  failing_at = content
  if content.count ~= #names then fail("row: %d cells under %d columns (%s)", content.count, #names, listed(names)) end
  local rule = { kind = rows.id, id = row_id(names, content), source = content.source, line = content.line }
  claim(rule.kind, rule.id, rule.source, rule.line)
  local body, items, more = {}, {}, nil
  for i, name in ipairs(names) do
    local cell = content.cells[i]
    if kinds[rule.kind][name] then
      more = key_cell(rule, body, name, cell) or more
    elseif name ~= "id" and is_mark(cell, "nothing") then
      fail('row: "%s" is a condition; `any` says that it does not matter', name)
    elseif name ~= "id" and not is_mark(cell, "any") and not is_mended(cell) then
      items[#items + 1] = { op = "atom", fact = name, test = matcher_of(cell, name) }
    end
  end
  if more then items[#items + 1] = more end
  body.when = #items > 0 and { op = "all", items = items } or { op = "otherwise" }
  check_body(rule, body)
  emit(rule, body)
  failing_at = nil
end

local function finish_rows(rows, value)
  local keys, n = shape(value, title(rows))
  if #keys > 0 then fail("%s holds columns { … } and rows; found the key %s", title(rows), keys[1]) end
  local names
  for i = 1, n do
    local class, content = open(value[i])
    if class ~= "part" then fail("%s holds columns { … } and row { … }; entry %d is %s", title(rows), i, described(value[i])) end
    content.taken = true
    if content.part == "columns" then
      if i > 1 then engine.fail("columns { … } stand once, before the rows", content.source, content.line) end
      names = read_columns(rows, content)
    else
      if not names then engine.fail("the first entry of rows is columns { … }", content.source, content.line) end
      row_rule(rows, names, content)
    end
  end
  if n < 2 then fail("%s has no row", title(rows)) end
end

add_word("rows", function(of, more)
  local rows = start("rows", of, more, false, finish_rows)
  if not need_when[of] and of ~= "limit" then fail('rows "%s": rows can be of %s%s', of, listed(sorted_names(need_when)), suggestion(of, sorted_names(need_when))) end
  return box("started", rows)
end)

-- ---- the end of a file ----

function finish_file()
  for _, rule in ipairs(started) do
    if not rule.done then engine.fail(title(rule) .. " has no table", rule.source, rule.line) end
  end
  for _, content in ipairs(parts) do
    if not content.taken then engine.fail(content.part .. ' { … } stands outside of rows "…" { … }', content.source, content.line) end
  end
  started, parts = {}, {}
end

-- ---- the words that plugins add for plans; last, so that every word of the language is there to be met ----

for i, name in ipairs(engine.offers) do
  if engine.taken(name) then engine.refuse_offer(i) end
  add_offer(name)
end
