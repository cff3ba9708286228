"""Which of the facts that are not known could have made a difference.

A term is open when it is not known, or when it is decided by a step that hangs on an open term. A
step hangs on the open terms of a row that would count and of which nothing else fails, and on those
that a row which fired asks for or computes from. Walking back from the last step along these terms
gives the facts that matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ruleset.explain.form import CellStatus, FactMet, Source, Step
from ruleset.plan.form import CompiledDecision, Computed, Plan


def facts_that_matter(steps: Sequence[Step], plan: Plan) -> tuple[FactMet, ...]:
    """The facts that the caller did not give and that could change the outcome, in graph order."""
    hangs_on: dict[str, set[str]] = {}
    for step in steps:
        open_terms = {fact.term for fact in step.facts if fact.source is Source.MISSING}
        open_terms |= {
            fact.term
            for fact in step.facts
            if fact.source is Source.DECIDED and hangs_on.get(plan.producers[fact.term])
        }
        table = plan.by_name[step.decision]
        hangs_on[step.decision] = set(_terms_hung_on(step, table, open_terms))
    matter = {steps[-1].decision}
    for step in reversed(steps):
        if step.decision in matter:
            matter.update(plan.producers.get(term, "") for term in hangs_on[step.decision])
    found: dict[str, FactMet] = {}
    for step in steps:
        if step.decision in matter:
            for fact in step.facts:
                if fact.source is Source.MISSING and fact.term in hangs_on[step.decision]:
                    found.setdefault(fact.term, fact)
    return tuple(found.values())


def _terms_hung_on(step: Step, table: CompiledDecision, open_terms: set[str]) -> Iterable[str]:
    for verdict, rule in zip(step.rules, table.every_rule, strict=True):
        if verdict.status.fires:
            for cell in verdict.cells:
                if cell.status is CellStatus.PASSED and cell.term in open_terms:
                    yield cell.term
            for output in rule.outputs:
                if isinstance(output, Computed):
                    yield from open_terms.intersection(output.terms)
        elif verdict.status.misses and verdict.counts:
            asked = [{cell.term, *cell.unknown} & open_terms for cell in verdict.failing]
            if all(asked):
                for terms in asked:
                    yield from terms
