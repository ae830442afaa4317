-- reference_reads.lua: what a policy reads, and what of it changes by itself as time passes (SEMANTICS 5, 17).

local conditions = require "reference_conditions"
local plans = require "reference_plans"

local reads = {}

-- Every condition and expression that the policy's rules read, circumstances and derived facts followed.
function reads.each(policy, on_atom, on_fact, on_code, on_contacts)
  local function expression(x)
    if type(x) ~= "table" then return end
    if x.x == "fact" then on_fact(x.name) end
    if x.x == "last" or x.x == "count" then on_contacts(x) end
    for _, part in ipairs { x.a or 0, x.b or 0, x.of or 0, x.not_below or 0 } do expression(part) end
    for _, item in ipairs(x.items or {}) do expression(item) end
  end
  local function condition(c)
    if c.op == "coded" then on_code() end
    if c.op == "circumstance" then condition(policy.circumstances[c.name]) end
    if c.item then condition(c.item) end
    if c.op == "atom" then
      if policy.facts[c.name] then on_fact(c.name) end
      on_atom(c)
      for _, operand in ipairs(conditions.operands(c.test)) do expression(operand) end
    end
    for _, item in ipairs(c.items or {}) do condition(item) end
  end
  for _, kind in pairs(policy.rules) do
    for _, rule in ipairs(kind) do
      for _, key in ipairs { "when", "unless", "only_if" } do
        if rule[key] then condition(rule[key]) end
      end
      for _, key in ipairs { "from", "until_date", "through", "starting", "after", "widened_by" } do
        if rule[key] then expression(rule[key]) end
      end
      if rule.offer then
        for _, x in ipairs(plans.expressions(rule)) do expression(x) end
      end
    end
  end
  for _, x in pairs(policy.derive) do expression(x) end
  for _, c in pairs(policy.circumstances) do condition(c) end -- said by the policy, whether or not a rule uses it
end

function reads.is_span(test) return test.m == "within_last" or test.m == "within_next" or test.m == "longer_ago_than" or test.m == "today" end

-- A span over one instant (or date): by days it changes at midnight, by hours at exact instants.
function reads.span_changes(test, at, scene, sooner, by_day)
  if not (test.value and test.value.x == "hours") then return by_day() end
  local n = 3600 * scene:span_length(test.value)
  sooner(test.m == "within_next" and at - n or at)
  sooner(test.m == "within_next" and at + 1 or at + n + 1)
end

-- Contacts grow old: windows of count, and spans over `at` in filters.
function reads.contact_changes(x, scene, sooner, by_day)
  local function filter(c, at)
    if c.op == "atom" and c.name == "at" and reads.is_span(c.test) then reads.span_changes(c.test, at, scene, sooner, by_day) end
    if c.op == "contacts_like" then filter(scene.policy.likes[c.name], at) end
    if c.item then filter(c.item, at) end
    for _, item in ipairs(c.items or {}) do filter(item, at) end
  end
  for _, contact in ipairs(scene.contacts or {}) do
    if contact.at.state == "value" then
      local at = contact.at.v
      if x.within and x.within.x == "hours" then sooner(at + 3600 * scene:span_length(x.within)) elseif x.within then by_day() end
      filter(x.filter, at)
      if x.since_last then filter(x.since_last, at) end
    end
  end
end

-- Does the policy read the day: a moving fact, a day span, an expiry, an effective date, an end of a limit? Said of the policy, whoever it judges.
function reads.the_day(policy)
  local found, coded = policy.head.valid_from ~= nil or policy.head.valid_until ~= nil, false
  local function by_day(test)
    if reads.is_span(test) and not (test.value and test.value.x == "hours") then found = true end
  end
  local function filter(c)
    if c.op == "atom" and c.name == "at" then by_day(c.test) end
    if c.op == "contacts_like" then filter(policy.likes[c.name]) end
    if c.item then filter(c.item) end
    for _, item in ipairs(c.items or {}) do filter(item) end
  end
  reads.each(policy, function(atom) by_day(atom.test) end, function(name) found = found or policy.facts[name].moves == "daily" end, function() coded = true end, function(x)
    if x.within and x.within.x == "days" then found = true end
    filter(x.filter)
    if x.since_last then filter(x.since_last) end
  end)
  for _, declared in pairs(policy.facts) do found = found or declared.expires ~= nil or (coded and declared.moves == "daily") end
  for _, kind in pairs(policy.rules) do
    for _, rule in ipairs(kind) do found = found or (rule.valid_from or rule.valid_until or rule.during or rule.until_date or rule.through or rule.starting or rule.at_most or rule.wait) ~= nil end
  end
  return found
end

return reads
