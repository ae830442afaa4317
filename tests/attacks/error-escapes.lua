error("a\27[31m\u{202e}b\t\xff\xfe\nc")
