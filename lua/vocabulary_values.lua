-- vocabulary_values.lua: words that are values: facts, numbers, arithmetic, spans of time, matchers, offers, citations.

local open, box, kind = engine.open, engine.box, engine.kind

-- ---- expressions ----

-- A whole number or an expression, as part of an expression.
local function operand(value, place)
  local k = kind(value)
  if k == "integer" or class_of(value) == "expression" then return value end
  if is_mended(value) then return 1 end
  refuse_float(value, place)
  refuse_bare_word(value, place)
  if k == "text" then fail("%s: %s is a text; facts are written fact.name, amounts money(\"50.00 USD\"), rates percent(\"12.5\")", place, engine.show(value)) end
  if class_of(value) == "space" then fail("%s: %s needs a name, as in %s.name", place, content_of(value).name, content_of(value).name) end
  fail("%s: expected a fact, a number or a whole number, found %s", place, described(value))
end

local function expression(content) return box("expression", content) end

local function arithmetic(x, sign)
  return function(a, b)
    if class_of(a) == "span" or class_of(b) == "span" then fail("spans are not added or multiplied; write the count inside: days(%s)", "number.a + number.b") end
    return expression { x = x, a = operand(a, sign), b = operand(b, sign) }
  end
end

-- a / b is compiled as a * __over ^ b (load.c): the divisor meets what it divides, whatever that is.
local divide, times = arithmetic("div", "/"), arithmetic("mul", "*")
local function multiply(a, b)
  if class_of(b) ~= "divisor" then return times(a, b) end
  local by = content_of(b).by
  if (kind(a) == "integer" or kind(a) == "float") and (kind(by) == "integer" or kind(by) == "float") then
    fail('a division of two plain numbers gives a fraction, which is not exact; write its result, or percent("12.5")')
  end
  return divide(a, by)
end

local over, divisor, methods = refusing(), refusing(), refusing()
over.__pow = function(_, by) return box("divisor", { by = by }) end
divisor.__mul = multiply
engine.class("over", over)
engine.class("divisor", divisor)
add_word("__over", box("over", {}))
methods.__add, methods.__sub, methods.__mul, methods.__div = arithmetic("add", "+"), arithmetic("sub", "-"), multiply, divide
methods.__unm = function(a) return expression { x = "sub", a = 0, b = a } end
engine.class("expression", methods)

-- fact.name, number.name, circumstance.name, contacts_like.name: a space reads names; some spaces are also rule words.
local spaces = refusing()
spaces.__index = function(space, name)
  local content = content_of(space)
  engine.loading(content.name .. "." .. (kind(name) == "text" and name or "name"))
  if not content.read then fail("%s.%s cannot be read; facts, derived ones too, are read as fact.%s", content.name, name, name) end
  return content.read(need_name(name, content.name))
end
spaces.__call = function(space, ...)
  local content = content_of(space)
  if not content.call then fail("%s is not called: write %s.name", content.name, content.name) end
  return content.call(...)
end
spaces.__newindex = function(space, name, value)
  local content = content_of(space)
  if not content.write then fail("%s.%s cannot be set", content.name, engine.kind(name) == "text" and name or "name") end
  content.write(name, value)
end
engine.class("space", spaces)

function add_space(name, content)
  content.name = name
  add_word(name, box("space", content))
end

add_space("fact", { read = function(name) return expression { x = "fact", name = name } end })
add_space("number", { read = function(name) return expression { x = "number", name = name } end })

local function exact(x, form)
  return function(text, more)
    if kind(text) ~= "text" then fail("%s takes a text, because it is exact: %s(\"%s\"); found %s", x, x, form, described(text)) end
    if more ~= nil then fail("%s takes one text: %s(\"%s\")", x, x, form) end
    return expression { x = x, text = text }
  end
end
add_word("money", exact("money", "50.00 USD"))
add_word("percent", exact("percent", "12.5"))

-- All arguments, none of them nil.
local function arguments(name, least, ...)
  local n, items = select("#", ...), {}
  for i = 1, n do
    local value = select(i, ...)
    if value == nil then fail("%s: value %d is nothing", name, i) end
    items[i] = value
  end
  if n < least then
    if least == 1 then fail("%s needs a value: %s(…)", name, name) end
    fail("%s needs at least %d values, found %d", name, least, n)
  end
  return items
end

local function extreme(name)
  return function(...)
    local items = arguments(name, 2, ...)
    for i, value in ipairs(items) do items[i] = operand(value, name) end
    return expression { x = name, items = items }
  end
