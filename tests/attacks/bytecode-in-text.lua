local code = "\27Lua\x54"
return load(code)() or "PWNED"
