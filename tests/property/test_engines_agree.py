"""The default engine, the second engine and the oracle decide alike, on workbooks written as xlsx.

`RULESET_PROPERTY=full pytest tests/property` runs 240 workbooks of up to 60 rules and 6 columns
with 420 decisions each (100,800 in all); without it, a quarter of the workbooks.
"""

from __future__ import annotations

from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings

from oracle.form import Book
from property.deciding import (
    DECISIONS,
    EXAMPLES,
    WORKBOOKS,
    Compiled,
    agree,
    by_engine,
    by_oracle,
    compiled,
)
from strategies.workbooks import FactMaker, as_callers_give, books, make_book

beyond_rete: list[int] = []


def check_decisions(made: Compiled, random: Random, count: int) -> None:
    maker = FactMaker(random, made.book)
    for _ in range(count):
        facts, decision = maker.facts(), maker.decision()
        wanted = by_oracle(made.book, decision, facts)
        given = as_callers_give(random, facts)
        said = f"{decision} for {facts}"
        found = by_engine(made.masks, decision, given)
        assert agree(found, wanted), f"masks: {said}\n  oracle: {wanted}\n  masks: {found}"
        if made.rete is not None:
            second = by_engine(made.rete, decision, given)
            assert agree(second, wanted), f"rete: {said}\n  oracle: {wanted}\n  rete: {second}"


@pytest.mark.parametrize("seed", range(WORKBOOKS))
def test_engines_agree_with_the_oracle(seed: int, tmp_path: Path) -> None:
    """On a random workbook, for facts near the borders of its cells, all three decide the same."""
    random = Random(seed)
    made = compiled(make_book(random), tmp_path, random)
    if made.rete is None:
        beyond_rete.append(seed)
    check_decisions(made, random, DECISIONS)
    assert len(beyond_rete) <= WORKBOOKS // 10, "too many workbooks are beyond the second engine"


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(books())
def test_engines_agree_on_small_workbooks(drawn: tuple[Book, Random]) -> None:
    """The same on small workbooks, which shrink to the cell that matters when they disagree."""
    book, random = drawn
    with TemporaryDirectory() as folder:
        check_decisions(compiled(book, Path(folder), random), random, 20)
