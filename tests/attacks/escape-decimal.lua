return "\256"
