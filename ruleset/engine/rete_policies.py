"""Hit policies a second time, written apart from `policies`, for the engine that checks the first.

From the set of rows that fired to the rows that count, in order, and the outcome. What a row yields
is computed by `policies.outcome_of_rule`, which both engines share, as they share the check of a
total against the allowed values; all else is separate.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from decimal import Decimal
from typing import Any, assert_never

from ruleset.dmn.form import HitPolicy, Value, Vocabulary
from ruleset.engine.policies import check_total
from ruleset.engine.protocol import Answer
from ruleset.errors import HitPolicyError
from ruleset.plan.form import CompiledDecision

RowOutcome = Callable[[int], dict[str, Any]]


def answer_of(
    decision: CompiledDecision, vocabulary: Vocabulary, fired: Collection[int], outcome: RowOutcome
) -> Answer:
    """The answer when exactly these rows (0-based, in any order) match.

    Raises HitPolicyError when they may not match together.
    """
    rows = sorted(fired)
    if not rows and decision.default is not None:
        rows = [len(decision.rules)]
    policy = decision.hit_policy
    match policy:
        case HitPolicy.FIRST:
            return _single(rows[:1], outcome)
        case HitPolicy.UNIQUE:
            if len(rows) >= 2:
                raise _not_together(decision, rows)
            return _single(rows, outcome)
        case HitPolicy.ANY:
            made = [outcome(row) for row in rows]
            if made.count(made[0]) < len(made) if made else False:
                raise _not_together(decision, rows)
            return tuple(rows), made[0] if made else None
        case HitPolicy.PRIORITY:
            return _single(_ranked(decision, vocabulary, rows, outcome)[:1], outcome)
        case HitPolicy.OUTPUT_ORDER:
            return _all(_ranked(decision, vocabulary, rows, outcome), outcome)
        case HitPolicy.RULE_ORDER | HitPolicy.COLLECT:
            return _all(rows, outcome)
        case (
            HitPolicy.COLLECT_SUM
            | HitPolicy.COLLECT_MIN
            | HitPolicy.COLLECT_MAX
            | HitPolicy.COLLECT_COUNT
        ):
            return _total(decision, vocabulary, rows, outcome)
        case _:
            assert_never(policy)


def derived(outcome: Any, term: str) -> Value | None:
    """What a decision that reads the term gets from the outcome of the decision that yields it."""
    if not isinstance(outcome, list):
        return None if outcome is None else outcome[term]
    members: set[Any] = set()
    for each in outcome:
        value = each[term]
        members.update(value if isinstance(value, frozenset) else [value])
    members.discard(None)  # an output that is empty
    return frozenset(members) if any(each[term] is not None for each in outcome) else None


def _single(rows: list[int], outcome: RowOutcome) -> Answer:
    return tuple(rows), outcome(rows[0]) if rows else None


def _all(rows: list[int], outcome: RowOutcome) -> Answer:
    return tuple(rows), [outcome(row) for row in rows]


def _ranked(
    decision: CompiledDecision, vocabulary: Vocabulary, rows: list[int], outcome: RowOutcome
) -> list[int]:
    """The rows, those first whose outputs stand first among the allowed values, then by row."""
    keys = {}
    for row in rows:
        made = outcome(row)
        ranks = []
        for clause in decision.outputs:
            allowed = vocabulary[clause.term].allowed
            value = made[clause.term]
            found = value if isinstance(value, frozenset) else {value}
            places = [place for place, each in enumerate(allowed) if each in found]
            ranks.append(places[0] if places else len(allowed))
        keys[row] = (*ranks, row)
    return sorted(rows, key=keys.__getitem__)


def _total(
    decision: CompiledDecision, vocabulary: Vocabulary, rows: list[int], outcome: RowOutcome
) -> Answer:
    if not rows:
        return (), None
    policy = decision.hit_policy
    totals: dict[str, Any] = {}
    for clause in decision.outputs:
        values = [made for row in rows if (made := outcome(row)[clause.term]) is not None]
        total: Decimal | None = Decimal(len(values)) if policy is HitPolicy.COLLECT_COUNT else None
        if policy is not HitPolicy.COLLECT_COUNT:
            for value in values:
                if total is None:
                    total = value
                elif policy is HitPolicy.COLLECT_SUM:
                    total += value
                elif (value < total) is (policy is HitPolicy.COLLECT_MIN):
                    total = value
        totals[clause.term] = total
    check_total(decision, vocabulary, totals)
    return tuple(rows), totals


def _not_together(decision: CompiledDecision, rows: list[int]) -> HitPolicyError:
    found = [decision.every_rule[row] for row in rows]
    cells = tuple(str(decision.cell(rule)) for rule in found)
    ids = tuple(rule.id for rule in found)
    return HitPolicyError(
        f"{decision.label}: rows {', '.join(cells[:10])} may not match together under hit policy "
        f"{decision.hit_policy.value}",
        decision=decision.name,
        hit_policy=decision.hit_policy.value,
        rules=ids,
        cells=cells,
    )
