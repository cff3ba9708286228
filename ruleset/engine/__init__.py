"""Facts and a plan give a decision. Run time lives here; nothing here reads Excel or parses cells.

`masks` is the engine that callers use; `rete` is a second, independent opinion on the same plan.
`ruleset` (the class) holds a plan and an engine and is what the library's users see.
"""
