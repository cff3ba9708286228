"""Explanations say what the oracle says: of every row, of every cell, and of what would change."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import combinations, product
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from oracle.form import Book, Term
from oracle.oracle import failing_columns, term_value
from property.deciding import EXAMPLES, FULL, Compiled, by_engine, by_oracle, compiled
from ruleset.explain.explain import explain
from ruleset.explain.what_if import WhatIf
from strategies.workbooks import FactMaker, Size, books, make_book

TINY = Size(tables=2, columns=3, rules=5)
bounded = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def check_explanation(made: Compiled, decision: str, facts: dict[str, Any]) -> None:
    """The explanation of one decision holds against the engine and the oracle."""
    decided = by_engine(made.masks, decision, facts)
    explained = explain(made.masks, decision, facts)
    if decided[0] == "conflict":
        assert explained.problem
        return
    assert not explained.problem
    assert explained.outcome == decided[1]
    assert sorted(rule.id for rule in explained.fired) == sorted(decided[0])
    for step in explained.steps:
        table = made.book.table(step.decision)
        known = {term: term_value(made.book, term, facts) for term in table.terms_read}
        for rule in table.rules:
            verdict = step.rule(rule.id)
            assert verdict is not None
            failing = [cell.term for cell in verdict.failing]
            wanted = failing_columns(made.book, table, rule, known)
            assert failing == wanted, f"{step.decision} {rule.id} for {facts}"


@pytest.mark.parametrize("seed", range(1_000, 1_040 if FULL else 1_012))
def test_rows_fail_in_the_cells_said(seed: int, tmp_path: Path) -> None:
    """Each row said to fail does fail, in exactly the cells said; the outcome is the same."""
    random = Random(seed)
    made = compiled(make_book(random), tmp_path, random)
    maker = FactMaker(random, made.book)
    for _ in range(25):
        check_explanation(made, maker.decision(), maker.facts())


@bounded
@given(books())
def test_rows_fail_in_the_cells_said_on_small_workbooks(drawn: tuple[Book, Random]) -> None:
    """The same on workbooks that shrink."""
    book, random = drawn
    with TemporaryDirectory() as folder:
        made = compiled(book, Path(folder), random)
    maker = FactMaker(random, book)
    for _ in range(8):
        check_explanation(made, maker.decision(), maker.facts())


@pytest.mark.parametrize("seed", range(2_000, 2_080 if FULL else 2_020))
def test_what_if_changes_the_outcome_and_nothing_smaller_does(seed: int, tmp_path: Path) -> None:
    """Every change leads where it says; on small domains the oracle finds no smaller one."""
    random = Random(seed)
    made = compiled(make_book(random, TINY), tmp_path, random)
    maker = FactMaker(random, made.book)
    for _ in range(4):
        facts, decision = maker.facts(), maker.decision()
        before = by_oracle(made.book, decision, facts)
        if before[0] != "conflict":
            found = explain(made.masks, decision, facts).what_if(budget=4_000)
            check_changes(made.book, decision, facts, before[1], found)
            if found.complete:
                check_none_smaller(maker, decision, facts, before[1], found)


def check_changes(
    book: Book, decision: str, facts: dict[str, Any], before: Any, found: WhatIf
) -> None:
    for change in (*found.changes, *found.larger):
        rules, outcome = by_oracle(book, decision, change.applied_to(facts))
        assert outcome != before
        assert outcome == change.outcome, change
        assert sorted(rules) == sorted(rule.id for rule in change.rules)


def check_none_smaller(
    maker: FactMaker, decision: str, facts: dict[str, Any], before: Any, found: WhatIf
) -> None:
    """No change of fewer facts changes the outcome, and of one fact none was overlooked."""
    domains = {
        name: list(domain(maker, term))
        for name, term in maker.book.terms.items()
        if name not in maker.derived or facts.get(name) is not None
    }
    smaller = 3 if found.size is None else found.size
    for count in range(1, min(smaller, 3)):
        for names in combinations(domains, count):
            assert not leading_elsewhere(maker.book, decision, facts, before, domains, names), names
    if found.size == 1:
        told = {
            (each.facts[0].term, each.makes_missing)
            for each in (*found.changes, *found.larger)
            if len(each.facts) == 1
        }
        for name in domains:
            for values in leading_elsewhere(maker.book, decision, facts, before, domains, (name,)):
                assert (name, values[0] is None) in told, (name, values)


def leading_elsewhere(
    book: Book,
    decision: str,
    facts: dict[str, Any],
    before: Any,
    domains: dict[str, list[Any]],
    names: tuple[str, ...],
) -> list[tuple[Any, ...]]:
    """The values of these facts that lead to another outcome."""
    found = []
    for values in product(*(domains[name] for name in names)):
        changed = {**facts, **dict(zip(names, values, strict=True))}
        after = by_oracle(book, decision, changed)
        if after[0] != "conflict" and after[1] != before:
            found.append(values)
    return found


def domain(maker: FactMaker, term: Term) -> Iterator[Any]:
    """Missing, and values in and around all that the cells mention."""
    yield None
    mentioned = maker.mentioned[term.name]
    match term.type:
        case "yes/no":
            yield from (True, False)
        case "set of text":
            known = list(term.allowed) or [*mentioned, "elsewhere"]
            for size in range(3):
                yield from map(frozenset, combinations(known, size))
        case "words":
            for size in range(3):
                yield from (" . ".join(each) for each in combinations(mentioned, size))
        case _ if term.allowed:
            yield from term.allowed
        case "date":
            steps = (timedelta(days=-1), timedelta(0), timedelta(days=1))
            yield from (value + step for value in mentioned for step in steps)
        case "text":
            yield from (*mentioned, "elsewhere", "")
        case _:
            for value in mentioned:
                yield from (value - 1, value, value + type(value)("0.001"))
