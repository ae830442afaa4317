-- reference_conditions.lua: the slow twin's three-valued conditions: atoms, circumstances, coded functions; and what keeps them unknown.

local time = require "reference_time"
local facts = require "reference_facts"
local counts = require "reference_counts"

local F, M, T, sure = facts.F, facts.M, facts.T, facts.sure
local conditions = {}

-- Rules of 3-semantics.md that can be switched off, to show that each is needed.
conditions.rules = { S1 = true, S2 = true, S3 = true, S4 = true, S5 = true }

-- ---- matchers against one cell ----

local function has(list, v)
  for _, item in ipairs(list) do
    if item == v then return true end
  end
  return false
end

-- Is the value in the set that the matcher says? `operands` are plain values of the same type.
local function fits(m, v, operands)
  local a, b = operands[1], operands[2]
  if m == "eq" then return v == a end
  if m == "at_least" then return v >= a end
  if m == "at_most" then return v <= a end
  if m == "above" then return v > a end
  if m == "below" then return v < a end
  if m == "between" then return v >= a and v <= b end
  if m == "one_of" then return has(operands, v) end
  if m == "none_of" then return not has(operands, v) end
  local found = 0
  for _, wanted in ipairs(operands) do
    if has(v, wanted) then found = found + 1 end
  end
  if m == "has_any" then return found > 0 end
  if m == "has_none" then return found == 0 end
  if m == "has_all" then return found == #operands end
  error("a matcher the twin does not know: " .. m)
end

local true_of_none = { none_of = true, has_none = true, not_on_file = true }

local function in_span(m, passed, n)
  if m == "today" then return passed == 0 end
  if m == "within_last" then return passed >= 0 and passed <= n end
  if m == "within_next" then return passed <= 0 and passed >= -n end
  return passed > n -- longer_ago_than
end

-- Spans of local days are judged in every zone, spans of hours once (SEMANTICS 2).
local function judge_span(test, cell, kind, scene)
  local span = test.value
  if span and span.x == "hours" then return sure(in_span(test.m, scene.now - cell.v, 3600 * scene:span_length(span))) end
  local inside = 0
  for _, zone in ipairs(scene.zones) do
    local date = kind == "date" and cell.v or time.local_date(zone, cell.v)
    if in_span(test.m, time.local_date(zone, scene.now) - date, span and scene:span_length(span)) then inside = inside + 1 end
  end
  if #scene.zones == 0 then return M end
  return inside == 0 and F or inside == #scene.zones and T or M
end

local function is_span(test) return test.m == "within_last" or test.m == "within_next" or test.m == "longer_ago_than" or test.m == "today" end

function conditions.operands(test)
  if test.values then return test.values end
  if test.m == "between" then return { test.low, test.high } end
  return { test.value }
end

-- SEMANTICS 7 to 9.
local function judge_cell(test, cell, kind, scene)
  if cell.state == "unknown" then
    if conditions.rules.S1 then return M end
    return sure(true_of_none[test.m]) -- the naive reading: what is not known counts as not there
  end
  if test.m == "on_file" then return sure(cell.state == "value") end
  if test.m == "not_on_file" then return sure(cell.state == "none") end
  if is_span(test) then return cell.state == "none" and F or judge_span(test, cell, kind, scene) end
  local plain, any_none, any_unknown, constant = {}, false, false, true
  for i, operand in ipairs(conditions.operands(test)) do
    local is_expression = type(operand) == "table"
    constant = constant and facts.is_constant(operand)
    local result = is_expression and facts.eval(operand, scene) or facts.value(facts.read(kind, operand))
    if result.state == "unknown" then any_unknown = true end
    if result.state == "none" then any_none = true end
    plain[i] = result.v
  end
  if cell.state == "none" and constant then return sure(true_of_none[test.m]) end
  if any_unknown then return M end
  if cell.state == "none" then return sure(true_of_none[test.m]) end
  if any_none then return F end
  return sure(fits(test.m, cell.v, plain))
end

-- ---- stages: judged over the set of values that are possible ----

local function judge_stage(test, possible)
  local yes, no = false, false
  for _, v in ipairs(possible) do
    if fits(test.m, v, conditions.operands(test)) then yes = true else no = true end
  end
  return yes and (no and M or T) or F
end

-- ---- coded conditions ----

-- A function sees facts as f.name. Gives the answer, and the fact that ended it; a function that fails is unknown.
local function run_coded(code, scene)
  local unknown
  local f = setmetatable({}, {
    __index = function(_, name)
      local cell = scene.facts[name] or error("there is no fact " .. tostring(name))
      if cell.state == "unknown" and conditions.rules.S5 then
        unknown = name
        error "not known"
      end
      return cell.v -- none on file is nil
    end,
    __newindex = function() error "facts cannot be changed" end,
  })
  local ok, answer = pcall(code, f)
  if unknown then return M, unknown end
  if not ok or type(answer) ~= "boolean" then return M end
  return sure(answer)
end

-- ---- whole conditions ----

