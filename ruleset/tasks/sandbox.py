"""The language of templates: Jinja2 in a sandbox, in which every user value knows its fact.

A fact's value enters a template as a `Text`, `Number`, `Day` or `Many`, which remembers the fact's
name; the filters keep it. Because Jinja hands out one piece of text per printed expression, the
renderer sees which pieces are the user's, where they stand, and that nothing in them was ever read
as markup, template language or line structure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from jinja2 import StrictUndefined
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from ruleset.errors import RulesetError

if TYPE_CHECKING:
    from ruleset.tasks.facts import Value

LONGEST_TEXT = 160
LONGEST_ITEM = 80
MOST_ITEMS = 6

# Control characters, line and paragraph separators, overrides of the writing direction, lone
# surrogates, and runs of blanks: each would change the text around the value.
_UNFIT = re.compile(
    "[\\s\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]+"
)


class RenderingError(RulesetError, ValueError):
    """A template could not be rendered: `template`, its id, and `missing`, the facts it lacks."""

    template: str
    missing: tuple[str, ...]


class Text(str):
    """A piece of the user's text."""

    __slots__ = ("fact",)
    fact: str

    def __new__(cls, text: str, fact: str) -> Text:
        made = super().__new__(cls, text)
        made.fact = fact
        return made

    def __str__(self) -> str:
        return self  # Jinja calls str() on what it prints; the fact must survive that


class Number(Decimal):
    """A number of the user's."""

    __slots__ = ("fact",)
    fact: str

    def __new__(cls, value: Decimal, fact: str) -> Number:
        made = super().__new__(cls, value)
        made.fact = fact
        return made


class Day(date):
    """A day of the user's."""

    __slots__ = ("fact",)
    fact: str

    def __new__(cls, value: date, fact: str) -> Day:
        made = super().__new__(cls, value.year, value.month, value.day)
        made.fact = fact
        return made


class Many(tuple[Text, ...]):
    """Several texts of one fact; `listed` is how they stand in a sentence."""

    fact: str
    listed: Text

    def __new__(cls, items: Sequence[Text], fact: str) -> Many:
        made = super().__new__(cls, items)
        made.fact = fact
        made.listed = _listed(items)
        return made


Shown = Text | Number | Day | Many | bool


def shown(value: Value, fact: str) -> Shown | None:
    """The value as a template sees it, or None when nothing of it is left to show."""
    if isinstance(value, str):
        text = clean(value, LONGEST_TEXT)
        return Text(text, fact) if text else None
    if isinstance(value, bool):
        return value
    if isinstance(value, Decimal):
        return Number(value, fact)
    if isinstance(value, date):
        return Day(value, fact)
    items = sorted(value) if isinstance(value, frozenset) else value
    texts = [Text(text, fact) for item in items if (text := clean(item, LONGEST_ITEM))]
    return Many(texts, fact) if texts else None


def clean(value: str, longest: int) -> str:
    """The text on one line, blanks collapsed, cut at a word when longer than `longest` characters.

    >>> clean("a\\n  b", 10), clean("natural language processing", 20)
    ('a b', 'natural language…')
    """
    if len(value) > 4 * longest:
        value = value[: 4 * longest] + " …"
    if not value.isprintable() or "  " in value or value[:1] == " " or value[-1:] == " ":
        value = _UNFIT.sub(" ", value).strip()
    return value if len(value) <= longest else cut(value, longest)


def cut(value: str, longest: int) -> str:
    """The beginning of the value with an ellipsis, at most `longest` characters, whole words."""
    head = value[: max(longest - 1, 1)]
    space = head.rfind(" ") if value[len(head) : len(head) + 1] not in ("", " ") else -1
    if space >= len(head) // 3:
        head = head[:space]
    return head.rstrip(" ,.;:-–—(…") + "…"


def plain(value: Decimal, fact: str = "") -> str:
    """The number without exponent or idle zeros; IELTS bands keep their one decimal.

    >>> plain(Decimal("320.0")), plain(Decimal("3.80")), plain(Decimal("7"), "target_ielts")
    ('320', '3.8', '7.0')
    """
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text + ".0" if "ielts" in fact and "." not in text else text


def listed(items: Sequence[Text] | Text) -> Text:
    """Several texts as a person lists them; after six, the count of the rest.

    >>> listed(Many([Text("a", "skills"), Text("b", "skills"), Text("c", "skills")], "skills"))
    'a, b and c'
    """
    if isinstance(items, Text):
        return items
    if isinstance(items, Many):
        return items.listed
    return _listed(items)


