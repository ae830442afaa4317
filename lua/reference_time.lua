-- reference_time.lua: the slow twin's calendar: dates, instants, zones, sets of intervals. Nothing here is clever.
--
-- Dates are whole days since 1970-01-01, instants whole seconds since 1970-01-01T00:00:00Z. Intervals are half-open.

local time = {}

time.DAY, time.HOUR = 86400, 3600
time.NEVER = math.maxinteger

-- ---- civil dates (Gregorian) ----

local function leap(year) return year % 4 == 0 and (year % 100 ~= 0 or year % 400 == 0) end
local month_days = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 }

function time.days_in_month(year, month) return (month == 2 and leap(year)) and 29 or month_days[month] end

-- Counted year by year, month by month, from 1970.
function time.date(year, month, day)
  local days = 0
  for y = 1970, year - 1 do days = days + (leap(y) and 366 or 365) end
  for y = year, 1969 do days = days - (leap(y) and 366 or 365) end
  for m = 1, month - 1 do days = days + time.days_in_month(year, m) end
  return days + day - 1
end

function time.civil(days)
  local year = 1970
  while days < 0 do
    year = year - 1
    days = days + (leap(year) and 366 or 365)
  end
  while days >= (leap(year) and 366 or 365) do
    days = days - (leap(year) and 366 or 365)
    year = year + 1
  end
  local month = 1
  while days >= time.days_in_month(year, month) do
    days = days - time.days_in_month(year, month)
    month = month + 1
  end
  return year, month, days + 1
end

function time.weekday(days) return (days + 3) % 7 end -- 0 Monday … 6 Sunday; 1970-01-01 was a Thursday

function time.parse_date(text)
  local y, m, d = text:match "^(%d%d%d%d)%-(%d%d)%-(%d%d)$"
  return y and time.date(tonumber(y), tonumber(m), tonumber(d))
end

function time.date_text(days) return string.format("%04d-%02d-%02d", time.civil(days)) end

-- RFC 3339: 2026-03-02T14:00:00Z, or with an offset.
function time.parse_instant(text)
  local y, mo, d, h, mi, s, zone = text:match "^(%d+)%-(%d+)%-(%d+)[Tt](%d+):(%d+):(%d+)%.?%d*(.+)$"
  if not y then return nil end
  local t = time.date(tonumber(y), tonumber(mo), tonumber(d)) * time.DAY + tonumber(h) * 3600 + tonumber(mi) * 60 + tonumber(s)
  if zone == "Z" or zone == "z" then return t end
  local sign, oh, om = zone:match "^([+-])(%d%d):(%d%d)$"
  if not sign then return nil end
  local offset = tonumber(oh) * 3600 + tonumber(om) * 60
  return sign == "+" and t - offset or t + offset
end

