"""Which of the facts that are not known could have made a difference.

A term is open when it is not known, or when it is decided by a step that hangs on facts that are
not known. A step hangs on what the rows that fired ask of open terms, and on what other rows lack
that would count: rows of which every failing cell waits for a fact, and rows that one fact alone
could let match.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ruleset.explain.form import CellStatus, FactMet, RuleVerdict, Source, Step
from ruleset.plan.form import CompiledDecision, CompiledRule, Computed, Plan

Leaves = frozenset[str]


def facts_that_matter(steps: Sequence[Step], plan: Plan) -> tuple[FactMet, ...]:
    """The facts that the caller did not give and that could change the outcome, in graph order."""
    behind: dict[str, Leaves] = {}
    """For each open term the missing facts that it hangs on."""
    missing: dict[str, FactMet] = {}
    hung_on: Leaves = frozenset()
    for step in steps:
        for fact in step.facts:
            if fact.source is Source.MISSING:
                missing.setdefault(fact.term, fact)
                behind[fact.term] = frozenset({fact.term})
        table = plan.by_name[step.decision]
        hung_on = _hung_on(step, table, behind)
        if hung_on:
            behind.update((clause.term, hung_on) for clause in table.outputs)
    return tuple(fact for term, fact in missing.items() if term in hung_on)


def _hung_on(step: Step, table: CompiledDecision, behind: Mapping[str, Leaves]) -> Leaves:
    found: set[str] = set()
    for verdict, rule in zip(step.rules, table.every_rule, strict=True):
        if verdict.status.fires:
            found |= _of_fired(verdict, rule, behind)
        elif verdict.status.misses and verdict.counts:
            found |= _of_missed(verdict, behind)
    return frozenset(found)


def _of_fired(verdict: RuleVerdict, rule: CompiledRule, behind: Mapping[str, Leaves]) -> Leaves:
    terms = [cell.term for cell in verdict.cells if cell.status is CellStatus.PASSED]
    for output in rule.outputs:
        if isinstance(output, Computed):
            terms += output.terms
    return _union(terms, behind)


def _of_missed(verdict: RuleVerdict, behind: Mapping[str, Leaves]) -> Leaves:
    waits = [_union((cell.term, *cell.unknown), behind) for cell in verdict.failing]
    if all(waits) and all(cell.status is CellStatus.UNKNOWN for cell in verdict.failing):
        return frozenset().union(*waits)
    return frozenset.intersection(*waits)


def _union(terms: Sequence[str], behind: Mapping[str, Leaves]) -> Leaves:
    nothing: Leaves = frozenset()
    return nothing.union(*(behind.get(term, nothing) for term in terms))
