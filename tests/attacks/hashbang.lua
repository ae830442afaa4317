#!/usr/bin/lua
return "PWNED"
