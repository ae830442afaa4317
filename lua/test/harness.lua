-- harness.lua: the engine against the slow twin on random policies and requests, field by field, and the theorem on the engine itself.
--
-- A C program with liblua runs it. Before `require "harness"` it sets package.path to "lua/?.lua;lua/test/?.lua" (from the project root)
-- and puts in these global functions:
--   engine_load(folder) → handle (any value but nil), or nil and the message           a policy folder, compiled
--   engine_decide(handle, line) → line                                                 one request, one decision or error line (JSON text)
--   engine_permission(handle) → table                                                  of the last decision, before good_until and texts:
--       { action = name, tone = name, channel = name or nil, calendar = { channel name = { { from, until }, … } } }  a key for every channel of the ladder
--   engine_free(handle)                                                                gives the handle back
--   zone_offset(name, instant) → seconds east of UTC;  zone_next(name, instant) → the next instant at which that changes, or nil: never
-- It calls harness.run { seed =, pairs =, folder =, most = } → passed, failed, and harness.counterexamples { folder = } → passed, failed
--   folder: an empty folder of its own, with an empty folder `messages` in it; the harness writes policies there
--   pairs: about how many (policy, request) pairs; most: stop after so many failures (default 5). Failures are shrunk and printed with their seed.

local time = require "reference_time"
local ref = require "reference"
local random = require "random"
local generate = require "generate"
local write = require "write"
local json = require "json"
local shrink = require "shrink"
local theorem = require "theorem"

local harness = {}

-- ---- a policy in the engine ----

local written = {}

local function put_files(files, folder)
  for name in pairs(written) do
    if not files[name] then os.remove(folder .. "/" .. name) end
  end
  written = {}
  for name, text in pairs(files) do
    local file = assert(io.open(folder .. "/" .. name, "w"))
    file:write(text)
    file:close()
    written[name] = true
  end
end

-- Runs `use` with the policy loaded; gives what it gives, or nil and why the policy did not load.
local function with_files(files, folder, use)
  put_files(files, folder)
  local handle, problem = engine_load(folder)
  if handle == nil then return nil, problem end
  local ok, result = pcall(use, handle)
  engine_free(handle)
  if not ok then error(result, 0) end
  return result
end

local function with_engine(p, folder, use) return with_files(write.files(p), folder, use) end

-- ---- the engine's decision in the twin's form ----

local function instant(text) return text ~= nil and text ~= ref.null and time.parse_instant(text) or nil end
local function known(v) return v ~= ref.null and v or nil end

local function plans_of(d)
  local list = {}
  for i, l in ipairs(d.plans) do list[i] = { id = l.id, plan = l.plan, instalment = l.instalment, count = l.count, last = l.last, total = l.total } end
  return list
end

