"""Explanations against the engine and the oracle, on random workbooks; what-ifs by enumeration."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations, product
from pathlib import Path
from random import Random
from typing import Any

import pytest

from oracle.form import Book
from oracle.oracle import failing_columns, term_value
from property.deciding import FULL, by_engine, compiled
from ruleset.engine.ruleset import Ruleset
from ruleset.errors import EvaluationError, HitPolicyError
from ruleset.explain.explain import explain
from ruleset.explain.form import Explanation, RuleStatus, Step
from ruleset.explain.what_if import Change
from strategies.workbooks import FactMaker, Size, make_book
from unit.explain.random_plans import domains, make_rules

BOOKS = 200 if FULL else 40
FACTS = 60 if FULL else 25
PLANS = 400 if FULL else 120


def in_policy_order(explanation: Explanation) -> tuple[str, ...]:
    return tuple(rule.id for rule in explanation.fired)


@pytest.mark.parametrize("seed", range(BOOKS))
def test_explanation_agrees_with_decision_and_oracle(seed: int, tmp_path: Path) -> None:
    """Outcome and rules are the engine's; exactly the cells that the oracle rejects do not pass."""
    random = Random(seed)
    made = compiled(make_book(random, Size(tables=3, columns=6, rules=25)), tmp_path, random)
    maker = FactMaker(random, made.book)
    for _ in range(FACTS):
        facts, decision = maker.facts(), maker.decision()
        explanation = explain(made.masks, decision, facts)
        told = by_engine(made.masks, decision, facts)
        if told[0] == "conflict":
            assert explanation.problem and explanation.outcome is None
            assert explanation.step.decision == told[1]
            conflicting = [r for r in explanation.step.rules if r.status is RuleStatus.CONFLICT]
            assert tuple(rule.id for rule in conflicting) == told[2]
        else:
            assert explanation.problem == ""
            assert explanation.outcome == told[1]
            assert sorted(in_policy_order(explanation)) == sorted(told[0])
        for step in explanation.steps:
            check_cells(step, made.book, facts)


def check_cells(step: Step, book: Book, facts: Mapping[str, Any]) -> None:
    table = book.table(step.decision)
    known = {term: term_value(book, term, dict(facts)) for term in table.terms_read}
    for fact in step.facts:
        assert fact.value == known[fact.term]
    for rule, verdict in zip(table.rules, step.rules, strict=False):
        assert verdict.id == rule.id
        wrong = [cell.term for cell in verdict.failing]
        assert wrong == failing_columns(book, table, rule, known), (rule, known)
        assert verdict.status.misses == bool(wrong)


def changed_outcomes(
    rules: Ruleset, facts: Mapping[str, Any], values: Mapping[str, list[Any]], size: int
) -> Iterable[tuple[frozenset[str], dict[str, Any], Any]]:
    """Every change of exactly so many facts within the domains, with the new outcome."""
    for names in combinations(values, size):
        others = [[v for v in values[name] if v != facts.get(name)] for name in names]
        for point in product(*others):
            changes = dict(zip(names, point, strict=True))
            try:
                made = rules.decide("last", {**facts, **changes})
            except (HitPolicyError, EvaluationError):
                continue
            yield frozenset(names), changes, made.outcome


def key(names: Iterable[str], outcome: Any) -> tuple[frozenset[str], str]:
    def text(value: Any) -> Any:
        return sorted(value) if isinstance(value, frozenset) else value

    outcomes = outcome if isinstance(outcome, list) else [outcome]
    plain = [{n: text(v) for n, v in each.items()} if each else None for each in outcomes]
    return frozenset(names), repr(plain)


@pytest.mark.parametrize("seed", range(PLANS))
def test_what_if_is_exact(seed: int) -> None:
    """On small domains each change changes the outcome, none smaller does, none is left out."""
    random = Random(seed)
    made = make_rules(random, expressions=False)
    values = domains(made, random)
    for _ in range(3):
        facts = {n: v for n in values if (v := random.choice(values[n])) is not None}
        explanation = explain(made, "last", facts)
        found = explanation.what_if()
        assert found.complete or found.size is None, found.why_incomplete
        sizes = range(1, 4 if found.size is None else found.size + 1)
        for size in sizes:
            real = {
                key(names, outcome)
                for names, _, outcome in changed_outcomes(made, facts, values, size)
                if explanation.problem or outcome != explanation.outcome
            }
            if size == found.size:
                assert {key(names_of(each), each.outcome) for each in found.changes} == real
            else:
                assert real == set(), (size, found.size, facts)
        for change in (*found.changes, *found.larger):
            check_change(change, made, facts)


@pytest.mark.parametrize("seed", range(PLANS // 2))
def test_what_if_with_expressions_is_sound(seed: int) -> None:
    """Where expressions stand in the way each change still changes the outcome, as it says."""
    random = Random(seed)
    made = make_rules(random, expressions=True)
    values = domains(made, random)
    facts = {n: v for n in values if (v := random.choice(values[n])) is not None}
    explanation = explain(made, "last", facts)
    found = explanation.what_if(budget=3000)
    for change in (*found.changes, *found.larger):
        assert explanation.problem or change.outcome != explanation.outcome
        check_change(change, made, facts)


def names_of(change: Change) -> list[str]:
    return [each.term for each in change.facts]


def check_change(change: Change, rules: Ruleset, facts: Mapping[str, Any]) -> None:
    again = rules.decide("last", change.applied_to(facts))
    assert again.outcome == change.outcome
    assert again.rules == change.rules
    for each in change.facts:
        assert each.before == facts.get(each.term)
        assert each.example != each.before