-- `subject` answers for names: subject.cell(name) gives a cell and its type; subject.stage(name) the possible values of a stage or nil.
local function judge(c, scene, subject)
  if c.op == "otherwise" then return T end
  if c.op == "coded" then return (run_coded(c.code, scene)) end
  if c.op == "circumstance" then return judge(scene.policy.circumstances[c.name], scene, subject) end
  if c.op == "contacts_like" then return judge(scene.policy.likes[c.name], scene, subject) end
  if c.op == "outbound" then return judge({ op = "atom", name = "direction", test = { m = "eq", value = "outbound" } }, scene, subject) end
  if c.op == "not" then return T - judge(c.item, scene, subject) end
  if c.op == "atom" then
    local possible = subject.stage(c.name)
    if possible then return judge_stage(c.test, possible) end
    if type(c.test.value) == "table" and c.test.value.x == "same_debt" then return subject.same_debt(c.name) end
    local cell, kind = subject.cell(c.name)
    return judge_cell(c.test, cell, kind, scene)
  end
  local all = c.op == "all"
  local result = all and T or F
  for _, item in ipairs(c.items) do
    local t = judge(item, scene, subject)
    if all then result = math.min(result, t) else result = math.max(result, t) end
  end
  return c.op == "none" and T - result or result
end

local scene_class = facts.scene_class

-- The person: facts, and the stages that have been given.
function scene_class:person()
  return {
    cell = function(name) return self.facts[name] or error("there is no fact " .. name), self.policy.facts[name].type end,
    stage = function(name) return self.stages[name] end,
  }
end

-- One contact, or a proposal that carries the fields of one.
function scene_class:contact(c)
  return {
    cell = function(name)
      if name == "at" then return c.at, "instant" end
      return c.fields[name] or error("contacts have no field " .. name), self.policy.contacts[name].type
    end,
    stage = function() end,
    same_debt = function(name)
      if self.debt.state == "none" then return T end
      local cell = c.fields[name]
      if self.debt.state == "unknown" or cell.state ~= "value" then return M end
      return sure(has(cell.v, self.debt.v))
    end,
  }
end

function scene_class:matches(filter, c) return judge(filter, self, self:contact(c)) end
function scene_class:judge(c) return judge(c, self, self:person()) end

