-- reference_charter.lua: the slow twin's charter: limits as sets of refused instants, every possible outcome through every limit.

local time = require "reference_time"
local facts = require "reference_facts"
local conditions = require "reference_conditions"
local counts = require "reference_counts"
local reads = require "reference_reads"

local F, M, T = facts.F, facts.M, facts.T
local charter = {}

local function has(list, v)
  for _, item in ipairs(list) do
    if item == v then return true end
  end
  return false
end
charter.has = has

-- ---- what a limit is about ----

-- The atoms of an `on` that name `name`, judged for one value: all must fit.
local function names(on, name)
  for _, item in ipairs(on and on.items or {}) do
    if item.name == name then return true end
  end
  return false
end

local stages = { action = true, tone = true, plan = true, channel = true }

local function fits_name(on, name, v)
  for _, item in ipairs(on and on.items or {}) do
    if item.name == name then
      local wanted = conditions.operands(item.test)
      local among = has(wanted, v)
      if item.test.m == "none_of" then among = not among end
      if not among then return false end
    end
  end
  return true
end

local function names_contact(on)
  if not on or on.op == "outbound" or names(on, "channel") then return true end
  for _, item in ipairs(on.items or {}) do
    if not stages[item.name] then return true end
  end
  return false
end

-- Do the contact fields that `on` names fit those of a channel rule? Three-valued.
local function fits_fields(on, way, scene)
  local result = T
  for _, item in ipairs(on and on.items or {}) do
    if not stages[item.name] then result = math.min(result, scene:matches(item, way)) end
  end
  return result
end

-- SEMANTICS 14: where a limit acts.
function charter.acts_on(limit)
  local on = limit.on
  if names(on, "plan") then return "plan" end
  if limit.hours or names_contact(on) then return "channel" end
  return names(on, "tone") and "tone" or "action"
end

-- May the limit be about this action, tone, plan, channel rule? `except_on` takes out what it surely names.
local function about(limit, name, v)
  if not fits_name(limit.on, name, v) then return false end
  return not (names(limit.except_on, name) and fits_name(limit.except_on, name, v))
end

function charter.about_way(limit, way, scene)
  if not fits_name(limit.on, "channel", way.channel) or fits_fields(limit.on, way, scene) == F then return false end
  if limit.except and not limit.forbid and not limit.hand_over and fits_name(limit.except, "channel", way.channel) and fits_fields(limit.except, way, scene) == T then return false end -- what is not counted is not refused
  local except = limit.except_on
  if not except or not names_contact(except) then return true end
  return not (fits_name(except, "channel", way.channel) and fits_fields(except, way, scene) == T)
end

-- ---- when a limit refuses ----

local far = 40 * time.DAY

-- The end of a refusal; an end that is not known is no end (SEMANTICS 22).
local function ends(limit, scene)
  local x = limit.until_date or limit.through or limit.from
  if not x then return time.NEVER end
  local cell, kind = facts.eval(x, scene)
  if cell.state ~= "value" then return time.NEVER end
  local earliest, latest
  if limit.until_date then
    if kind == "instant" then return cell.v end
    earliest, latest = scene:date_starts(cell.v)
  elseif limit.through then earliest, latest = scene:date_starts(cell.v + 1)
  elseif limit.during.x == "hours" then return cell.v + 3600 * scene:span_length(limit.during)
  else earliest, latest = scene:days_after(cell, kind, scene:span_length(limit.during)) end
  return latest
end

-- Does the limit refuse now beyond doubt: in force and not over in every reading of its dates, an end that is not known not being one (SEMANTICS 23)?
function charter.surely_refuses(limit, effect, scene)
  local now = scene.now
  if limit.valid_from and now < select(2, scene:date_starts(time.parse_date(limit.valid_from))) then return false end
  if limit.valid_until and now >= (scene:date_starts(time.parse_date(limit.valid_until) + 1)) then return false end
  if limit.starting then
    local cell, kind = facts.eval(limit.starting, scene)
    if cell.state == "unknown" then return false end
    if cell.state == "value" and now < (kind == "instant" and cell.v or select(2, scene:date_starts(cell.v))) then return false end
  end
  if effect == "only_if" then return scene:judge(limit.only_if) == F end
  local x = limit.until_date or limit.through or limit.from
  if not x then return true end
  local cell, kind = facts.eval(x, scene)
  if cell.state ~= "value" then return cell.state == "none" end
  if limit.until_date then return now < (kind == "instant" and cell.v or (scene:date_starts(cell.v))) end
  if limit.through then return now < (scene:date_starts(cell.v + 1)) end
  if limit.during.x == "hours" then return now < cell.v + 3600 * scene:span_length(limit.during) end
  return now < (scene:days_after(cell, kind, scene:span_length(limit.during)))
