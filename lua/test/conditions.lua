-- conditions.lua: random conditions over the facts of a random policy.

local time = require "reference_time"

local conditions = {}

function conditions.has_fact(p, name)
  for _, f in ipairs(p.facts) do
    if f.name == name then return f end
  end
end

local skipped = { timezone = true, timezone_candidates = true, currency = true }

local function same_type(r, p, fact)
  local list = {}
  for _, f in ipairs(p.facts) do
    if f.type == fact.type and f.name ~= fact.name then list[#list + 1] = "fact." .. f.name end
  end
  return #list > 0 and r:pick(list) or nil
end

local function quoted(list)
  local out = {}
  for i, v in ipairs(list) do out[i] = string.format("%q", v) end
  return table.concat(out, ", ")
end

local function compared(r, value) return r:pick { "at_least", "at_most", "above", "below" } .. "(" .. value .. ")" end

local makers = {}
function makers.boolean(r) return tostring(r:chance(60)) end
function makers.integer(r, p, f)
  local way = r:int(1, 7)
  if way == 1 then return tostring(r:int(0, 5)) end
  if way == 2 then
    local low = r:int(0, 4)
    return string.format("between(%d, %d)", low, low + r:int(0, 3))
  end
  if way == 3 then return string.format("%s(%d, %d)", r:pick { "one_of", "none_of" }, r:int(0, 2), r:int(3, 6)) end
  if way == 4 then return compared(r, "number.few") end
  if way == 5 then return compared(r, same_type(r, p, f) or "2") end
  return compared(r, tostring(r:int(0, 5)))
end
function makers.money(r, p, f)
  local way = r:int(1, 6)
  if way == 1 then return compared(r, "number.sum") end
  if way == 2 then return compared(r, same_type(r, p, f) or "0") end
  if way == 3 then return compared(r, "number.half * " .. (same_type(r, p, f) or "fact.balance")) end
  if way == 4 then return r:pick { "above(0)", "0", "at_most(0)" } end
  return compared(r, string.format('money("%d.00 %s")', r:int(1, 15), r:chance(75) and "USD" or "EUR"))
end
function makers.ratio(r) return r:pick { 'at_least(percent("50"))', 'below(percent("100"))', "at_most(number.half)" } end
function makers.enum(r, p, f)
  local way = r:int(1, 4)
  if way <= 2 then return string.format("%q", r:pick(f.values)) end
  return r:pick { "one_of", "none_of" } .. "(" .. quoted(r:some(f.values, 40, 1)) .. ")"
end
makers["list of enum"] = function(r, p, f) return r:pick { "has_any", "has_all", "has_none" } .. "(" .. quoted(r:some(f.values, 40, 1)) .. ")" end
function makers.date(r, p, f)
  local way = r:int(1, 4)
  if way == 1 then return compared(r, string.format("%q", time.date_text(time.parse_instant(p.now) // time.DAY + r:int(-3, 3)))) end
  if way == 2 then return compared(r, same_type(r, p, f) or '"2026-06-01"') end
  if way == 3 and r:chance(30) then return "today" end
  return r:pick { "within_last", "within_next", "longer_ago_than" } .. "(days(" .. r:pick { "0", "1", "2", "4", "number.few" } .. "))"
end
function makers.instant(r, p, f)
  if r:chance(40) then return r:pick { "within_last", "within_next", "longer_ago_than" } .. "(hours(" .. r:pick { "1", "10", "50" } .. "))" end
  return r:chance(20) and "today" or r:pick { "within_last", "within_next", "longer_ago_than" } .. "(days(" .. r:int(0, 4) .. "))"
end

local function names_of(list)
  local out = {}
  for i, entry in ipairs(list) do out[i] = entry[1] or entry.is or entry.id end
  return out
end

local function stage_atom(r, p, scope)
  local list = {}
  if scope.segment then list[#list + 1] = { "segment", names_of(p.segments) } end
  if scope.plans then list[#list + 1] = { "plans_in_reach" } end
  if scope.action then list[#list + 1] = { "action", names_of(p.ladders.action) } end
  if scope.tone then list[#list + 1] = { "tone", names_of(p.ladders.tone) } end
  local chosen = r:pick(list)
  local text = chosen[2] and (r:chance(60) and string.format("%q", r:pick(chosen[2])) or r:pick { "one_of", "none_of" } .. "(" .. quoted(r:some(chosen[2], 40, 1)) .. ")")
    or r:pick { "at_least(1)", "at_least(2)", "0", "at_most(1)" }
  return { op = "atom", name = chosen[1], text = text }
end

local function atom(r, p, scope)
  if scope.segment and r:chance(30) then return stage_atom(r, p, scope) end
  local f
  repeat f = r:pick(p.facts) until not skipped[f.name] or r:chance(5) and f.name == "currency"
  local text = r:chance(12) and r:pick { "on_file", "not_on_file" } or makers[f.type](r, p, f)
  return { op = "atom", name = f.name, text = text }
end

local function circumstance(r, p, scope)
  local n = scope.circumstances or #p.circumstances
  return n > 0 and { op = "circumstance", name = "c" .. r:int(1, n) } or nil
end

local function node(r, p, scope, depth)
  if depth > 0 and r:chance(25) then
    local items = {}
    for i = 1, r:int(1, 3) do items[i] = node(r, p, scope, depth - 1) end
    return { op = r:pick { "any", "any", "none", "all" }, items = items }
  end
  return r:chance(20) and circumstance(r, p, scope) or atom(r, p, scope)
end

-- A condition said in tables.
function conditions.said(r, p, scope)
  local items = {}
  for i = 1, r:pick { 1, 1, 1, 2, 2, 3 } do items[i] = node(r, p, scope, 2) end
  return { op = "all", items = items }
end

-- One that can stand behind `unless`.
function conditions.plain(r, p, scope) return { op = "all", items = { node(r, p, scope, 1) } } end

local function coded(r, p)
  local list = {}
  for _, f in ipairs(p.facts) do
    if f.type == "boolean" then list[#list + 1] = "f." .. f.name .. " == true" end
    if f.type == "integer" then list[#list + 1] = string.format("f.%s ~= nil and f.%s > %d", f.name, f.name, r:int(0, 5)) end
    if f.type == "enum" and not skipped[f.name] then list[#list + 1] = string.format("f.%s == %q", f.name, r:pick(f.values)) end
    if f.type == "money" then list[#list + 1] = string.format("f.%s == nil or f.%s >= %d", f.name, f.name, r:int(0, 1500)) end
  end
  local a, b = r:pick(list), r:pick(list)
  return { op = "coded", text = r:pick {
    string.format("function(f) return %s end", a), string.format("function(f) return (%s) or (%s) end", a, b),
    string.format("function(f) if %s then return %s end return false end", a, b), string.format("function(f) return not (%s) end", a) } }
end

-- Any condition of a rule: mostly said, now and then coded or for everybody.
function conditions.make(r, p, scope)
  if r:chance(6) then return { op = "otherwise" } end
  local c = conditions.said(r, p, scope)
  if r:chance(12) then c.items[#c.items + 1] = coded(r, p) end
  return c
end

function conditions.find_coded(c)
  if not c then return nil end
  if c.op == "coded" then return c end
  for _, item in ipairs(c.items or {}) do
    local found = conditions.find_coded(item)
    if found then return found end
  end
end

return conditions
