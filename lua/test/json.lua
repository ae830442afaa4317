-- json.lua: a small plain JSON reader and writer for tests. null is the sentinel given; whole numbers are integers.

local json = {}

-- ---- writing: keys sorted; a table with [1], or marked by json.list, is an array ----

local list_mark = {}
function json.list(t) return setmetatable(t, list_mark) end

local escapes = { ['"'] = '\\"', ["\\"] = "\\\\", ["\n"] = "\\n", ["\r"] = "\\r", ["\t"] = "\\t" }
local function text(s) return '"' .. s:gsub('[%c"\\]', function(c) return escapes[c] or string.format("\\u%04x", c:byte()) end) .. '"' end

function json.encode(v, null)
  if v == null or v == nil then return "null" end
  if type(v) == "string" then return text(v) end
  if type(v) ~= "table" then return tostring(v) end
  local parts = {}
  if v[1] ~= nil or getmetatable(v) == list_mark then
    for i, item in ipairs(v) do parts[i] = json.encode(item, null) end
    return "[" .. table.concat(parts, ",") .. "]"
  end
  local keys = {}
  for key in pairs(v) do keys[#keys + 1] = key end
  table.sort(keys)
  for i, key in ipairs(keys) do parts[i] = text(key) .. ":" .. json.encode(v[key], null) end
  return "{" .. table.concat(parts, ",") .. "}"
end

-- ---- reading ----

local unescaped = { b = "\b", f = "\f", n = "\n", r = "\r", t = "\t" }

local read

local function read_text(s, at)
  local out = {}
  at = at + 1
  while true do
    local stop = s:find('["\\]', at) or error "a text without its end"
    out[#out + 1] = s:sub(at, stop - 1)
    if s:sub(stop, stop) == '"' then return table.concat(out), stop + 1 end
    local c = s:sub(stop + 1, stop + 1)
    if c == "u" then
      out[#out + 1] = utf8.char(tonumber(s:sub(stop + 2, stop + 5), 16))
      at = stop + 6
    else
      out[#out + 1] = unescaped[c] or c
      at = stop + 2
    end
  end
end

local function skip(s, at) return s:find("[^ \t\r\n]", at) or #s + 1 end

local function read_list(s, at, null)
  local out = json.list {}
  at = skip(s, at + 1)
  while s:sub(at, at) ~= "]" do
    out[#out + 1], at = read(s, at, null)
    at = skip(s, at)
    if s:sub(at, at) == "," then at = skip(s, at + 1) end
  end
  return out, at + 1
end

local function read_map(s, at, null)
  local out, key = {}, nil
  at = skip(s, at + 1)
  while s:sub(at, at) ~= "}" do
    key, at = read_text(s, at)
    at = skip(s, at)
    assert(s:sub(at, at) == ":", "a key without its value")
    out[key], at = read(s, at + 1, null)
    at = skip(s, at)
    if s:sub(at, at) == "," then at = skip(s, at + 1) end
  end
  return out, at + 1
end

read = function(s, at, null)
  at = skip(s, at)
  local c = s:sub(at, at)
  if c == '"' then return read_text(s, at) end
  if c == "[" then return read_list(s, at, null) end
  if c == "{" then return read_map(s, at, null) end
  for word, v in pairs { ["true"] = true, ["false"] = false, null = null } do
    if s:sub(at, at + #word - 1) == word then return v, at + #word end
  end
  local number = s:match("^-?[%d.eE+-]+", at) or error("not JSON at byte " .. at)
  return math.tointeger(number) or tonumber(number), at + #number
end

function json.decode(s, null) return (read(s, 1, null)) end

return json
