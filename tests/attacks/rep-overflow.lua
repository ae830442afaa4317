return #string.rep("xxxxxxxxxxxxxxxx", 1152921504606846977)
