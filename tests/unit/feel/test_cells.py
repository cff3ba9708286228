"""Input entries, cell by cell: what is read, and what is refused with which words."""

from __future__ import annotations

import pytest

from ruleset.feel.check_types import check_tests
from ruleset.feel.errors import FeelError
from ruleset.feel.parse import parse_unary_tests
from ruleset.feel.types import Type
from ruleset.feel.unparse import to_feel
from unit.feel.reading_cases import NAMES, TYPES, cases, identity

ACCEPTED = list(cases("accepted.txt"))
REFUSED = list(cases("refused.txt"))


@pytest.mark.parametrize(("text", "column", "expected"), ACCEPTED, ids=identity)
def test_cell_is_read(text: str, column: Type, expected: tuple[str, ...]) -> None:
    """The cell means the canonical test beside it, and its types fit."""
    tests = parse_unary_tests(text, column, NAMES)
    assert to_feel(tests) == expected[0]
    check_tests(tests, TYPES, column)


@pytest.mark.parametrize(("text", "column", "expected"), ACCEPTED, ids=identity)
def test_canonical_text_means_the_same(text: str, column: Type, expected: tuple[str, ...]) -> None:
    """The canonical text of the cell is read as the same tree."""
    tests = parse_unary_tests(text, column, NAMES)
    assert parse_unary_tests(expected[0], column, NAMES) == tests


@pytest.mark.parametrize(("text", "column", "expected"), REFUSED, ids=identity)
def test_cell_is_refused(text: str, column: Type, expected: tuple[str, ...]) -> None:
    """The error has the code, underlines the characters, and says what to type."""
    with pytest.raises(FeelError) as caught:
        parse_unary_tests(text, column, NAMES)
    error = caught.value
    start, end = error.span
    found = (error.code, text[start:end].strip(), error.label or "", error.help or "")
    assert found == (*expected, *("",) * (4 - len(expected)))
    assert 0 <= start < end <= len(text)
    assert error.message[0].islower() or error.message[0] == "`"
    assert not error.message.endswith(".")


def test_there_are_enough_cases() -> None:
    """The files hold what they are meant to hold."""
    assert len(ACCEPTED) + len(REFUSED) >= 400
