-- ordinary.lua: bench/policy as one writes it in Lua without an engine: fresh tables in, fresh tables out. bench_goals.c holds coded rules against it.
local function menu(plans, id, sum, up_to, smallest, longest)
  if sum <= 0 or up_to <= 0 then return end
  local n = math.min(longest, (sum + smallest - 2) // (smallest - 1) - 1)
  if n < 1 then return end
  local function up(a, b) return (a + b - 1) // b end
  local most, least = up(sum, up(sum, n)), up(sum, up_to)
  if least > most then return end
  local seen = {}
  for _, count in ipairs { most, least, least + (most - least) // 2 } do
    local payment = up(sum, count)
    if not seen[payment] then
      seen[payment] = true
      local times = up(sum, payment)
      plans[#plans + 1] = { plan = id, instalment = payment, count = times, last = sum - (times - 1) * payment }
    end
  end
end

local losses, barriers = { job_loss = true, illness = true, separation = true, disaster = true }, { job_loss = true, illness = true }
local order = { { "email", function(f) return f.email_consent end }, { "sms", function(f) return f.sms_consent and f.days_past_due >= 5 end }, { "letter", function() return true end },
                { "voice", function(f) return f.call_consent and f.preferred_channel == "voice" and f.days_past_due > 30 end }, { "portal", function(f) return f.months_on_book >= 12 end } }

function decide(f)
  local bereaved, contested, care = f.life_event == "bereavement", f.complaint_open or f.dispute_open, f.vulnerable or f.distress
  local lost, cad = losses[f.life_event or ""] or barriers[f.barrier or ""], f.currency == "CAD"
  local days, sum = f.days_past_due, f.balance
  local segment = sum <= 0 and "nothing_owed" or bereaved and "bereaved" or contested and "contested" or care and "vulnerable" or lost and "lost_income" or days <= 0 and "before_due" or days <= 15 and "early" or "late"
  local left = f.monthly_income - f.essential_costs - f.priority_debts
  local afford, plans = math.max(0, math.min(left // 2, left - (cad and 6500 or 5000))), {}
  if afford >= 500 then
    if f.plans_broken_12m <= 1 then menu(plans, "spread_12", sum, afford, 500, 12) end
    if f.plans_broken_12m <= 1 and sum >= (cad and 26000 or 20000) then menu(plans, "spread_24", sum, afford, 500, 24) end
    if f.plans_broken_12m == 0 and sum >= (cad and 65000 or 50000) then menu(plans, "spread_36", sum, afford, 500, 36) end
    if lost then menu(plans, "spread_60", sum, afford, 500, 60) end
  end
  if lost then plans[#plans + 1] = { plan = "pause_1" } end
  if care and f.promises_kept >= 1 then plans[#plans + 1] = { plan = "pause_3" } end
  local action = (segment == "nothing_owed" or segment == "bereaved" or segment == "contested" or segment == "before_due") and "none" or (segment == "vulnerable" or segment == "lost_income") and "offer_help" or #plans > 0 and "offer_plans"
    or segment == "late" and (days > 120 and f.promises_kept == 0 and "formal_notice" or "remind") or "listen"
  local tone = f.promises_kept >= 6 and days <= 5 and "gratitude" or "encouragement"
  local capped = f.role == "third_party" and f.jurisdiction == "ca-qc"
  if action == "formal_notice" and (f.plans_broken_12m < 1 or capped or days <= 30) then action = "remind" end
  if action == "remind" and capped then action = "listen" end
  local channel
  if not (action == "none" or bereaved or contested or sum <= 0) then
    for _, way in ipairs(order) do
      if way[2](f) and (way[1] == "letter" or way[1] == "portal" or f.contacts_7d < 3) then channel = way[1] break end
    end
  end
  if not channel then action = "none" end
  return { segment = segment, action = action, tone = tone, channel = channel, plans = plans }
end
