-- random.lua: chance from a seed, the same everywhere: xorshift64* on whole numbers.

local random = {}
random.__index = random

function random.new(seed) return setmetatable({ state = (seed * 0x9E3779B97F4A7C15) ~ 0x2545F4914F6CDD1D | 1 }, random) end

function random:bits()
  local x = self.state
  x = x ~ (x >> 12)
  x = x ~ (x << 25)
  x = x ~ (x >> 27)
  self.state = x
  return (x * 0x2545F4914F6CDD1D) >> 1 -- never negative
end

function random:int(low, high) return low + (self:bits() >> 16) % (high - low + 1) end
function random:chance(percent) return self:int(1, 100) <= percent end
function random:pick(list) return list[self:int(1, #list)] end

-- Some of a list, in its order, at least `least`.
function random:some(list, percent, least)
  local out = {}
  for _, v in ipairs(list) do
    if self:chance(percent) then out[#out + 1] = v end
  end
  if #out < least then return table.move(list, 1, least, 1, {}) end
  return out
end

function random:shuffled(list)
  local out = table.move(list, 1, #list, 1, {})
  for i = #out, 2, -1 do
    local k = self:int(1, i)
    out[i], out[k] = out[k], out[i]
  end
  return out
end

return random
