-- vocabulary.lua: what every word of the policy language rests on: boxes, refusals, names.
--
-- These files run once, before a policy's own, in an environment that scripts never see. A word gives a box, which scripts can
-- neither open nor change; rule words hand plain tables to the C side (engine.emit), which turns them into rule data.
-- Classes of boxes: expression, span, matcher, condition, mark (any, nothing, otherwise, outbound), other, started, space, part.

local open, kind, show = engine.open, engine.kind, engine.show

-- Function → the word's name: a word that needs () and stands without is a function where a value is due.
word_names = {}

function add_word(name, value)
  if kind(value) == "function" then word_names[value] = name end
  engine.word(name, value)
end

-- A row is judged when its table ends, far below its own line: while it is, refusals point at it.
failing_at = nil

function fail(text, ...)
  if failing_at then engine.fail(string.format(text, ...), failing_at.source, failing_at.line) end
  engine.fail(string.format(text, ...))
end

-- The class of a box, and its content; nil for anything else.
function class_of(value)
  local class = open(value)
  return class
end

function content_of(value)
  local _, content = open(value)
  return content
end

-- How an expression reads in a refusal; nil when it has no short form.
local function short(content)
  local x = content.x
  if x == "fact" or x == "number" then return x .. "." .. content.name end
  if x == "money" or x == "percent" then return x .. '("' .. content.text .. '")' end
end

-- Any value in an officer's words: "bereavement", 12.5, fact.balance, a table, the word one_of.
function described(value)
  local class, content = open(value)
  if class == "expression" then return short(content) or "an expression" end
  if class == "span" then return "a span of time" end
  if class == "matcher" then return "the matcher " .. content.m end
  if class == "condition" then
    if content.name then return content.op .. "." .. content.name end
    return "a condition"
  end
  if class == "mark" then return "`" .. content.mark .. "`" end
  if class == "space" then return "the word " .. content.name end
  if class == "started" then return string.format('%s "%s"', content.kind, content.id) end
  if class == "part" then return "a " .. content.part end
  if class == "other" then return "the word " .. content.x end
  if word_names[value] then return "the word " .. word_names[value] end
  return show(value)
end

-- How a word looks that stands without what it needs.
local curly, quoted = {}, {}
for _, name in ipairs { "any_of", "all_of", "none_of_these", "last", "count", "money_of", "integer_of" } do curly[name] = true end
for _, name in ipairs { "ethics", "house", "law", "team", "lexicon" } do quoted[name] = true end

function needs_table(name) curly[name] = true end

function refuse_bare_word(value, place)
  local name = word_names[value]
  if not name then return end
  if curly[name] then fail("%s: %s needs its table: %s { … }", place, name, name) end
  if quoted[name] then fail('%s: %s needs its name in quotes: %s "…"', place, name, name) end
  fail("%s: %s needs its parentheses: %s(…)", place, name, name)
end

function refuse_float(value, place)
  if kind(value) ~= "float" then return end
  fail('%s: %s has a fraction; amounts are exact here: write money("12.50 USD"), percent("12.5") or a whole number', place, show(value))
end

-- A sorted list of the text keys and the length of the list part.
function shape(table_, place)
  local keys, n = engine.shape(table_)
  if not keys then fail("%s: %s", place, n) end
  return keys, n
end

-- A plain table: what an officer wrote in { }.
function is_table(value) return kind(value) == "table" end

function need_name(value, what)
  if kind(value) ~= "text" then fail("%s needs a name in quotes, found %s", what, described(value)) end
  if not engine.is_name(value) then
    fail("%s: %s is not a name; a name has small letters, digits, . _ and -, begins with a letter or digit and has at most 64 of them", what, show(value))
  end
  return value
end

function need_text(value, what)
  if kind(value) ~= "text" then
    refuse_bare_word(value, what)
    refuse_float(value, what)
    fail("%s needs a text in quotes, found %s", what, described(value))
  end
  if value == "" then fail("%s has an empty text", what) end
  return value
end

-- Names joined for a sentence: a, b, c.
function listed(names) return table.concat(names, ", ") end

