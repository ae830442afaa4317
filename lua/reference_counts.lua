-- reference_counts.lua: the slow twin counts contacts in windows and waits after them: by definition, at one instant after another.

local time = require "reference_time"
local facts = require "reference_facts"

local F, M, T = facts.F, facts.M, facts.T
local counts = {}

-- ---- which contacts count (SEMANTICS 23a) ----

local function has(list, v)
  for _, x in ipairs(list or {}) do
    if x == v then return true end
  end
  return false
end

local function same_debt(limit, scene, c)
  if not has(limit.per, "debt") or scene.debt.state == "none" then return T end
  local debts = c.fields.debts
  if scene.debt.state ~= "value" or debts.state == "unknown" then return M end
  return facts.sure(debts.state == "value" and has(debts.v, scene.debt.v))
end

-- `filter`: what the count is of; nil: every contact.
local function one(limit, filter, scene, c)
  local t = filter and scene:matches(filter, c) or T
  if limit.except then t = math.min(t, T - scene:matches(limit.except, c)) end
  return math.min(t, same_debt(limit, scene, c))
end
counts.one = one

local function filter_of(limit) return limit.after and type(limit.after) == "table" and limit.after.x == "last" and limit.after.filter or limit.counting end
counts.filter_of = filter_of

-- Instants of the contacts that count or may; one that is not known is `false`. From the first that may open the count.
local function counted(limit, scene)
  local list, opens = {}, nil
  for _, c in ipairs(scene.contacts) do
    if limit.from_first and scene:matches(limit.from_first, c) ~= F and same_debt(limit, scene, c) ~= F then
      local at = c.at.state == "value" and c.at.v or math.mininteger
      opens = math.min(opens or at, at)
    end
  end
  if limit.from_first and not opens then return list end
  for _, c in ipairs(scene.contacts) do
    local known = c.at.state == "value"
    if one(limit, filter_of(limit), scene, c) ~= F and (not opens or not known or c.at.v >= opens) then list[#list + 1] = known and c.at.v or false end
  end
  return list
end

-- ---- windows ----

local function business(scene, date) return time.weekday(date) < 5 and not has(scene.policy.holidays, date) end

local function business_after(scene, date, n)
  while n > 0 do
    date = date + 1
    if business(scene, date) then n = n - 1 end
  end
  return date
end

local function stepped(scene, date, spans)
  for _, span in ipairs(spans) do
    local n = scene:span_length(span)
    date = span.x == "business_days" and business_after(scene, date, n) or date + n
  end
  return date
end

-- Where it is midnight of that date last: over the zones, or anywhere.
local function latest_start(scene, at, spans)
  if #scene.zones == 0 then return stepped(scene, (at + 14 * 3600) // time.DAY, spans) * time.DAY + 12 * 3600 end
  local latest = math.mininteger
  for _, zone in ipairs(scene.zones) do latest = math.max(latest, time.day_start(zone, stepped(scene, time.local_date(zone, at), spans))) end
  return latest
end

-- Does the contact lie in the window at t, in some zone?
local function inside(scene, span, at, t)
  if not at or span.x == "ever" then return true end
  if span.x == "hours" then return t < at + 3600 * scene:span_length(span) end
  if #scene.zones == 0 then return t < latest_start(scene, at, { span }) end
  for _, zone in ipairs(scene.zones) do
    if time.local_date(zone, t) < stepped(scene, time.local_date(zone, at), { span }) then return true end
  end
  return false
end

local function full(scene, cap, list, t)
  local n = 0
  for _, at in ipairs(list) do
    if inside(scene, cap[2], at, t) then n = n + 1 end
  end
  local most = facts.eval(cap[1], scene).v
  return n >= most
end

-- at_most: the first of the instants at which a contact leaves a window, from now on, at which none is full.
function counts.until_free(limit, scene)
  if not scene.contacts then return time.NEVER end
  local list, instants = counted(limit, scene), { scene.now }
  for _, cap in ipairs(limit.at_most) do
    for _, at in ipairs(list) do
      if at and cap[2].x == "hours" then instants[#instants + 1] = at + 3600 * scene:span_length(cap[2])
      elseif at and cap[2].x ~= "ever" then instants[#instants + 1] = latest_start(scene, at, { cap[2] }) end
    end
  end
  table.sort(instants)
  for _, t in ipairs(instants) do
    local refused = t < scene.now
    for _, cap in ipairs(limit.at_most) do refused = refused or full(scene, cap, list, t) end
    if not refused then return t end
  end
  return time.NEVER
end

-- ---- waiting (SEMANTICS 23b) ----

local function spans_of(wait) return wait.x and { wait } or wait end

function counts.waits_until(limit, scene)
  local spans, cell, kind = spans_of(limit.wait), nil, "instant"
  if limit.after.x == "last" then
    if not scene.contacts then return time.NEVER end
    local latest
    for _, at in ipairs(counted(limit, scene)) do
      if not at then return time.NEVER end
      latest = math.max(latest or at, at)
    end
    if not latest then return math.mininteger end
    cell = facts.value(latest)
  else
    cell, kind = facts.eval(limit.after, scene)
  end
  if cell.state == "none" then return math.mininteger end
  if cell.state == "unknown" then return time.NEVER end
  if spans[1].x == "hours" then return cell.v + 3600 * scene:span_length(spans[1]) end
  if kind == "date" then return select(2, scene:date_starts(stepped(scene, cell.v, spans))) end
  return latest_start(scene, cell.v, spans)
end

return counts
