-- shrink.lua: makes a failing (policy, request, mutation) small: takes away one thing after the other while it still fails.

local generate = require "generate"

local shrink = {}

-- Steps on a condition: a list of functions that each give a smaller one.
local function smaller_conditions(c, give)
  if c.op == "otherwise" then return end
  if c.items then
    for i = 1, #c.items do
      if c.items[i].op == "all" then give(c.items[i])
      elseif c.op ~= "all" or #c.items > 1 then give { op = "all", items = { c.items[i] } } end
      if #c.items > 1 then
        local less = generate.copy(c)
        table.remove(less.items, i)
        give(less)
      end
      smaller_conditions(c.items[i], function(item)
        local changed = generate.copy(c)
        changed.items[i] = item
        give(changed)
      end)
    end
  end
end

local rule_kinds = { "charter", "plans", "referrals", "actions", "tones", "channels", "segments" }
local extras = { "unless", "valid_from", "valid_until", "except_on", "by", "prefer", "cost", "with", "moves" }
local couples = { { "during", "from" }, { "until_date" }, { "hand_over", "by" }, { "forbid" }, { "gives_way" }, { "needs" }, { "expires" }, { "if_missing" }, { "ask" }, { "moves" } }

-- Calls `try(candidate)` for every policy that is one step smaller.
local function policies(p, try)
  local function changed(change)
    local q = generate.copy(p)
    change(q)
    return try(q)
  end
  for _, kind in ipairs(rule_kinds) do
    for i = #p[kind], 1, -1 do
      if not (kind == "segments" and i == #p[kind]) then
        if changed(function(q) table.remove(q[kind], i) end) then return true end
      end
      local rule = p[kind][i]
      if rule then
        local found = false
        local function step(c)
          found = found or changed(function(q) q[kind][i].when = c end)
        end
        if rule.when and rule.when.op ~= "otherwise" then
          if kind ~= "segments" then step { op = "otherwise" } end
          smaller_conditions(rule.when, step)
        end
        if rule.only_if then smaller_conditions(rule.only_if, function(c) found = found or changed(function(q) q[kind][i].only_if = c end) end) end
        if found then return true end
        for _, key in ipairs(extras) do
          if rule[key] and changed(function(q) q[kind][i][key] = nil end) then return true end
        end
        for _, keys in ipairs(couples) do
          if rule[keys[1]] and changed(function(q)
            for _, key in ipairs(keys) do q[kind][i][key] = nil end
          end) then return true end
        end
      end
    end
  end
  for _, list in ipairs { "circumstances", "derive", "facts", "numbers", "contacts" } do
    for i = #p[list], 1, -1 do
      if changed(function(q)
        local item = table.remove(q[list], i)
        if list == "derive" then
          for k = #q.facts, 1, -1 do
            if q.facts[k].name == item.name then table.remove(q.facts, k) end
          end
        end
      end) then return true end
      for _, keys in ipairs(couples) do
        if p[list][i][keys[1]] ~= nil and changed(function(q) q[list][i][keys[1]] = nil end) then return true end
      end
      if p[list][i].when then
        local found = false
        smaller_conditions(p[list][i].when, function(c) found = found or changed(function(q) q[list][i].when = c end) end)
        if found then return true end
      end
    end
  end
  for _, ladder in ipairs { "action", "tone", "channel" } do
    for i = #p.ladders[ladder], 1, -1 do
      if p.ladders[ladder][i][1] ~= "none" and changed(function(q) table.remove(q.ladders[ladder], i) end) then return true end
      for _, key in ipairs { "gives_way", "needs" } do
        if p.ladders[ladder][i][key] and changed(function(q) q.ladders[ladder][i][key] = nil end) then return true end
      end
    end
  end
  for _, key in ipairs { "holidays", "valid_from", "valid_until" } do
    if p.head[key] and changed(function(q) q.head[key] = nil end) then return true end
  end
  return false
end

local function requests(q, try)
  local function changed(change)
    local r = generate.copy(q)
    change(r)
    return try(r)
  end
  local names = {}
  for name in pairs(q.facts) do names[#names + 1] = name end
  table.sort(names)
  for _, name in ipairs(names) do
    if changed(function(r) r.facts[name] = nil end) then return true end
  end
  if type(q.contacts) == "table" and q.contacts[1] then
    for i = #q.contacts, 1, -1 do
      if changed(function(r)
        table.remove(r.contacts, i)
        if #r.contacts == 0 then r.contacts = nil end
      end) then return true end
      for _, key in ipairs { "debts", "automated", "outcome", "direction", "channel" } do
        if q.contacts[i][key] ~= nil and changed(function(r) r.contacts[i][key] = nil end) then return true end
      end
    end
  end
  for _, key in ipairs { "contacts", "debt" } do
    if q[key] ~= nil and changed(function(r) r[key] = nil end) then return true end
  end
  return false
end

local function limits(m, try)
  if m.kind ~= "add_limit" then return false end
  local found = false
  local function changed(change)
    local n = generate.copy(m)
    change(n.limit)
    found = found or try(n)
    return found
  end
  if m.limit.when and m.limit.when.op ~= "otherwise" then
    changed(function(l) l.when = nil end)
    smaller_conditions(m.limit.when, function(c) changed(function(l) l.when = c end) end)
  end
  for _, key in ipairs(extras) do
    if m.limit[key] then changed(function(l) l[key] = nil end) end
  end
  return found
end

-- fails(policy, request, mutation) → true while it still fails; anything that does not load does not fail. Gives the smallest found.
function shrink.run(p, q, m, fails, most)
  local left = most or 4000
  local function still(a, b, c)
    left = left - 1
    if left < 0 then return false end
    local ok, answer = pcall(fails, a, b, c)
    return ok and answer
  end
  local smaller = true
  while smaller and left > 0 do
    smaller = policies(p, function(x)
      if not still(x, q, m) then return false end
      p = x
      return true
    end) or requests(q, function(x)
      if not still(p, x, m) then return false end
      q = x
      return true
    end) or limits(m, function(x)
      if not still(p, q, x) then return false end
      m = x
      return true
    end)
  end
  return p, q, m
end

return shrink
