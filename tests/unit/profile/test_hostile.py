"""Input that no form would send: nothing raises, nothing hangs, nothing unseen gets through."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from types import MappingProxyType, SimpleNamespace

import pytest

from ruleset.tasks.profile import extract
from unit.profile.profile_fields import GOAL_FIELDS, PROFILE_FIELDS, SPECIFICATIONS, sound

TODAY = date(2026, 11, 24)


class Raises:
    """An object whose every method and attribute fails."""

    def __str__(self) -> str:
        raise RuntimeError("no")

    __repr__ = __str__

    def __getattr__(self, name: str) -> object:
        raise RuntimeError(name)

    def __bool__(self) -> bool:
        raise RuntimeError("no")

    def __eq__(self, other: object) -> bool:
        raise RuntimeError("no")

    __hash__ = None  # type: ignore[assignment]

    @property
    def __class__(self) -> type:  # type: ignore[override]
        raise RuntimeError("no")


class Text(str):
    """A text whose methods fail."""

    def __str__(self) -> str:
        raise RuntimeError("no")

    def lower(self) -> str:
        raise RuntimeError("no")

    def strip(self, chars: str | None = None) -> str:
        raise RuntimeError("no")


class BadMapping(Mapping[str, object]):
    """A mapping that fails when it is read."""

    def __getitem__(self, key: str) -> object:
        raise RuntimeError(key)

    def __iter__(self) -> Iterator[str]:
        raise RuntimeError("no")

    def __len__(self) -> int:
        return 1


def nested(depth: int, leaf: object = "UK") -> object:
    """Lists in dicts in lists, so many levels deep."""
    value = leaf
    for level in range(depth):
        value = [value] if level % 2 else {"a": value}
    return value


HOSTILE: dict[str, object] = {
    "none": None,
    "empty": "",
    "blank": "   \n\t ",
    "true": True,
    "false": False,
    "zero": 0,
    "minus": -5,
    "huge": 10**5000,
    "float": 0.1,
    "nan": float("nan"),
    "infinity": float("inf"),
    "decimal nan": Decimal("NaN"),
    "signalling nan": Decimal("sNaN"),
    "decimal huge": Decimal("1E+999999"),
    "decimal tiny": Decimal("1E-999999"),
    "complex": 3 + 4j,
    "bytes": b"UK \xff\x00",
    "bytearray": bytearray(b"UK"),
    "object": object(),
    "raises": Raises(),
    "type": int,
    "function": len,
    "text subclass": Text("$20k in the UK"),
    "controls": "U\x00K\x07 \x1b[31mred\u200b\ufeff",
    "right to left": "\u202eKU\u202c ألمانيا שלום",
    "surrogate": "\ud800 UK \udfff",
    "emoji": "🇬🇧 study 👩\u200d🎓 $20k",
    "jinja": "{{ 7*7 }}{% for x in range(9) %}x{% endfor %}",
    "html": "<script>alert(1)</script><b>UK</b>",
    "sql": "'; DROP TABLE goals; --",
    "format": "{0} {name} %s %d %(x)s",
    "braces": "{" * 2000,
    "brackets": "[" * 2000,
    "json": '{"budget": "$20k", "country": "UK"}',
    "json list": '["UK", "DE"]',
    "broken json": '{"a": 1',
    "deep json": "[" * 1000 + "]" * 1000,
    "deep": nested(1000),
    "deepish": nested(20),
    "digits": "9" * 5000,
    "dots": "1." * 3000,
    "commas": "1," * 3000,
    "dashes": "-" * 5000,
    "spaces": "a " * 5000,
    "words": "up to " * 3000,
    "money words": "no more than about " * 1000,
    "countries": [f"Country{number}" for number in range(50)],
    "fifty": "UK, US, DE, FR, NL, CA, AU, IE, IT, CH, SE, KR, JP, CN, SG, AE, TR, KZ, " * 3,
    "megabyte": "study in germany for 20k a year. " * 32_000,
    "megabyte of one word": "x" * 1_000_000,
    "long list": ["UK"] * 10_000,
    "wide dict": {f"key{number}": "UK" for number in range(10_000)},
    "odd keys": {1: "UK", None: "DE", (1, 2): "FR", b"k": 1, "": "IT", "a\x00b": "US"},
    "set": {"UK", "DE", 3},
    "frozenset": frozenset({"UK"}),
    "tuple": ("UK", None, 3, [b"x"]),
    "generator": (each for each in "UK"),
    "date": date(1999, 1, 1),
    "date max": date(9999, 12, 31),
    "moment": datetime(2027, 1, 1, 12, tzinfo=UTC),
    "bad mapping": BadMapping(),
    "proxy": MappingProxyType({"country": "UK"}),
    "mixed": [None, "", {}, [], {"name": None}, {"name": {"name": "x"}}, 5, True, "x" * 500],
    "negative text": "-$5,000",
    "past": "2001-01-01",
    "impossible": "2027-02-31",
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_as_the_whole_profile_and_goal(kind: str) -> None:
    """A whole profile or goal of any kind gives facts or none, never an exception."""
    value = HOSTILE[kind]
    sound(extract(value, value, TODAY))
    sound(extract(None, value, TODAY))
    sound(extract(value, None, TODAY))


@pytest.mark.parametrize("kind", HOSTILE)
def test_in_every_field(kind: str) -> None:
    """The same value in every field at once, as dicts and as objects."""
    value = HOSTILE[kind]
    profile = dict.fromkeys(PROFILE_FIELDS, value)
    goal = dict.fromkeys(GOAL_FIELDS, value)
    sound(extract(profile, goal, TODAY))
    sound(extract(SimpleNamespace(**profile), SimpleNamespace(**goal), TODAY))


@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.parametrize("category", ["study", "career"])
def test_in_every_specification(kind: str, category: str) -> None:
    """The same value under every name in every JSON field of the goal."""
    entries = dict.fromkeys(SPECIFICATIONS, HOSTILE[kind])
    goal = {"category": category, "title": "x", **dict.fromkeys(GOAL_FIELDS[5:9], entries)}
    sound(extract({}, goal, TODAY))


def test_a_property_that_raises() -> None:
    """A field whose reading fails is noted, and the others are read."""

    class Row:
        title = "Study in Germany"
        category = "study"

        @property
        def specifications(self) -> object:
            raise RuntimeError("no database")

    extraction = extract(None, Row(), TODAY)
    assert extraction.facts["country"].value == "DE"
    assert any(note.path == "goal.specifications" for note in extraction.notes)


def test_json_a_thousand_deep_in_a_text() -> None:
    """JSON that is nested without end, as text, as in an old row."""
    for opened, closed in (("[", "]"), ('{"a":', "}")):
        deep = opened * 1000 + '"UK"' + closed * 1000
        sound(extract({"network": deep}, {"category": "study", "specifications": deep}, TODAY))
    assert json.loads("[" * 900 + "]" * 900)


def test_jinja_in_a_name_stays_text() -> None:
    """A value is data: what looks like a template is kept as it is."""
    facts = extract({"name": "{{ 7*7 }}"}, {}, TODAY).facts
    assert facts["user_name"].value == "{{ 7*7 }}"


def test_control_and_direction_characters_are_gone() -> None:
    """Nothing unseen is left in a value."""
    facts = extract({"name": "A\x00n\u202en\u200b\x07 Lee\ufeff"}, {}, TODAY).facts
    assert facts["user_name"].value == "Ann Lee"


def test_a_megabyte_is_bounded_in_time() -> None:
    """A text of a megabyte costs no more than what is read of it."""
    text = (
        "I want to study computer science in germany for up to 20k euros a year, IELTS 6.5. "
        * 12_000
    )
    goal = {
        "category": "study",
        "title": text,
        "description": text,
        "specifications": {"notes": text, "budget": text},
    }
    extract({}, goal, TODAY)
    started = time.perf_counter()
    sound(extract(dict.fromkeys(PROFILE_FIELDS, text), goal, TODAY))
    assert time.perf_counter() - started < 2


def test_fifty_countries() -> None:
    """Fifty countries are fifty countries, in the order given."""
    codes = "GB US DE FR NL CA AU IE IT CH SE KR JP CN SG AE TR KZ UZ KG PL CZ HU AT"
    codes += " BE DK NO FI ES PT GR RO BG HR RS SI SK EE LV LT UA GE AM AZ IN PK BD LK NP MY"
    goal = {"category": "study", "specifications": {"target_countries": codes.split()}}
    assert extract({}, goal, TODAY).facts["target_countries"].value == tuple(codes.split())
