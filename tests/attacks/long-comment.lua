return 1 --[==[ ]] ]=]
