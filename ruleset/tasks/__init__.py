"""The domain: a person's profile and goal become a plan of small tasks.

`profile` reads facts, each with its origin; `selection` asks the rules which templates fit;
`rendering` turns a template and facts into text; `agent` puts the plan together. Selection and
rendering do not know each other.
"""