local function limits_of(d)
  local list, hand_overs = {}, {}
  for i, l in ipairs(d.limits) do
    list[i] = { id = l.id, effect = l.effect, on = l.on, until_ = instant(l["until"]) }
    if l.effect == "hand_over" then hand_overs[#hand_overs + 1] = { id = l.id } end
  end
  return list, hand_overs
end

function harness.projection(line, permission)
  local d = json.decode(line, ref.null)
  if d.error then return { error = d.error.code } end
  local out = { segment = d.segment.is, possible_segments = d.segment.possible, action = d.action.is, action_instead_of = d.action.instead_of, tone = d.tone.is,
                plans = plans_of(d), referrals = {}, possible_plans = d.possible.plans, possible_referrals = d.possible.referrals, ask = {}, unknown = d.unknown,
                good_until = instant(d.good_until), again_at = instant(d.again_at), permission = permission }
  local contact, h = known(d.contact), known(d.hand_over)
  if contact then out.channel, out.from, out.until_ = contact.channel, instant(contact.from), instant(contact["until"]) end
  for i, r in ipairs(d.referrals) do out.referrals[i] = r.to end
  if h then out.hand_over = { to = h.to, by = instant(h.by), certain = h.certain, also = h.also } end
  out.limits, out.hand_overs = limits_of(d)
  for i, q in ipairs(d.ask) do out.ask[i] = { fact = q.fact, would_change = q.would_change } end
  return out
end

local function engine(handle, q)
  local line = engine_decide(handle, json.encode(q, ref.null))
  return harness.projection(line, not line:match '"error":{' and engine_permission(handle) or nil)
end
harness.engine = engine

-- ---- comparing ----

harness.fields = { "error", "segment", "possible_segments", "action", "action_instead_of", "tone", "channel", "from", "until_", "plans", "referrals", "possible_plans",
                   "possible_referrals", "hand_over", "limits", "unknown", "ask", "good_until", "again_at", "permission" }

-- nil, or the first field that differs with both values.
function harness.differs(twin, other)
  for _, field in ipairs(harness.fields) do
    local a, b = json.encode(twin[field], ref.null), json.encode(other[field], ref.null)
    if a == "{}" then a = "[]" end
    if b == "{}" then b = "[]" end
    a, b = a:gsub(":{}", ":[]"), b:gsub(":{}", ":[]")
    if a ~= b then return string.format("%s: the twin says %s, the engine %s", field, a, b) end
  end
end

-- What fails for one policy and request: the field, or what broke of the theorem; nil when all is well or the policy does not load.
local function compare(p, q, folder)
  local policy = assert(ref.load(write.tables(p)))
  return with_engine(p, folder, function(handle) return harness.differs(ref.decide(policy, q), engine(handle, q)) end)
end

-- The theorem on the engine for one mutation.
local function prove(p, q, m, folder)
  local p2, q2 = generate.apply(m, p, q, ref.null)
  if not p2 then return nil end
  local policy, after = assert(ref.load(write.tables(p2))), nil
  local before = with_engine(p, folder, function(handle)
    local d = engine(handle, q)
    if p2 == p then after = engine(handle, q2) end
    return d
  end)
  if before and p2 ~= p then after = with_engine(p2, folder, function(handle) return engine(handle, q2) end) end
  return before and after and theorem.check(before, after, m, policy) or nil
end

local function kind_of(sentence) return sentence and (sentence:match "^[%a_]+") end

local function report(seed, sentence, p, q, m)
  print(string.format("\nFAILED (seed %d): %s\n%s", seed, sentence, m and generate.describe(m) or ""))
  print(write.show(p) .. "-- request\n" .. json.encode(q, ref.null))
end

local function shrunk(seed, sentence, p, q, m, again)
  local kind = kind_of(sentence)
  local sp, sq, sm = shrink.run(p, q, m or { kind = "none" }, function(a, b, c) return kind_of(again(a, b, c)) == kind end, 1500)
  report(seed, again(sp, sq, sm) or sentence, sp, sq, m and sm)
end

-- One policy, a few requests. Counts into `tally`.
local function one_policy(seed, options, tally)
  local r, folder = random.new(seed), options.folder
  local p = generate.policy(r)
  local policy = assert(ref.load(write.tables(p)))
  local failures, requests = {}, {}
  local _, refused = with_engine(p, folder, function(handle)
    for i = 1, 4 do
      local q = generate.request(r, p, ref.null)
      local before, problem = engine(handle, q), nil
      requests[i] = q
      problem = harness.differs(ref.decide(policy, q), before)
      tally.pairs = tally.pairs + 1
      if problem then failures[#failures + 1] = { problem, q } else tally.passed = tally.passed + 1 end
      for _, m in ipairs(generate.mutations(r, p, q, ref.null)) do
        if m.kind:match "^null" then
          local _, q2 = generate.apply(m, p, q, ref.null)
          local broken = theorem.check(before, engine(handle, q2), m, policy)
          if broken then failures[#failures + 1] = { broken, q, m } else tally.passed = tally.passed + 1 end
        end
      end
    end
    return true
  end)
  if refused then failures[1] = { "the engine refuses a random policy: " .. refused, {} } end
  local others = {}
  for _, m in ipairs(refused and {} or generate.mutations(r, p, requests[1], ref.null)) do
    if not m.kind:match "^null" then others[#others + 1] = m end
  end
  for _ = 1, math.min(2, #others) do -- these load another policy: a few are enough
    local m = r:pick(others)
    local broken = prove(p, requests[1], m, folder)
    if broken then failures[#failures + 1] = { broken, requests[1], m } else tally.passed = tally.passed + 1 end
  end
  for _, f in ipairs(failures) do
    tally.failed = tally.failed + 1
    local kind = kind_of(f[1])
    if tally.reported[kind] then print(string.format("FAILED (seed %d): %s", seed, f[1])) -- one of a kind is shrunk
    elseif refused then report(seed, f[1], p, f[2])
    else
      tally.reported[kind] = true
      shrunk(seed, f[1], p, f[2], f[3], function(a, b, c)
        if c and c.kind ~= "none" then return prove(a, b, c, folder) end
        return (compare(a, b, folder))
      end)
    end
    if tally.failed >= (options.most or 5) then return end
  end
end

function harness.run(options)
  if zone_offset then ref.zones(zone_offset, zone_next) end
  local tally, seed = { pairs = 0, passed = 0, failed = 0, reported = {} }, options.seed
  while tally.pairs < options.pairs and tally.failed < (options.most or 5) do
    one_policy(seed, options, tally)
    seed = seed + 1
  end
  print(string.format("engine and twin: seeds %d to %d, %d pairs, %d passed, %d failed", options.seed, seed - 1, tally.pairs, tally.passed, tally.failed))
  return tally.passed, tally.failed
end

-- ---- the fixed counterexamples, on the engine ----

local function example_files(e, more)
  local facts, ladder = {}, { { "letter" }, { "email" }, { "sms" }, { "voice" } }
  for name, f in pairs(e.facts) do
    local copy = generate.copy(f)
    copy.name = name
    facts[#facts + 1] = copy
  end
  local none = {}
  local files = write.files { head = { horizon = "14 days" }, facts = facts, contacts = none, numbers = none, circumstances = none, derive = none, segments = none, plans = none, referrals = none,
                              actions = none, tones = none, channels = none, charter = none, ladders = { action = none, tone = { { "plain" }, { "firm" } }, channel = ladder } }
  files["ladders.lua"] = nil
  files["messages/en.yaml"] = files["messages/en.yaml"]:gsub("    (%l+):", function(channel) return e.lua:find('"' .. channel .. '"', 1, true) and "    " .. channel .. ":" or "    #" .. channel .. ":" end)
  if not e.lua:find '"firm"' then files["messages/en.yaml"] = files["messages/en.yaml"]:gsub(", firm: { body: \"Words.\" }", "") end
  files["segments.lua"], files["charter.lua"] = e.lua, more
  return files
end

function harness.counterexamples(options)
  if zone_offset then ref.zones(zone_offset, zone_next) end
  local passed, failed = 0, 0
  for _, e in ipairs(require "counterexamples") do
    local request = { id = "r", now = e.request.now or "2026-03-02T14:00:00Z", facts = e.request.facts }
    local _, after_request = nil, request
    if not e.mutation.text then _, after_request = generate.apply(e.mutation, {}, request, ref.null) end
    local before, refused = with_files(example_files(e), options.folder, function(handle) return engine(handle, request) end)
    local after = before and with_files(example_files(e, e.mutation.text), options.folder, function(handle) return engine(handle, after_request) end)
    local broken = refused or theorem.judge_example(e, before, after)
    print((broken and "not ok - " or "ok - ") .. e.name .. (broken and ": " .. broken or ""))
    if broken then failed = failed + 1 else passed = passed + 1 end
  end
  return passed, failed
end

return harness
