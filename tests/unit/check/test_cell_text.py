"""Cells written for a test are read as that test again."""

from __future__ import annotations

import pytest

from ruleset.check.cell_text import cell_text
from ruleset.dmn.form import Term, TermType
from ruleset.feel.parse import parse_unary_tests
from ruleset.feel.types import Type
from ruleset.plan.meaning import meaning

TERMS = {
    "number": Term("n", "N", TermType.NUMBER),
    "date": Term("d", "D", TermType.DATE),
    "text": Term("t", "T", TermType.TEXT),
    "yes/no": Term("y", "Y", TermType.YES_NO),
    "words": Term("w", "W", TermType.WORDS),
    "set of text": Term("s", "S", TermType.SET),
}
CELLS = (
    ("number", "< 5", "< 5"),
    ("number", "[1..2], (4..9)", "[1..2], (4..9)"),
    ("number", "5, missing", "5, missing"),
    ("number", "not(5)", "not(5)"),
    ("number", "present", "present"),
    ("number", "missing", "missing"),
    ("number", "-", "-"),
    ("number", "1.50", "1.5"),
    ("date", "from 2026-01-01", ">= 2026-01-01"),
    ("date", "2026-01-01–2026-06-30", "[2026-01-01..2026-06-30]"),
    ("text", "UK, IE", "IE, UK"),
    ("text", 'not("a, b")', 'not("a, b")'),
    ("text", '"missing"', '"missing"'),
    ("text", "not(UK, missing)", "not(UK, missing)"),
    ("yes/no", "yes", "yes"),
    ("words", "visa, study permit", "visa, study permit"),
    ("words", "not(visa)", "not(visa)"),
    ("words", "visa, missing", "visa, missing"),
    ("set of text", "not(a, missing)", "not(a, missing)"),
)


@pytest.mark.parametrize(("type", "text", "wanted"), CELLS)
def test_cells(type: str, text: str, wanted: str) -> None:
    """The text is the one that people type, and means the same test."""
    term = TERMS[type]
    test = meaning(parse_unary_tests(text, Type(type)), term.type)
    written = cell_text(test, term)
    assert written == wanted
    assert meaning(parse_unary_tests(written, Type(type)), term.type) == test
