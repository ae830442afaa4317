-- The law decides nothing by itself: everybody is in one segment, and nobody is contacted. Ask with `ruth permit`.
segment "everyone" { when = otherwise }
