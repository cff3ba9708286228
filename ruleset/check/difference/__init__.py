"""What differs between two versions of the rules: in their rows, and in what they decide.

`form` says what a difference is; `rows` compares rows by id; `versions` lays both versions into one
space; `verdicts` tells whether a version decides alike all over a box; `regions` finds the boxes in
which the outcomes differ; `compare` puts all together; `text`, `markdown`, `html` and `as_dict`
show it.
"""

from ruleset.check.difference.compare import difference
from ruleset.check.difference.form import DecisionDifference, Difference, Region, RowChange
from ruleset.check.difference.renderings import to_dict, to_html, to_markdown, to_text

__all__ = [
    "DecisionDifference",
    "Difference",
    "Region",
    "RowChange",
    "difference",
    "to_dict",
    "to_html",
    "to_markdown",
    "to_text",
]
