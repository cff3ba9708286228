"""Why a decision is as it is, why another is not, and what would have to change for it.

An explanation is recomputed from the facts and the rules; nothing has to be stored with a decision.
Every cell of every row is held against the fact that it met, by the meaning of the cell itself (a
value set, atoms to look for, an expression) and not by the engine's masks: so the explanation is
also an independent check of the engine, and both must agree. The hit policy is the engine's own.

`explain` makes the `Explanation` (the shapes are in `form`): one `Step` for each decision on the
way, one `RuleVerdict` a row, one `CellVerdict` a cell. `search` finds the smallest changes of facts
that change the outcome, by moving between the classes that the columns tell apart. `plain_text`,
`as_dict`, `terminal` (Rich) and `html` (Jinja2) are renderings of these values and add nothing.
"""