end

-- Before that instant nothing of it refuses; not known, or none on file: it has begun.
local function starts(limit, scene)
  if not limit.starting then return math.mininteger end
  local cell, kind = facts.eval(limit.starting, scene)
  if cell.state ~= "value" then return math.mininteger end
  return kind == "instant" and cell.v or (scene:date_starts(cell.v))
end
charter.starts = starts

-- From the earliest start to the latest end of its effective dates.
function charter.in_force(limit, scene)
  local from, to = math.mininteger, time.NEVER
  if limit.valid_from then from = (scene:date_starts(time.parse_date(limit.valid_from))) end
  if limit.valid_until then to = select(2, scene:date_starts(time.parse_date(limit.valid_until) + 1)) end
  return from, to
end

local days_of = { mon = { 0 }, tue = { 1 }, wed = { 2 }, thu = { 3 }, fri = { 4 }, sat = { 5 }, sun = { 6 }, mon_thu = { 0, 1, 2, 3 }, mon_fri = { 0, 1, 2, 3, 4 },
                  mon_sat = { 0, 1, 2, 3, 4, 5 }, sat_sun = { 5, 6 }, every_day = { 0, 1, 2, 3, 4, 5, 6 }, holidays = { 7 } }

local function clock(text) return tonumber(text:sub(1, 2)) * 3600 + tonumber(text:sub(4, 5)) * 60 end

-- The spans permitted on a kind of day (0 Monday … 6 Sunday, 7 a holiday); nil where the table says nothing.
local function spans_on(hours, day)
  for key, said in pairs(hours) do
    if has(days_of[key], day) then
      if said.closed then return {} end
      return type(said[1]) == "table" and said or { said }
    end
  end
end

