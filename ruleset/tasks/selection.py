"""Selection: which templates a milestone gets. It yields ids and reasons, never text.

The decision `template` lists the templates that fit, in the order of preference. Of these the
first whose required facts are all known are taken; the ones passed over are kept, with the facts
that they lacked, so that the product can ask for them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ruleset.engine.decision import Decision, FiredRule
from ruleset.engine.ruleset import Ruleset
from ruleset.plan.form import CompiledRule, Constant

DECISION = "template"
MILESTONE = "milestone_type"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A template that the rules offer: the rule that offers it, and the facts it lacks."""

    template: str
    rule: FiredRule
    lacks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Selection:
    """What a milestone gets. `passed_over` stand before the last chosen one in preference."""

    milestone: str
    decision: Decision
    chosen: tuple[Candidate, ...]
    passed_over: tuple[Candidate, ...]


def offered(rules: Ruleset) -> dict[str, tuple[CompiledRule, ...]]:
    """The templates that the rules name, each with the rules that name it, in the sheet's order.

    Empty when the rules have no decision `template`. Templates that a row computes are not known.
    """
    table = rules.plan.by_name.get(DECISION)
    if table is None:
        return {}
    place = next((at for at, each in enumerate(table.outputs) if each.term == DECISION), None)
    found: dict[str, tuple[CompiledRule, ...]] = {}
    for rule in table.every_rule if place is not None else ():
        output = rule.outputs[place or 0]
        if isinstance(output, Constant) and isinstance(output.value, str):
            found[output.value] = (*found.get(output.value, ()), rule)
    return found


def select(
    rules: Ruleset,
    requires: Mapping[str, Sequence[str]],
    facts: Mapping[str, Any],
    milestone: str,
    *,
    known: Collection[str],
    left_out: Collection[str] = (),
    most: int = 2,
) -> Selection:
    """The templates for a milestone, at most `most`, in the order of preference.

    `requires` gives the required facts of every template there is; `facts` are the values that the
    rules read; `known` are the names of all known facts; `left_out` are templates not to take.
    """
    decision = rules.decide(DECISION, {**facts, MILESTONE: milestone})
    outcomes = decision.outcome if isinstance(decision.outcome, list) else []
    candidates = _candidates(decision.rules, outcomes, requires, known, left_out)
    chosen = [each for each in candidates if not each.lacks][:most]
    last = candidates.index(chosen[-1]) if chosen else len(candidates)
    passed = tuple(each for each in candidates[:last] if each.lacks)
    return Selection(milestone, decision, tuple(chosen), passed)


def _candidates(
    fired: Sequence[FiredRule],
    outcomes: Iterable[Mapping[str, Any]],
    requires: Mapping[str, Sequence[str]],
    known: Collection[str],
    left_out: Collection[str],
) -> list[Candidate]:
    """The offered templates, each once, by the first rule that offers it."""
    found: dict[str, Candidate] = {}
    for rule, outcome in zip(fired, outcomes, strict=True):
        template = outcome[DECISION]
        if template in found or template in left_out or template not in requires:
            continue
        lacks = tuple(name for name in requires[template] if name not in known)
        found[template] = Candidate(template, rule, lacks)
    return list(found.values())
