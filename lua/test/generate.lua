-- generate.lua: small random policies, requests for them, and the mutations of the theorem; all from one seed.
--
--   generate.policy(r) → a policy as write.lua knows it      generate.request(r, policy) → a request table
--   generate.mutations(r, policy, request, null) → a list of mutations; generate.apply(mutation, policy, request, null) → policy, request

local time = require "reference_time"
local conditions = require "conditions"
local json = require "json"
local write = require "write"

local generate = {}

local zones = { "UTC", "Etc/GMT+5", "Etc/GMT-9", "Etc/GMT+12", "Pacific/Kiritimati", "America/New_York", "Europe/Berlin" }
local moments = { "2026-03-02T14:00:00Z", "2026-03-07T23:30:00Z", "2026-03-28T22:00:00Z", "2026-10-24T20:00:00Z", "2026-10-31T12:00:00Z", "2026-06-30T04:00:00Z", "2026-12-31T11:59:30Z" }
local tones, channels = { "gratitude", "encouragement", "nudge", "plain", "firm" }, { "portal", "letter", "email", "sms", "voice" }

local function copy(v)
  if type(v) ~= "table" or getmetatable(v) then return v end
  local out = {}
  for k, x in pairs(v) do out[k] = copy(x) end
  return out
end
generate.copy = copy

-- ---- what is declared ----

local function missing_of(r, kind)
  local way = r:int(1, 6)
  if way <= 3 then return nil end -- unknown
  if way == 4 or kind == "date" or kind == "instant" or kind == "enum" or kind == "list of enum" then return "none_on_file" end
  if kind == "boolean" then return r:chance(50) end
  if kind == "money" then return 0 end
  if kind == "ratio" then return '"0.5"' end
  return r:int(0, 6)
end

