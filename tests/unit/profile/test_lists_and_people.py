"""Names in lists, people in a network, years at work, numerals and cleaned text."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from ruleset.tasks.profile.experience import (
    level_in_words,
    read_years,
    years_in_words,
    years_worked,
)
from ruleset.tasks.profile.numerals import numeral
from ruleset.tasks.profile.people import read_people
from ruleset.tasks.profile.person import read_minutes
from ruleset.tasks.profile.skills import read_names
from ruleset.tasks.profile.source import yes_or_no
from ruleset.tasks.profile.text import clean, fold, is_no_answer, is_placeholder, shortened

NAMES: list[tuple[object, tuple[str, ...]]] = [
    (["Python", "SQL"], ("Python", "SQL")),
    ("Python, SQL; Go", ("Python", "SQL", "Go")),
    ("Python\nSQL", ("Python", "SQL")),
    ("- Python\n- SQL", ("Python", "SQL")),
    ("Python / SQL", ("Python", "SQL")),
    ("CI/CD, TCP/IP", ("CI/CD", "TCP/IP")),
    ({"Python": "expert", "SQL": "good"}, ("Python", "SQL")),
    ({"Python": 5, "SQL": None}, ("Python",)),
    ({"Python": True, "Go": False}, ("Python",)),
    ({"languages": ["Python", "Go"], "cloud": "AWS"}, ("Python", "Go", "AWS")),
    ({"backend": {"Python": "expert", "Go": "good"}}, ("Python", "Go")),
    ([{"name": "Python", "level": "expert"}, {"name": "SQL"}], ("Python", "SQL")),
    ({"Python": {"level": "expert", "years": 5}}, ("Python",)),
    (["Python", "python", "PYTHON"], ("Python",)),
    (["Python", "", None, "N/A", 5], ("Python",)),
    (["Led a team, shipped on time"], ("Led a team, shipped on time",)),
    ("", ()),
    (None, ()),
    (Decimal(5), ()),
]
YEARS: list[tuple[object, str | None]] = [
    (Decimal(3), "3"),
    (Decimal("2.5"), "2.5"),
    ("3", "3"),
    ("3+", "3"),
    ("5 years", "5"),
    ("5+ years", "5"),
    ("5-7 years", "5"),
    ("5 to 7 years", "5"),
    ("2.5 years", "2.5"),
    ("1,5 года", "1.5"),
    ("5 лет", "5"),
    ("five years", "5"),
    ("6 months", "0.5"),
    ("1 year 6 months", "1.5"),
    ("10 yrs", "10"),
    ("~4 years", "4"),
    ("over 8 years of experience", "8"),
    ("no experience", "0"),
    ("fresh graduate", "0"),
    ("без опыта", "0"),
    (Decimal(0), "0"),
    ({"years": Decimal(4)}, "4"),
    ({"total": "4 years"}, "4"),
    ("a lot", None),
    (Decimal(-1), None),
    (Decimal(90), None),
    ("-3", None),
    ([], None),
    (True, None),
    ("since 2015", None),
]


@pytest.mark.parametrize(("value", "names"), NAMES)
def test_names_in_every_shape(value: object, names: tuple[str, ...]) -> None:
    """Lists, texts, dicts by kind and dicts by level give the same names."""
    assert read_names(value).names == names  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "people"),
    [
        (["Ann Lee", "Bo Ek"], ("Ann Lee", "Bo Ek")),
        ("Ann Lee, Bo Ek", ("Ann Lee", "Bo Ek")),
        ([{"name": "Ann Lee"}], ("Ann Lee",)),
        ([{"name": "Ann Lee", "company": "Acme"}], ("Ann Lee (Acme)",)),
        ([{"name": "Ann Lee", "role": "CTO", "company": "Acme"}], ("Ann Lee (CTO, Acme)",)),
        ({"name": "Ann Lee", "university": "MIT"}, ("Ann Lee (MIT)",)),
        ({"Ann Lee": "CTO"}, ("Ann Lee (CTO)",)),
        ([{"first_name": "Ann", "last_name": "Lee"}], ("Ann Lee",)),
        (["Ann Lee", "Ann Lee"], ("Ann Lee",)),
        (["N/A", "", None, "[Name]", 5, "x" * 200], ()),
        ([], ()),
        (None, ()),
    ],
)
def test_people(value: object, people: tuple[str, ...]) -> None:
    """People by name, with what stands beside them."""
    assert read_people(value)[0] == people  # type: ignore[arg-type]


@pytest.mark.parametrize(("value", "years"), YEARS)
def test_years_of_experience(value: object, years: str | None) -> None:
    """Years from numbers and words; a range by its low end."""
    number, problem = read_years(value)  # type: ignore[arg-type]
    assert number == (None if years is None else Decimal(years))
    assert (problem is None) == (number is not None)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("I have 5 years of experience", "5"),
        ("3+ years' experience in sales", "3"),
        ("10 лет опыта", "10"),
        ("опыт работы 4 года", "4"),
        ("nurse, 12 years in the same hospital", "12"),
        ("no experience yet", "0"),
        ("опыта ноль", "0"),
        ("worked for 6 years at Acme", "6"),
        ("a job that requires 5 years of experience", None),
        ("in 3 years I want to lead", None),
        ("a 2 year plan", None),
        ("no experience required", None),
    ],
)
def test_years_in_running_text(text: str, years: str | None) -> None:
    """What somebody has done counts, what a job asks for does not."""
    found = years_in_words(text, at_work=True)
    assert (None if found is None else found[0]) == (None if years is None else Decimal(years))


def test_levels_in_running_text() -> None:
    """A junior job and a senior engineer; to become senior is no level."""
    assert level_in_words("find a junior frontend job") == ("entry_level", "junior")
    found = level_in_words("I'm a senior analyst")
    assert found is not None
    assert found[0] == "senior"
    assert level_in_words("become a senior engineer") is None


def test_years_from_dates() -> None:
    """Jobs one after the other add up, jobs at a time count once; vague dates give nothing."""
    today = date(2026, 1, 1)
    assert (
        years_worked([{"start": "2018", "end": "2020"}, {"start": "2020", "end": "2023"}], today)
        == 5
    )
    assert (
        years_worked([{"start": "2018", "end": "2022"}, {"start": "2020", "end": "2023"}], today)
        == 5
    )
    assert years_worked([{"start": "2024-01", "end": "present"}], today) == 2
    assert years_worked([{"start_date": "2024-01-15", "current": True}], today) == 2
    assert years_worked([{"start": "2024", "end": "2020"}], today) is None
    assert years_worked([{"company": "Acme"}], today) is None
    assert years_worked("2018-2020", today) is None


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("90", "90"),
        ("2 hours", "120"),
        ("1.5 hours", "90"),
        ("1h 30m", "90"),
        ("45 min", "45"),
        ("2 часа", "120"),
        ("all day", None),
        ("5000", None),
    ],
)
def test_minutes_a_day(text: str, minutes: str | None) -> None:
    """Minutes from numbers, hours and both."""
    assert read_minutes(text)[0] == (None if minutes is None else Decimal(minutes))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("15,000", "15000"),
        ("15.000", "15000"),
        ("15 000", "15000"),
        ("1,5", "1.5"),
        ("1.5", "1.5"),
        ("12,00,000", "1200000"),
        ("1,234.56", "1234.56"),
        ("1.234,56", "1234.56"),
        ("0.500", "0.500"),
        ("1'000", "1000"),
        ("7", "7"),
        ("x", None),
        ("", None),
    ],
)
def test_numerals(text: str, number: str | None) -> None:
    """A separator is read by what stands around it."""
    assert numeral(text) == (None if number is None else Decimal(number))


def test_cleaning_and_folding() -> None:
    """What is not seen goes; what differs only in dress compares equal."""
    assert clean(" A\u200b\u202e\x00  b\nc ") == "A b c"
    assert fold("Türkiye") == fold("TÜRKİYE") == "turkiye"
    assert fold("Świat – “x”") == 'swiat - "x"'
    assert fold("한국") == "한국"
    assert shortened("one two three", 9) == "one two…"


@pytest.mark.parametrize(
    "text", ["", " ", "-", "N/A", "none", "null", "TBD", "not sure", "не знаю", "...", "?"]
)
def test_no_answer(text: str) -> None:
    """The words by which people leave a field empty."""
    assert is_no_answer(text.strip())


@pytest.mark.parametrize(
    "text", ["no limit", "Noneya", "0", "UK", "none of the above schools fit me at all"]
)
def test_answers(text: str) -> None:
    """An answer is not taken for an empty field."""
    assert not is_no_answer(text)


@pytest.mark.parametrize(
    ("text", "placeholder"),
    [
        ("[Professor Name]", True),
        ("<name>", True),
        ("XXX", True),
        ("Ann [Lee]", False),
        ("Max", False),
    ],
)
def test_placeholders(text: str, placeholder: bool) -> None:
    """A form that nobody filled in."""
    assert is_placeholder(text) is placeholder


@pytest.mark.parametrize(
    ("value", "answer"),
    [
        (True, True),
        (False, False),
        ("yes", True),
        ("Yes, one in 2019", True),
        ("no", False),
        ("Да", True),
        ("нет", False),
        (Decimal(1), True),
        (Decimal(0), False),
        ("maybe", None),
        (Decimal(5), None),
        ([], None),
    ],
)
def test_yes_or_no(value: object, answer: bool | None) -> None:
    """Yes and no in words and numbers."""
    assert yes_or_no(value) is answer  # type: ignore[arg-type]
