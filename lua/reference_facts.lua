-- reference_facts.lua: what the slow twin knows about one person: cells of three states, expiry, derived facts, expressions, contacts.
--
-- A cell is UNKNOWN, NONE (none on file) or { state = "value", v = … }. Values: integers (money in minor units, ratios in millionths,
-- dates in days, instants in seconds), booleans, strings (enum, text, zone), lists of strings.

local time = require "reference_time"

local facts = {}

local UNKNOWN, NONE = { state = "unknown" }, { state = "none" }
facts.UNKNOWN, facts.NONE = UNKNOWN, NONE
local function value(v) return { state = "value", v = v } end
facts.value = value

-- Kleene logic: false 0, unknown 1, true 2. And is the least, or the greatest, not turns them round.
local F, M, T = 0, 1, 2
facts.F, facts.M, facts.T = F, M, T
function facts.sure(b) return b and T or F end

-- Strict: one part not known makes the whole not known; otherwise one part none on file makes it none on file.
local function worst(...)
  local result
  for _, cell in ipairs { ... } do
    if cell.state == "unknown" then return UNKNOWN end
    if cell.state == "none" then result = NONE end
  end
  return result
end

-- ---- literals ----

function facts.ratio(text) -- "0.5" → 500000
  local sign, whole, part = text:match "^(%-?)(%d+)%.?(%d*)$"
  local v = tonumber(whole) * 1000000 + tonumber((part .. "000000"):sub(1, 6))
  return sign == "-" and -v or v
end

-- A value as a request, facts.yaml or a condition writes it, read as the type says.
function facts.read(kind, v)
  if kind == "date" then return time.parse_date(v) end
  if kind == "instant" then return time.parse_instant(v) end
  if kind == "ratio" and type(v) == "string" then return facts.ratio(v) end
  return v
end

local function read_money(text)
  local whole, part, currency = text:match "^(%-?%d+)%.?(%d*) (%u%u%u)$"
  local digits = (part .. "00"):sub(1, 2)
  local v = math.abs(tonumber(whole)) * 100 + tonumber(digits)
  return whole:sub(1, 1) == "-" and -v or v, currency
end

-- What a key left out means.
function facts.missing(declared)
  local m = declared.if_missing
  if m == nil or m == "unknown" then return UNKNOWN end
  if m == "none_on_file" then return NONE end
  return value(facts.read(declared.type, m))
end

-- ---- expressions: a cell and a type ----

local eval

-- a * b / c, rounded: down (toward minus infinity), up, or half to even.
local function divided(a, c, round)
  if c < 0 then a, c = -a, -c end
  local low, rest = a // c, a % c
  if rest == 0 or round == "down" then return low end
  if round == "up" then return low + 1 end
  if rest * 2 == c then return low % 2 == 0 and low or low + 1 end
  return rest * 2 < c and low or low + 1
end

local function turned(round) return round == "down" and "up" or round == "up" and "down" or round end

local function sum(x, scene, round)
  local minus = x.x == "sub"
  local a, a_type = eval(x.a, scene, round)
  local b, b_type = eval(x.b, scene, minus and turned(round) or round) -- what is taken away is rounded the other way
  local kind = (a_type == "date" and b_type == "date") and "integer" or (a_type == "integer" and b_type or a_type) -- a bare 0 takes the other's type
  local bad = worst(a, b)
  if bad then return bad, kind end
  return value(minus and a.v - b.v or a.v + b.v), kind
end

local function product(x, scene, round)
  local a, a_type = eval(x.a, scene, "even")
  local b, b_type = eval(x.b, scene, "even")
  local ratios = (a_type == "ratio" and 1 or 0) + (b_type == "ratio" and 1 or 0)
  local bad = worst(a, b)
  if x.x == "div" then
    local kind = (a_type == "money" and b_type == "money") and "ratio" or a_type
    if bad then return bad, kind end
    if b.v == 0 then return UNKNOWN, kind end
    return value(divided(kind == "ratio" and a.v * 1000000 or a.v, b.v, round)), kind
  end
  local kind = (a_type == "money" or b_type == "money") and "money" or "integer"
  if bad then return bad, kind end
  return value(ratios > 0 and divided(a.v * b.v, 1000000, round) or a.v * b.v), kind
