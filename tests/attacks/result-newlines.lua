return "a\nb\r\nc"