local function add_fact(r, p, name, kind, more)
  local f = { name = name, type = kind, ask = r:chance(60) or nil }
  for k, v in pairs(more or {}) do f[k] = v end
  if f.if_missing == nil and not f.core then f.if_missing = missing_of(r, kind) end
  if f.type == "ratio" and f.if_missing and f.if_missing ~= "none_on_file" then f.if_missing = nil end
  if f.type == "integer" and r:chance(20) then f.moves = "daily" end
  f.core = nil
  p.facts[#p.facts + 1] = f
end

local function add_expiry(r, p)
  local dated = { d1 = true, d2 = true, i1 = true }
  for _, f in ipairs(p.facts) do
    if not dated[f.name] and f.name:match "^[%l]%d$" and r:chance(25) then
      local from, after = r:pick { "d1", "d2", "i1" }, r:pick { "unknown", "none_on_file" }
      f.expires = r:chance(40) and { on = from, ["then"] = after } or { after = r:int(0, 4) .. " days", from = from, ["then"] = after }
    end
  end
end

local function declare(r, p)
  add_fact(r, p, "timezone", "zone", { core = true })
  if r:chance(70) then add_fact(r, p, "timezone_candidates", "list of zone", { if_missing = r:chance(85) and "none_on_file" or nil, core = true }) end
  add_fact(r, p, "currency", "enum", { values = { "EUR", "USD" }, core = true })
  if r:chance(80) then add_fact(r, p, "preferred_channel", "enum", { values = { "portal", "letter", "email", "sms", "voice", "fax" }, if_missing = r:chance(60) and "none_on_file" or nil, core = true }) end
  add_fact(r, p, "balance", "money")
  for i = 1, r:int(1, 3) do add_fact(r, p, "b" .. i, "boolean") end
  for i = 1, r:int(1, 3) do add_fact(r, p, "n" .. i, "integer") end
  for i = 1, r:int(1, 2) do add_fact(r, p, "m" .. i, "money") end
  for i = 1, r:int(1, 2) do add_fact(r, p, "e" .. i, "enum", { values = { "red", "green", "blue" } }) end
  add_fact(r, p, "d1", "date")
  add_fact(r, p, "d2", "date")
  add_fact(r, p, "i1", "instant")
  if r:chance(60) then add_fact(r, p, "l1", "list of enum", { values = { "health", "resilience", "events" } }) end
  if r:chance(40) then add_fact(r, p, "r1", "ratio") end
  add_expiry(r, p)
  p.contacts = {
    { name = "channel", type = "enum", values = channels },
    { name = "direction", type = "enum", values = { "outbound", "inbound" }, if_missing = "outbound" },
    { name = "outcome", type = "enum", values = { "answered", "missed" }, if_missing = r:pick { "unknown", "none_on_file" } },
    { name = "automated", type = "boolean" },
    { name = "debts", type = "list of text" },
  }
  p.numbers = {
    { name = "few", type = "integer", value = r:int(1, 4) }, { name = "half", type = "ratio", value = r:pick { "0.5", "0.25", "0.333333" } },
    { name = "sum", type = "money", USD = r:int(1, 12) .. ".00", EUR = r:chance(60) and r:int(1, 12) .. ".50" or nil },
  }
end

-- A filter over contacts, as it stands inside last { … } and count { … }; `timeless`: inside a limit, which says itself how far back it looks.
local function filter(r, timeless)
  local list = {}
  if r:chance(60) then list[#list + 1] = 'outcome = "answered"' end
  if r:chance(40) then list[#list + 1] = r:pick { "automated = true", "automated = false", "automated = on_file" } end
  if r:chance(40) then list[#list + 1] = r:pick { 'channel = "voice"', 'channel = one_of("email", "voice")', 'channel = none_of("letter")' } end
  if r:chance(15) then list[#list + 1] = "debts = same_debt" end
  if not timeless and r:chance(15) then list[#list + 1] = "at = within_last(days(3))" end
  if r:chance(20) then list[#list + 1] = 'any_of { channel = "sms", automated = true }' end
  if #list == 0 then list[1] = 'direction = "outbound"' end
  return table.concat(list, ", ")
end

local function derive(r, p)
  local function add(name, kind, text)
    add_fact(r, p, name, kind, { source = "derived", core = true, ask = false })
    p.facts[#p.facts].ask, p.facts[#p.facts].moves = nil, nil
    p.derive[#p.derive + 1] = { name = name, text = text }
  end
  if r:chance(60) then add("last1", "instant", "last { " .. filter(r) .. " }") end
  if r:chance(60) then
    local window = r:pick { "", ", within = days(3)", ", within = hours(40)", ", since_last = { " .. filter(r) .. " }" }
    add("count1", "integer", "count { " .. filter(r) .. window .. " }")
  end
  if r:chance(60) then
    add("means", "money", r:pick {
      "money_of { fact.m1 - fact.balance }", 'money_of { smaller(number.half * fact.m1, fact.balance - number.sum), round = "down", not_below = 0 }',
      "money_of { larger(fact.m1, number.sum) }", 'money_of { fact.m1 * percent("50") - number.sum, round = "up" }', "money_of { fact.m1 / fact.n1 }" })
  end
  if r:chance(30) then add("gap", "integer", "fact.d1 - fact.d2") end
end

-- ---- ladders ----

local function action_ladder(r)
  local pool = { { "offer_help" }, { "thank" }, { "note", contact = false }, { "listen" }, { "offer_plans" }, { "remind" }, { "formal" }, { "legal" } }
  local ladder = r:some(pool, 60, 3)
  ladder = copy(ladder)
  table.insert(ladder, r:chance(70) and r:int(1, math.min(3, #ladder)) or r:int(1, #ladder + 1), { "none", contact = false })
  local function rank(i) return ladder[i][1] == "none" and 0 or ladder[i].contact == false and i or i + 100 end
  for i, entry in ipairs(ladder) do
    local kinder = {}
    for k in ipairs(ladder) do
      if rank(k) < rank(i) then kinder[#kinder + 1] = ladder[k][1] end
    end
    if #kinder > 0 and entry[1] ~= "none" and r:chance(65) then entry.gives_way = r:pick(kinder) end
    if entry.contact ~= false and r:chance(entry[1] == "offer_plans" and 80 or 8) then entry.needs = "plan" end
  end
  return ladder
end

local function plain_ladder(r, names)
  local ladder = {}
  for i, name in ipairs(r:some(names, 60, 2)) do ladder[i] = { name } end
  return ladder
end

local function names_of(ladder)
  local list = {}
  for i, entry in ipairs(ladder) do list[i] = entry[1] end
  return list
end
generate.names_of = names_of

-- ---- rules ----

local function some_dates(r, rule, now)
  if not r:chance(12) then return end
  local date = time.parse_instant(now) // time.DAY
  if r:chance(50) then rule.valid_from = time.date_text(date + r:int(-2, 4)) else rule.valid_until = time.date_text(date + r:int(-3, 4)) end
end

local function new_rule(r, p, kind, id, scope)
  local rule = { kind = kind, id = id, when = conditions.make(r, p, scope) }
  if r:chance(15) then rule.unless = conditions.plain(r, p, scope) end
  if kind ~= "segment" or id ~= "last" then some_dates(r, rule, p.now) end
  return rule
end

local function first_hit_rules(r, p, kind, names, scope, list)
  for i = 1, r:int(1, 4) do
    list[i] = new_rule(r, p, kind, kind:sub(1, 1) .. i, scope)
    list[i].is = r:pick(names)
  end
  if r:chance(70) then list[#list + 1] = { kind = kind, id = "last", is = r:pick(names), when = { op = "otherwise" } } end
end

local function plan_rules(r, p)
  for i = 1, r:int(0, 2) do
    local plan = new_rule(r, p, "plan", "plan" .. i, { segment = true })
    local up_to = r:pick { "fact.m1", "fact.m1", "number.sum", conditions.has_fact(p, "means") and "fact.means" or "fact.m1" }
    plan.offer = r:chance(25) and "pause_payments { months = 2 }"
      or string.format("instalments { of = fact.balance, up_to = %s, every = %q, longest = %d%s }", up_to, r:pick { "month", "month", "week" }, r:int(1, 24), r:chance(50) and ", smallest = number.sum" or "")
    p.plans[i] = plan
  end
  for i = 1, r:int(0, 2) do p.referrals[i] = new_rule(r, p, "referral", "advice" .. i, { segment = true }) end
end

local function channel_rules(r, p)
  local scope = { segment = true, plans = true, action = true, tone = true }
  local costs = r:chance(50)
  for i, name in ipairs(names_of(p.ladders.channel)) do
    for k = 1, r:chance(20) and 2 or r:chance(85) and 1 or 0 do
      local rule = new_rule(r, p, "channel", name .. (k > 1 and "_more" or ""), scope)
      if r:chance(40) then rule.when = { op = "otherwise" } end
      if k > 1 then rule.is = name end
      if r:chance(80) then rule.prefer = tostring(r:int(1, 3)) end
      if costs and r:chance(80) then rule.cost = r:chance(80) and string.format('money("%d.00 %s")', r:int(0, 2), r:chance(80) and "USD" or "EUR") or "number.sum" end
      if r:chance(40) then rule.with = "{ automated = " .. tostring(r:chance(50)) .. " }" end
      p.channels[#p.channels + 1] = rule
    end
  end
end

-- ---- limits ----

local function about(r, p)
  local way = r:int(1, 12)
  local action, tone, channel = r:pick(names_of(p.ladders.action)), r:pick(names_of(p.ladders.tone)), r:pick(names_of(p.ladders.channel))
  if way <= 3 then return "outbound" end
  if way <= 5 then return string.format("{ channel = %q }", channel) end
  if way <= 7 then return string.format("{ action = %q }", action) end
  if way == 8 then return string.format("{ tone = %q }", tone) end
  if way == 9 then return string.format("{ channel = %q, action = %q }", channel, action) end
  if way == 10 then return string.format("{ channel = none_of(%q), tone = %q }", channel, tone) end
  if way == 11 then return "{ automated = true }" end
  return #p.plans > 0 and string.format("{ plan = %q }", p.plans[r:int(1, #p.plans)].id) or string.format("{ tone = %q, action = one_of(%q, %q) }", tone, action, r:pick(names_of(p.ladders.action)))
end

local hours = { '{ mon_fri = { "09:00", "19:00" }, sat = { "10:00", "17:00" }, sun = closed, holidays = closed }', '{ every_day = { "08:00", "20:30" } }',
                '{ mon_thu = { { "08:00", "12:00" }, { "14:00", "18:00" } }, fri = { "00:00", "24:00" } }' }

local function bound(r, p, limit)
  local way = r:int(1, 4)
  if way == 1 then limit.during, limit.from = "days(" .. r:pick { "1", "3", "number.few", "20" } .. ")", r:pick { "fact.d1", "fact.i1", "fact.d2" } end
  if way == 2 then limit.during, limit.from = "hours(" .. r:pick { "5", "50" } .. ")", r:pick { "fact.i1", "last { " .. filter(r) .. " }" } end
  if way == 3 then limit.until_date = r:pick { "fact.d1", "fact.d2" } end
  if way == 4 then limit.through = r:pick { "fact.d1", "fact.d2" } end
  if r:chance(25) then limit.starting = r:pick { "fact.d1", "fact.d2", "fact.i1" } end
end

-- Contacts that are counted, or waited after.
local function counted(r, limit)
  if r:chance(35) then limit.except = "{ " .. filter(r, true):gsub("debts = same_debt", "any_of { automated = true }") .. " }" end -- a proposal has no debts of its own
  if r:chance(30) then limit.per = '{ "debt" }' end
  if r:chance(25) then limit.from_first = "{ " .. filter(r, true) .. " }" end
end

local function windows(r, limit)
  local list = {}
  for i = 1, r:int(1, 2) do
    local window = r:pick { "days(1)", "days(7)", "days(number.few)", "hours(30)", "business_days(2)", "ever" }
    list[i] = string.format("{ %s, %s }", r:pick { "1", "1", "2", "number.few", "0" }, window)
  end
  limit.at_most = "{ " .. table.concat(list, ", ") .. " }"
  if r:chance(80) then limit.counting = "{ " .. filter(r, true) .. " }" end
  counted(r, limit)
end

local function waiting(r, limit)
  if r:chance(50) then
    limit.after = "last { " .. filter(r, true) .. " }"
    counted(r, limit)
    limit.wait = r:pick { "days(2)", "hours(30)", "{ business_days(1), days(2) }", "days(number.few)" }
  else
    limit.after = r:pick { "fact.i1", "fact.d1" }
    limit.wait = r:pick { "days(3)", "{ business_days(2), days(1) }", limit.after == "fact.i1" and "hours(20)" or "days(1)" }
  end
end

local function make_limit(r, p, id)
  local limit = { kind = "limit", id = id, on = about(r, p) }
  if r:chance(70) then limit.when = conditions.make(r, p, {}) end
  if r:chance(15) then limit.unless = conditions.plain(r, p, {}) end
  some_dates(r, limit, p.now)
  local on_plan, way = limit.on:match "plan =" ~= nil, r:int(1, 12)
  if on_plan or way <= 3 then
    if on_plan and way > 8 then limit.only_if = conditions.make(r, p, {})
    else
      limit.forbid = true
      if r:chance(40) then bound(r, p, limit) end
    end
  elseif way == 4 then
    limit.on, limit.hours = r:chance(50) and "outbound" or string.format("{ channel = %q }", r:pick(names_of(p.ladders.channel))), r:pick(hours)
  elseif way == 5 then limit.tone_at_most = r:pick(names_of(p.ladders.tone))
  elseif way <= 7 then
    if limit.on:match "tone" then limit.on = "outbound" end
    limit.action_at_most = r:pick(names_of(p.ladders.action))
  elseif way == 8 then limit.only_if = conditions.make(r, p, {})
  elseif way == 11 then windows(r, limit)
  elseif way == 12 then waiting(r, limit)
  else
    limit.hand_over = r:pick { "care", "debt" }
    if r:chance(70) then limit.by = r:pick { "business_days(2)", "days(1)", "hours(30)", "business_days(0)" } end
    if way == 10 then
      limit.forbid = true
      if r:chance(60) then bound(r, p, limit) end
    end
  end
  if limit.on == "outbound" and r:chance(25) then limit.except_on = string.format("{ channel = %q }", r:pick(names_of(p.ladders.channel))) end
  return limit
end
generate.limit = make_limit

-- ---- whole policies ----

function generate.policy(r)
  local p = { now = r:pick(moments), facts = {}, circumstances = {}, derive = {}, segments = {}, plans = {}, referrals = {}, actions = {}, tones = {}, channels = {}, charter = {} }
  p.head = { horizon = r:pick { "2 days", "7 days", "14 days" }, holidays = r:chance(40) and { "2026-03-03", "2026-12-31" } or nil }
  if r:chance(10) then p.head.valid_until = "2026-12-30" end
  declare(r, p)
  derive(r, p)
  p.ladders = { action = action_ladder(r), tone = plain_ladder(r, tones), channel = plain_ladder(r, channels) }
  for i = 1, r:int(0, 3) do p.circumstances[i] = { name = "c" .. i, when = conditions.said(r, p, { circumstances = i - 1 }) } end
  for i = 1, r:int(0, 3) do
    p.segments[i] = new_rule(r, p, "segment", "seg" .. i, {})
    if p.segments[i].when.op == "otherwise" then p.segments[i].when = conditions.plain(r, p, {}) end
  end
  p.segments[#p.segments + 1] = { kind = "segment", id = "last", when = { op = "otherwise" } }
  plan_rules(r, p)
  first_hit_rules(r, p, "action", names_of(p.ladders.action), { segment = true, plans = true }, p.actions)
  first_hit_rules(r, p, "tone", names_of(p.ladders.tone), { segment = true, plans = true, action = true }, p.tones)
  channel_rules(r, p)
  for i = 1, r:int(0, 5) do p.charter[i] = make_limit(r, p, "limit" .. i) end
  p.in_rows = { action = r:chance(40), tone = r:chance(20), segment = r:chance(20) and false }
  return p
end

-- ---- requests ----

local function fact_value(r, f, now)
  if f.type == "boolean" then return r:chance(50) end
  if f.type == "integer" then return r:int(0, 7) end
  if f.type == "money" then return r:pick { 0, r:int(1, 400), r:int(1, 3000), r:int(1, 200000) } end
  if f.type == "ratio" then return r:pick { "0.5", "0", "1.25" } end
  if f.type == "enum" then return r:pick(f.values) end
  if f.type == "zone" then return r:pick(zones) end
  if f.type == "list of zone" then return json.list(r:chance(80) and r:some(zones, 25, 1) or {}) end
  if f.type == "list of enum" then return json.list(r:some(f.values, 40, 0)) end
  if f.type == "date" then return time.date_text(now // time.DAY + r:int(-5, 5)) end
  return time.instant_text(now + r:int(-120, 60) * 3600 + r:int(0, 1) * r:int(0, 3599))
end

local function contact(r, now, null)
  local c = {}
  if r:chance(85) then c.at = time.instant_text(now - r:pick { 0, 3600 * r:int(0, 120), r:int(0, 400000) }) elseif r:chance(50) then c.at = null end
  local values = { channel = channels, direction = { "outbound", "outbound", "inbound" }, outcome = { "answered", "missed" }, automated = { true, false }, debts = { { "D1" }, { "D2" }, { "D1", "D2" } } }
  for _, name in ipairs { "channel", "direction", "outcome", "automated", "debts" } do
    if r:chance(75) then c[name] = r:pick(values[name]) elseif r:chance(40) then c[name] = null end
  end
  return c
end

function generate.request(r, p, null)
  local now = time.parse_instant(p.now) + r:pick { 0, 0, r:int(-40, 40) * 3600, r:int(-3 * 86400, 3 * 86400) }
  local q = { id = "r", now = time.instant_text(now), facts = {} }
  local known = r:pick { 50, 75, 95 }
  for _, f in ipairs(p.facts) do
    if f.source ~= "derived" then
      if r:chance(known) then q.facts[f.name] = fact_value(r, f, now) elseif r:chance(60) then q.facts[f.name] = null end
    end
  end
  local candidates, zone = q.facts.timezone_candidates, q.facts.timezone
  if candidates and candidates ~= null then
    if r:chance(70) then q.facts.timezone_candidates = nil
    elseif #candidates > 0 and zone and zone ~= null then q.facts.timezone = candidates[1] end
  end
  if r:chance(10) then q.contacts = null
  elseif r:chance(80) then
    q.contacts = {}
    for i = 1, r:int(0, 4) do q.contacts[i] = contact(r, now, null) end
    if #q.contacts == 0 then q.contacts = nil end
  end
  if r:chance(30) then q.debt = r:pick { "D1", null } end
  return q
end

-- ---- mutations: what the theorem is about ----

local coded_kinds = { "segments", "plans", "referrals", "actions", "tones", "channels", "charter" }

function generate.mutations(r, p, q, null)
  local list = {}
  for _, f in ipairs(p.facts) do
    if f.source ~= "derived" and q.facts[f.name] ~= null then list[#list + 1] = { kind = "null_fact", name = f.name } end
  end
  if q.contacts and q.contacts ~= null then
    for i, c in ipairs(q.contacts) do
      for _, name in ipairs { "at", "channel", "direction", "outcome", "automated", "debts" } do
        if c[name] ~= nil and c[name] ~= null then list[#list + 1] = { kind = "null_field", contact = i, name = name } end
      end
    end
    list[#list + 1] = { kind = "null_contacts" }
  end
  if q.debt and q.debt ~= null then list[#list + 1] = { kind = "null_debt" } end
  for i = 1, 3 do list[#list + 1] = { kind = "add_limit", limit = make_limit(r, p, "added") } end
  if #p.charter > 1 then list[#list + 1] = { kind = "shuffle_limits", order = r:shuffled(p.charter) } end
  for _, kind in ipairs(coded_kinds) do
    for _, rule in ipairs(p[kind]) do
      if conditions.find_coded(rule.when) then list[#list + 1] = { kind = "fail_rule", of = kind, id = rule.id, text = r:pick { "function(f) error('broken') end", "function(f) return 1 end", "function(f) return nil end" } } end
    end
  end
  return list
end

-- The policy and request after the mutation; the ones given stay as they are.
function generate.apply(mutation, p, q, null)
  local policy, request = p, q
  if mutation.kind:match "^null" then
    request = copy(q)
    if mutation.kind == "null_fact" then request.facts[mutation.name] = null
    elseif mutation.kind == "null_contacts" then request.contacts = null
    elseif mutation.kind == "null_debt" then request.debt = null
    elseif not request.contacts or request.contacts == null or not request.contacts[mutation.contact] or request.contacts[mutation.contact][mutation.name] == nil then return nil
    else request.contacts[mutation.contact][mutation.name] = null end
    return policy, request
  end
  policy = copy(p)
  if mutation.kind == "add_limit" then policy.charter[#policy.charter + 1] = mutation.limit
  elseif mutation.kind == "shuffle_limits" then
    local order, left = {}, {}
    for _, limit in ipairs(p.charter) do left[limit.id] = limit end
    for _, limit in ipairs(mutation.order) do order[#order + 1] = left[limit.id] end
    policy.charter = order
  else
    local found = false
    for _, rule in ipairs(policy[mutation.of]) do
      if rule.id == mutation.id then
        local coded = conditions.find_coded(rule.when)
        if coded then coded.text, found = mutation.text, true end
      end
    end
    if not found then return nil end
  end
  return policy, request
end

-- A mutation in words.
function generate.describe(mutation)
  if mutation.kind == "add_limit" then return "add " .. write.rule(mutation.limit) end
  if mutation.kind == "null_field" then return "null " .. mutation.name .. " of contact " .. mutation.contact end
  if mutation.kind == "fail_rule" then return "the coded rule " .. mutation.id .. " fails" end
  return mutation.kind .. (mutation.name and " " .. mutation.name or "")
end

return generate
