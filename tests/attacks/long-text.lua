return [[x
