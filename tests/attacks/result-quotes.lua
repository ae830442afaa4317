return { "a\"b\\" }
