"""What cells compute: expressions, input entries over facts, and what is unknown."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from ruleset.feel.evaluate import compiled, compiled_tests
from ruleset.feel.parse import parse_expression, parse_unary_tests
from ruleset.feel.types import Type
from unit.feel.reading_cases import NAMES, identity

FACTS = {
    "age": Decimal(20),
    "gpa": Decimal("3.5"),
    "budget_tier": "premium",
    "start_date": date(2026, 9, 1),
    "countries": frozenset({"UK", "IE"}),
    "has_mentor": True,
}
"""`home_country` is missing."""


def computed(text: str, fact: object = None) -> object:
    """The value of an expression for the facts above."""
    return compiled(parse_expression(text, NAMES))(fact, FACTS)


D = Decimal
EXPRESSIONS: list[tuple[str, object]] = [
    # numbers are decimals
    ("0.1 + 0.2", D("0.3")),
    ("1 / 3", D("0.3333333333333333333333333333333333")),
    ("2 / 3", D("0.6666666666666666666666666666666667")),
    ("10 - 4 - 3", D(3)),
    ("2 + 3 * 4", D(14)),
    ("(2 + 3) * 4", D(20)),
    ("2 ** 10", D(1024)),
    ("2 ** 3 ** 2", D(64)),
    ("-2 ** 2", D(4)),
    ("2 ** -1", D("0.5")),
    ("-Age", D(-20)),
    ("Age / 0", None),
    ("0 / 0", None),
    ("9e6000 * 9e6000", None),
    ("10 ** 10000", None),
    ("(-8) ** 0.5", None),
    ("1e-6000 * 1e-6000", D(0)),
    # kinds do not mix
    ('"a" + "b"', "ab"),
    ('"a" + 1', None),
    ('1 + "a"', None),
    ("true + 1", None),
    ('"a" - "b"', None),
    ('"a" * 2', None),
    ('-"a"', None),
    ("-true", None),
    # dates
    ("2026-09-01 - 2026-08-01", D(31)),
    ("Start date - 2026-08-01", D(31)),
    ("Start date + 30", date(2026, 10, 1)),
    ("30 + Start date", date(2026, 10, 1)),
    ("Start date - 1", date(2026, 8, 31)),
    ("Start date + 0.5", None),
    ("Start date + 1e9", None),
    ("9999-12-31 + 1", None),
    ("0001-01-01 - 1", None),
    ("Start date + Start date", None),
    ("1 - Start date", None),
    ("Start date + 1e300", None),
    # equality
    ("1 = 1.0", True),
    ('"a" = "a"', True),
    ('"a" = "A"', False),
    ('"a" != "b"', True),
    ("1 = true", None),
    ('"1" = 1', None),
    ("true = true", True),
    ("2026-09-01 = Start date", True),
    ("[1, 2] = [1, 2]", True),
    ("[1, 2] = [2, 1]", False),
    ('Countries = ["IE", "UK"]', True),
    ('Countries = ["IE"]', False),
    # order
    ("1 < 2", True),
    ("2 <= 2", True),
    ("3 > 4", False),
    ("4 >= 4", True),
    ('"a" < "b"', True),
    ("2026-01-01 < Start date", True),
    ("true < false", None),
    ('1 < "2"', None),
    # unknown
    ('Home country = "UK"', None),
    ('Home country != "UK"', None),
    ("Home country < 5", None),
    ("Home country = null", True),
    ("Home country != null", False),
    ("null = Home country", True),
    ("Age = null", False),
    ("Age != null", True),
    ("null = null", True),
    ("Home country + 1", None),
    ("-Home country", None),
    ("Home country in (1, 2)", None),
    ("Home country in (1, null)", True),
    # three values
    ("true and true", True),
    ("true and false", False),
    ("true and null", None),
    ("false and null", False),
    ("null and false", False),
    ("null and true", None),
    ("true or null", True),
    ("null or true", True),
    ("false or null", None),
    ("false or false", False),
    ("1 and true", None),
    ("1 and false", False),
    ("not(true)", False),
    ("not(null)", None),
    ("not(5)", None),
    ("not(Has mentor) or Age > 18", True),
    # choice
    ('if Age > 18 then "a" else "b"', "a"),
    ('if Age > 30 then "a" else "b"', "b"),
    ('if Home country = "UK" then "a" else "b"', "b"),
    ('if null then "a" else "b"', "b"),
    ("if true then 1 else 1 / 0", D(1)),
    # in and between
    ("Age in (20, 30)", True),
    ("Age in (10, 30)", False),
    ("Age in [10..20]", True),
    ("Age in [10..20)", False),
    ("Age in (20..30)", False),
    ("Age in (< 10, > 15)", True),
    ("Age in > 15", True),
    ("Age between 20 and 30", True),
    ("Age between 21 and 30", False),
    ("Age between null and 30", None),
    ("Age between null and 10", False),
    ('Budget tier in ("premium", "x")', True),
    ('"UK" in Countries', True),
    ('"DE" in Countries', False),
    ('"UK" in ["UK", "DE"]', True),
    ('"UK" in (["UK", "DE"], "FR")', True),
    ('Age in ("x", 20)', True),
    # functions
    ('contains("foobar", "ob")', True),
    ('contains("foobar", "of")', False),
    ('contains("foobar", "")', True),
    ('contains(Home country, "a")', None),
    ('contains("a", 5)', None),
    ('starts with("foobar", "foo")', True),
    ('ends with("foobar", "bar")', True),
    ('starts with("foobar", "bar")', False),
    ('lower case("ÄB")', "äb"),
    ('upper case("äb")', "ÄB"),
    ('matches("foobar", "^fo*bar")', True),
    ('matches("FOO", "foo", "i")', True),
    ('matches("FOO", "foo")', False),
    ('matches("a", "(")', None),
    ('matches("a", "a", "q")', None),
    ('string length("abc")', D(3)),
    ('string length("")', D(0)),
    ('substring("foobar", 3)', "obar"),
    ('substring("foobar", 3, 2)', "ob"),
    ('substring("foobar", -2, 1)', "a"),
    ('substring("foobar", 0)', None),
    ('substring("foobar", 9)', None),
    ('substring("foobar", 1.5)', None),
    ('substring before("foobar", "bar")', "foo"),
    ('substring before("foobar", "x")', ""),
    ('substring after("foobar", "o")', "obar"),
    ('substring after("foobar", "x")', ""),
    ("string(1.50)", "1.5"),
    ("string(true)", "true"),
    ("string(2026-01-31)", "2026-01-31"),
    ("string(null)", None),
    ('number("1.5")', D("1.5")),
    ('number("x")', None),
    ("abs(-5)", D(5)),
    ("abs(null)", None),
    ('abs("a")', None),
    ("abs(true)", None),
    ("floor(1.5)", D(1)),
    ("floor(-1.5)", D(-2)),
    ("floor(-1.56, 1)", D("-1.6")),
    ("ceiling(1.5)", D(2)),
    ("ceiling(-1.5)", D(-1)),
    ("decimal(1 / 3, 2)", D("0.33")),
    ("decimal(1.5, 0)", D(2)),
    ("decimal(2.5, 0)", D(2)),
    ("decimal(1234, -2)", D(1200)),
    ("decimal(1, 99999)", None),
    ("decimal(1, 0.5)", None),
    ("round half up(2.5, 0)", D(3)),
    ("round half down(2.5, 0)", D(2)),
    ("round half even(2.5, 0)", D(2)),
    ("round up(1.12, 1)", D("1.2")),
    ("round down(-1.17, 1)", D("-1.1")),
    ("modulo(12, 5)", D(2)),
    ("modulo(-12, 5)", D(3)),
    ("modulo(12, -5)", D(-3)),
    ("modulo(-12, -5)", D(-2)),
    ("modulo(10.1, 4.5)", D("1.1")),
    ("modulo(1, 0)", None),
    ('date("2026-01-31")', date(2026, 1, 31)),
    ("date(2026, 1, 31)", date(2026, 1, 31)),
    ("date(2026, 2, 30)", None),
    ("date(2026.5, 2, 3)", None),
    ("date(Start date)", date(2026, 9, 1)),
    ("date(Budget tier)", None),
    ("year(Start date)", D(2026)),
    ("month(Start date)", D(9)),
    ("day(Start date)", D(1)),
    ("day of week(Start date)", "Tuesday"),
    ("year(5)", None),
    ('list contains(Countries, "UK")', True),
    ('list contains(Countries, "DE")', False),
    ("list contains([1, null], null)", True),
    ("list contains([1, 2], null)", False),
    ("list contains(null, 1)", None),
    ("count(Countries)", D(2)),
    ("count([])", D(0)),
    ("count(5)", None),
    ("min(1, 2, 3)", D(1)),
    ("min([3, 1, 2])", D(1)),
    ("max(1, 2, 3)", D(3)),
    ('max("a", "b")', "b"),
    ("max(2026-01-01, Start date)", date(2026, 9, 1)),
    ("min(Countries)", "IE"),
    ("max(1, null)", None),
    ('max(1, "a")', None),
    ("min([])", None),
    ("max(true, false)", None),
    ("sum(1, 2, 3)", D(6)),
    ("sum([0.1, 0.2])", D("0.3")),
    ("sum([])", None),
    ('sum(1, "a")', None),
    ("mean(1, 2)", D("1.5")),
    ("mean([])", None),
    ("all(true, true)", True),
    ("all(true, false)", False),
    ("all(true, null)", None),
    ("all(false, null)", False),
    ("all([])", True),
    ("any(false, true)", True),
    ("any(false, null)", None),
    ("any([])", False),
    ("is defined(Age)", True),
    ("is defined(Home country)", False),
    ('count(append(Countries, "DE"))', D(3)),
]


@pytest.mark.parametrize(("text", "expected"), EXPRESSIONS, ids=identity)
def test_expression_computes(text: str, expected: object) -> None:
    """The value is as FEEL says, of the same kind."""
    found = computed(text)
    assert found == expected
    assert type(found) is type(expected)


ENTRIES: list[tuple[str, Type, list[object], list[object], list[object]]] = [
    # cell, type, accepted facts, refused facts, facts of which it cannot tell
    ("-", Type.TEXT, ["UK", "", None], [], []),
    ("UK, IE", Type.TEXT, ["UK", "IE"], ["DE", "uk", "UK ", ""], [None]),
    ("not(UK, IE)", Type.TEXT, ["DE", "uk", None], ["UK", "IE"], []),
    ("not(UK, missing)", Type.TEXT, ["DE"], ["UK", None], []),
    ("missing", Type.TEXT, [None], ["UK", ""], []),
    ("null", Type.TEXT, [None], ["UK"], []),
    ("present", Type.TEXT, ["UK", ""], [None], []),
    ("not(missing)", Type.TEXT, ["UK"], [None], []),
    ("not(present)", Type.TEXT, [None], ["UK"], []),
    ("UK, missing", Type.TEXT, ["UK", None], ["DE"], []),
    ('> "m"', Type.TEXT, ["n", "ma"], ["m", "a", "M"], [None]),
    ('["a".."m"]', Type.TEXT, ["a", "m", "b"], ["n", "mm", "A"], [None]),
    ('starts with(?, "U")', Type.TEXT, ["UK", "US"], ["DE"], [None]),
    ('not(starts with(?, "U"))', Type.TEXT, ["DE", None], ["UK"], []),
    ('? != "UK"', Type.TEXT, ["DE"], ["UK"], [None]),
    ("? != null", Type.TEXT, ["DE"], [None], []),
    ("5", Type.NUMBER, [D(5), D("5.0")], [D(6)], [None]),
    ("< 5", Type.NUMBER, [D("4.9"), D(-9)], [D(5), D(6)], [None]),
    ("<= 5", Type.NUMBER, [D(5)], [D("5.1")], [None]),
    ("> 5", Type.NUMBER, [D("5.0001")], [D(5)], [None]),
    (">= 5", Type.NUMBER, [D(5)], [D("4.9999")], [None]),
    ("[5..10]", Type.NUMBER, [D(5), D(10), D(7)], [D("4.99"), D("10.01")], [None]),
    ("(5..10)", Type.NUMBER, [D("5.01"), D("9.99")], [D(5), D(10)], [None]),
    ("[5..10)", Type.NUMBER, [D(5)], [D(10)], [None]),
    ("(5..10]", Type.NUMBER, [D(10)], [D(5)], [None]),
    ("< 5, > 10", Type.NUMBER, [D(4), D(11)], [D(5), D(10)], [None]),
    ("not(< 5)", Type.NUMBER, [D(5), None], [D(4)], []),
    ("not(5-10)", Type.NUMBER, [D(4), None], [D(5), D(10)], []),
    ("at least 5, missing", Type.NUMBER, [D(5), None], [D(4)], []),
    ("< Age", Type.NUMBER, [D(19)], [D(20)], [None]),
    ("? * 2 > Age", Type.NUMBER, [D(11)], [D(10)], [None]),
    ("? > Home country", Type.NUMBER, [], [], [D(5), None]),
    ("5, ? > Home country", Type.NUMBER, [D(5)], [], [D(6), None]),
    ("not(? > Home country)", Type.NUMBER, [None], [], [D(5)]),
    ("[Home country..10]", Type.NUMBER, [], [D(11)], [D(5), None]),
    ("Age > 18", Type.NUMBER, [D(1), None], [], []),
    ("Age > 20", Type.NUMBER, [], [D(1), None], []),
    ("? in (< 5, Age)", Type.NUMBER, [D(20), D(1)], [D(6)], [None]),
    ("$15k", Type.MONEY, [D(15000)], [D(15)], [None]),
    ("yes", Type.YES_NO, [True], [False], [None]),
    ("no", Type.YES_NO, [False], [True], [None]),
    ("yes, no", Type.YES_NO, [True, False], [], [None]),
    ("not(yes)", Type.YES_NO, [False, None], [True], []),
    ("?", Type.YES_NO, [True], [False], [None]),
    ("Has mentor", Type.YES_NO, [True], [False], [None]),
    ("Age > 18", Type.YES_NO, [True, False, None], [], []),
    ("2026-01-31", Type.DATE, [date(2026, 1, 31)], [date(2026, 2, 1)], [None]),
    (
        "2026-01-01–2026-06-30",
        Type.DATE,
        [date(2026, 1, 1), date(2026, 6, 30)],
        [date(2025, 12, 31), date(2026, 7, 1)],
        [None],
    ),
    ("until 2026-12-31", Type.DATE, [date(2026, 12, 31)], [date(2027, 1, 1)], [None]),
    ("> Start date + 30", Type.DATE, [date(2026, 10, 2)], [date(2026, 10, 1)], [None]),
    (
        "ielts, personal statement",
        Type.WORDS,
        ["My IELTS is 7", "a Personal   Statement!", "ielts"],
        ["pielts", "statement personal", "personal", ""],
        [None],
    ),
    ("not(visa)", Type.WORDS, ["vis a vis", None, ""], ["Visa process", "e-visa"], []),
    ("lor", Type.WORDS, ["my LOR."], ["Bachelor", "lords"], [None]),
    ("café", Type.WORDS, ["CAFE", "the Café"], ["cafes"], [None]),
    ("виза", Type.WORDS, ["Нужна ВИЗА!"], ["визах"], [None]),
    ('contains(?, "lor")', Type.WORDS, ["Bachelor"], ["visa"], [None]),
    (
        "UK, IE",
        Type.SET,
        [frozenset({"UK"}), frozenset({"DE", "IE"})],
        [frozenset({"DE"}), frozenset(), frozenset({"uk"})],
        [None],
    ),
    (
        "not(UK)",
        Type.SET,
        [frozenset({"DE"}), frozenset(), None],
        [frozenset({"UK", "DE"})],
        [],
    ),
    ("missing", Type.SET, [None], [frozenset(), frozenset({"UK"})], []),
    ("count(?) > 1", Type.SET, [frozenset({"UK", "DE"})], [frozenset({"UK"})], [None]),
    ('"UK" in ?', Type.SET, [frozenset({"UK", "DE"})], [frozenset({"DE"})], [None]),
    ('"UK" in Countries', Type.NUMBER, [D(1), None], [], []),
]


@pytest.mark.parametrize(
    ("text", "column", "accepted", "refused", "unknown"), ENTRIES, ids=identity
)
def test_entry_accepts(
    text: str,
    column: Type,
    accepted: list[object],
    refused: list[object],
    unknown: list[object],
) -> None:
    """The entry accepts, refuses, and says when it cannot tell."""
    accepts = compiled_tests(parse_unary_tests(text, column, NAMES), column)
    assert [accepts(fact, FACTS) for fact in accepted] == [True] * len(accepted)
    assert [accepts(fact, FACTS) for fact in refused] == [False] * len(refused)
    assert [accepts(fact, FACTS) for fact in unknown] == [None] * len(unknown)


ODD_FACTS: list[object] = [
    None,
    True,
    D(0),
    D("1e6000"),
    D("-1e-6000"),
    "",
    "x" * 5000,
    date.min,
    date.max,
    frozenset(),
    frozenset({"a"}),
    ("a", None),
    object(),
    3.5,
    7,
    [],
]


@pytest.mark.parametrize("text", [text for text, _ in EXPRESSIONS], ids=identity)
def test_no_fact_makes_an_expression_raise(text: str) -> None:
    """Whatever the facts are, of any kind or of none, there is a value or None."""
    run = compiled(parse_expression(text, NAMES))
    for odd in ODD_FACTS:
        run(odd, dict.fromkeys(set(NAMES.values()), odd))


@pytest.mark.parametrize(
    ("text", "column"), [(text, column) for text, column, *_ in ENTRIES], ids=identity
)
def test_no_fact_makes_an_entry_raise(text: str, column: Type) -> None:
    """Whatever the facts are, the answer is True, False or None."""
    accepts = compiled_tests(parse_unary_tests(text, column, NAMES), column)
    for odd in ODD_FACTS:
        assert accepts(odd, dict.fromkeys(set(NAMES.values()), odd)) in (True, False, None)
