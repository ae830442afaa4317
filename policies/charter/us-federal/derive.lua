-- derive.lua: has the person heard from us about this debt before? It settles which disclosure a message carries.
derive.us_earlier_communication_at = last { direction = "outbound", outcome = one_of("conversation", "voicemail", "delivered") }
