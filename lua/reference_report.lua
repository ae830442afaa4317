-- reference_report.lua: what a decision says beside the permission: limits that bit, hand-overs, what is not known, until when it is good.

local time = require "reference_time"
local facts = require "reference_facts"
local conditions = require "reference_conditions"
local counts = require "reference_counts"
local plans = require "reference_plans"
local charter = require "reference_charter"
local reads = require "reference_reads"

local F, M, T = facts.F, facts.M, facts.T
local marking = conditions.marking
local report = {}

local function each_limit(j, visit)
  local limits = {}
  for _, limit in ipairs(j.policy.rules.limit) do limits[#limits + 1] = limit end
  table.sort(limits, function(a, b) return a.id < b.id end)
  for _, limit in ipairs(limits) do
    local holds = j.scene:judge_rule(limit)
    if holds ~= F then visit(limit, holds) end
  end
end

-- ---- hand-overs ----

local function business_day(date, holidays) return time.weekday(date) < 5 and not charter.has(holidays, date) end

local function due(limit, scene)
  if not limit.by then return time.NEVER end
  local n, date = scene:span_length(limit.by), scene:today()
  if limit.by.x == "hours" then return scene.now + 3600 * n end
  if limit.by.x == "days" then date = date + n
  else
    while n > 0 do
      date = date + 1
      if business_day(date, scene.policy.holidays) then n = n - 1 end
    end
  end
  return #scene.zones > 0 and time.day_start(scene.zones[1], date + 1) or (date + 1) * time.DAY
end

-- Is a person asked to decide? While the limit applies, and, where it is about an action, that action is possible.
local function hands_over(limit, j)
  local from, to = charter.in_force(limit, j.scene)
  if not limit.hand_over or j.scene.now < from or j.scene.now >= to then return false end
  return charter.acts_on(limit) ~= "action" or charter.action_gate(limit, j.proposal.actions)
end

function report.hand_over(j)
  local list = {}
  each_limit(j, function(limit, holds)
    if hands_over(limit, j) then list[#list + 1] = { to = limit.hand_over, by = due(limit, j.scene), certain = holds == T, id = limit.id } end
  end)
  table.sort(list, function(a, b)
    if a.by ~= b.by then return a.by < b.by end
    return a.id < b.id
  end)
  if #list == 0 then return nil, {} end
  local first, also = list[1], {}
  for _, h in ipairs(list) do
    if h.to ~= first.to and not charter.has(also, h.to) then also[#also + 1] = h.to end
  end
  return { to = first.to, by = first.by ~= time.NEVER and first.by or nil, certain = first.certain, also = also }, list
end

-- ---- limits that bit, each alone (SEMANTICS 24) ----

-- The one channel a limit is about; nil: several, or all there are.
local function only_channel(limit, j)
  local one, others
  for _, way in ipairs(j.proposal.ways) do
    if charter.about_way(limit, way, j.scene) then
      if one and one ~= way.channel then return nil end
      one = way.channel
    end
  end
  for _, way in ipairs(j.proposal.ways) do others = others or way.channel ~= one end
  return others and one or nil
end

local function above(ladder, name, cap) return (charter.place(ladder, name)) > (charter.place(ladder, cap)) end

-- Does the effect, alone, touch something that is possible? Gives the end of its first refused stretch.
local function bites(limit, effect, j)
  local scene, p = j.scene, j.proposal
  local instants, acts = charter.refused(limit, effect, scene, j.horizon), charter.effect_on(limit, effect)
  local first = instants[1]
  if effect == "hand_over" then
    return hands_over(limit, j), first and first[2] or time.NEVER
  end
  if not first then return false end
  local now = charter.contains(instants, scene.now)
  local touched
  if acts == "channel" then
    touched = first[1] < j.horizon and charter.way_gate(j, limit) and charter.action_gate(limit, p.actions) and charter.tone_gate(limit, p.tones)
    if limit.on and limit.on.op ~= "outbound" and not charter.any(p.ways, function(way) return way.tri ~= F and charter.about_way(limit, way, scene) end) then touched = false end
  elseif acts == "tone" then
    touched = now and charter.action_gate(limit, p.actions) and charter.way_gate(j, limit) and charter.any(p.tones, function(tone)
      return charter.about(limit, "tone", tone) and (effect ~= "tone_at_most" or above(j.policy.ladders.tone, tone, limit.tone_at_most))
    end)
  elseif acts == "action" then
    touched = now and charter.way_gate(j, limit) and charter.any(p.actions, function(action)
      return action ~= "none" and charter.about(limit, "action", action) and (effect ~= "action_at_most" or above(j.policy.ladders.action, action, limit.action_at_most))
    end)
  else
    touched = now and charter.any(j.policy.rules.plan, function(rule) return p.plans[rule.id] ~= F and charter.about(limit, "plan", rule.id) end)
  end
  return touched, first[2]
end

function report.limits(j)
  local list = {}
  each_limit(j, function(limit)
    for _, effect in ipairs(charter.effects(limit)) do
      local listed, until_ = bites(limit, effect, j)
      if listed then
        local acts = charter.effect_on(limit, effect)
        local on = acts == "channel" and (only_channel(limit, j) or "outbound") or acts
        list[#list + 1] = { id = limit.id, effect = effect, on = on, until_ = until_ ~= time.NEVER and until_ or nil }
      end
    end
  end)
  return list
end

-- ---- what is not known and matters (SEMANTICS 25, 26) ----

local stage_order = { "segment", "plans", "referrals", "action", "tone", "channel", "limits", "hand_over" }

local tally_class = {}
tally_class.__index = tally_class

-- Adds the marks of one rule to the tally.
function tally_class:fold(marks, ...)
  marking.settle(marks, self.scene)
  for name in pairs(marks.facts) do
    self.rules[name] = (self.rules[name] or 0) + 1
    self.stages[name] = self.stages[name] or {}
    for _, stage in ipairs { ... } do self.stages[name][stage] = true end
  end
  for field in pairs(marks.fields) do self.names["contacts." .. field] = true end
  if marks.contacts then self.names.contacts = true end
  if marks.debt then self.names.debt = true end
end

function tally_class:rule(rule, stage)
  local marks = conditions.marks()
  marking.rule(rule, self.scene, marks)
  self:fold(marks, stage)
end

-- What a limit looks at besides its condition: a release, an end, the clock, windows.
local function mark_limit(limit, scene, marks)
  marking.rule(limit, scene, marks)
  if limit.only_if then marking.condition(limit.only_if, scene, marks) end
  if limit.from then marking.expression(limit.from, scene, marks) end
  for _, key in ipairs { "until_date", "through", "starting" } do
    if limit[key] then marking.expression(limit[key], scene, marks) end
  end
  if limit.after and limit.after.x ~= "last" then marking.expression(limit.after, scene, marks) end
  if limit.at_most or (limit.wait and limit.after.x == "last") then marking.tally(limit, scene, marks) end
  local by_day = limit.by and limit.by.x ~= "hours"
  if limit.hours or limit.during or limit.until_date or limit.through or limit.starting or limit.at_most or limit.wait or by_day or limit.valid_from or limit.valid_until then marking.zone(scene, marks) end
end

local function concerns(limit, j)
  if limit.hand_over then return true end
  if charter.acts_on(limit) == "plan" then
    return charter.any(j.policy.rules.plan, function(rule) return j.proposal.plans[rule.id] ~= F and charter.about(limit, "plan", rule.id) end)
  end
  local reached = charter.action_gate(limit, j.visited) or charter.action_gate(limit, j.on_the_way) -- or on the way to silence
  if limit.action_at_most and reached and charter.way_gate(j, limit) then return true end
  if charter.acts_on(limit) == "action" and reached then return true end
  if not charter.action_gate(limit, j.visited) or not charter.tone_gate(limit, j.visited_tones) then return false end
  return charter.acts_on(limit) ~= "channel" or charter.any(j.proposal.ways, function(way) return way.tri ~= F and charter.about_way(limit, way, j.scene) end)
end

-- What keeps a plan open: its rule, the figures of its offer, and limits that only may refuse it.
function report.mark_plan(rule, state, j, marks)
  marking.rule(rule, j.scene, marks)
  for _, x in ipairs(plans.expressions(rule)) do marking.expression(x, j.scene, marks) end
  if state ~= M then return end
  each_limit(j, function(limit)
    if charter.acts_on(limit) == "plan" and charter.about(limit, "plan", rule.id) then
      marking.rule(limit, j.scene, marks)
      if limit.only_if then marking.condition(limit.only_if, j.scene, marks) end
      if limit.from then marking.expression(limit.from, j.scene, marks) end
      for _, key in ipairs { "until_date", "through", "starting" } do
        if limit[key] then marking.expression(limit[key], j.scene, marks) end
      end
      if limit.during or limit.until_date or limit.through or limit.starting or limit.valid_from or limit.valid_until then marking.zone(j.scene, marks) end
    end
  end)
end

local function mark_plans(tally, j, states)
  for _, rule in ipairs(j.policy.rules.plan) do
    if states[rule.id] == M or j.proposal.plans[rule.id] == M then
      local marks = conditions.marks()
      report.mark_plan(rule, states[rule.id], j, marks)
      tally:fold(marks, "plans")
    end
  end
end

local function mark_channels(tally, j)
  local marks = conditions.marks()
  marking.fact("preferred_channel", j.scene, marks)
  for _, way in ipairs(j.proposal.ways) do
    if way.rule.cost ~= nil then marking.fact("currency", j.scene, marks) end
    tally:rule(way.rule, "channel")
  end
  tally:fold(marks, "channel")
end

-- considered: { segment = rules, action = rules, tone = rules } of the first-hit stages. Gives `unknown` and `ask`.
function report.unknown(j, considered, plan_states)
  local tally = setmetatable({ scene = j.scene, rules = {}, stages = {}, names = {} }, tally_class)
  for _, stage in ipairs { "segment", "action", "tone" } do
    for _, rule in ipairs(considered[stage]) do tally:rule(rule, stage) end
  end
  mark_plans(tally, j, plan_states)
  for _, rule in ipairs(j.policy.rules.referral) do tally:rule(rule, "referrals") end
  mark_channels(tally, j)
  each_limit(j, function(limit)
    if not concerns(limit, j) then return end
    local marks = conditions.marks()
    mark_limit(limit, j.scene, marks)
    tally:fold(marks, "limits", limit.hand_over and "hand_over" or nil)
  end)
  local unknown, ask = {}, {}
  for name in pairs(tally.rules) do
    unknown[#unknown + 1] = name
    if j.policy.facts[name].ask then
      local stages = {}
      for _, stage in ipairs(stage_order) do
        if tally.stages[name][stage] then stages[#stages + 1] = stage end
      end
      ask[#ask + 1] = { fact = name, would_change = stages, rules = tally.rules[name] }
    end
  end
  for name in pairs(tally.names) do unknown[#unknown + 1] = name end
  table.sort(unknown)
  table.sort(ask, function(a, b)
    if a.rules ~= b.rules then return a.rules > b.rules end
    return a.fact < b.fact
  end)
  for _, question in ipairs(ask) do question.rules = nil end
  return unknown, ask
end

-- What a possible offer needs, sorted; where an open segment keeps it open, what keeps the segment open.
function report.needs(marks, scene, considered)
  if marks.segment then
    for _, rule in ipairs(considered.segment) do marking.rule(rule, scene, marks) end
  end
  marking.settle(marks, scene)
  local names = {}
  for name in pairs(marks.facts) do names[#names + 1] = name end
  for field in pairs(marks.fields) do names[#names + 1] = "contacts." .. field end
  for _, name in ipairs { "contacts", "debt" } do
    if marks[name] then names[#names + 1] = name end
  end
  table.sort(names)
  return names
end

-- ---- until when it is good (SEMANTICS 5, 27) ----

function report.good_until(j)
  local scene, policy, best = j.scene, j.policy, time.NEVER
  local function sooner(t)
    if t > scene.now and t < best then best = t end
  end
  local function has_value(name) return scene.facts[name] and scene.facts[name].state == "value" end
  for _, t in ipairs(scene.expiry_ends) do sooner(t) end
  local daily, coded = false, false
  local function moves(name) daily = daily or (policy.facts[name].moves == "daily" and has_value(name)) end
  local function by_day() daily = true end
  reads.each(policy, function(atom)
    if reads.is_span(atom.test) and has_value(atom.name) then reads.span_changes(atom.test, scene.facts[atom.name].v, scene, sooner, by_day) end
  end, moves, function() coded = true end, function(x) reads.contact_changes(x, scene, sooner, by_day) end)
  if coded then
    for name in pairs(policy.facts) do moves(name) end
  end
  if daily then sooner(scene:next_midnight()) end
  local function date(text, more)
    if not text then return end
    local earliest, latest = scene:date_starts(time.parse_date(text) + more)
    sooner(earliest)
    sooner(latest)
  end
  for _, kind in pairs(policy.rules) do
    for _, rule in ipairs(kind) do
      date(rule.valid_from, 0)
      date(rule.valid_until, 1)
    end
  end
  date(policy.head.valid_from, 0)
  date(policy.head.valid_until, 1)
  each_limit(j, function(limit)
    if limit.from or limit.until_date or limit.through then sooner(charter.ends(limit, scene)) end
    if limit.starting then sooner(charter.starts(limit, scene)) end
    if limit.at_most then sooner(counts.until_free(limit, scene)) end
    if limit.wait then sooner(counts.waits_until(limit, scene)) end
  end)
  return best, daily
end

function report.again_at(j, listed, good_until, daily)
  local best = good_until
  for _, l in ipairs(listed) do
    if l.until_ and l.until_ > j.scene.now and l.until_ < best then best = l.until_ end
  end
  if daily then best = math.min(best, j.scene:next_midnight()) end
  return best
end

return report
