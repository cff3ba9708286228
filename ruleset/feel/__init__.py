"""The cell language: FEEL expressions and unary tests, and what people type instead.

`parse` makes trees of `syntax` from text (the only module that needs the grammar), `unparse` makes
canonical FEEL of trees, `check_types` finds mismatched types, `evaluate` makes functions of trees.
"""
