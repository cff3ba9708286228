"""The shapes of a difference."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from ruleset.check.rule_space import RuleSpace
from ruleset.dmn.form import Value
from ruleset.plan.form import CompiledDecision, Computed, Plan
from ruleset.space.boxes import Box

Outcome = tuple[object, ...]
"""What is decided in a box: `(kind, content)`, equal when the same is decided.

`part`, of a list: what only this version yields, while all else in it is the same in both.
`one`: the content is a tuple of (term, value or Computed); `list`: a tuple of such; `none`: no
outcome; `conflict`: the hit policy is broken, in the decision of that name; `refused`: a fact of
the term of that name is not allowed.
"""

NO_OUTCOME: Outcome = ("none", ())
OutputValue = Value | Computed | None


class RowKind(StrEnum):
    """What happened to a row."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell of a row: its column's label, the text before and after."""

    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row, by its id. `old_cell` and `new_cell` are addresses; None where it is not."""

    kind: RowKind
    rule: str
    old_cell: str | None
    new_cell: str | None
    cells: tuple[CellChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Region:
    """A box of facts for which the outcome changes, from `before` to `after`.

    `facts` lie in it. `old_rules` and `new_rules` are the ids of the rows that decide them, the
    last table's. `certain` is False when it takes an expression to be true or not, of which nobody
    can say whether it can be.
    """

    box: Box
    before: Outcome
    after: Outcome
    facts: Mapping[str, Value | None]
    old_rules: tuple[str, ...]
    new_rules: tuple[str, ...]
    certain: bool = True


@dataclass(frozen=True)
class DecisionDifference:
    """One decision in both versions; `old` or `new` is None when it is only in the other.

    `regions` are boxes over what this table reads, in `space`. `through` are boxes over what
    callers give, when the tables before this one are counted too; None when it stands alone.
    Where `own_complete` or `through_complete` is False, there may be more of them, and `notes` say
    why: what cannot be compared, or that a cap was reached.
    """

    name: str
    label: str
    old: CompiledDecision | None
    new: CompiledDecision | None
    rows: tuple[RowChange, ...] = ()
    settings: tuple[str, ...] = ()
    space: RuleSpace | None = None
    regions: tuple[Region, ...] = ()
    through_space: RuleSpace | None = None
    through: tuple[Region, ...] | None = None
    own_complete: bool = True
    through_complete: bool = True
    notes: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """True when all changes are known, in the table and as callers see it."""
        return self.own_complete and self.through_complete

    @property
    def no_change(self) -> bool:
        """True when it is proven that this decision never changes."""
        same = self.old is not None and self.new is not None and self.complete
        return same and not self.regions and not self.through


@dataclass(frozen=True, slots=True)
class Difference:
    """All that differs. `terms` are lines on the vocabulary; `decisions` all of either version."""

    old: Plan
    new: Plan
    terms: tuple[str, ...]
    decisions: tuple[DecisionDifference, ...]

    @property
    def complete(self) -> bool:
        """True when no cap was reached and all could be compared."""
        return all(each.complete for each in self.decisions)

    @property
    def no_change(self) -> bool:
        """True when it is proven that no outcome changes, for any facts."""
        return all(each.no_change for each in self.decisions)
