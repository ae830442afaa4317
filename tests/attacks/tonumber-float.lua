return { tonumber("1.5") == nil, tonumber("nan") == nil, tonumber("inf") == nil, tonumber("0x1p4") == nil }
