"""Words and phrases in running text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ruleset.feel.text_match import Phrases, found_in, phrase, tokens

TOKENS: list[tuple[str, tuple[str, ...]]] = [
    ("", ()),
    ("  ,. ", ()),
    ("Personal  Statement!", ("personal", "statement")),
    ("C++, C# and A+", ("c++", "c#", "and", "a+")),
    ("c++17", ("c++", "17")),
    ("math+physics", ("math", "physics")),
    ("C#/C++", ("c#", "c++")),
    (".NET", ("net",)),
    ("#1 choice", ("1", "choice")),
    ("5+ years", ("5", "years")),
    ("master's", ("master", "s")),
    ("snake_case", ("snake", "case")),
    ("e-visa", ("e", "visa")),
    ("Café RÉSUMÉ naïve", ("cafe", "resume", "naive")),
    ("Straße", ("strasse",)),
    ("ИЕЛТС, Ёлка", ("иелтс", "елка")),
    ("ﬁnance", ("finance",)),
    ("IELTS\u00a07", ("ielts", "7")),
    ("签证 visa", ("签", "证", "visa")),
    ("visa签证", ("visa", "签", "证")),
    ("GRE2026", ("gre2026",)),
    ("İstanbul", ("istanbul",)),
]


@pytest.mark.parametrize(("text", "expected"), TOKENS)
def test_words_of_a_text(text: str, expected: tuple[str, ...]) -> None:
    """Folded, without accents, in order."""
    assert tokens(text) == expected


FOUND = [
    ("lor", "Bachelor", False),
    ("lor", "my LOR, please", True),
    ("exam", "for example", False),
    ("visa", "Visa process", True),
    ("personal statement", "the personal, statement", True),
    ("personal statement", "statement personal", False),
    ("c", "c++", False),
    ("c++", "I know C++.", True),
    ("签证", "我需要签证", True),
    ("masters", "master's", False),
    ("...", "anything", False),
    ("cv", "", False),
    ("résumé", "my RESUME", True),
]


@pytest.mark.parametrize(("wanted", "text", "expected"), FOUND)
def test_phrase_is_found_as_whole_words(wanted: str, text: str, expected: bool) -> None:
    """By either way of looking."""
    assert found_in(phrase(wanted), phrase(text)) is expected
    assert (Phrases([wanted]).found_in(text) == (wanted,)) is expected


def test_phrases_come_in_the_given_order() -> None:
    """Each once, however often it stands in the text."""
    phrases = Phrases(["gre", "ielts", "IELTS", "gre general", "ielts"])
    assert phrases.found_in("IELTS and the GRE general, IELTS") == (
        "gre",
        "ielts",
        "IELTS",
        "gre general",
    )


_TEXT = st.text(alphabet="ab c+#é.Я签", max_size=12)


@given(wanted=st.lists(_TEXT, max_size=5), text=_TEXT)
def test_many_phrases_are_found_as_one_by_one(wanted: list[str], text: str) -> None:
    """Looking for many at once finds what looking for each finds."""
    singly = tuple(each for each in dict.fromkeys(wanted) if found_in(phrase(each), phrase(text)))
    assert Phrases(wanted).found_in(text) == singly


@given(text=st.text())
def test_any_text_has_words(text: str) -> None:
    """No text raises, and folding again changes nothing."""
    words = tokens(text)
    assert tokens(" ".join(words)) == words
