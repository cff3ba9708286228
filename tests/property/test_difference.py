"""The difference of two versions equals deciding all facts by both.

Each law is tried on 600 pairs; `RULESET_PROPERTY=full` tries it on 3,600.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from property.deciding import FULL
from ruleset.check.difference import DecisionDifference, Region, difference
from ruleset.check.rule_space import RuleSpace
from ruleset.dmn.form import HitPolicy, Vocabulary
from ruleset.engine.ruleset import Ruleset
from ruleset.errors import FactError, HitPolicyError
from ruleset.plan.codec import sealed
from ruleset.plan.form import CompiledDecision, CompiledRule, Plan
from ruleset.space.boxes import within
from ruleset.space.budget import Budget
from strategies.small_tables import make_table
from unit.explain.random_plans import domains, make_rules

BATCHES = 60 if FULL else 10
PAIRS = 60
AMPLE = Budget(seconds=60)


def decided(rules: Ruleset, decision: str, facts: Mapping[str, Any]) -> object:
    """The outcome, or why there is none, as the regions name it."""
    try:
        outcome = rules.decide(decision, facts).outcome
    except HitPolicyError as problem:
        return "conflict", problem.decision
    except FactError as problem:
        return "refused", problem.term
    if outcome is None:
        return "none", ()
    if isinstance(outcome, list):
        return "list", tuple(("one", tuple(sorted(each.items()))) for each in outcome)
    return "one", tuple(sorted(outcome.items()))


def changed(random: Random, table: CompiledDecision) -> CompiledDecision:
    """The table with one change that a person might make."""
    rules = list(table.rules)
    fields = {name: getattr(table, name) for name in CompiledDecision.__dataclass_fields__}
    place, other = random.randrange(len(rules)), random.randrange(len(rules))
    match random.randrange(6):
        case 0 if len(rules) > 1:
            del rules[place]
        case 1:
            rules[place], rules[other] = rules[other], rules[place]
        case 2:
            rules[place] = replace(rules[place], outputs=rules[other].outputs)
        case 3:
            rules.insert(place, replace(rules[other], id="added"))
        case 4 if table.default is not None:
            fields["default"] = random.choice((None, with_outputs(table.default, rules[other])))
        case _:
            column = random.randrange(len(table.inputs))
            tests = list(rules[place].tests)
            tests[column] = rules[other].tests[column]
            rules[place] = replace(rules[place], tests=tuple(tests))
    return CompiledDecision(**(fields | {"rules": tuple(rules)}))


def with_outputs(default: CompiledRule, rule: CompiledRule) -> CompiledRule:
    return replace(default, outputs=rule.outputs)


def with_table(plan: Plan, table: CompiledDecision) -> Plan:
    decisions = tuple(table if each.name == table.name else each for each in plan.decisions)
    return sealed(Plan(plan.name, plan.vocabulary, decisions))


def regions_at(space: RuleSpace | None, regions: Sequence[Region], facts: Mapping[str, Any]):
    if space is None:
        return []
    at = space.point(facts)
    return [] if at is None else [each for each in regions if within(at, each.box)]


def check(
    found: DecisionDifference, old: Ruleset, new: Ruleset, points: Iterator[Mapping[str, Any]]
) -> None:
    """Through the graph where there is one, else of the table itself."""
    through = found.through is not None
    space = found.through_space if through else found.space
    regions = found.through if found.through is not None else found.regions
    for facts in points:
        before, after = decided(old, found.name, facts), decided(new, found.name, facts)
        inside = regions_at(space, regions, facts)
        assert bool(inside) == (before != after), facts
        assert all(says(each, before, after) for each in inside), facts
    for each in regions:
        facts = each.facts
        assert says(each, decided(old, found.name, facts), decided(new, found.name, facts))
    assert found.no_change == (not found.regions and not found.through)


def says(region: Region, before: Any, after: Any) -> bool:
    """True when the region tells that change; of lists it may tell what is gone and what came."""
    if region.before[0] != "part":
        return (region.before, region.after) == (before, after)
    was, now = Counter(before[1]), Counter(after[1])
    gone, came = Counter(region.before[1]), Counter(region.after[1])
    return was - gone == now - came and not (gone - was or came - now)


@pytest.mark.parametrize("seed", range(BATCHES))
def test_a_table(seed: int) -> None:
    """The regions of a changed table are exactly the facts whose outcome changes, from what to
    what, under every hit policy; each example changes as its region says."""
    random = Random(seed)
    for _ in range(PAIRS):
        old = make_table(random, tuple(HitPolicy)[:7])
        table = old.decision
        for _ in range(random.choice((1, 1, 2))):
            table = changed(random, table)
        new = Ruleset(with_table(old.rules.plan, table))
        found = difference(old.rules.plan, new.plan, budget=AMPLE)
        assert found.complete
        check(found.decisions[0], old.rules, new, old.grid())


@pytest.mark.parametrize("seed", range(BATCHES))
def test_through_the_graph(seed: int) -> None:
    """The same for a decision that reads what another one decides, seen from what callers give."""
    random = Random(seed)
    for _ in range(PAIRS):
        old = make_rules(random, expressions=False)
        table = old.plan.by_name[random.choice(("first", "last"))]
        new = Ruleset(with_table(old.plan, changed(random, table)))
        found = difference(old.plan, new.plan, budget=AMPLE)
        last = next(each for each in found.decisions if each.name == "last")
        values = domains(old, random)
        values.pop("tier", None)
        points = ({name: random.choice(some) for name, some in values.items()} for _ in range(120))
        assert last.complete
        check(last, old, new, points)


@pytest.mark.parametrize("seed", range(BATCHES // 2))
def test_expressions(seed: int) -> None:
    """With expressions nothing that changes is left out of what is told or called undecided."""
    random = Random(seed)
    for _ in range(PAIRS):
        old = make_rules(random, expressions=True)
        table = old.plan.by_name[random.choice(("first", "last"))]
        new = Ruleset(with_table(old.plan, changed(random, table)))
        found = difference(old.plan, new.plan, budget=AMPLE)
        values = domains(old, random)
        values.pop("tier", None)
        for _ in range(60):
            facts = {name: random.choice(some) for name, some in values.items()}
            if decided(old, "last", facts) != decided(new, "last", facts):
                assert not found.no_change


def test_fewer_allowed_values() -> None:
    """Values that are no longer allowed are refused, which is a change."""
    random = Random(0)
    while True:
        old = make_table(random, (HitPolicy.FIRST,))
        if "level" in old.terms:
            break
    terms = dict(old.rules.plan.vocabulary.terms)
    terms["level"] = replace(terms["level"], allowed=("low", "mid"))
    plan = old.rules.plan
    new = Ruleset(sealed(Plan(plan.name, Vocabulary(terms), plan.decisions)))
    found = difference(plan, new.plan, budget=AMPLE)
    assert found.terms == ("term `Level`: no longer allows top",)
    check(found.decisions[0], old.rules, new, old.grid())
    assert any(each.after == ("refused", "level") for each in found.decisions[0].regions)


def test_the_same_rules_differ_in_nothing() -> None:
    """A version compared with itself: no rows, no regions, and a proof that nothing changes."""
    old = make_rules(Random(1), expressions=True)
    found = difference(old.plan, old.plan)
    assert found.no_change
    assert not any(each.rows or each.regions or each.through for each in found.decisions)
