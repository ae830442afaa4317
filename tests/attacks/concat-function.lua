return "" .. tostring