-- When one zone permits: every stretch of one offset, every local day in it, every span of that day.
local function open_in_zone(hours, zone, scene, from, to)
  local open = {}
  for _, stretch in ipairs(time.stretches(zone, from, to)) do
    local offset = stretch[3]
    for date = (stretch[1] + offset) // time.DAY, (stretch[2] - 1 + offset) // time.DAY do
      local holiday = has(scene.policy.holidays, date) and spans_on(hours, 7)
      for _, span in ipairs(holiday or spans_on(hours, time.weekday(date)) or {}) do
        local a, b = date * time.DAY + clock(span[1]) - offset, date * time.DAY + clock(span[2]) - offset
        open[#open + 1] = { math.max(a, stretch[1]), math.min(b, stretch[2]) }
      end
    end
  end
  local real = {}
  for _, x in ipairs(open) do
    if x[1] < x[2] then real[#real + 1] = x end
  end
  return time.tidy(real)
end

-- Instants at which hours refuse: where not all zones permit; without a zone always.
local function refused_hours(hours, scene, horizon)
  local to = horizon + far
  if #scene.zones == 0 then return { { scene.now, time.NEVER } } end
  local open = { { scene.now, to } }
  for _, zone in ipairs(scene.zones) do open = time.intersect(open, open_in_zone(hours, zone, scene, scene.now, to)) end
  local refused = time.complement(open, scene.now, to)
  local last = refused[#refused]
  if last and last[2] == to then last[2] = time.NEVER end
  return refused
end

-- The instants from now on at which one effect of a limit refuses, effective dates included. Ceilings count as refusing while they are in force.
function charter.refused(limit, effect, scene, horizon)
  local from, to = charter.in_force(limit, scene)
  from = math.max(from, scene.now)
  local set
  if effect == "hours" then set = refused_hours(limit.hours, scene, horizon)
  elseif effect == "only_if" then set = scene:judge(limit.only_if) == T and {} or { { scene.now, time.NEVER } }
  elseif effect == "forbid" then set = { { scene.now, ends(limit, scene) } }
  elseif effect == "hand_over" then set = limit.forbid and {} or { { scene.now, ends(limit, scene) } }
  elseif effect == "at_most" then set = { { scene.now, counts.until_free(limit, scene) } }
  elseif effect == "wait" then set = { { scene.now, counts.waits_until(limit, scene) } }
  else set = { { scene.now, time.NEVER } } end
  if effect ~= "tone_at_most" and effect ~= "action_at_most" then from = math.max(from, starts(limit, scene)) end
  if from >= to then return {} end
  return time.intersect(set, { { from, to } })
end

local function contains(set, t)
  for _, x in ipairs(set) do
    if x[1] <= t and t < x[2] then return true end
  end
  return false
end

function charter.effects(limit)
  local list = {}
  for _, effect in ipairs { "action_at_most", "at_most", "forbid", "hand_over", "hours", "only_if", "tone_at_most", "wait" } do
    if limit[effect] then list[#list + 1] = effect end
  end
  return list
end

-- Where an effect acts: ceilings on their ladder, the others where the limit does.
function charter.effect_on(limit, effect)
  if effect == "tone_at_most" then return "tone" end
  if effect == "action_at_most" then return "action" end
  return charter.acts_on(limit)
end

-- ---- one judgement ----

local judgement = {}
judgement.__index = judgement

-- proposal: { actions, tones = lists of names in file order; ways = list of { rule, channel, fields, tri }; plans = before plan limits; has_plan }
function charter.judge(scene, proposal, horizon)
  local j = setmetatable({ scene = scene, policy = scene.policy, proposal = proposal, horizon = horizon, refusing = {} }, judgement)
  for _, limit in ipairs(scene.policy.rules.limit) do
    if scene:judge_rule(limit) ~= F then -- a limit that may apply applies
      for _, effect in ipairs(charter.effects(limit)) do
        j.refusing[#j.refusing + 1] = { limit = limit, effect = effect, on = charter.effect_on(limit, effect), instants = charter.refused(limit, effect, scene, horizon) }
      end
    end
  end
  return j
end

local function any(list, test)
  for _, v in ipairs(list) do
    if test(v) then return true end
  end
  return false
end

-- Gates: what else `on` names opens when it may match.
local function action_gate(limit, actions) return any(actions, function(a) return about(limit, "action", a) end) end
local function tone_gate(limit, tones) return any(tones, function(t) return about(limit, "tone", t) end) end
local function way_gate(j, limit)
  if not names_contact(limit.on) then return true end
  return any(j.proposal.ways, function(way) return way.tri ~= F and charter.about_way(limit, way, j.scene) end)
end

local function place(ladder, name)
  for i, entry in ipairs(ladder) do
    if entry[1] == name then return i, entry end
  end
end
charter.place = place

function charter.action_entry(policy, name) return select(2, place(policy.ladders.action, name)) end

-- Pressure rank of an action (SEMANTICS 13): `none`, then the others without contact, then those with; within the groups the written order.
function charter.rank(policy, name)
  local i, entry = place(policy.ladders.action, name)
  if name == "none" then return 0 end
  return entry.contact == false and i or i + #policy.ladders.action
end

function judgement:action_refused(action)
  if action == "none" then return false end
  local ladder = self.policy.ladders.action
  local at, entry = place(ladder, action)
  if entry.needs == "plan" and not self.proposal.has_plan then return true end
  for _, r in ipairs(self.refusing) do
    if r.on == "action" and about(r.limit, "action", action) and contains(r.instants, self.scene.now) then
      if r.effect ~= "action_at_most" then return true end
      if at > place(ladder, r.limit.action_at_most) and way_gate(self, r.limit) then return true end
    end
  end
  return false
end

-- The end of every possible action's chain; all that were visited; those that were refused (SEMANTICS 15).
function judgement:actions()
  self.visited, self.refused_actions, self.ends, self.on_the_way = {}, {}, {}, {}
  for _, from in ipairs(self.proposal.actions) do
    local a = conditions.rules.S3 and from or self:lowered(from)
    while true do
      self.visited[#self.visited + 1] = a
      if not self:action_refused(a) then break end
      self.refused_actions[a] = true
      a = charter.action_entry(self.policy, a).gives_way or "none"
    end
    self.ends[#self.ends + 1] = a
  end
end

function judgement:least_action(list)
  local best
  for _, a in ipairs(list) do
    if not best or charter.rank(self.policy, a) < charter.rank(self.policy, best) then best = a end
  end
  return best
end

-- The naive ceiling (S3 off): what lies above becomes the ceiling itself.
function judgement:lowered(action)
  for _, r in ipairs(self.refusing) do
    if r.effect == "action_at_most" and place(self.policy.ladders.action, action) > place(self.policy.ladders.action, r.limit.action_at_most) then action = r.limit.action_at_most end
  end
  return action
end

function judgement:tone_refused(tone)
  local ladder = self.policy.ladders.tone
  for _, r in ipairs(self.refusing) do
    if r.on == "tone" and about(r.limit, "tone", tone) and action_gate(r.limit, self.visited) and contains(r.instants, self.scene.now) then
      if r.effect ~= "tone_at_most" then return true end
      if place(ladder, tone) > place(ladder, r.limit.tone_at_most) and way_gate(self, r.limit) then return true end
    end
  end
  return false
end

-- Each possible tone gives way to the next kinder; one that is refused all the way down means that nothing may be said.
function judgement:tones()
  local ladder, best = self.policy.ladders.tone, nil
  self.visited_tones, self.speakable = {}, true
  for _, from in ipairs(self.proposal.tones) do
    local i = place(ladder, from)
    while i >= 1 do
      self.visited_tones[#self.visited_tones + 1] = ladder[i][1]
      if not self:tone_refused(ladder[i][1]) then break end
      i = i - 1
    end
    if i < 1 then self.speakable = false
    elseif not best or i < best then best = i end
  end
  self.tone = best and ladder[best][1]
end

-- The permitted instants of a channel: no channel limit that is about one of its not-false rules refuses.
function judgement:permitted(channel)
  local open = { { self.scene.now, self.horizon } }
  for _, r in ipairs(self.refusing) do
    local applies = false
    for _, way in ipairs(self.proposal.ways) do
      if way.channel == channel and way.tri ~= F and charter.about_way(r.limit, way, self.scene) then applies = true end
    end
    if r.on == "channel" and applies and action_gate(r.limit, self.visited) and tone_gate(r.limit, self.visited_tones) then
      open = time.intersect(open, time.complement(r.instants, self.scene.now, self.horizon))
    end
  end
  return open
end

-- The permission's calendar: channels with a definite rule.
function judgement:calendar()
  local calendar = {}
  for _, entry in ipairs(self.policy.ladders.channel) do
    local channel, definite = entry[1], false
    for _, way in ipairs(self.proposal.ways) do definite = definite or (way.channel == channel and way.tri == T) end
    calendar[channel] = definite and self.speakable and self:permitted(channel) or {}
  end
  return calendar
end

-- ---- channels (SEMANTICS 17) ----

-- A decision of a policy that reads the day is good until midnight at most, so a channel that opens later is no channel now.
function judgement:contact_by()
  if not reads.the_day(self.policy) then return self.horizon end
  local by = #self.scene.zones > 0 and self.scene:next_midnight() or (self.scene.now // 900 + 1) * 900
  return math.min(by, self.horizon)
end

local function opens_before(instants, by) return instants[1] ~= nil and instants[1][1] < by end

-- The figure a channel rule costs; nil where it has none in the request's currency.
local function cost_of(way, scene)
  if way.rule.cost == nil then return 0 end
  local cell = facts.eval(way.rule.cost, scene)
  return cell.state == "value" and cell.v or nil
end

function judgement:sorted(ways, preferred)
  local scene, costs_known = self.scene, true
  for _, way in ipairs(self.proposal.ways) do costs_known = costs_known and cost_of(way, scene) ~= nil end
  local list = {}
  for _, way in ipairs(ways) do
    list[#list + 1] = { way = way, key = {
      way.channel == preferred and 0 or 1, way.rule.prefer and facts.eval(way.rule.prefer, scene).v or 1000, costs_known and cost_of(way, scene) or 0,
      (place(self.policy.ladders.channel, way.channel)), way.rule.id } }
  end
  table.sort(list, function(a, b)
    for i = 1, 5 do
      if a.key[i] ~= b.key[i] then return a.key[i] < b.key[i] end
    end
    return false
  end)
  return list
end

-- One walk: the place of the channel reached, 0 silence.
function judgement:walk(ways, preferred)
  local bound = math.maxinteger
  for _, entry in ipairs(self:sorted(ways, preferred)) do
    local at = place(self.policy.ladders.channel, entry.way.channel)
    if at < bound then
      if opens_before(self:permitted(entry.way.channel), self:contact_by()) then return at end
      if conditions.rules.S4 then bound = at end -- refused: only kinder ones from here
    end
  end
  return 0
end

-- Every truth of the channel rules that are not known: a list of lists of ways taken as true.
local function assignments(ways)
  local all = { {} }
  for _, way in ipairs(ways) do
    local more = {}
    for _, taken in ipairs(all) do
      local with = table.move(taken, 1, #taken, 1, {})
      with[#with + 1] = way
      if way.tri == T then more[#more + 1] = with
      elseif way.tri == F or not conditions.rules.S4 then more[#more + 1] = taken
      else
        more[#more + 1] = taken
        more[#more + 1] = with
      end
    end
    all = more
  end
  return all
end

function judgement:channels()
  local ladder, cell = self.policy.ladders.channel, self.scene.facts.preferred_channel or facts.NONE
  local preferences = { cell.v }
  if cell.state == "none" then preferences = { "" } end
  if cell.state == "unknown" then
    preferences = { "" }
    for _, entry in ipairs(ladder) do preferences[#preferences + 1] = entry[1] end
  end
  local open_rules, least = 0, math.maxinteger
  for _, way in ipairs(self.proposal.ways) do open_rules = open_rules + (way.tri == M and 1 or 0) end
  if open_rules > 8 then least = 0 end
  for _, ways in ipairs(least > 0 and assignments(self.proposal.ways) or {}) do
    for _, preferred in ipairs(preferences) do least = math.min(least, self:walk(ways, preferred)) end
  end
  local calendar = self:calendar()
  for at = math.min(least, #ladder), 1, -1 do
    if opens_before(calendar[ladder[at][1]], self:contact_by()) then return ladder[at][1], calendar end
  end
  return nil, calendar
end

-- Nobody is contacted: every end goes on along its chain to the first entry without contact that no limit refuses; the least of them, and what was passed on the way.
function judgement:silent()
  local list, passed, looked_at = {}, {}, {}
  for i, action in ipairs(self.ends) do
    while charter.action_entry(self.policy, action).contact ~= false or self:action_refused(action) do
      passed[action] = true
      table.insert(looked_at, action)
      action = charter.action_entry(self.policy, action).gives_way or "none"
    end
    table.insert(looked_at, action)
    list[i] = action
  end
  return self:least_action(list), passed, looked_at
end

-- Takes the contact away (SEMANTICS 19).
function judgement:fall_silent()
  local action, passed = self:silent()
  for name in pairs(passed) do self.refused_actions[name] = true end
  return action, self:least_tone()
end

function judgement:least_tone()
  local best
  for _, tone in ipairs(self.proposal.tones) do
    local i = place(self.policy.ladders.tone, tone)
    if not best or i < best then best = i end
  end
  return self.policy.ladders.tone[best][1]
end

-- The permission: the least harsh of every possible outcome. Where the least end needs no contact and silence would not lead to a lesser one,
-- no channel is looked for.
function judgement:permission()
  self:actions()
  self:tones()
  local channel, calendar = self:channels()
  local action, tone = self:least_action(self.ends), self.tone
  local contact = charter.action_entry(self.policy, action).contact ~= false
  local matters = contact or charter.rank(self.policy, (self:silent())) < charter.rank(self.policy, action)
  if matters and not channel then action, tone = self:fall_silent()
  elseif not contact then channel, tone = nil, self:least_tone() end
  if charter.action_entry(self.policy, action).contact == false then self.on_the_way = select(3, self:silent()) end
  return { action = action, tone = tone, channel = channel, calendar = calendar }
end

charter.action_gate, charter.tone_gate, charter.about, charter.contains, charter.any = action_gate, tone_gate, about, contains, any
charter.way_gate, charter.ends = way_gate, ends
return charter
