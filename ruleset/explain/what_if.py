"""The shapes of a what-if: the smallest changes of facts that lead to another outcome."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ruleset.dmn.form import Value
from ruleset.engine.decision import FiredRule
from ruleset.engine.protocol import Outcome
from ruleset.explain.wording import one_of, plural, quoted, shown_outcome


@dataclass(frozen=True, slots=True)
class FactChange:
    """One fact, from the value that it has (`before`, None when missing) to any value that `after`
    describes; `example` is one of these, None when the change is to missing."""

    term: str
    label: str
    before: Value | None
    after: str
    example: Value | None

    @property
    def to_missing(self) -> bool:
        return self.example is None


@dataclass(frozen=True, slots=True)
class Change:
    """Facts that change together, the outcome that follows and the rules that would fire.

    Every choice of values that the facts' `after` describes leads to that outcome, unless the
    `WhatIf` says that it is not complete.
    """

    facts: tuple[FactChange, ...]
    outcome: Outcome
    rules: tuple[FiredRule, ...]

    @property
    def makes_missing(self) -> bool:
        """True when a fact that is known would have to be not known."""
        return any(each.to_missing for each in self.facts)

    @property
    def makes_known(self) -> bool:
        """True when a fact that is not known now would have to be known, and none the reverse."""
        return not self.makes_missing and any(each.before is None for each in self.facts)

    @property
    def among_known(self) -> bool:
        """True when all of the facts are known, now and then."""
        return not self.makes_missing and not self.makes_known

    def applied_to(self, facts: Mapping[str, Any]) -> dict[str, Any]:
        """The facts with the examples in place of what they change."""
        return {**facts, **{each.term: each.example for each in self.facts}}

    def __str__(self) -> str:
        conditions = one_of((condition(each) for each in self.facts), "and")
        return f"if {conditions}: {shown_outcome(self.outcome)}{_by(self.rules)}"


def condition(change: FactChange) -> str:
    """The change as a clause."""
    if change.to_missing:
        return f"{change.label} were not known"
    verb = "" if change.after.startswith(("contains", "no longer", "has ")) else "were "
    return f"{change.label} {verb}{change.after}"


def _by(rules: tuple[FiredRule, ...]) -> str:
    if not rules:
        return ", no rule matches"
    return ", by " + one_of((f"`{each.id}` ({each.cell})" for each in rules), "and", 3)


@dataclass(frozen=True, slots=True)
class WhatIf:
    """All smallest changes of facts that change the outcome, or that lead to `wanted`.

    `size` is how many facts each of `changes` changes: with fewer changed facts the outcome stays.
    None when nothing was found. Changes that make a fact missing stand last; when all of `changes`
    do, `larger` holds the smallest that do not. `complete` is False when something may have been
    overlooked, and `why_incomplete` then says why. `tried` is the number of decisions made.
    """

    decision: str
    label: str
    outcome: Outcome
    wanted: Mapping[str, Any] | None
    changes: tuple[Change, ...]
    larger: tuple[Change, ...]
    size: int | None
    complete: bool
    why_incomplete: tuple[str, ...]
    tried: int

    def to_dict(self) -> dict[str, Any]:
        """All of it as plain data that JSON can hold."""
        from ruleset.explain.as_dict import what_if_as_dict

        return what_if_as_dict(self)

    def headline(self) -> str:
        """What was found, in a sentence without a full stop."""
        aim = "another outcome" if self.wanted is None else f"{shown_outcome(dict(self.wanted))}"
        if self.size == 0:
            return f"the outcome is {aim} already"
        if self.size is None:
            return f"no change that was tried leads to {aim}"
        return f"changing {plural(self.size, 'fact')} is enough for {aim}"

    def __str__(self) -> str:
        lines = [f"{self.label}: {self.headline()}"]
        for change in (*self.changes, *self.larger):
            befores = ", ".join(f"{each.label} is {quoted(each.before)}" for each in change.facts)
            lines.append(f"  {change}   (now {befores})")
        lines += [f"  not complete: {why}" for why in self.why_incomplete]
        return "\n".join(lines)
