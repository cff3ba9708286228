"""Texts as typed and pasted: what is cleaned, and what is told about it."""

from __future__ import annotations

import pytest

from ruleset.workbook.hazards import clean


@pytest.mark.parametrize(
    "text",
    [
        "",
        "UK",
        "not(UK), IE",
        "15000–30000",
        "a — b",
        "naïve café",
        "≥ 30",
        "Привет, мир",
        "САНКТ",
        "Αθήνα",
        "UK, Россия",
        "IT-отдел",
        "Ünüversıte",
        "日本語、テスト",
        "می\u200cخواهم",
        "👩\u200d💻",
        "two\nlines",
        "5 µm",
    ],
)
def test_clean_text_is_left_alone(text: str) -> None:
    """Dashes of ranges, accents, other alphabets, joiners and line breaks are no hazards."""
    found = clean(text)
    assert (found.text, found.hazards) == (text, ())


@pytest.mark.parametrize(
    ("text", "cleaned", "code", "span", "said"),
    [
        (" UK", "UK", "RS116", " ", "spaces stand before the text"),
        ("UK  ", "UK", "RS116", "  ", "spaces stand after the text"),
        (" UK ", "UK", "RS116", " ", "spaces stand before and after the text"),
        ("UK\n", "UK", "RS116", "\n", "spaces stand after the text"),
        ("“UK”", '"UK"', "RS113", "“", "typographic quotes (`“`, `”`)"),
        ("„UK“", '"UK"', "RS113", "„", "typographic quotes"),
        ("«UK»", '"UK"', "RS113", "«", "typographic quotes"),
        ("Master’s", "Master's", "RS113", "’", "typographic quotes (`’`)"),
        ("−5", "-5", "RS114", "−", "U+2212 (minus sign)"),
        ("A‑level", "A-level", "RS114", "‑", "U+2011 (non-breaking hyphen)"),
        ("15\u00a0000", "15 000", "RS115", "\u00a0", "U+00A0 (no-break space) is read as a space"),
        ("UK\u00a0", "UK", "RS115", "\u00a0", "U+00A0"),
        ("a\tb", "a b", "RS115", "\t", "U+0009 (tab)"),
        ("a\u3000b", "a b", "RS115", "\u3000", "U+3000 (ideographic space)"),
        ("U\u200bK", "UK", "RS115", "\u200b", "U+200B (zero width space) is left out"),
        ("U\u00adK", "UK", "RS115", "\u00ad", "U+00AD (soft hyphen) is left out"),
        ("\ufeffUK", "UK", "RS115", "\ufeff", "U+FEFF"),
        ("\u202eUK", "UK", "RS115", "\u202e", "U+202E (right-to-left override)"),
        ("U\x07K", "UK", "RS124", "\x07", "control character U+0007"),
        ("caf\ufffd", "caf\ufffd", "RS124", "\ufffd", "a letter was lost"),
        (
            "UК",
            "UК",
            "RS122",
            "К",
            "letter 2 of `UК` is the Cyrillic `К`, which looks like the Latin `K`",
        ),
        ("budgеt", "budgеt", "RS122", "е", "letter 5 of `budgеt` is the Cyrillic `е`"),
        ("AΒC", "AΒC", "RS122", "Β", "letter 2 of `AΒC` is the Greek `Β`"),
        (
            "Cанкт",
            "Cанкт",
            "RS122",
            "C",
            "letter 1 of `Cанкт` is the Latin `C`, which looks like the Cyrillic `С`",
        ),
    ],
)
def test_a_hazard_is_cleaned_and_told(
    text: str, cleaned: str, code: str, span: str, said: str
) -> None:
    """The text comes out plain; code, characters and message say what stood there."""
    found = clean(text)
    assert found.text == cleaned
    (hazard,) = found.hazards
    assert hazard.code == code
    assert text[slice(*hazard.span)] == span
    assert said in hazard.message
    assert hazard.help


def test_several_hazards_come_in_the_order_of_their_codes() -> None:
    """One finding a kind, however often the characters stand there."""
    found = clean(" “UК”\u00a0or\u00a0“IE” ")
    assert found.text == '"UК" or "IE"'
    assert [hazard.code for hazard in found.hazards] == ["RS113", "RS115", "RS116", "RS122"]


@pytest.mark.parametrize("text", ["  ", "\u00a0", "\u200b", "\n\t"])
def test_a_text_of_spaces_is_blank(text: str) -> None:
    """Nothing that can be seen leaves nothing."""
    assert clean(text).text == ""


@pytest.mark.parametrize("text", [" “UК”\u00a0", "a\r\nb\u2028c", "U\u200bK –"])
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    """Cleaned text holds no hazard but letters, which are never changed."""
    once = clean(text)
    twice = clean(once.text)
    assert twice.text == once.text
    assert {hazard.code for hazard in twice.hazards} <= {"RS122", "RS124"}
