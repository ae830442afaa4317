1) end)() return (function() return "PWNED"
