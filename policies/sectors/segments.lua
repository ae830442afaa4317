-- The packs decide nothing by themselves: everybody is in one segment, and nobody is contacted. Ask with `ruth permit`.
segment "everyone" { when = otherwise }