end
add_word("smaller", extreme("smaller"))
add_word("larger", extreme("larger"))

local roundings = { down = true, up = true, even = true }

local function rounded(name)
  return function(what, more)
    local form = name .. ' { expression, round = "down" }'
    if not is_table(what) or more ~= nil then fail("%s needs a table: %s", name, form) end
    local keys, n = shape(what, name)
    if n ~= 1 then fail("%s needs exactly one expression, found %d: %s", name, n, form) end
    local content = { x = name, of = operand(what[1], name) }
    for _, key in ipairs(keys) do
      if key == "round" then
        if not roundings[what.round] then fail('%s: round is "down", "up" or "even", found %s', name, described(what.round)) end
        content.round = what.round
      elseif key == "not_below" then
        content.not_below = operand(what.not_below, name .. ": not_below")
      else
        fail("%s: %s is not a key here%s (keys: round, not_below)", name, key, suggestion(key, { "round", "not_below" }))
      end
    end
    local _, line = engine.here()
    content["@line"] = line
    return expression(content)
  end
end
add_word("money_of", rounded("money_of"))
add_word("integer_of", rounded("integer_of"))

-- date_of { fact.sent_at, business_days(3), days(14) }: a local date, then step by step.
add_word("date_of", function(what, more)
  if not is_table(what) or more ~= nil then fail("date_of needs a table: date_of { fact.sent_at, days(14) }") end
  local keys, n = shape(what, "date_of")
  if #keys > 0 or n == 0 then fail("date_of takes a fact and the spans to go on from it: date_of { fact.sent_at, days(14) }") end
  local steps = {}
  for i = 2, n do steps[i - 1] = need_span(what[i], "date_of") end
  return expression { x = "date_of", of = operand(what[1], "date_of"), steps = #steps > 0 and steps or nil }
end)

add_word("same_debt", expression { x = "same_debt" })

-- ---- spans ----

local function span(name)
  return function(count, more)
    if count == nil or more ~= nil then fail("%s needs one count: %s(7)", name, name) end
    operand(count, name)
    if kind(count) == "integer" and count < 0 then fail("%s: a span is counted from 0 up, found %d", name, count) end
    return box("span", { x = name, n = count })
  end
end
for _, name in ipairs { "days", "hours", "business_days", "months" } do add_word(name, span(name)) end

add_word("ever", box("span", { x = "ever" }))

function need_span(value, place)
  if class_of(value) == "span" then return value end
  refuse_bare_word(value, place)
  if kind(value) == "integer" then fail("%s needs a span of time, such as days(%d), found %d", place, value, value) end
  fail("%s needs a span of time, such as days(7), found %s", place, described(value))
end

add_word("stricter", function(...)
  local items = arguments("stricter", 2, ...)
  for _, value in ipairs(items) do need_span(value, "stricter") end
  return box("span", { x = "stricter", items = items })
end)

-- ---- matchers ----

-- What a fact may be compared with.
local function comparable(value, place)
  local k, class = kind(value), class_of(value)
  if k == "text" or k == "integer" or k == "boolean" or class == "expression" then return value end
  refuse_float(value, place)
  refuse_bare_word(value, place)
  if k == "table" then fail("%s: a table stands where a value is due; several values are written one_of(\"a\", \"b\")", place) end
  if class == "span" then fail("%s: a span of time is compared with within_last, within_next or longer_ago_than", place) end
  if class == "matcher" then fail("%s: one matcher inside another; a matcher takes values", place) end
  if class == "space" then fail("%s: %s needs a name, as in %s.name", place, content_of(value).name, content_of(value).name) end
  fail("%s: expected a value, found %s", place, described(value))
end

local function matcher(content) return box("matcher", content) end

for _, name in ipairs { "at_least", "at_most", "above", "below" } do
  add_word(name, function(...)
    local items = arguments(name, 1, ...)
    if #items > 1 then fail("%s takes one value, found %d", name, #items) end
    if kind(items[1]) == "boolean" then fail("%s compares sizes; true and false have none", name) end
    return matcher { m = name, value = comparable(items[1], name) }
  end)
end

add_word("between", function(...)
  local items = arguments("between", 2, ...)
  if #items > 2 then fail("between takes two values, the lower and the higher, found %d", #items) end
  local low, high = comparable(items[1], "between"), comparable(items[2], "between")
  if kind(low) == "integer" and kind(high) == "integer" and low > high then
    fail("between(%d, %d) fits nobody: the lower end comes first, between(%d, %d)", low, high, high, low)
  end
  return matcher { m = "between", low = low, high = high }
end)

for _, name in ipairs { "one_of", "none_of", "has_any", "has_all", "has_none" } do
  add_word(name, function(...)
    local items = arguments(name, 1, ...)
    for _, value in ipairs(items) do
      if is_table(value) then fail('%s takes its values in parentheses, not in a table: %s("a", "b")', name, name) end
      comparable(value, name)
    end
    return matcher { m = name, values = items }
  end)
end

for _, name in ipairs { "within_last", "within_next", "longer_ago_than" } do
  add_word(name, function(value, more)
    if value == nil or more ~= nil then fail("%s needs one span of time: %s(days(7))", name, name) end
    return matcher { m = name, value = need_span(value, name) }
  end)
end

for _, name in ipairs { "on_file", "not_on_file", "today" } do add_word(name, matcher { m = name }) end

-- The matcher that an entry `fact = value` of a condition means.
function matcher_of(value, fact)
  local class, content = open(value)
  if class == "matcher" then return content end
  if class == "mended" then return { m = "on_file" } end
  if class == "mark" then
    if content.mark == "any" then fail("%s = any says nothing; `any` belongs into a cell of a row: leave the entry out", fact) end
    fail("%s = %s: `%s` is not a value", fact, content.mark, content.mark)
  end
  if class == "condition" then fail("%s = …: a condition stands by itself; leave `%s =` out", fact, fact) end
  if kind(value) == "function" and not word_names[value] then fail("%s = function: a coded condition stands by itself: when = function(f) … end", fact) end
  return { m = "eq", value = comparable(value, fact) }
end

-- ---- words with a name: citations, teams, lexicons ----

local function named(word, make, example)
  add_word(word, function(name, more)
    if kind(name) ~= "text" or name == "" then fail('%s needs a name in quotes: %s "%s"; found %s', word, word, example, described(name)) end
    if more ~= nil then fail('%s takes one name: %s "%s"', word, word, example) end
    return box("other", make(name))
  end)
end
for _, scheme in ipairs { "ethics", "house", "law" } do
  named(scheme, function(id) return { x = "cite", scheme = scheme, id = id } end, scheme == "law" and "12 CFR 1006.14" or "1")
end
named("team", function(name) return { x = "team", name = need_name(name, "team") } end, "care")
named("lexicon", function(name) return { x = "lexicon", name = need_name(name, "lexicon") } end, "threats")
add_word("closed", box("other", { x = "closed" }))
add_word("open", box("other", { x = "open" }))

-- ---- plain data: keys that are neither conditions nor single words ----

-- A copy of a value with everything in it checked.
function plain(value, place, depth)
  local k = kind(value)
  refuse_float(value, place)
  if k == "function" then
    refuse_bare_word(value, place)
    fail("%s: a function cannot stand here; only `when` and `unless` take one", place)
  end
  if k == "word" then
    local class = class_of(value)
    if class == "mark" or class == "space" or class == "started" or class == "part" or class == "condition" then
      fail("%s: %s cannot stand here", place, described(value))
    end
    return value
  end
  if k ~= "table" then return value end
  depth = (depth or 0) + 1
  if depth > 16 then fail("%s is nested too deeply, or contains itself", place) end
  local keys, n = shape(value, place)
  if n == 0 and #keys == 0 then fail("%s is empty", place) end
  if n > 0 and #keys > 0 then fail("%s mixes a list with keys (%s)", place, keys[1]) end
  local copy = {}
  for i = 1, n do copy[i] = plain(value[i], place, depth) end
  for _, key in ipairs(keys) do
    if not is_mended(value[key]) then copy[need_name(key, place)] = plain(value[key], place .. "." .. key, depth) end
  end
  return copy
end

-- ---- plan offers ----

-- A word that says what a plan offers.
function add_offer(name)
  needs_table(name)
  add_word(name, function(with, more)
    if not is_table(with) or more ~= nil then fail("%s needs a table of what it offers: %s { … }", name, name) end
    local keys, n = shape(with, name)
    if n > 0 then fail("%s: every entry needs its key, found %s alone", name, described(with[1])) end
    local copy = {}
    for _, key in ipairs(keys) do
      if not is_mended(with[key]) then copy[need_name(key, name)] = plain(with[key], name .. ": " .. key) end
    end
    return box("other", { x = "offer", kind = name, with = copy })
  end)
end

for _, name in ipairs { "instalments", "pause_payments", "reduced", "interest_only", "settlement", "step_up", "token", "re_age" } do add_offer(name) end