-- Effective dates of a rule that is not a limit (SEMANTICS 3).
function scene_class:dates(rule)
  local from, until_ = rule.valid_from and time.parse_date(rule.valid_from), rule.valid_until and time.parse_date(rule.valid_until)
  if not from and not until_ then return T end
  local todays = {}
  for _, zone in ipairs(self.zones) do todays[#todays + 1] = time.local_date(zone, self.now) end
  if #self.zones == 0 then todays = { (self.now - 12 * 3600) // time.DAY, (self.now + 14 * 3600) // time.DAY } end
  local inside, outside = false, false
  for today = math.min(table.unpack(todays)), math.max(table.unpack(todays)) do
    if (not from or today >= from) and (not until_ or today <= until_) then inside = true else outside = true end
  end
  return inside and (outside and M or T) or F
end

-- A rule: when, not unless, and its dates.
function scene_class:judge_rule(rule)
  local t = self:judge(rule.when)
  if rule.unless then t = math.min(t, self:judge(rule.unless)) end
  if rule.kind ~= "limit" then t = math.min(t, self:dates(rule)) end
  return t
end

-- ---- what is not known and keeps a condition open (SEMANTICS 25) ----

-- Marks: facts by name, contact fields by name, and whether `contacts` or `debt` are not known.
function conditions.marks() return { facts = {}, fields = {} } end

local marking = {}
conditions.marking = marking

function marking.fact(name, scene, into)
  local cell = scene.facts[name]
  if not cell or cell.state ~= "unknown" or into.facts[name] then return end
  into.facts[name] = true
end

-- A look-up of the zone: which zones come into question, and where candidates do not say it, the one zone.
function marking.zone(scene, into)
  local many = scene.facts.timezone_candidates
  if many and many.state == "value" and #many.v > 0 then return end
  marking.fact("timezone_candidates", scene, into)
  marking.fact("timezone", scene, into)
end

local mark_condition

local function mark_filter(filter, c, scene, into) mark_condition(filter, scene, scene:contact(c), into, c) end

-- Contacts that may be the latest one.
local function mark_last(filter, scene, into)
  if scene:last(filter).state ~= "unknown" then return end
  if not scene.contacts then
    into.contacts = true
    return
  end
  local latest
  for _, c in ipairs(scene.contacts) do
    if scene:matches(filter, c) == T and c.at.state == "value" and (not latest or c.at.v > latest) then latest = c.at.v end
  end
  for _, c in ipairs(scene.contacts) do
    if scene:matches(filter, c) ~= F and (c.at.state ~= "value" or not latest or c.at.v > latest) then
      if c.at.state == "unknown" then into.fields.at = true end
      mark_filter(filter, c, scene, into)
    end
  end
end

local function mark_count(x, scene, into)
  if not scene.contacts then
    into.contacts = true
    return
  end
  local since = x.since_last and scene:last(x.since_last) or facts.NONE
  if since.state == "unknown" then mark_last(x.since_last, scene, into) end
  for _, c in ipairs(scene.contacts) do
    if scene:counts(x, c, since) == M then
      mark_filter(x.filter, c, scene, into)
      if c.at.state == "unknown" and (x.within or since.state == "value") then into.fields.at = true end
      if x.within and x.within.x == "days" and c.at.state == "value" then marking.zone(scene, into) end
    end
  end
end

-- What keeps a contact from surely counting for a limit, or surely not.
function marking.tally(limit, scene, into)
  if not scene.contacts then
    into.contacts = true
    return
  end
  for _, c in ipairs(scene.contacts) do
    local first = limit.from_first and scene:matches(limit.from_first, c) or F
    local t = counts.one(limit, counts.filter_of(limit), scene, c)
    if first == M then mark_filter(limit.from_first, c, scene, into) end
    if t ~= F or first ~= F then
      if c.at.state == "unknown" then into.fields.at = true end
      if t == M then
        if counts.filter_of(limit) then mark_filter(counts.filter_of(limit), c, scene, into) end
        if limit.except then mark_filter(limit.except, c, scene, into) end
        if limit.per then
          if c.fields.debts.state == "unknown" then into.fields.debts = true end
          if scene.debt.state == "unknown" then into.debt = true end
        end
      end
    end
  end
end

function marking.expression(x, scene, into)
  if type(x) ~= "table" then return end
  if x.x == "fact" then marking.fact(x.name, scene, into) end
  if x.x == "money" or (x.x == "number" and scene.policy.numbers[x.name].type == "money") then marking.fact("currency", scene, into) end
  if x.x == "last" then mark_last(x.filter, scene, into) end
  if x.x == "count" then mark_count(x, scene, into) end
  for _, part in ipairs { x.a or 0, x.b or 0, x.of or 0, x.not_below or 0 } do marking.expression(part, scene, into) end
  for _, item in ipairs(x.items or {}) do marking.expression(item, scene, into) end
end

-- An unknown atom: everything in it that is not known.
local function mark_atom(c, scene, subject, into, contact)
  if subject.stage(c.name) then
    into[c.name] = true -- an open stage: its own rules say what keeps it open
    return
  end
  if contact then
    local cell = c.name == "at" and contact.at or contact.fields[c.name]
    if cell.state == "unknown" then into.fields[c.name] = true end
    if type(c.test.value) == "table" and c.test.value.x == "same_debt" then
      if scene.debt.state == "unknown" then into.debt = true end
      return
    end
    if cell.state == "unknown" then return end
  else
    marking.fact(c.name, scene, into)
  end
  if is_span(c.test) then
    if not (c.test.value and c.test.value.x == "hours") then marking.zone(scene, into) end
    return
  end
  for _, operand in ipairs(conditions.operands(c.test)) do marking.expression(operand, scene, into) end
end

mark_condition = function(c, scene, subject, into, contact)
  if judge(c, scene, subject) ~= M then return end
  if c.op == "coded" then
    local _, unknown = run_coded(c.code, scene)
    if unknown then marking.fact(unknown, scene, into) end
  elseif c.op == "circumstance" then mark_condition(scene.policy.circumstances[c.name], scene, subject, into, contact)
  elseif c.op == "contacts_like" then mark_condition(scene.policy.likes[c.name], scene, subject, into, contact)
  elseif c.op == "outbound" then mark_condition({ op = "atom", name = "direction", test = { m = "eq", value = "outbound" } }, scene, subject, into, contact)
  elseif c.op == "not" then mark_condition(c.item, scene, subject, into, contact)
  elseif c.op == "atom" then mark_atom(c, scene, subject, into, contact)
  else
    for _, item in ipairs(c.items) do mark_condition(item, scene, subject, into, contact) end
  end
end

function marking.condition(c, scene, into) mark_condition(c, scene, scene:person(), into) end

function marking.rule(rule, scene, into)
  if scene:judge_rule(rule) ~= M then return end
  marking.condition(rule.when, scene, into)
  if rule.unless then marking.condition(rule.unless, scene, into) end
  if rule.kind ~= "limit" and scene:dates(rule) == M then marking.zone(scene, into) end
end

-- Derived facts → what makes them unknown; expired ones whose end is not known → the date and zone of that end.
function marking.settle(into, scene)
  local open = true
  local followed = {}
  while open do
    open = false
    for name in pairs(scene.policy.derive) do
      if into.facts[name] and not followed[name] then
        followed[name], open = true, true
        marking.expression(scene.policy.derive[name], scene, into)
      end
    end
  end
  for name in pairs(followed) do into.facts[name] = nil end
  local blurred = {}
  for name in pairs(into.facts) do
    if scene.blurred[name] then blurred[#blurred + 1] = name end
  end
  for _, name in ipairs(blurred) do
    local e = scene.policy.facts[name].expires
    into.facts[name] = nil
    if scene.raw[e.from or e.on].state == "unknown" then into.facts[e.from or e.on] = true end
    marking.zone(scene, into)
  end
  for name in pairs(into.facts) do
    if scene.policy.facts[name].protected then into.facts[name] = nil end
  end
end

conditions.judge = judge
return conditions
