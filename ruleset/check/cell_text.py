"""The text of a cell that means a given test, as a person would type it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from ruleset.dmn.form import Term, TermType
from ruleset.feel import syntax
from ruleset.feel.errors import FeelError
from ruleset.feel.parse import parse_unary_tests
from ruleset.feel.types import Type
from ruleset.feel.unparse import to_feel
from ruleset.plan.encoding import plain_number
from ruleset.plan.form import ANYTHING, Accepts, Holds, Mentions, Test
from ruleset.plan.meaning import meaning
from ruleset.space.value_set import EVERYTHING, Interval, Scalar, ValueSet, point

ANY = "-"


def cell_text(test: Test, term: Term) -> str:
    """A text that means the test in a column of that term; the shortest of few spellings.

    >>> low = Interval(None, Decimal(18), False, False)
    >>> cell_text(Accepts(ValueSet.of([low])), Term("age", "Age", TermType.NUMBER))
    '< 18'
    """
    if test == ANYTHING:
        return ANY
    match test:
        case Accepts(values):
            return _set_text(values, term)
        case Mentions(atoms, negated, missing):
            return _mention_text(atoms, negated, missing, term)
        case Holds(tests):
            return to_feel(tests)


def value_text(value: Scalar | None) -> str:
    """The value as a cell spells it; text in quotes."""
    match value:
        case bool():
            return "yes" if value else "no"
        case Decimal():
            return plain_number(value)
        case date():
            return value.isoformat()
        case None:
            return "missing"
    return f'"{value}"'


def interval_text(interval: Interval) -> str:
    """The interval as FEEL writes it; a single value is itself."""
    if interval.is_point:
        return value_text(interval.low)
    if interval.low is None and interval.high is None:
        return "present"
    if interval.low is None:
        return f"{'<=' if interval.high_closed else '<'} {value_text(interval.high)}"
    if interval.high is None:
        return f"{'>=' if interval.low_closed else '>'} {value_text(interval.low)}"
    opening, closing = "[" if interval.low_closed else "(", "]" if interval.high_closed else ")"
    return f"{opening}{value_text(interval.low)}..{value_text(interval.high)}{closing}"


def outside(values: ValueSet, term: Term) -> ValueSet:
    """The values that the term can have and that are not in the set; missing changes sides."""
    universe: tuple[Scalar, ...] | None = None
    if term.type is TermType.YES_NO:
        universe = (True, False)
    elif term.allowed:
        universe = tuple(each for each in term.allowed if not isinstance(each, frozenset))
    if universe is None:
        return values.complement()
    return ValueSet.of((point(v) for v in universe if v not in values), not values.missing)


def _set_text(values: ValueSet, term: Term) -> str:
    others = outside(values, term)
    if not others.intervals and not values.missing:
        return "present"
    inside = _items(values, term)
    if not others.intervals:
        return ANY
    excluded = _items(others, term)
    single = all(each.is_point for each in others.intervals)
    tie = single and (values.missing or term.type is TermType.TEXT)
    tie = tie and not all(each.is_point for each in values.intervals)
    if len(excluded) < len(inside) or (len(excluded) == len(inside) and tie):
        return f"not({', '.join(excluded)})"
    return ", ".join(inside)


def _items(values: ValueSet, term: Term) -> list[str]:
    items = [_item(each, term) for each in values.intervals]
    return [*items, "missing"] if values.missing else items


def _item(interval: Interval, term: Term) -> str:
    if interval.is_point and isinstance(interval.low, str):
        return bare_or_quoted(interval.low, term)
    return "present" if interval == EVERYTHING else interval_text(interval)


def bare_or_quoted(text: str, term: Term) -> str:
    """The text without quotes where a cell of that term reads it as the same single value.

    >>> bare_or_quoted("High", Term("risk", "Risk", TermType.TEXT))
    'High'
    >>> bare_or_quoted("a, b", Term("risk", "Risk", TermType.TEXT))
    '"a, b"'
    """
    quoted = to_feel(syntax.Literal(text))
    wanted: Test = (
        Mentions((text,), False, False)
        if term.type in (TermType.WORDS, TermType.SET)
        else Accepts(ValueSet.of([point(text)]))
    )
    try:
        tests = parse_unary_tests(text, Type(term.type.value))
        return text if meaning(tests, term.type) == wanted else quoted
    except FeelError:
        return quoted


def _mention_text(atoms: Iterable[str], negated: bool, missing: bool, term: Term) -> str:
    items = [bare_or_quoted(each, term) for each in atoms]
    if not items:
        return "present" if negated and not missing else "missing" if missing else "not(-)"
    if negated:
        return f"not({', '.join(items if missing else [*items, 'missing'])})"
    return ", ".join([*items, "missing"] if missing else items)
