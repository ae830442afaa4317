return ("x"):__metatable()
