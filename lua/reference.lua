-- reference.lua: the slow twin: a plain, obvious evaluator of policies, following docs/SEMANTICS.md line by line. Read it as documentation.
--
-- It is run by tests only. Where the engine is clever the twin enumerates and loops: no bit vectors, nothing kept from one decision to the next.
--   ref.load { facts=, contacts=, numbers=, policy=, lua = { { name=, text= }, … } } → policy, or nil and what is wrong
--     facts, contacts, numbers, policy: the YAML files as Lua tables, scalars as YAML writes them ("180 days", "0.50", "2026-01-01"), numbers and booleans as such
--   ref.decide(policy, request) → the projection of a decision (see below); request: a table as its JSON, null is ref.null
--   ref.not_harsher(d, e, policy) → is the permission d at most as harsh as e?
--   ref.rules.S1 … S5 = false: the naive reading that 3-semantics.md gives as the counterexample of that rule
--   ref.zones(offset, next): functions (name, instant) that replace the few zones the twin knows by hand
-- Sources: reference_time, reference_words, reference_facts, reference_counts, reference_conditions, reference_plans, reference_charter, reference_report.

local time = require "reference_time"
local words = require "reference_words"
local facts = require "reference_facts"
local conditions = require "reference_conditions"
local plans = require "reference_plans"
local charter = require "reference_charter"
local report = require "reference_report"

local F, M, T = facts.F, facts.M, facts.T

local ref = { null = setmetatable({}, { __tostring = function() return "null" end }), rules = conditions.rules }

function ref.zones(offset, next_change) time.zone_offset, time.zone_next = offset, next_change end

-- ---- loading ----

local usual_ladders = {
  action = { { "none", contact = false } },
  tone = { { "gratitude" }, { "encouragement" }, { "nudge" }, { "plain" }, { "firm" } },
  channel = { { "portal" }, { "letter" }, { "email" }, { "sms" }, { "voice" } },
}

function ref.load(files)
  local policy, problem = words.run(files.lua)
  if not policy then return nil, problem end
  policy.facts, policy.contacts, policy.numbers, policy.head = files.facts or {}, files.contacts or {}, files.numbers or {}, files.policy or {}
  policy.holidays = {}
  for i, date in ipairs(policy.head.holidays or {}) do policy.holidays[i] = time.parse_date(date) end
  policy.horizon = tonumber(tostring(policy.head.horizon or 14):match "%d+") * time.DAY
  for name, ladder in pairs(usual_ladders) do policy.ladders[name] = policy.ladders[name] or ladder end
  return policy
end

-- ---- stages ----

