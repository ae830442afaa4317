table.sort(_ENV)
