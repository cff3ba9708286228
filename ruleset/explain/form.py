"""The shapes of an explanation: a step a decision, a verdict a row, a verdict a cell.

INVARIANT: `Explanation.outcome` and the fired rules of its last step are what `Ruleset.decide`
gives for the same facts. Where that raises because of the rules, `problem` says the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from ruleset.dmn.form import HitPolicy, Value
from ruleset.engine.protocol import Outcome
from ruleset.locations import Cell

if TYPE_CHECKING:
    from ruleset.engine.ruleset import Ruleset
    from ruleset.explain.what_if import WhatIf
    from ruleset.explain.why_not import WhyNot


class Source(StrEnum):
    """Where a fact came from."""

    GIVEN = "given"
    DECIDED = "decided"
    MISSING = "missing"


class CellStatus(StrEnum):
    """What became of a cell. A blank cell accepts anything."""

    PASSED = "passed"
    BLANK = "blank"
    FAILED = "failed"
    UNKNOWN = "unknown"

    @property
    def passes(self) -> bool:
        return self in (CellStatus.PASSED, CellStatus.BLANK)


class RuleStatus(StrEnum):
    """What became of a row.

    `cannot tell`: no cell failed, but at least one asks for a fact that is not known.
    `conflict`: it matched together with rows that the hit policy does not let match with it.
    """

    FIRED = "fired"
    PASSED_OVER = "passed over"
    CONFLICT = "conflict"
    FAILED = "failed"
    CANNOT_TELL = "cannot tell"
    DEFAULT_USED = "default used"
    DEFAULT_NOT_NEEDED = "default not needed"

    @property
    def fires(self) -> bool:
        return self in (RuleStatus.FIRED, RuleStatus.DEFAULT_USED)

    @property
    def misses(self) -> bool:
        """True when some cell of the row does not pass."""
        return self in (RuleStatus.FAILED, RuleStatus.CANNOT_TELL)


@dataclass(frozen=True, slots=True)
class FactMet:
    """A fact that a table reads. `value` is None when it is not known.

    `decided_by` is the label of the decision that it comes from; `origin` what the caller said of
    where the fact was found.
    """

    term: str
    label: str
    value: Value | None
    source: Source
    decided_by: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True)
class CellVerdict:
    """An input entry, the value that it met, and whether it passes.

    The status `unknown` means that it cannot be told: the fact is missing, or the expression has no
    value for these facts. `unknown` then names the terms that are not known and that it asks for.
    `found` are those of the words or members that it looks for which the fact has.
    """

    cell: Cell
    term: str
    label: str
    text: str
    value: Value | None
    status: CellStatus
    unknown: tuple[str, ...] = ()
    found: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OutputVerdict:
    """An output entry. `value` is None for a blank one, and for a computed one of a row that does
    not match."""

    cell: Cell
    term: str
    label: str
    text: str
    value: Value | None


@dataclass(frozen=True, slots=True)
class RuleVerdict:
    """A row. `reason` says in words why a row that matched did not fire, or why the default did or
    did not. `counts` is True when the outcome would not be what it is, did the row match."""

    id: str
    rule_number: int
    cell: Cell
    status: RuleStatus
    cells: tuple[CellVerdict, ...]
    outputs: tuple[OutputVerdict, ...]
    annotations: tuple[str, ...] = ()
    reason: str = ""
    counts: bool = True

    @property
    def row(self) -> int:
        """The row of the sheet."""
        return self.cell.row

    @property
    def failing(self) -> tuple[CellVerdict, ...]:
        """The cells that do not pass, from left to right."""
        return tuple(each for each in self.cells if not each.status.passes)

    @property
    def asking(self) -> tuple[CellVerdict, ...]:
        """The cells that are not blank, from left to right."""
        return tuple(each for each in self.cells if each.status is not CellStatus.BLANK)


@dataclass(frozen=True, slots=True)
class Step:
    """One decision on the way: the facts that it read, every row in the sheet's order, the outcome.

    `annotations` are the headers of the note columns. `problem` is '' unless the rules broke the
    hit policy or a computed output does not fit.
    """

    decision: str
    label: str
    sheet: str
    hit_policy: HitPolicy
    facts: tuple[FactMet, ...]
    rules: tuple[RuleVerdict, ...]
    outcome: Outcome
    annotations: tuple[str, ...] = ()
    problem: str = ""

    @property
    def fired(self) -> tuple[RuleVerdict, ...]:
        """The rows behind the outcome, in the sheet's order; the default row counts as one."""
        return tuple(rule for rule in self.rules if rule.status.fires)

    @property
    def near_misses(self) -> tuple[RuleVerdict, ...]:
        """The rows that do not match, those that fail in fewest cells first.

        Among these the rows that would change the outcome come first, then those of which more
        cells pass, then the sheet's order. A row of which no cell passes is no near miss, unless it
        asks for one thing only.
        """
        near = [rule for rule in self.rules if rule.status.misses and _is_near(rule)]
        return tuple(sorted(near, key=_distance))

    def rule(self, id: str) -> RuleVerdict | None:
        """The row with that id, or None."""
        return next((rule for rule in self.rules if rule.id == id), None)


