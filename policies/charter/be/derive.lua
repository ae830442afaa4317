-- Belgium: the dates on which the holds rest. A request made before the first free day after the formal notice is made in time.
derive.be_notice_free_on         = date_of { fact.formal_notice_sent_at, business_days(3), days(14) }
derive.be_plan_requested_on      = date_of { fact.plan_requested_at }
derive.be_contested_on           = date_of { fact.contested_at }
derive.be_mediation_requested_on = date_of { fact.mediation_requested_at }
-- 45 days, the next working day being the first
derive.be_mediation_free_on      = date_of { fact.mediation_requested_at, business_days(1), days(45) }
