-- theorem.lua: the theorem of 1-idea.md over decisions, on random policies and on the fixed counterexamples; `lua5.4 lua/test/theorem.lua SEED COUNT`.
--
-- 1 not harsher · 2 no help lost silently · 3 no silent change. Checks give nil, or a sentence that says what broke.

local stand_alone = arg and arg[0] and arg[0]:match "theorem%.lua$"
if stand_alone then
  local here = arg[0]:match "^(.*)theorem%.lua$"
  package.path = here .. "?.lua;" .. here .. "../?.lua;" .. package.path
end

local ref = require "reference"
local random = require "random"
local generate = require "generate"
local write = require "write"
local json = require "json"
local shrink = require "shrink"

local theorem = {}

-- ---- the three parts ----

local function find(list, key, v)
  for _, item in ipairs(list) do
    if item[key] == v then return item end
  end
end

local function has(list, v)
  for _, item in ipairs(list) do
    if item == v then return true end
  end
  return false
end

local function lines_of(list, plan)
  local lines = {}
  for _, line in ipairs(list) do
    if line.plan == plan then lines[#lines + 1] = line.id .. ":" .. line.instalment .. ":" .. line.last end
  end
  return table.concat(lines, " ")
end

function theorem.not_harsher(before, after, policy)
  local ok, where = ref.not_harsher(after.permission, before.permission, policy)
  if not ok then return "harsher: " .. where end
end

-- What was offered is still offered, or stands under possible with what it needs; an added limit may take a plan away and is then listed.
function theorem.no_help_lost(before, after, added, nulled)
  for _, line in ipairs(before.plans) do
    local possible = find(after.possible_plans, "plan", line.plan)
    local still = lines_of(after.plans, line.plan)
    if still ~= "" and still ~= lines_of(before.plans, line.plan) then return "the figures of " .. line.plan .. " changed" end
    local excused = added and find(after.limits, "id", added)
    if still == "" and not possible and not excused then return "the plan " .. line.plan .. " is lost" end
    if still == "" and possible and nulled and #possible.needs == 0 then return "the plan " .. line.plan .. " does not say what it needs" end
  end
  for _, to in ipairs(before.referrals) do
    if not has(after.referrals, to) and not find(after.possible_referrals, "to", to) then return "the referral " .. to .. " is lost" end
  end
  for _, h in ipairs(before.hand_overs) do
    if not find(after.hand_overs, "id", h.id) then return "the hand-over of " .. h.id .. " is lost" end
  end
end

-- The parts of a decision whose change may not be silent.
local function substance(d)
  local p = d.permission
  local offers, hand_overs = {}, {}
  for _, line in ipairs(d.plans) do offers[#offers + 1] = line.id .. ":" .. line.instalment end
  for _, h in ipairs(d.hand_overs) do hand_overs[#hand_overs + 1] = h.id end
  return json.encode { p.action, p.channel and p.tone or "", p.channel or "", p.calendar, offers, d.referrals, hand_overs, d.hand_over or "" }
end

function theorem.no_silent_change(before, after, name)
  if substance(before) == substance(after) then return nil end
  if has(after.unknown, name) then return nil end
  if name:match "^contacts" and has(after.unknown, "contacts") then return nil end
  return name .. " changed the decision and is not in unknown"
end

local function nulled_name(mutation)
  if mutation.kind == "null_fact" then return mutation.name end
  if mutation.kind == "null_field" then return "contacts." .. mutation.name end
  return mutation.kind == "null_contacts" and "contacts" or "debt"
end

-- All that must hold between a decision and the one after the mutation.
function theorem.check(before, after, mutation, policy)
  if before.error or after.error then return nil end
  if mutation.kind == "shuffle_limits" then
    return json.encode(before) ~= json.encode(after) and "the order of limits matters" or nil
  end
  local problem = theorem.not_harsher(before, after, policy)
  if problem then return problem end
  problem = theorem.no_help_lost(before, after, mutation.kind == "add_limit" and mutation.limit.id or nil, mutation.kind:match "^null" ~= nil)
  if problem then return problem end
  if mutation.kind:match "^null" then return theorem.no_silent_change(before, after, nulled_name(mutation)) end
end

-- ---- on the twin ----

function theorem.decide(p, q)
  local policy, problem = ref.load(write.tables(p))
  if not policy then error(problem) end
  return ref.decide(policy, q), policy
end

-- Gives what broke for one mutation, or nil.
function theorem.try(p, q, mutation)
  local p2, q2 = generate.apply(mutation, p, q, ref.null)
  if not p2 then return nil end
  local before, policy = theorem.decide(p, q)
  if before.error then return nil end
  local after = theorem.decide(p2, q2)
  return theorem.check(before, after, mutation, policy)
end

-- Until good_until the same request proposes the same (SEMANTICS 5: simple, and never too late). Gives what broke.
function theorem.steady(p, q, r)
  local time = require "reference_time"
  local before = theorem.decide(p, q)
  if before.error then return nil end
  local now = time.parse_instant(q.now)
  local last = math.min(before.good_until or now + 3 * 86400, now + 5 * 86400) - 1
  if last <= now then return nil end
  local later = generate.copy(q)
  later.now = time.instant_text(r and r:int(now + 1, last) or last)
  local after = theorem.decide(p, later)
  local function proposed(d)
    local plans = {}
    for _, line in ipairs(d.plans) do plans[#plans + 1] = line.id end
    return json.encode { d.possible_segments, plans, d.referrals, d.possible_plans, d.possible_referrals, d.unknown }
  end
  if after.error then return "rejected before good_until" end
  if proposed(before) ~= proposed(after) then return "another decision at " .. later.now .. ", before good_until" end
end

local function report(seed, sentence, p, q, mutation)
  print(string.format("\nFAILED (seed %d): %s\n%s", seed, sentence, mutation and generate.describe(mutation) or ""))
  print(write.show(p) .. "-- request\n" .. json.encode(q, ref.null))
end

-- Random policies, a few requests for each, every mutation of each. Gives passed and failed; stops after `most` failures.
function theorem.random(seed, count, most)
  local passed, failed, rejected = 0, 0, 0
  for i = 0, count - 1 do
    local r = random.new(seed + i)
    local p = generate.policy(r)
    for _ = 1, 3 do
      local q = generate.request(r, p, ref.null)
      local before, policy = theorem.decide(p, q)
      if before.error then rejected = rejected + 1
      else
        for _, m in ipairs(generate.mutations(r, p, q, ref.null)) do
          local p2, q2 = generate.apply(m, p, q, ref.null)
          local after = theorem.decide(p2, q2)
          local broken = theorem.check(before, after, m, policy)
          if after.error and m.kind:match "^null" then broken = "rejected after null" end
          if broken then
            failed = failed + 1
            local kind = broken:match "^%a+"
            local sp, sq, sm = shrink.run(p, q, m, function(a, b, c) return ((theorem.try(a, b, c) or ""):match "^%a+") == kind end)
            report(seed + i, theorem.try(sp, sq, sm) or broken, sp, sq, sm)
            if failed >= most then return passed, failed, rejected end
          else passed = passed + 1 end
        end
        local broken = theorem.steady(p, q, r)
        if broken then
          failed = failed + 1
          local sp, sq = shrink.run(p, q, { kind = "none" }, function(a, b) return theorem.steady(a, b) ~= nil end)
          report(seed + i, theorem.steady(sp, sq) or broken, sp, sq)
          if failed >= most then return passed, failed, rejected end
        else passed = passed + 1 end
      end
    end
  end
  return passed, failed, rejected
end

-- ---- the fixed counterexamples ----

local function example_decides(e, more)
  local files = { facts = e.facts, contacts = {}, numbers = {}, policy = { horizon = "14 days" }, lua = { { name = "policy.lua", text = e.lua }, { name = "charter.lua", text = more or "" } } }
  local policy = assert(ref.load(files))
  return function(request) return ref.decide(policy, request), policy end
end

-- Before, after, and what broke between them.
local function decide_example(e)
  local now = e.request.now or "2026-03-02T14:00:00Z"
  local request = { id = "r", now = now, facts = e.request.facts }
  local before, policy = example_decides(e)(request)
  local _, changed = nil, request
  if not e.mutation.text then _, changed = generate.apply(e.mutation, {}, request, ref.null) end
  local after = example_decides(e, e.mutation.text)(changed)
  return before, after, theorem.check(before, after, e.mutation, policy)
end

local function expected(want, got)
  for key, v in pairs(want) do
    if json.encode(got[key]) ~= json.encode(v) then return string.format("%s is %s, expected %s", key, json.encode(got[key]), json.encode(v)) end
  end
end

-- What is wrong with two decisions of a counterexample; nil when all is well. Both may be another evaluator's.
function theorem.judge_example(e, before, after)
  local _, policy = example_decides(e)({ id = "r", now = "2026-03-02T14:00:00Z", facts = {} })
  return theorem.check(before, after, e.mutation, policy) or expected(e.before, before) or expected(e.after, after)
end

-- Every counterexample holds; and with its rule switched off the theorem breaks. Gives passed and failed.
function theorem.counterexamples()
  local passed, failed = 0, 0
  for _, e in ipairs(require "counterexamples") do
    local before, after = decide_example(e)
    local broken = theorem.judge_example(e, before, after)
    if not broken and e.rule then
      ref.rules[e.rule] = false
      local _, _, without = decide_example(e)
      ref.rules[e.rule] = true
      if not without then broken = "it holds without the rule too" end
    end
    print((broken and "not ok - " or "ok - ") .. e.name .. (broken and ": " .. broken or ""))
    if broken then failed = failed + 1 else passed = passed + 1 end
  end
  return passed, failed
end

if stand_alone then
  local seed, count = tonumber(arg[1] or 1), tonumber(arg[2] or 200)
  local started = os.clock()
  local fixed, broken = theorem.counterexamples()
  local passed, failed, rejected = theorem.random(seed, count, tonumber(arg[3] or 5))
  passed, failed = passed + fixed, failed + broken
  print(string.format("seed %d, %d policies, %d requests rejected, %.1f s", seed, count, rejected, os.clock() - started))
  print(string.format("%d passed, %d failed", passed, failed))
  os.exit(failed == 0)
end

return theorem
