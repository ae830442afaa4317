return "\u{7fffffff}"
