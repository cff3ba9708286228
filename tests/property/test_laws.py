"""Laws that hold for every workbook: what may be moved, written and read again without effect."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, given, settings

from oracle.form import Book, Table
from property.deciding import EXAMPLES, Compiled, by_engine, compiled, plan_of
from ruleset.engine.ruleset import Ruleset
from ruleset.plan import codec
from strategies.spelling import write_xlsx
from strategies.workbooks import FactMaker, books

bounded = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@contextmanager
def two_of(book: Book, other: Book, random: Random) -> Iterator[tuple[Compiled, Compiled]]:
    with TemporaryDirectory() as one, TemporaryDirectory() as two:
        yield compiled(book, Path(one), random), compiled(other, Path(two), random)


def decisions(book: Book, random: Random, count: int = 15) -> Iterator[tuple[str, dict[str, Any]]]:
    maker = FactMaker(random, book)
    for _ in range(count):
        yield maker.decision(), maker.facts()


@bounded
@given(books())
def test_order_of_columns_changes_nothing(drawn: tuple[Book, Random]) -> None:
    """Moving the input columns of a table changes no decision."""
    book, random = drawn

    def moved(table: Table) -> Table:
        order = random.sample(range(len(table.inputs)), len(table.inputs))
        return replace(
            table,
            inputs=tuple(table.inputs[place] for place in order),
            rules=tuple(
                replace(rule, cells=tuple(rule.cells[place] for place in order))
                for rule in table.rules
            ),
        )

    other = replace(book, tables=tuple(map(moved, book.tables)))
    with two_of(book, other, random) as (one, two):
        for decision, facts in decisions(book, random):
            assert by_engine(one.masks, decision, facts) == by_engine(two.masks, decision, facts)


@bounded
@given(books())
def test_order_of_rules_changes_nothing_under_unique(drawn: tuple[Book, Random]) -> None:
    """Moving the rules of a Unique table changes no decision and no conflict."""
    book, random = drawn

    def moved(table: Table) -> Table:
        if table.policy != "Unique":
            return table
        return replace(table, rules=tuple(random.sample(table.rules, len(table.rules))))

    other = replace(book, tables=tuple(map(moved, book.tables)))
    with two_of(book, other, random) as (one, two):
        for decision, facts in decisions(book, random):
            first = by_engine(one.masks, decision, facts)
            second = by_engine(two.masks, decision, facts)
            if first[0] == "conflict":
                assert second[:2] == first[:2]
                assert sorted(second[2]) == sorted(first[2])
            else:
                assert second == first


@bounded
@given(books())
def test_compiling_again_gives_the_same_bytes(drawn: tuple[Book, Random]) -> None:
    """A workbook compiled twice gives the same file, to the byte."""
    book, random = drawn
    with TemporaryDirectory() as folder:
        path = Path(folder) / "book.xlsx"
        write_xlsx(book, path, random)
        assert codec.dump(plan_of(path)) == codec.dump(plan_of(path))


@bounded
@given(books())
def test_a_compiled_file_reads_back_as_the_same_rules(drawn: tuple[Book, Random]) -> None:
    """Writing and reading a plan gives an equal plan, the same bytes and the same decisions."""
    book, random = drawn
    with TemporaryDirectory() as folder:
        made = compiled(book, Path(folder), random)
    text = codec.dump(made.plan)
    loaded = codec.parse(text)
    assert codec.dump(loaded) == text
    assert loaded.version == made.plan.version
    rules = Ruleset(loaded)
    for decision, facts in decisions(book, random):
        assert by_engine(rules, decision, facts) == by_engine(made.masks, decision, facts)
