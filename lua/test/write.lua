-- write.lua: a policy as the generator holds it → the text of every file, and the tables that the slow twin loads.
--
-- A condition is { op = "all" | "any" | "none", items } · { op = "atom", name, text } · { op = "circumstance", name } · { op = "coded", text } · { op = "otherwise" }.

local write = {}

-- ---- conditions ----

local entries

local function entry(c)
  if c.op == "all" then return "all_of { " .. entries(c.items) .. " }" end
  if c.op == "any" then return "any_of { " .. entries(c.items) .. " }" end
  if c.op == "none" then return "none_of_these { " .. entries(c.items) .. " }" end
  if c.op == "circumstance" then return "circumstance." .. c.name end
  if c.op == "coded" then return c.text end
  return "all_of { " .. c.name .. " = " .. c.text .. " }" -- an atom whose name stands in its table already
end

entries = function(items)
  local list, used = {}, {}
  for _, c in ipairs(items) do
    if c.op == "atom" and not used[c.name] then
      used[c.name] = true
      list[#list + 1] = c.name .. " = " .. c.text
    else
      list[#list + 1] = entry(c)
    end
  end
  return table.concat(list, ", ")
end

-- What stands behind `when =`.
function write.condition(c)
  if c.op == "otherwise" or (c.op == "all" and #c.items == 0) then return "otherwise" end
  if c.op == "all" then return "{ " .. entries(c.items) .. " }" end
  if c.op == "atom" then return "{ " .. c.name .. " = " .. c.text .. " }" end
  return entry(c)
end

-- What stands behind `unless =`: one condition, never two bare entries.
local function negated(c)
  if c.op == "all" then return #c.items == 1 and negated(c.items[1]) or entry(c) end
  return write.condition(c)
end

-- ---- rules ----

local keys = { "valid_from", "valid_until" }                                    -- texts
local words = { "on", "except_on", "offer", "prefer", "cost", "with", "during", "from", "until_date", "hours", "by", "widened_by", "through", "starting", "at_most", "counting", "except", "per", "from_first", "wait", "after" } -- written as they are

local function rule(r)
  local list = {}
  if r.is then list[#list + 1] = string.format("is = %q", r.is) end
  if r.when then list[#list + 1] = "when = " .. write.condition(r.when) end
  if r.unless then list[#list + 1] = "unless = " .. negated(r.unless) end
  for _, key in ipairs(keys) do
    if r[key] then list[#list + 1] = string.format("%s = %q", key, r[key]) end
  end
  for _, key in ipairs(words) do
    if r[key] then list[#list + 1] = key .. " = " .. r[key] end
  end
  if r.kind == "limit" then
    list[#list + 1] = 'cite = house "1"'
    if r.forbid then list[#list + 1] = "forbid = true" end
    if r.only_if then list[#list + 1] = "only_if = " .. write.condition(r.only_if) end
    for _, key in ipairs { "tone_at_most", "action_at_most" } do
      if r[key] then list[#list + 1] = string.format("%s = %q", key, r[key]) end
    end
    if r.hand_over then list[#list + 1] = string.format("hand_over = team %q", r.hand_over) end
  else
    list[#list + 1] = 'because = "why"'
  end
  return string.format("%s %q { %s }", r.kind, r.id, table.concat(list, ", "))
end

write.rule = rule

-- Can these rules stand as a table of rows? Only plain atoms, each name once in a rule.
local function fits_rows(rules)
  for _, r in ipairs(rules) do
    if r.unless or r.valid_from or r.valid_until or (r.when.op ~= "all" and r.when.op ~= "otherwise") then return false end
    local used = {}
    for _, c in ipairs(r.when.items or {}) do
      if c.op ~= "atom" or used[c.name] then return false end
      used[c.name] = true
    end
  end
  return #rules > 0
end

local function rows(kind, rules)
  local columns, at = { '"id"' }, {}
  for _, r in ipairs(rules) do
    for _, c in ipairs(r.when.items or {}) do
      if not at[c.name] then
        columns[#columns + 1] = string.format("%q", c.name)
        at[c.name] = #columns
      end
    end
  end
  local is_at = #columns + 1
  columns[is_at] = '"is"'
  local lines = { string.format("rows %q {", kind), "  columns { " .. table.concat(columns, ", ") .. " }," }
  for _, r in ipairs(rules) do
    local cells = { string.format("%q", r.id) }
    for i = 2, is_at - 1 do cells[i] = "any" end
    for _, c in ipairs(r.when.items or {}) do cells[at[c.name]] = c.text end
    cells[is_at] = string.format("%q", r.is or r.id)
    lines[#lines + 1] = "  row { " .. table.concat(cells, ", ") .. " },"
  end
  lines[#lines + 1] = "}"
  return table.concat(lines, "\n") .. "\n"
end

local function rules_text(p, kind, list)
  if p.in_rows and p.in_rows[kind] and fits_rows(list) then return rows(kind, list) end
  local lines = {}
  for _, r in ipairs(list) do lines[#lines + 1] = rule(r) end
  return table.concat(lines, "\n") .. "\n"
end

local function ladders(p)
  local lines = {}
  for _, id in ipairs { "action", "tone", "channel" } do
    local places = {}
    for _, e in ipairs(p.ladders[id]) do
      local list = { string.format("%q", e[1]) }
      if e.contact == false then list[#list + 1] = "contact = false" end
      for _, key in ipairs { "needs", "gives_way" } do
        if e[key] then list[#list + 1] = string.format("%s = %q", key, e[key]) end
      end
      if id == "action" and e.contact ~= false then list[#list + 1] = 'message = "letter"' end
      places[#places + 1] = "{ " .. table.concat(list, ", ") .. " }"
    end
    lines[#lines + 1] = string.format("ladder %q { %s }", id, table.concat(places, ", "))
  end
  return table.concat(lines, "\n") .. "\n"
end

-- ---- YAML ----

local function scalar(v) return type(v) == "string" and v or tostring(v) end

local function field(f)
  local list = { "type: " .. f.type }
  if f.values then list[#list + 1] = "values: [" .. table.concat(f.values, ", ") .. "]" end
  if f.if_missing ~= nil then list[#list + 1] = "if_missing: " .. scalar(f.if_missing) end
  if f.source then list[#list + 1] = "source: " .. f.source end
  if f.moves then list[#list + 1] = "moves: " .. f.moves end
  if f.protected then list[#list + 1] = "protected: true" end
  if f.expires and f.expires.on then list[#list + 1] = string.format('expires: { "on": %s, then: %s }', f.expires.on, f.expires["then"])
  elseif f.expires then list[#list + 1] = string.format("expires: { after: %s, from: %s, then: %s }", f.expires.after, f.expires.from, f.expires["then"]) end
  if f.ask then list[#list + 1] = string.format('ask: { en: "What about %s?" }', f.name) end
  return f.name .. ": { " .. table.concat(list, ", ") .. " }"
end

local function number(n)
  if n.type ~= "money" then return string.format(n.type == "ratio" and '%s: { type: %s, value: "%s" }' or "%s: { type: %s, value: %s }", n.name, n.type, scalar(n.value)) end
  local list = { "type: money" }
  for _, currency in ipairs { "EUR", "USD" } do
    if n[currency] then list[#list + 1] = string.format('%s: "%s"', currency, n[currency]) end
  end
  return n.name .. ": { " .. table.concat(list, ", ") .. " }"
end

local function lines_of(list, one)
  local lines = {}
  for _, item in ipairs(list) do lines[#lines + 1] = one(item) end
  return #lines > 0 and table.concat(lines, "\n") .. "\n" or "{}\n"
end

local function head(p)
  local lines = { "policy: random", "version: 1.0.0", "summary: A policy made by chance", "languages: [en]", "horizon: " .. p.head.horizon }
  if p.head.holidays then lines[#lines + 1] = "holidays: [" .. table.concat(p.head.holidays, ", ") .. "]" end
  for _, key in ipairs(keys) do
    if p.head[key] then lines[#lines + 1] = key .. ": " .. p.head[key] end
  end
  return table.concat(lines, "\n") .. "\n"
end

-- A message with a text for every channel and tone, so that texts never take a channel away.
local function messages(p)
  local lines = { 'why: "a reason"', "letter:", "  purpose: demand", "  variants:" }
  for _, c in ipairs(p.ladders.channel) do
    local tones = {}
    for _, t in ipairs(p.ladders.tone) do tones[#tones + 1] = t[1] .. ': { body: "Words." }' end
    lines[#lines + 1] = "    " .. c[1] .. ": { " .. table.concat(tones, ", ") .. " }"
  end
  lines[#lines + 1] = '  next_step: "Answer this message."'
  lines[#lines + 1] = '  cannot: "If you cannot pay, tell us."'
  return table.concat(lines, "\n") .. "\n"
end

-- ---- whole policies ----

local kinds = { { "segment", "segments" }, { "plan", "plans" }, { "referral", "referrals" }, { "action", "actions" }, { "tone", "tones" }, { "channel", "channels" }, { "limit", "charter" } }

-- Path → text. Empty Lua files are left out.
function write.files(p)
  local files = {
    ["policy.yaml"] = head(p), ["facts.yaml"] = lines_of(p.facts, field), ["contacts.yaml"] = lines_of(p.contacts, field),
    ["numbers.yaml"] = lines_of(p.numbers, number), ["teams.yaml"] = 'care: { name: { en: "Care" } }\ndebt: { name: { en: "Debt" } }\n',
    ["messages/en.yaml"] = messages(p), ["ladders.lua"] = ladders(p),
    ["circumstances.lua"] = lines_of(p.circumstances, function(c) return string.format("circumstance %q %s", c.name, write.condition(c.when)) end),
    ["derive.lua"] = lines_of(p.derive, function(d) return string.format("derive.%s = %s", d.name, d.text) end),
  }
  for _, name in ipairs { "circumstances", "derive" } do
    if #p[name] == 0 then files[name .. ".lua"] = nil end
  end
  for _, name in ipairs { "contacts", "numbers" } do
    if #p[name] == 0 then files[name .. ".yaml"] = nil end
  end
  for _, k in ipairs(kinds) do
    if #p[k[2]] > 0 then files[k[2] .. ".lua"] = rules_text(p, k[1], p[k[2]]) end
  end
  return files
end

local function by_name(list)
  local map = {}
  for _, item in ipairs(list) do map[item.name] = item end
  return map
end

-- What the slow twin loads: YAML as tables, Lua as the same texts, in the engine's order.
function write.tables(p)
  local files, lua = write.files(p), {}
  for _, name in ipairs { "ladders", "circumstances", "derive", "segments", "plans", "referrals", "actions", "tones", "channels", "charter" } do
    if files[name .. ".lua"] then lua[#lua + 1] = { name = name .. ".lua", text = files[name .. ".lua"] } end
  end
  return { facts = by_name(p.facts), contacts = by_name(p.contacts), numbers = by_name(p.numbers), policy = p.head, lua = lua }
end

-- Every file, for a report.
function write.show(p)
  local files, names, out = write.files(p), {}, {}
  for name in pairs(files) do
    if name ~= "messages/en.yaml" and name ~= "teams.yaml" then names[#names + 1] = name end
  end
  table.sort(names)
  for _, name in ipairs(names) do out[#out + 1] = "-- " .. name .. "\n" .. files[name] end
  return table.concat(out)
end

return write
