"""Gaps as callers meet them: through the tables that decide what a table reads.

A gap of a table alone may ask for values that never come together: a band of ages and an age
outside of it. Whether callers can meet it is the same question as whether a default would ever be
used, so it is answered by comparing the decision with itself and a default.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

from ruleset.check.difference.regions import regions
from ruleset.check.difference.versions import IncomparableError, versions_of
from ruleset.check.gaps import Facts
from ruleset.plan.form import CompiledDecision, CompiledRule, Constant, Plan
from ruleset.space.boxes import intersection
from ruleset.space.budget import Meter

_MARK = "no rule matched"


@dataclass(frozen=True, slots=True)
class CallersGap:
    """Whether facts that callers know lead to no outcome: some such facts, or None for a proof that
    there are none."""

    facts: Facts | None


def callers_gap(decision: CompiledDecision, plan: Plan, meter: Meter) -> CallersGap | None:
    """What callers can meet; None when that could not be found out."""
    tables = plan.graph(decision.name)
    try:
        versions = versions_of(plan, plan, (tables, (*tables[:-1], _with_default(decision))))
    except IncomparableError:
        return None
    outputs = frozenset(clause.term for clause in decision.outputs)
    found = regions(versions, plan.vocabulary, outputs, meter)
    space = versions.space
    for region in found.regions:
        box = intersection(region.box, space.known)
        if region.certain and region.before[0] == "none" and box and space.domain.can_be(box):
            named = {each: box[each] for each in box if each in region.box}
            return CallersGap(space.facts(named))
    return CallersGap(None) if found.complete and not found.unclear else None


def _with_default(decision: CompiledDecision) -> CompiledDecision:
    """The table with a default whose outcome is no rule's."""
    default = CompiledRule(
        id="otherwise",
        rule_number=len(decision.rules) + 1,
        row=0,
        input_texts=(),
        tests=(),
        output_texts=(),
        outputs=tuple(Constant(_MARK) for _ in decision.outputs),
    )
    kept = {each.name: getattr(decision, each.name) for each in fields(CompiledDecision)}
    return CompiledDecision(**(kept | {"default": default}))