def _distance(rule: RuleVerdict) -> tuple[int, bool, int]:
    failing = len(rule.failing)
    return failing, not rule.counts, failing - len(rule.asking)


def _is_near(rule: RuleVerdict) -> bool:
    return len(rule.failing) == 1 or any(each.status is CellStatus.PASSED for each in rule.cells)


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a decision is as it is.

    `steps` stand in graph order, the asked decision last; when a problem stopped an earlier one, it
    is the last. `facts` are the facts as given, normalised. `rules` is the ruleset that decided.
    """

    decision: str
    label: str
    outcome: Outcome
    steps: tuple[Step, ...]
    facts: Mapping[str, Value]
    missing: tuple[FactMet, ...]
    problem: str
    ruleset_name: str
    ruleset_version: str
    engine: str
    rules: Ruleset = field(repr=False, compare=False)
    asked: Mapping[str, Any] = field(repr=False, compare=False)

    @property
    def step(self) -> Step:
        """The last step: the asked decision, or the one that has a problem."""
        return self.steps[-1]

    @property
    def fired(self) -> tuple[RuleVerdict, ...]:
        """The rows of the asked decision that are behind the outcome, in the sheet's order."""
        return self.step.fired if self.step.decision == self.decision else ()

    @property
    def near_misses(self) -> tuple[RuleVerdict, ...]:
        """The nearest misses of the last step; see `Step.near_misses`."""
        return self.step.near_misses

    def why_not(self, rule: str) -> WhyNot:
        """Why the row with that id did not fire. UnknownRuleError when no step has such a row.

        >>> why = rules.decide("discount", {"customer": "regular", "order_value": 120}).why()
        >>> print(why.why_not("vip"))
        Discount, row 4 (`vip`, Discount!A4): 1 of 1 cell does not pass
          it yields Discount 15
          Discount!B4  Customer is regular, expected `vip`
        """
        from ruleset.explain.why_not import why_not

        return why_not(self, rule)

    def nearest(self, outcome: Mapping[str, Any]) -> tuple[WhyNot, ...]:
        """The rows that yield that outcome, the nearest first.

        `outcome` names some or all outputs. FactError for a value that its term does not allow.

        >>> why = rules.decide("discount", {"customer": "regular", "order_value": 120}).why()
        >>> [each.rule.id for each in why.nearest({"discount": 15})]
        ['vip']
        """
        from ruleset.explain.why_not import nearest_rows

        return nearest_rows(self, outcome)

    def what_if(
        self,
        *,
        outcome: Mapping[str, Any] | None = None,
        only: Iterable[str] | None = None,
        budget: int = 20_000,
    ) -> WhatIf:
        """The smallest changes of facts that change the outcome, or that lead to `outcome`.

        `only` names the facts that may change; `budget` is the largest number of decisions tried.
        FactError for what is no term, no output, or not allowed.

        >>> why = rules.decide("discount", {"customer": "regular", "order_value": 120}).why()
        >>> for change in why.what_if().changes:
        ...     print(change)
        if Customer were "new": 0, by `otherwise` (Discount!A6)
        if Customer were "vip": 15, by `vip` (Discount!A4)
        if Order value were below 100: 0, by `otherwise` (Discount!A6)
        if Order value were not known: 0, by `otherwise` (Discount!A6)
        """
        from ruleset.explain.search import search

        return search(self, outcome=outcome, only=only, budget=budget)

    def to_dict(self) -> dict[str, Any]:
        """All of it as plain data that JSON can hold."""
        from ruleset.explain.as_dict import as_dict

        return as_dict(self)

    def to_html(self) -> str:
        """One page that needs nothing else: the tables as in the sheets, and what would change."""
        from ruleset.explain.html import page

        return page(self)

    def __str__(self) -> str:
        from ruleset.explain.plain_text import plain_text

        return plain_text(self)