function suggestion(name, names)
  local near = engine.nearest(name, names)
  if near then return "; did you mean " .. near .. "?" end
  return ""
end

-- ---- misuse that a running Lua can see ----

local function value_text(value)
  if kind(value) == "text" then return show(value) end
  return described(value)
end

-- a < b and a > b reach us as "smaller, larger".
local function refuse_order(smaller, larger)
  local class, content = open(smaller)
  if class == "expression" and content.x == "fact" then
    fail("a comparison happens while the file is read, before anybody is known; write it as an entry: %s = below(%s)", content.name, value_text(larger))
  end
  class, content = open(larger)
  if class == "expression" and content.x == "fact" then
    fail("a comparison happens while the file is read, before anybody is known; write it as an entry: %s = above(%s)", content.name, value_text(smaller))
  end
  fail("a comparison happens while the file is read, before anybody is known; write it as an entry: a = below(fact.b)")
end

local function refuse_order_or_equal(smaller, larger)
  local class, content = open(smaller)
  if class == "expression" and content.x == "fact" then
    fail("a comparison happens while the file is read, before anybody is known; write it as an entry: %s = at_most(%s)", content.name, value_text(larger))
  end
  class, content = open(larger)
  if class == "expression" and content.x == "fact" then
    fail("a comparison happens while the file is read, before anybody is known; write it as an entry: %s = at_least(%s)", content.name, value_text(smaller))
  end
  fail("a comparison happens while the file is read, before anybody is known; write it as an entry: a = at_most(fact.b)")
end

local function refuse_equal(a, b)
  local class, content = open(a)
  if class == "expression" and content.x == "fact" then
    fail("== compares while the file is read, before anybody is known; write it as an entry: %s = %s", content.name, value_text(b))
  end
  fail("== compares while the file is read, before anybody is known; write it as an entry: a = fact.b")
end

local function refuse_concat(a, b)
  fail("%s cannot be joined to a text with ..; texts use {names} of facts", described(open(a) and a or b))
end

local function refuse_length(a) fail("# does not count %s", described(a)) end

local function refuse_call(a)
  local class, content = open(a)
  if class == "mark" or class == "matcher" then fail("%s stands alone, without () or { }", described(a)) end
  fail("%s is followed by ( ), { } or a text; is a comma missing?", described(a))
end

local function refuse_read(a, key) fail("nothing can be read from %s%s", described(a), kind(key) == "text" and " (." .. key .. ")" or "") end
local function refuse_write(a) fail("%s cannot be changed", described(a)) end
local function refuse_bits(a, b) fail("%s: there is no such operation on facts; + - * / smaller(…) larger(…) are what there is", described(open(a) and a or b)) end
local function refuse_arithmetic(a, b) fail("%s cannot be calculated with", described(open(a) and class_of(a) ~= "expression" and a or b)) end

-- Metamethods that refuse everything; a class overrides what it allows.
function refusing()
  return {
    __lt = refuse_order, __le = refuse_order_or_equal, __eq = refuse_equal, __concat = refuse_concat, __len = refuse_length,
    __call = refuse_call, __index = refuse_read, __newindex = refuse_write,
    __add = refuse_arithmetic, __sub = refuse_arithmetic, __mul = refuse_arithmetic, __div = refuse_arithmetic, __unm = refuse_arithmetic,
    __mod = refuse_bits, __pow = refuse_bits, __idiv = refuse_bits,
    __band = refuse_bits, __bor = refuse_bits, __bxor = refuse_bits, __bnot = refuse_bits, __shl = refuse_bits, __shr = refuse_bits,
  }
end

for _, name in ipairs { "span", "matcher", "condition", "mark", "other", "part" } do engine.class(name, refusing()) end

for _, name in ipairs { "any", "nothing", "otherwise", "outbound" } do add_word(name, engine.box("mark", { mark = name })) end

-- `_` stands where a check has cut a fault out: any condition, any cell, any key's value. The scanner refuses it in an officer's own files.
engine.class("mended", refusing())
add_word("_", engine.box("mended", {}))
function is_mended(value) return class_of(value) == "mended" end

function is_mark(value, name)
  local class, content = open(value)
  return class == "mark" and content.mark == name
end
