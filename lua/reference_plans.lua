-- reference_plans.lua: what a plan offers, by trying every number of payments.

local facts = require "reference_facts"

local plans = {}

local function divided_up(a, b) return (a + b - 1) // b end

local payments_a_year = { week = 52, two_weeks = 26, month = 12 }

-- What a payment takes a month, and what a month's amount is for each payment, rounded down.
local function monthly(payment, every) return every == "month" and payment or payment * payments_a_year[every] // 12 end
local function each(amount, every) return every == "month" and amount or amount * 12 // payments_a_year[every] end

local function item(rule, sum, n, every)
  local payment = divided_up(sum, n)
  local count = divided_up(sum, payment) -- rounding up may pay it off sooner
  return { id = rule.id .. "-" .. count, plan = rule.id, instalment = payment, count = count, last = sum - (count - 1) * payment, total = sum, monthly = monthly(payment, every) }
end

-- Every n that can be paid: ⌈sum/n⌉ is at least `smallest`, at most `up_to`, and the last payment is above 0.
local function feasible(sum, up_to, smallest, longest)
  local found = {}
  for n = 1, math.min(longest, math.max(sum, 0)) do
    local payment = divided_up(sum, n)
    if payment >= smallest and payment <= up_to and (n - 1) * payment < sum then found[#found + 1] = n end
  end
  return found
end

-- The lowest payment (the largest n), then the shortest plan, then one between where they differ.
local function menu(rule, sum, up_to, smallest, longest, every)
  if sum <= 0 or up_to <= 0 then return {} end
  local ns = feasible(sum, up_to, smallest, longest)
  if #ns == 0 then return {} end
  local fewest, most = ns[1], ns[#ns]
  local low, quick, between = item(rule, sum, most, every), item(rule, sum, fewest, every), item(rule, sum, fewest + (most - fewest) // 2, every)
  local lines = { low }
  if quick.instalment ~= low.instalment then lines[2] = quick end
  if lines[2] and between.instalment ~= quick.instalment and between.instalment ~= low.instalment then lines[3] = between end
  return lines
end

-- The figures of an offer that is not a pause: cells.
local function terms(offer, scene)
  local with = offer.with
  local every = with.every or "month"
  if type(every) == "table" then every = facts.eval(every, scene) else every = facts.value(every) end
  return facts.eval(with.of or { x = "fact", name = "balance" }, scene), facts.eval(with.up_to, scene),
         with.smallest and facts.eval(with.smallest, scene) or facts.value(1), every
end

-- Can the offer be made? T with its lines, M when a figure is not known, F.
function plans.offer(rule, scene)
  local offer = rule.offer
  if offer.kind == "pause_payments" then
    return facts.T, { { id = rule.id .. "-0", plan = rule.id, instalment = 0, count = 0, last = 0, total = 0, monthly = 0 } }
  end
  local of, up_to, smallest, every = terms(offer, scene)
  local all_values = true
  for _, cell in ipairs { of, up_to, smallest, every } do
    if cell.state == "unknown" then return facts.M, {} end
    all_values = all_values and cell.state == "value"
  end
  if not all_values then return facts.F, {} end
  local most = offer.with.longest
  if type(most) == "table" and most.x == "months" then most = facts.eval(most.n, scene).v * payments_a_year[every.v] // 12
  else most = facts.eval(most, scene).v end
  local bound = type(offer.with.every) == "table" and each(up_to.v, every.v) or up_to.v -- a figure for a month where the rhythm is the person's
  local lines = menu(rule, of.v, bound, smallest.v, most, every.v)
  return #lines > 0 and facts.T or facts.F, lines
end

-- The expressions an offer reads.
function plans.expressions(rule)
  local with, list = rule.offer.with, {}
  if rule.offer.kind == "pause_payments" then return list end
  list[1], list[2] = with.of or { x = "fact", name = "balance" }, with.up_to
  if with.smallest then list[#list + 1] = with.smallest end
  if type(with.every) == "table" then list[#list + 1] = with.every end
  return list
end

-- All lines offered: what they take a month, least first; equal ones in the order of the file and the menu.
function plans.sorted(lines)
  for i, line in ipairs(lines) do line.order = i end
  table.sort(lines, function(a, b)
    if a.monthly ~= b.monthly then return a.monthly < b.monthly end
    return a.order < b.order
  end)
  return lines
end

return plans
