return "" .. {}