end

local function extreme(x, scene, round)
  local cells, kind, best = {}, nil, nil
  for i, item in ipairs(x.items) do
    local cell, item_type = eval(item, scene, round)
    cells[i] = cell
    kind = (kind == nil or kind == "integer") and item_type or kind
    if cell.state == "value" and (best == nil or (x.x == "smaller" and cell.v < best or x.x == "larger" and cell.v > best)) then best = cell.v end
  end
  return worst(table.unpack(cells)) or value(best), kind
end

-- An amount in the request's currency; without one, or without a figure in it, not known.
local function money_cell(by_currency, scene)
  local currency = scene:currency()
  local v = currency and by_currency[currency]
  return v and value(v) or UNKNOWN
end

local function number_cell(number, scene)
  if number.type ~= "money" then return value(facts.read(number.type, number.value)), number.type end
  local by_currency = {}
  for key, text in pairs(number) do
    if key:match "^%u%u%u$" then by_currency[key] = read_money(text .. " " .. key) end
  end
  return money_cell(by_currency, scene), "money"
end

eval = function(x, scene, round)
  if math.type(x) == "integer" then return value(x), "integer" end
  if type(x) ~= "table" then return value(x), type(x) end
  if x.x == "fact" then return scene.facts[x.name], scene.policy.facts[x.name].type end
  if x.x == "number" then return number_cell(scene.policy.numbers[x.name], scene) end
  if x.x == "money" then
    local v, currency = read_money(x.text)
    return money_cell({ [currency] = v }, scene), "money"
  end
  if x.x == "percent" then return value(facts.ratio(x.text) // 100), "ratio" end
  if x.x == "add" or x.x == "sub" then return sum(x, scene, round) end
  if x.x == "mul" or x.x == "div" then return product(x, scene, round) end
  if x.x == "smaller" or x.x == "larger" then return extreme(x, scene, round) end
  if x.x == "money_of" or x.x == "integer_of" then
    local cell, kind = eval(x.of, scene, x.round or round)
    local floor = x.not_below and eval(x.not_below, scene, x.round or round) or value(math.mininteger)
    return worst(cell, floor) or value(math.max(cell.v, floor.v)), x.x == "money_of" and "money" or kind
  end
  if x.x == "last" then return scene:last(x.filter), "instant" end
  if x.x == "count" then return scene:count(x), "integer" end
  error("an expression the twin does not know: " .. tostring(x.x))
end
function facts.eval(x, scene) return eval(x, scene, "even") end

-- Does the expression look at facts or contacts? Then it is no constant.
function facts.is_constant(x)
  if type(x) ~= "table" then return true end
  if x.x == "fact" or x.x == "last" or x.x == "count" then return false end
  for _, part in ipairs { x.a or 0, x.b or 0, x.of or 0, x.not_below or 0 } do
    if not facts.is_constant(part) then return false end
  end
  for _, item in ipairs(x.items or {}) do
    if not facts.is_constant(item) then return false end
  end
  return true
end

-- ---- one request as a scene ----

local scene_class = {}
scene_class.__index = scene_class

function scene_class:currency()
  local cell = self.facts.currency
  return cell and cell.state == "value" and cell.v or nil
end

-- Z of docs/SEMANTICS.md 1.
local function zones_of(cells)
  local one, many = cells.timezone or UNKNOWN, cells.timezone_candidates or NONE
  if many.state == "unknown" then return {} end
  if many.state == "none" or #many.v == 0 then return one.state == "value" and { one.v } or {} end
  local zones, seen = {}, {}
  for _, zone in ipairs(many.v) do
    if not seen[zone] then zones[#zones + 1] = zone end
    seen[zone] = true
  end
  return #zones <= 16 and zones or {}
end

local WEST, EAST = 12 * 3600, -14 * 3600 -- where no zone is known: UTC−12 is the latest place, UTC+14 the earliest

-- 00:00 of a date, in the earliest and in the latest zone.
function scene_class:date_starts(date)
  if #self.zones == 0 then return date * time.DAY + EAST, date * time.DAY + WEST end
  local earliest, latest = time.NEVER, math.mininteger
  for _, zone in ipairs(self.zones) do
    local t = time.day_start(zone, date)
    earliest, latest = math.min(earliest, t), math.max(latest, t)
  end
  return earliest, latest
end

-- 00:00 of the day that lies n days after `cell` (a date, or the local date of an instant): earliest and latest.
function scene_class:days_after(cell, kind, n)
  if kind == "date" then return self:date_starts(cell.v + n) end
  if #self.zones == 0 then -- the local date itself is not known: between that of UTC−12 and that of UTC+14
    return ((cell.v - WEST) // time.DAY + n) * time.DAY + EAST, ((cell.v - EAST) // time.DAY + n) * time.DAY + WEST
  end
  local earliest, latest = time.NEVER, math.mininteger
  for _, zone in ipairs(self.zones) do
    local t = time.day_start(zone, time.local_date(zone, cell.v) + n)
    earliest, latest = math.min(earliest, t), math.max(latest, t)
  end
  return earliest, latest
end

-- Today in each zone; UTC where there is none.
function scene_class:today()
  return #self.zones > 0 and time.local_date(self.zones[1], self.now) or self.now // time.DAY
end

function scene_class:next_midnight()
  if #self.zones == 0 then return (self.now // time.DAY + 1) * time.DAY end
  local best = time.NEVER
  for _, zone in ipairs(self.zones) do best = math.min(best, time.day_start(zone, time.local_date(zone, self.now) + 1)) end
  return best
end

-- One expiry (SEMANTICS 4): gives the cell that is left, whether the end itself is not known, and the next end after now.
local function expire(scene, declared, cell)
  local e = declared.expires
  local from_name = e.from or e.on
  local from, kind = scene.raw[from_name], scene.policy.facts[from_name].type
  if cell.state ~= "value" or from.state == "none" then return cell end
  if from.state == "unknown" then return UNKNOWN, true end
  local n = e.after and tonumber(e.after:match "%d+") or 0
  local earliest, latest = scene:days_after(from, kind, n + 1)
  if #scene.zones > 0 then earliest = latest end -- the latest zone of Z
  if scene.now >= latest then return e["then"] == "unknown" and UNKNOWN or NONE end
  if scene.now >= earliest then return UNKNOWN, true, latest end
  return cell, false, earliest
end

-- Reads one request. Gives the scene, or nil and an error code.
function facts.scene(policy, request, null)
  local scene = setmetatable({ policy = policy, null = null, raw = {}, facts = {}, blurred = {}, expiry_ends = {}, stages = {} }, scene_class)
  scene.now = time.parse_instant(request.now)
  for name, declared in pairs(policy.facts) do
    local given = request.facts and request.facts[name]
    if declared.source == "derived" then scene.raw[name] = UNKNOWN
    elseif given == nil then scene.raw[name] = facts.missing(declared)
    elseif given == null then scene.raw[name] = UNKNOWN
    else scene.raw[name] = value(facts.read(declared.type, given)) end
  end
  local one, many = scene.raw.timezone, scene.raw.timezone_candidates
  if one and many and one.state == "value" and many.state == "value" and #many.v > 0 then
    local among = false
    for _, zone in ipairs(many.v) do among = among or zone == one.v end
    if not among then return nil, "range" end
  end
  scene.zones = zones_of(scene.raw)
  for name, declared in pairs(policy.facts) do
    scene.facts[name] = scene.raw[name]
    if declared.expires then
      local blurred, ends
      scene.facts[name], blurred, ends = expire(scene, declared, scene.raw[name])
      scene.blurred[name] = blurred
      scene.expiry_ends[#scene.expiry_ends + 1] = ends
    end
  end
  local problem = scene:read_contacts(request)
  if problem then return nil, problem end
  return scene
end

function scene_class:read_contacts(request)
  if request.debt == nil then self.debt = NONE
  elseif request.debt == self.null then self.debt = UNKNOWN
  else self.debt = value(request.debt) end
  if request.contacts == self.null then return end -- self.contacts stays nil: not known
  self.contacts = {}
  for _, given in ipairs(request.contacts or {}) do
    local contact = { fields = {} }
    contact.at = (given.at == nil or given.at == self.null) and UNKNOWN or value(time.parse_instant(given.at))
    if contact.at.state == "value" and contact.at.v > self.now then return "contact" end
    for name, declared in pairs(self.policy.contacts) do
      if given[name] == nil then contact.fields[name] = facts.missing(declared)
      elseif given[name] == self.null then contact.fields[name] = UNKNOWN
      else contact.fields[name] = value(facts.read(declared.type, given[name])) end
    end
    self.contacts[#self.contacts + 1] = contact
  end
end

-- Derived facts, each after those it reads.
function scene_class:derive()
  local done = {}
  local function need(name)
    local x = self.policy.derive[name]
    if not x or done[name] then return end
    done[name] = true
    facts.each_fact(x, need)
    self.facts[name] = facts.eval(x, self)
  end
  for name in pairs(self.policy.derive) do need(name) end
end

-- Calls `visit` with the name of each fact an expression reads.
function facts.each_fact(x, visit)
  if type(x) ~= "table" then return end
  if x.x == "fact" then visit(x.name) end
  for _, part in ipairs { x.a or 0, x.b or 0, x.of or 0, x.not_below or 0 } do facts.each_fact(part, visit) end
  for _, item in ipairs(x.items or {}) do facts.each_fact(item, visit) end
end

-- ---- what happened ----

-- The latest contact that matches (SEMANTICS 28).
function scene_class:last(filter)
  if not self.contacts then return UNKNOWN end
  local latest
  for _, c in ipairs(self.contacts) do
    if self:matches(filter, c) == T and c.at.state == "value" and (not latest or c.at.v > latest) then latest = c.at.v end
  end
  for _, c in ipairs(self.contacts) do
    local t = self:matches(filter, c)
    local perhaps_later = c.at.state ~= "value" or not latest or c.at.v > latest
    if t ~= F and perhaps_later then return UNKNOWN end
  end
  return latest and value(latest) or NONE
end

-- Does one contact count (SEMANTICS 29)? since: the cell of the last contact like since_last.
function scene_class:counts(x, c, since)
  local t = self:matches(x.filter, c)
  if since.state == "value" then t = math.min(t, c.at.state == "unknown" and M or facts.sure(c.at.v > since.v)) end
  if not x.within then return t end
  if c.at.state == "unknown" then return math.min(t, M) end
  if x.within.x == "hours" then return math.min(t, facts.sure(self.now - c.at.v < 3600 * self:span_length(x.within))) end
  local inside = 0
  for _, zone in ipairs(self.zones) do
    local days_ago = time.local_date(zone, self.now) - time.local_date(zone, c.at.v)
    if days_ago >= 0 and days_ago <= self:span_length(x.within) - 1 then inside = inside + 1 end
  end
  local window = #self.zones == 0 and M or inside == 0 and F or inside == #self.zones and T or M
  return math.min(t, window)
end

function scene_class:count(x)
  if not self.contacts then return UNKNOWN end
  local since = x.since_last and self:last(x.since_last) or NONE
  if since.state == "unknown" then return UNKNOWN end
  local n = 0
  for _, c in ipairs(self.contacts) do
    local t = self:counts(x, c, since)
    if t == M then return UNKNOWN end
    if t == T then n = n + 1 end
  end
  return value(n)
end

-- The figure of a span: a whole number or a number of numbers.yaml.
function scene_class:span_length(span) return (facts.eval(span.n, self)).v end

facts.scene_class = scene_class
return facts
