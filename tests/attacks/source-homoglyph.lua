local а = 1
return а
