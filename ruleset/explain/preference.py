"""Why the hit policy took this row and not that one, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ruleset.dmn.form import HitPolicy, Term, Value, Vocabulary
from ruleset.explain.wording import shown
from ruleset.plan.form import CompiledDecision, CompiledRule, Constant

Outcome = Mapping[str, Any] | None
"""What a row yields, or None when it cannot be computed."""

NOT_COMPUTED = "its outcome cannot be computed from these facts"
FOUND_NONE = "no other row matches"
FOUND_OTHER = "it holds only when no other row matches"


@dataclass(frozen=True, slots=True)
class Ranks:
    """How Priority and Output order compare rows: by the allowed values of the outputs, in turn.

    Lower ranks come first. A value that is blank ranks after all allowed ones.
    """

    outputs: tuple[tuple[Term, Mapping[Value, int]], ...]

    @classmethod
    def of(cls, decision: CompiledDecision, vocabulary: Vocabulary) -> Ranks:
        terms = (vocabulary[clause.term] for clause in decision.outputs)
        return cls(
            tuple(
                (term, {value: rank for rank, value in enumerate(term.allowed)})
                for term in terms
                if term.allowed
            )
        )

    def key(self, outcome: Mapping[str, Any]) -> list[int]:
        return [_rank(outcome[term.name], ranks) for term, ranks in self.outputs]

    def reason(self, outcome: Mapping[str, Any], preferred: Mapping[str, Any]) -> str | None:
        """Why the preferred outcome comes first; None when both stand equally high."""
        for term, ranks in self.outputs:
            mine, other = outcome[term.name], preferred[term.name]
            if _rank(mine, ranks) != _rank(other, ranks):
                return (
                    f"`{shown(mine)}` stands below `{shown(other)}` "
                    f"in the allowed values of {term.label}"
                )
        return None


def _rank(value: Value | None, ranks: Mapping[Value, int]) -> int:
    members = value if isinstance(value, frozenset) else () if value is None else (value,)
    return min((ranks[each] for each in members), default=len(ranks))


def reason_passed_over(
    decision: CompiledDecision,
    vocabulary: Vocabulary,
    index: int,
    winner: int,
    outcome_of: Callable[[int], Outcome],
) -> str:
    """Why a row that matches did not fire, though `winner` (an index too) did."""
    above = decision.rules[winner]
    stands = f"row {above.row} (`{above.id}`) stands above it"
    if decision.hit_policy is not HitPolicy.PRIORITY:
        return stands
    mine, preferred = outcome_of(index), outcome_of(winner)
    if mine is None or preferred is None:
        return NOT_COMPUTED
    ranked = Ranks.of(decision, vocabulary).reason(mine, preferred)
    return ranked or f"its outcome ranks equally, and {stands}"


def would_count(
    decision: CompiledDecision, vocabulary: Vocabulary, fired: Sequence[int]
) -> Callable[[int], bool]:
    """Tells of a row's index whether the decision would go by that row too, did the row match.

    `fired` are the rows that the decision goes by. Under First only rows above the one that fired
    do; under Priority those of a higher outcome, or of an equal one further up.
    """
    winner = fired[0] if fired and fired[0] < len(decision.rules) else None
    policy = decision.hit_policy
    if winner is None or policy not in (HitPolicy.FIRST, HitPolicy.PRIORITY):
        return lambda index: True
    if policy is HitPolicy.FIRST:
        return lambda index: index < winner
    ranks = Ranks.of(decision, vocabulary)
    best = _constant_key(decision, ranks, decision.rules[winner])

    def counts(index: int) -> bool:
        key = _constant_key(decision, ranks, decision.rules[index])
        return key is None or best is None or (key, index) < (best, winner)

    return counts


def _constant_key(decision: CompiledDecision, ranks: Ranks, rule: CompiledRule) -> list[int] | None:
    """The row's rank, or None when its outcome has to be computed first."""
    values = [each.value for each in rule.outputs if isinstance(each, Constant)]
    if len(values) < len(rule.outputs):
        return None
    names = (clause.term for clause in decision.outputs)
    return ranks.key(dict(zip(names, values, strict=True)))
