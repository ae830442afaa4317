-- vocabulary_conditions.lua: conditions: { fact = matcher, … }, any_of, all_of, none_of_these, circumstances, contact filters.

local open, box, kind = engine.open, engine.box, engine.kind

local function condition(content) return box("condition", content) end

-- Where a condition stands: about the person, where a function may stand too, or about one contact.
local person, contact, circumstance = { coded = true }, { filter = true }, { shared = true }

-- One condition in a list of them: a word, a table, perhaps a function.
local function one(value, place, where)
  local k = kind(value)
  local class, content = open(value)
  if class == "mended" then return { op = "all", items = {} } end
  if class == "condition" then
    if where.filter and content.op == "circumstance" then fail("%s: %s is about the person; what stands here is about one contact", place, described(value)) end
    if not where.filter and not where.open and content.op == "contacts_like" then fail("%s: %s is about one contact; what stands here is about the person", place, described(value)) end
    return content
  end
  if k == "table" then return all_entries(value, place, where) end
  if k == "function" then
    refuse_bare_word(value, place)
    if where.coded or where.open then return { op = "coded", code = engine.code(value) } end
    if where.filter then fail("%s: a function cannot stand here: contacts are said in tables", place) end
    fail("%s: a function may stand in the when or unless of a rule, not here", place)
  end
  if k == "boolean" then fail("%s is %s: `and`, `or`, `not` and comparisons cannot join conditions; use all_of { … }, any_of { … }, none_of_these { … }", place, tostring(value)) end
  if class == "mark" and content.mark == "otherwise" then fail("%s: otherwise stands alone: when = otherwise", place) end
  if class == "matcher" then fail("%s: %s needs a fact: name = %s", place, described(value), content.m) end
  if class == "expression" and content.x == "fact" then fail("%s: %s alone is not a condition; write %s = true, or compare it: %s = at_least(…)", place, described(value), content.name, content.name) end
  if class == "space" then fail("%s: %s needs a name, as in %s.name", place, content.name, content.name) end
  if where.filter then fail('%s: expected outbound, or a table such as { channel = "voice" }; found %s', place, described(value)) end
  fail("%s: a table stands here, { fact = value }, or a circumstance; found %s", place, described(value))
end

-- Tables inside tables; more than anybody writes, unless one contains itself.
local depth = 0

-- The entries of a table: keyed ones by key, then the others in order.
local function entries(value, place, where, except)
  local keys, n = shape(value, place)
  local items = {}
  depth = depth + 1
  if depth > 24 then fail("%s is nested too deeply, or contains itself", place) end
  for _, key in ipairs(keys) do
    if not (except and except[key]) then
      local mended = is_mended(value[key])
      items[#items + 1] = mended and { op = "all", items = {} } or { op = "atom", fact = need_name(key, place), test = matcher_of(value[key], key) }
    end
  end
  for i = 1, n do items[#items + 1] = one(value[i], place, where) end
  depth = depth - 1
  return items
end

function all_entries(value, place, where, except)
  local items = entries(value, place, where, except)
  if #items == 0 and where.filter then fail("%s is empty: it would fit every contact; say which ones", place) end
  if #items == 0 then fail("%s is empty: it would fit everyone; the catch-all is when = otherwise", place) end
  return { op = "all", items = items }
end

for name, op in pairs { any_of = "any", all_of = "all", none_of_these = "none" } do
  add_word(name, function(value, more)
    if not is_table(value) or more ~= nil then fail("%s needs a table: %s { a = 1, b = 2 }", name, name) end
    local items = entries(value, name, { open = true })
    if #items == 0 then fail("%s is empty", name) end
    return condition { op = op, items = items }
  end)
end

-- `when`, `only_if` of a rule.
function person_condition(value, place)
  if is_mark(value, "otherwise") then return { op = "otherwise" } end
  return one(value, place, person)
end

-- A circumstance: shared by limits too, so never coded.
function shared_condition(value, place) return one(value, place, circumstance) end

-- `unless`: one condition; two bare entries could mean "and" or "or".
function negation(value, place)
  if is_mark(value, "otherwise") then fail("%s = otherwise would switch the rule off", place) end
  if is_table(value) then
    local keys, n = shape(value, place)
    if #keys + n > 1 then fail("%s has %d entries, which could mean all of them or any of them; write any_of { … } or all_of { … }", place, #keys + n) end
  end
  return { op = "not", item = one(value, place, person) }
end

-- `counting`, `except`, `contacts_like`: about one contact.
function filter(value, place)
  if is_table(value) then return all_entries(value, place, contact) end
  if is_mark(value, "outbound") then return { op = "outbound" } end
  return one(value, place, contact)
end

-- ---- what happened: last { … }, count { … } ----

local function happened(name, reserved)
  add_word(name, function(value, more)
    if class_of(value) == "condition" and more == nil then
      return box("expression", { x = name, filter = filter(value, name) })
    end
    if not is_table(value) or more ~= nil then fail("%s needs a table: %s { outcome = \"conversation\" }", name, name) end
    local _, line = engine.here()
    local content = { x = name, filter = all_entries(value, name, contact, reserved), ["@line"] = line }
    if reserved.since_last and value.since_last ~= nil then content.since_last = filter(value.since_last, "since_last") end
    if reserved.within and value.within ~= nil then content.within = need_span(value.within, "within") end
    return box("expression", content)
  end)
end
happened("last", {})
happened("count", { since_last = true, within = true })
