return "\u{d800}"
