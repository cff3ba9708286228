"""What a caller gets: the outcome, the rules behind it, and the way to ask why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ruleset.engine.protocol import Outcome

if TYPE_CHECKING:
    from ruleset.engine.ruleset import Ruleset
    from ruleset.explain.form import Explanation


@dataclass(frozen=True, slots=True)
class FiredRule:
    """A rule behind an outcome. `cell` is its id's address, such as ``Template!A12``."""

    id: str
    rule_number: int
    cell: str


class Decision:
    """One decision, made. Immutable; holds the facts it was made from, so it can say why.

    >>> decision = rules.decide("discount", {"customer": "regular", "order_value": 120})
    >>> decision.outcome
    {'discount': Decimal('10')}
    >>> [rule.cell for rule in decision.rules]
    ['Discount!A5']
    """

    __slots__ = ("_outcome", "_rules", "facts", "name", "ruleset")

    ruleset: Ruleset
    name: str
    facts: Mapping[str, Any]

    def __init__(
        self,
        ruleset: Ruleset,
        name: str,
        facts: Mapping[str, Any],
        rules: tuple[int, ...],
        outcome: Outcome,
    ) -> None:
        self.ruleset = ruleset
        self.name = name
        self.facts = facts
        self._rules = rules
        self._outcome = outcome

    @property
    def outcome(self) -> Outcome:
        """A dict of the output terms; a list of such dicts where the hit policy returns many;
        None (or an empty list) where no rule matched. Numbers are Decimal."""
        return self._outcome

    @property
    def rules(self) -> tuple[FiredRule, ...]:
        """The rules behind the outcome, in the policy's order; the default row counts as one."""
        decision = self.ruleset.plan.by_name[self.name]
        every = decision.every_rule
        return tuple(
            FiredRule(every[index].id, every[index].rule_number, str(decision.cell(every[index])))
            for index in self._rules
        )

    def why(self) -> Explanation:
        """The explanation: `str()`, `.to_dict()`, `.to_html()`. Recomputed from facts and rules."""
        from ruleset.explain.explain import explain

        return explain(self.ruleset, self.name, self.facts)

    def __repr__(self) -> str:
        ids = ", ".join(rule.id for rule in self.rules)
        return f"Decision({self.name!r}, outcome={self._outcome!r}, rules=[{ids}])"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Decision):
            return NotImplemented
        return (
            self.name == other.name
            and self.ruleset.version == other.ruleset.version
            and self.facts == other.facts
            and self._rules == other._rules
            and self._outcome == other._outcome
        )

    __hash__ = None  # type: ignore[assignment]  # facts may hold lists

    def __reduce__(self) -> tuple[Any, ...]:
        return Decision, (self.ruleset, self.name, self.facts, self._rules, self._outcome)
