derive.telecom_noticed_at = last { direction = "outbound", line_step = "notice" }
