"""Patterns for `matches`: they agree with Python's, refuse what backtracks, and never hang."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ruleset.feel.pattern import PatternError, compiled_pattern, matches

FOUND = [
    ("abc", "b"),
    ("abc", "^abc$"),
    ("", "^$"),
    ("", "a*"),
    ("a.c", r"a\.c"),
    ("a1", r"^\w\d$"),
    ("x y", r"\s"),
    ("aaa", "^a{3}$"),
    ("aaa", "^a{2,}$"),
    ("aaa", "^a{1,3}$"),
    ("colour", "colou?r"),
    ("a-b", "[a-]-[-b]"),
    ("]", "[]]"),
    ("d", "[^a-c]"),
    ("Ä", "ä"),
    ("line\nend", "line.end"),
    ("café", "caf\\w"),
    ("a|b", r"a\|b"),
    ("ab", "^(?:a|x)(b|y)$"),
    ("tab\there", r"\t"),
    ("aab", "a+?b"),
]


@pytest.mark.parametrize(("text", "pattern"), FOUND)
def test_pattern_is_found(text: str, pattern: str) -> None:
    """The pattern fits somewhere, with the flags for any case and for all characters."""
    assert matches(text, pattern, "is") is True


NOT_FOUND = [
    ("abc", "^b"),
    ("abc", "b$"),
    ("aaa", "^a{4}$"),
    ("aaa", "^a{1,2}$"),
    ("abc", "[^a-c]"),
    ("abc", "ABC"),
    ("a\nb", "a.b"),
    ("", "a"),
    ("a", r"\D\D"),
]


@pytest.mark.parametrize(("text", "pattern"), NOT_FOUND)
def test_pattern_is_not_found(text: str, pattern: str) -> None:
    """Without flags, letters' case counts and a dot takes no line end."""
    assert matches(text, pattern) is False


REFUSED = [
    "(",
    ")",
    "a)",
    "[a",
    "*a",
    "a**+",
    "a++",
    r"\1",
    r"(a)\1",
    "(?=a)",
    "(?!a)",
    "(?P<x>a)",
    "a{2",
    "a{x}",
    "a{3,2}",
    "a{999}",
    "(a{200}){200}",
    "[z-a]",
    "\\",
    r"\q",
    "(" * 50 + "a" + ")" * 50,
    "a" * 501,
]


@pytest.mark.parametrize("pattern", REFUSED)
def test_pattern_is_refused(pattern: str) -> None:
    """What is no pattern, needs backtracking or is too large has an error that says why."""
    with pytest.raises(PatternError) as caught:
        compiled_pattern(pattern)
    assert str(caught.value)
    assert matches("a", pattern) is None


@pytest.mark.parametrize("pattern", ["(a*)*b", "(a|a)*b", "(a|aa)+$b", "a*a*a*a*b", "(.*)*x"])
def test_no_pattern_hangs(pattern: str) -> None:
    """Patterns that ruin a backtracking search take one pass."""
    started = time.perf_counter()
    assert matches("a" * 100_000, pattern) is False
    assert time.perf_counter() - started < 2


_ATOMS = st.sampled_from(["a", "b", ".", "[ab]", "[^a]", r"\d", r"\w", "1", "^", "$", "-"])
_PATTERNS = st.recursive(
    _ATOMS,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]}|{pair[1]})"),
        st.tuples(inner, st.sampled_from(["*", "+", "?", "{2}", "{1,2}", "{0,}", "*?"])).map(
            lambda pair: f"(?:{pair[0]}){pair[1]}"
        ),
    ),
    max_leaves=6,
)


@given(pattern=_PATTERNS, text=st.text(alphabet="ab1-", max_size=8))
def test_agrees_with_python(pattern: str, text: str) -> None:
    """On the common ground, the answer is that of Python's own expressions."""
    # Python's `$` also fits before a final line end, of which these texts have none.
    assert matches(text, pattern) == (re.search(pattern, text) is not None)
