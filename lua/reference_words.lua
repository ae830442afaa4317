-- reference_words.lua: the slow twin's own policy words: an _ENV in which policy texts run, and the plain rules they leave.
--
-- Nothing is checked here: the twin is given policies that the engine accepts. A rule is a table { kind, id, is, when, … }, its
-- conditions trees of { op = … }, its expressions trees of { x = … }.

local words = {}

-- Classes: what stands in a policy text besides plain tables, told apart by metatable.
local Expression, Matcher, Condition, Span, Mark, Other = {}, {}, {}, {}, {}, {}
local function is(value, class) return getmetatable(value) == class end

local function expression(content) return setmetatable(content, Expression) end
Expression.__add = function(a, b) return expression { x = "add", a = a, b = b } end
Expression.__sub = function(a, b) return expression { x = "sub", a = a, b = b } end
Expression.__mul = function(a, b) return expression { x = "mul", a = a, b = b } end
Expression.__div = function(a, b) return expression { x = "div", a = a, b = b } end
Expression.__unm = function(a) return expression { x = "sub", a = 0, b = a } end

-- ---- conditions ----

local function sorted_keys(t)
  local keys = {}
  for key in pairs(t) do
    if type(key) == "string" then keys[#keys + 1] = key end
  end
  table.sort(keys)
  return keys
end

local condition_of

-- Every entry of a table: `name = matcher` by name, then the others in order.
local function entries(value, skip)
  local items = {}
  for _, name in ipairs(sorted_keys(value)) do
    local test = value[name]
    if not (skip and skip[name]) then
      items[#items + 1] = { op = "atom", name = name, test = is(test, Matcher) and test or { m = "eq", value = test } }
    end
  end
  for _, entry in ipairs(value) do items[#items + 1] = condition_of(entry) end
  return items
end

condition_of = function(value)
  if is(value, Condition) then return value end
  if is(value, Mark) then return { op = value.mark } end -- otherwise, outbound
  if type(value) == "function" then return { op = "coded", code = value } end
  return { op = "all", items = entries(value) }
end
words.condition_of = condition_of

-- ---- the environment ----

local function environment(policy)
  local env = {
    any = setmetatable({ mark = "any" }, Mark), nothing = setmetatable({ mark = "nothing" }, Mark),
    otherwise = setmetatable({ mark = "otherwise" }, Mark), outbound = setmetatable({ mark = "outbound" }, Mark),
    closed = setmetatable({ closed = true }, Other), ever = setmetatable({ x = "ever" }, Span), same_debt = expression { x = "same_debt" },
    -- what a coded condition may use
    math = math, string = string, table = table, type = type, tostring = tostring, ipairs = ipairs, pairs = pairs, error = error, select = select,
  }
  local function space(x) return setmetatable({}, { __index = function(_, name) return expression { x = x, name = name } end }) end
  env.fact, env.number = space "fact", space "number"
  env.money = function(text) return expression { x = "money", text = text } end
  env.percent = function(text) return expression { x = "percent", text = text } end
  for _, x in ipairs { "smaller", "larger" } do
    env[x] = function(...) return expression { x = x, items = { ... } } end
  end
  for _, x in ipairs { "money_of", "integer_of" } do
    env[x] = function(t) return expression { x = x, of = t[1], round = t.round, not_below = t.not_below } end
  end
  for _, x in ipairs { "days", "hours", "business_days", "months" } do
    env[x] = function(n) return setmetatable({ x = x, n = n }, Span) end
  end
  for _, m in ipairs { "at_least", "at_most", "above", "below", "within_last", "within_next", "longer_ago_than" } do
    env[m] = function(value) return setmetatable({ m = m, value = value }, Matcher) end
  end
  env.between = function(low, high) return setmetatable({ m = "between", low = low, high = high }, Matcher) end
  for _, m in ipairs { "one_of", "none_of", "has_any", "has_all", "has_none" } do
    env[m] = function(...) return setmetatable({ m = m, values = { ... } }, Matcher) end
  end
  for _, m in ipairs { "on_file", "not_on_file", "today" } do env[m] = setmetatable({ m = m }, Matcher) end
  for name, op in pairs { any_of = "any", all_of = "all", none_of_these = "none" } do
    env[name] = function(value) return setmetatable({ op = op, items = entries(value) }, Condition) end
  end
  env.last = function(value)
    return expression { x = "last", filter = is(value, Condition) and value or { op = "all", items = entries(value) } }
  end
  env.count = function(value)
    if is(value, Condition) then return expression { x = "count", filter = value } end
    return expression { x = "count", filter = { op = "all", items = entries(value, { since_last = true, within = true }) },
                        since_last = value.since_last and condition_of(value.since_last), within = value.within }
  end
  for _, scheme in ipairs { "ethics", "house", "law" } do env[scheme] = function(id) return scheme .. ": " .. id end end
  env.team = function(name) return name end
  for _, kind in ipairs { "instalments", "pause_payments" } do
    env[kind] = function(with) return { kind = kind, with = with } end
  end

  -- ---- rule words ----

  local function add(kind, id, body)
    local rule = { kind = kind, id = id }
    for key, value in pairs(body) do rule[key] = value end
    rule.is = rule.is or id
    rule.when = condition_of(rule.when or env.otherwise)
    if rule.unless ~= nil then rule.unless = { op = "not", item = condition_of(rule.unless) } end
    if rule.only_if ~= nil then rule.only_if = condition_of(rule.only_if) end
    for _, key in ipairs { "counting", "except", "from_first" } do
      if rule[key] ~= nil then rule[key] = condition_of(rule[key]) end
    end
    if rule.on ~= nil then rule.on = condition_of(rule.on) end
    if rule.except_on ~= nil then rule.except_on = condition_of(rule.except_on) end
    table.insert(policy.rules[kind], rule)
  end
  for kind in pairs(policy.rules) do
    env[kind] = function(id) return function(body) add(kind, id, body) end end
  end
  env.ladder = function(id) return function(places) policy.ladders[id] = places end end
  env.guarantee = function() return function() end end

  -- circumstance "name" { … } says it; circumstance.name uses it. Likewise contacts_like.
  local function named(store, op)
    return setmetatable({}, {
      __call = function(_, id) return function(body) store[id] = condition_of(body) end end,
      __index = function(_, id) return setmetatable({ op = op, name = id }, Condition) end,
    })
  end
  env.circumstance, env.contacts_like = named(policy.circumstances, "circumstance"), named(policy.likes, "contacts_like")
  env.derive = setmetatable({}, { __newindex = function(_, id, value) policy.derive[id] = value end })

  -- rows: every row is an ordinary rule; columns that are no keys of a rule are conditions.
  local rule_keys = { when = true, unless = true, because = true, doc = true, cite = true, valid_from = true, valid_until = true, owner = true, is = true,
                      message = true, prefer = true, cost = true, with = true, offer = true }
  env.columns = function(names) return { names = names } end
  env.row = function(cells) return { cells = cells } end
  env.rows = function(kind)
    return function(parts)
      local names = parts[1].names
      for i = 2, #parts do
        local id, body, conditions = nil, {}, {}
        for k, name in ipairs(names) do
          local cell = parts[i].cells[k]
          if name == "id" then id = cell
          elseif rule_keys[name] then
            if not is(cell, Mark) then body[name] = cell end
          elseif not is(cell, Mark) then conditions[name] = cell end
        end
        if body.when ~= nil then conditions[#conditions + 1] = body.when end
        body.when = next(conditions) ~= nil and conditions or env.otherwise
        add(kind, id, body)
      end
    end
  end
  return env
end

-- Runs the policy texts in order. sources: { { name=, text= }, … }. Gives the rules, or nil and what went wrong.
function words.run(sources)
  local policy = {
    rules = { segment = {}, plan = {}, referral = {}, action = {}, tone = {}, channel = {}, message = {}, limit = {} },
    circumstances = {}, likes = {}, derive = {}, ladders = {},
  }
  local env = environment(policy)
  for _, source in ipairs(sources) do
    local chunk, problem = load(source.text, "=" .. source.name, "t", env)
    if not chunk then return nil, problem end
    local ok, failure = pcall(chunk)
    if not ok then return nil, tostring(failure) end
  end
  return policy
end

return words
