return "\u{110000000}"
