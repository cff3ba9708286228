"""Patterns with hints: a hint may only save work, never hide a match."""

from __future__ import annotations

import re

import pytest

from ruleset.tasks.profile import education, money_words, place_roles
from ruleset.tasks.profile.patterns import Pattern, pattern
from ruleset.tasks.profile.text import fold
from unit.profile import test_countries, test_money

PATTERNS = {
    f"{module.__name__.rsplit('.', 1)[1]}.{name}": value
    for module in (money_words, place_roles, education)
    for name, value in vars(module).items()
    if isinstance(value, Pattern)
} | {f"period {name}": each for name, _, each in money_words.PERIODS}


def texts() -> list[str]:
    """Every text of the tables of money and countries, folded, with each of its beginnings."""
    tables = [
        each
        for module in (test_money, test_countries)
        for name, each in vars(module).items()
        if name.isupper() and isinstance(each, str)
    ]
    lines = {fold(line.split("=>")[0].strip()) for each in tables for line in each.splitlines()}
    beginnings = {line[: word.start()] for line in lines for word in re.finditer(r"\S+", line)}
    return sorted((lines | beginnings) - {""})


def test_there_are_texts() -> None:
    """The tables are found."""
    assert len(texts()) > 1000


@pytest.mark.parametrize("name", PATTERNS)
def test_a_match_holds_a_hint(name: str) -> None:
    """Where the pattern matches, one of its hints occurs."""
    tried = PATTERNS[name]
    hidden = [text for text in texts() if tried.regex.search(text) and not tried.possible(text)]
    assert hidden == []


def test_an_escape_in_capitals_is_refused() -> None:
    """Folding would turn `\\W` into `\\w`."""
    with pytest.raises(ValueError, match="capitals"):
        pattern(r"\Wx")