function time.instant_text(t)
  local s = t % time.DAY
  return string.format("%sT%02d:%02d:%02dZ", time.date_text(t // time.DAY), s // 3600, s // 60 % 60, s % 60)
end

-- ---- zones: by default a few by hand; a host may put in better ones ----

-- The n-th Sunday of a month (n = −1: the last one).
local function sunday(year, month, n)
  if n > 0 then
    local first = time.date(year, month, 1)
    return first + (6 - time.weekday(first)) % 7 + 7 * (n - 1)
  end
  local last = time.date(year, month, time.days_in_month(year, month))
  return last - (time.weekday(last) + 1) % 7
end

-- Standard offset in hours, and for each year when summer begins and ends (as instants).
local function american(hours) -- at 02:00 of the wall clock
  return function(year) return sunday(year, 3, 2) * time.DAY + (2 - hours) * 3600, sunday(year, 11, 1) * time.DAY + (1 - hours) * 3600 end
end
local function european(year) -- at 01:00 UTC
  return sunday(year, 3, -1) * time.DAY + 3600, sunday(year, 10, -1) * time.DAY + 3600
end

local by_hand = {
  ["UTC"] = { 0 }, ["Etc/UTC"] = { 0 }, ["Asia/Tokyo"] = { 9 }, ["Pacific/Kiritimati"] = { 14 },
  ["America/New_York"] = { -5, american(-5) }, ["America/Los_Angeles"] = { -8, american(-8) },
  ["Europe/Berlin"] = { 1, european }, ["Europe/London"] = { 0, european },
}
for hours = 1, 12 do by_hand["Etc/GMT+" .. hours] = { -hours } end -- the sign is turned in these names
for hours = 1, 14 do by_hand["Etc/GMT-" .. hours] = { hours } end

local function hand_offset(name, t)
  local zone = by_hand[name] or error("the twin does not know the zone " .. tostring(name))
  if not zone[2] then return zone[1] * 3600 end
  local year = time.civil(t // time.DAY)
  local from, to = zone[2](year)
  return zone[1] * 3600 + (t >= from and t < to and 3600 or 0)
end

-- The next instant after t at which the offset changes.
local function hand_next(name, t)
  local zone = by_hand[name] or error("the twin does not know the zone " .. tostring(name))
  if not zone[2] then return time.NEVER end
  local year, best = time.civil(t // time.DAY), time.NEVER
  for y = year - 1, year + 1 do
    for _, change in ipairs { zone[2](y) } do
      if change > t and change < best then best = change end
    end
  end
  return best
end

time.zone_offset, time.zone_next = hand_offset, hand_next

-- The stretches of one offset that cover [from, to): a list of { from, to, offset }.
function time.stretches(zone, from, to)
  local list = {}
  while from < to do
    local change = math.min(time.zone_next(zone, from) or time.NEVER, to)
    list[#list + 1] = { from, change, time.zone_offset(zone, from) }
    from = change
  end
  return list
end

function time.local_date(zone, t) return (t + time.zone_offset(zone, t)) // time.DAY end

-- The first instant whose local date is `date` or later.
function time.day_start(zone, date)
  for _, s in ipairs(time.stretches(zone, (date - 2) * time.DAY, (date + 3) * time.DAY)) do
    local t = math.max(s[1], date * time.DAY - s[3])
    if t < s[2] then return t end
  end
  error "a day without a beginning"
end

-- ---- sets of instants: sorted lists of { from, to } that do not touch ----

function time.intersect(a, b)
  local out = {}
  for _, x in ipairs(a) do
    for _, y in ipairs(b) do
      local from, to = math.max(x[1], y[1]), math.min(x[2], y[2])
      if from < to then out[#out + 1] = { from, to } end
    end
  end
  return time.tidy(out)
end

function time.tidy(list)
  table.sort(list, function(x, y) return x[1] < y[1] end)
  local out = {}
  for _, x in ipairs(list) do
    local last = out[#out]
    if last and x[1] <= last[2] then last[2] = math.max(last[2], x[2])
    elseif x[1] < x[2] then out[#out + 1] = { x[1], x[2] } end
  end
  return out
end

function time.union(a, b)
  local all = {}
  for _, x in ipairs(a) do all[#all + 1] = x end
  for _, x in ipairs(b) do all[#all + 1] = x end
  return time.tidy(all)
end

-- What of [from, to) is not in the set.
function time.complement(set, from, to)
  local out, at = {}, from
  for _, x in ipairs(time.tidy(set)) do
    if x[1] > at then out[#out + 1] = { at, math.min(x[1], to) } end
    at = math.max(at, x[2])
  end
  if at < to then out[#out + 1] = { at, to } end
  return time.intersect(out, { { from, to } })
end

-- Is every instant of a in b?
function time.within(a, b)
  for _, x in ipairs(a) do
    local inside = false
    for _, y in ipairs(b) do inside = inside or (y[1] <= x[1] and x[2] <= y[2]) end
    if not inside then return false end
  end
  return true
end

return time