def _listed(items: Sequence[Text]) -> Text:
    texts, fact = list(items), items[0].fact
    if len(texts) > MOST_ITEMS:
        texts = [*texts[:MOST_ITEMS], Text(f"{len(items) - MOST_ITEMS} more", fact)]
    if len(texts) == 1:
        return texts[0]
    return Text(", ".join(texts[:-1]) + " and " + texts[-1], fact)


def usd(value: Number | Text) -> Text:
    """An amount in US dollars; an amount that the user wrote as text stays as written.

    >>> usd(Number(Decimal("20000"), "yearly_budget"))
    '$20,000'
    """
    if isinstance(value, Text):
        return value
    sign = "-" if value < 0 else ""
    amount = abs(value)
    whole = amount == amount.to_integral_value() or amount >= 100
    return Text(f"{sign}${amount:,.0f}" if whole else f"{sign}${amount:,.2f}", value.fact)


_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def day(value: Day) -> Text:
    """A date as it is written in a sentence.

    >>> day(Day(date(2027, 1, 15), "deadline"))
    '15 January 2027'
    """
    return Text(f"{value.day} {_MONTHS[value.month - 1]} {value.year}", value.fact)


def counted(value: Number, noun: str) -> Text:
    """A number with its noun, in the singular for one.

    >>> counted(Number(Decimal(1), "years_of_experience"), "year")
    '1 year'
    >>> counted(Number(Decimal("2.5"), "years_of_experience"), "year")
    '2.5 years'
    """
    return Text(f"{plain(value)} {noun if value == 1 else noun + 's'}", value.fact)


_DEGREES = {
    "bachelor": "bachelor's",
    "master": "master's",
    "phd": "PhD",
    "mba": "MBA",
    "other": "degree",
}


def degree(value: Text) -> Text:
    """A degree level as it stands before "programmes".

    >>> degree(Text("master", "degree_level")), degree(Text("other", "degree_level"))
    ("master's", 'degree')
    """
    return Text(_DEGREES.get(value, value), value.fact)


def lower(value: Text) -> Text:
    """The text in small letters."""
    return Text(value.lower(), value.fact)


def upper(value: Text) -> Text:
    """The text in capitals, for names of tests."""
    return Text(value.upper(), value.fact)


def capitalized(value: Text) -> Text:
    """The text with its first letter a capital and the others as they are."""
    return Text(value[:1].upper() + value[1:], value.fact)


def finalize(value: Any) -> str:
    """What is printed for the value of an expression; refuses what has no words."""
    if type(value) is Text:
        return value
    if isinstance(value, str):
        return value
    if isinstance(value, Number):
        return Text(plain(value, value.fact), value.fact)
    if isinstance(value, Day):
        return day(value)
    if isinstance(value, tuple) and value:
        return _listed(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise RenderingError(f"a template prints `{value}`, which has no words", missing=())


def _environment() -> ImmutableSandboxedEnvironment:
    made = ImmutableSandboxedEnvironment(
        autoescape=False,  # the result is plain text; whoever shows it as HTML escapes it
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        finalize=finalize,
        auto_reload=False,
        cache_size=0,
    )
    kept = {name: made.filters[name] for name in ("first", "last", "length", "count")}
    made.filters = {
        **kept,
        "listed": listed,
        "usd": usd,
        "day": day,
        "counted": counted,
        "degree": degree,
        "lower": lower,
        "upper": upper,
        "capitalized": capitalized,
    }
    made.globals = {}
    return made


ENVIRONMENT = _environment()


Pieces = Callable[[Context], Iterator[str]]


@dataclass(frozen=True, slots=True)
class Program:
    """A compiled template: for each text the function that yields its pieces.

    The title and the items of `done` are None where the text has no tags and stays as it is.
    """

    title: Pieces | None
    description: Pieces
    done: tuple[Pieces | None, ...]


@lru_cache(maxsize=2048)
def compiled(program: str, title: str, done: tuple[str, ...]) -> Program:
    """The compiled form of a template's source; compiled once, on first use (about 3 ms)."""
    blocks = ENVIRONMENT.from_string(program).blocks
    return Program(
        blocks["title"] if "{" in title else None,
        blocks["description"],
        tuple(blocks[f"done_{at}"] if "{" in text else None for at, text in enumerate(done)),
    )


def context_of(values: dict[str, Shown | None]) -> Context:
    """What the functions of a `Program` read the values from; any other name is an error."""
    return ENVIRONMENT.context_class(ENVIRONMENT, values, None, {})
