local real = _ENV
local _ENV = {}
return io or os or load