-- First hit: the rules not definitely false up to the first definite hit, and their values in file order, each once.
local function first_hit(scene, rules)
  local considered, values, definite = {}, {}, false
  for _, rule in ipairs(rules) do
    local t = scene:judge_rule(rule)
    if t ~= F then
      considered[#considered + 1] = rule
      if not charter.has(values, rule.is) then values[#values + 1] = rule.is end
    end
    if t == T then
      definite = true
      break
    end
  end
  return considered, values, definite
end

-- A stage of a ladder: with no definite hit the kindest is possible too (SEMANTICS 12).
local function ladder_stage(scene, rules, ladder)
  local considered, values, definite = first_hit(scene, rules)
  if not definite and not charter.has(values, ladder[1][1]) then values[#values + 1] = ladder[1][1] end
  if not conditions.rules.S2 then values = { values[1] } end -- the naive reading: choose first, then ask the charter
  return considered, values
end

-- Is a plan refused? T by a limit that surely applies, M only by limits that may (SEMANTICS 23).
local function plan_refused(scene, rule)
  local refused = F
  for _, limit in ipairs(scene.policy.rules.limit) do
    local holds = scene:judge_rule(limit)
    if holds ~= F and charter.acts_on(limit) == "plan" and charter.about(limit, "plan", rule.id) then
      for _, effect in ipairs(charter.effects(limit)) do
        if charter.contains(charter.refused(limit, effect, scene, scene.now + 1), scene.now) then
          local sure = holds == T and charter.surely_refuses(limit, effect, scene)
          refused = math.max(refused, sure and T or M)
        end
      end
    end
  end
  return refused
end

-- Plans (SEMANTICS 11, 23): proposed by their rules and offers; what is left after the plan limits; the lines of what is offered. A plan that
-- limits refuse stays in reach as a possible one: an added limit may only widen what is possible.
local function judge_plans(scene)
  local p = { proposed = {}, left = {}, lines = {}, sure = 0, reach = 0 }
  for _, rule in ipairs(scene.policy.rules.plan) do
    local offer, lines = plans.offer(rule, scene)
    p.proposed[rule.id] = math.min(scene:judge_rule(rule), offer)
    p.left[rule.id] = math.min(p.proposed[rule.id], T - plan_refused(scene, rule))
    if p.proposed[rule.id] ~= F then p.reach = p.reach + 1 end
    if p.left[rule.id] == T then
      p.sure = p.sure + 1
      for _, line in ipairs(lines) do p.lines[#p.lines + 1] = line end
    end
  end
  plans.sorted(p.lines)
  return p
end

-- What a contact decided by a channel rule carries: defaults, channel, direction, and `with`.
local function way_of(scene, rule)
  local fields = {}
  for name, declared in pairs(scene.policy.contacts) do
    fields[name] = facts.missing(declared)
    if name == "channel" then fields[name] = facts.value(rule.is) end
    if name == "direction" and charter.has(declared.values or {}, "outbound") then fields[name] = facts.value "outbound" end
    if rule.with and rule.with[name] ~= nil then fields[name] = facts.value(facts.read(declared.type, rule.with[name])) end
  end
  return { rule = rule, channel = rule.is, fields = fields, at = facts.UNKNOWN, tri = scene:judge_rule(rule) }
end

-- segment → plans, referrals → action → tone → channels: everything the rules propose.
local function propose(scene)
  local policy, considered = scene.policy, {}
  local p = { ways = {}, referrals = {} }
  considered.segment, p.segments = first_hit(scene, policy.rules.segment)
  scene.stages.segment = p.segments
  p.offers = judge_plans(scene)
  p.plans, p.has_plan = p.offers.proposed, p.offers.sure > 0
  for _, rule in ipairs(policy.rules.referral) do p.referrals[rule.id] = scene:judge_rule(rule) end
  scene.stages.plans_in_reach = {}
  for n = p.offers.sure, p.offers.reach do table.insert(scene.stages.plans_in_reach, n) end
  considered.action, p.actions = ladder_stage(scene, policy.rules.action, policy.ladders.action)
  scene.stages.action = p.actions
  considered.tone, p.tones = ladder_stage(scene, policy.rules.tone, policy.ladders.tone)
  scene.stages.tone = p.tones
  for _, rule in ipairs(policy.rules.channel) do p.ways[#p.ways + 1] = way_of(scene, rule) end
  return p, considered
end

-- ---- one decision ----

local function in_force(scene)
  local head = scene.policy.head
  if head.valid_from and scene.now < (scene:date_starts(time.parse_date(head.valid_from))) then return false end
  if head.valid_until and scene.now >= select(2, scene:date_starts(time.parse_date(head.valid_until) + 1)) then return false end
  return true
end

local function list_offers(result, scene, j, p, considered)
  local policy = scene.policy
  result.plans = p.offers.lines
  for _, line in ipairs(result.plans) do line.monthly, line.order = nil, nil end
  result.referrals, result.possible_plans, result.possible_referrals = {}, {}, {}
  for _, rule in ipairs(policy.rules.plan) do
    if p.offers.left[rule.id] == M then
      local marks = conditions.marks()
      report.mark_plan(rule, M, j, marks)
      table.insert(result.possible_plans, { plan = rule.id, needs = report.needs(marks, scene, considered) })
    end
  end
  for _, rule in ipairs(policy.rules.referral) do
    if p.referrals[rule.id] == T then table.insert(result.referrals, rule.id) end
    if p.referrals[rule.id] == M then
      local marks = conditions.marks()
      conditions.marking.rule(rule, scene, marks)
      table.insert(result.possible_referrals, { to = rule.id, needs = report.needs(marks, scene, considered) })
    end
  end
end

-- The contact, cut at good_until; one that would start later is no contact now (SEMANTICS 20).
local function seal(result, j, permission, good_until)
  result.action, result.tone, result.channel = permission.action, permission.tone, permission.channel
  if permission.channel then
    local first = permission.calendar[permission.channel][1]
    if first[1] >= good_until then
      result.action, result.tone = j:fall_silent()
      result.channel = nil
    else
      result.from, result.until_ = first[1], math.min(first[2], good_until)
    end
  end
  result.action_instead_of = {}
  for action in pairs(j.refused_actions) do
    if action ~= result.action then table.insert(result.action_instead_of, action) end
  end
  table.sort(result.action_instead_of, function(a, b) return charter.place(j.policy.ladders.action, a) > charter.place(j.policy.ladders.action, b) end)
end

function ref.decide(policy, request)
  local scene, code = facts.scene(policy, request, ref.null)
  if not scene then return { error = code } end
  if not in_force(scene) then return { error = "policy_not_in_force" } end
  scene:derive()
  local p, considered = propose(scene)
  local j = charter.judge(scene, p, scene.now + policy.horizon)
  local permission = j:permission()
  local result = { segment = p.segments[1], possible_segments = p.segments, permission = permission }
  list_offers(result, scene, j, p, considered)
  result.hand_over, result.hand_overs = report.hand_over(j)
  result.limits = report.limits(j)
  result.unknown, result.ask = report.unknown(j, considered, p.offers.left)
  local good_until, daily = report.good_until(j)
  local again_at = report.again_at(j, result.limits, good_until, daily)
  seal(result, j, permission, good_until)
  result.good_until = good_until ~= time.NEVER and good_until or nil
  result.again_at = again_at ~= time.NEVER and again_at or nil
  return result
end

-- ---- the pressure order (1-idea.md) ----

function ref.not_harsher(d, e, policy)
  if charter.rank(policy, d.action) > charter.rank(policy, e.action) then return false, "action" end
  local tones, channels = policy.ladders.tone, policy.ladders.channel
  if d.channel then
    if not e.channel then return false, "contact" end
    if charter.place(tones, d.tone) > charter.place(tones, e.tone) then return false, "tone" end
    if charter.place(channels, d.channel) > charter.place(channels, e.channel) then return false, "channel" end
  end
  for _, entry in ipairs(channels) do
    if not time.within(d.calendar[entry[1]], e.calendar[entry[1]]) then return false, "calendar of " .. entry[1] end
  end
  return true
end

return ref
