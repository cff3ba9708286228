"""Values and sets of values in words, for people who never saw the code."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from ruleset.dmn.form import Term, TermType
from ruleset.plan.encoding import plain_number
from ruleset.space.value_set import EVERYTHING, Interval, Scalar, ValueSet

MISSING = "missing"
MOST_LISTED = 8


def shown(value: object, most: int | None = None) -> str:
    """The value as a cell would spell it; `missing` for None; long ones cut after `most` letters.

    >>> shown(Decimal("2E+3")), shown(frozenset({"b", "a"})), shown(None)
    ('2000', 'a, b', 'missing')
    """
    text = _shown(value)
    return text if most is None or len(text) <= most else text[: most - 1].rstrip() + "…"


def _shown(value: object) -> str:
    match value:
        case None:
            return MISSING
        case bool():
            return "yes" if value else "no"
        case Decimal():
            return plain_number(value)
        case frozenset():
            return ", ".join(sorted(value)) or "none"
        case date():
            return value.isoformat()
        case list() | tuple():
            return ", ".join(map(_shown, value)) or "none"
    return str(value)


def shown_outcome(outcome: Any, labels: dict[str, str] | None = None) -> str:
    """The outcome in one line: the values alone when there is one output, else with their names.

    >>> shown_outcome({"tier": "standard"}), shown_outcome([{"a": "x"}, {"a": "y"}])
    ('standard', 'x; y')
    """
    if outcome is None or outcome == []:
        return "no outcome"
    if isinstance(outcome, list):
        return "; ".join(shown_outcome(each, labels) for each in outcome)
    if len(outcome) == 1:
        return _output(next(iter(outcome.values())))
    names = labels or {}
    return ", ".join(
        f"{names.get(name, name)}: {_output(value)}" for name, value in outcome.items()
    )


def _output(value: object) -> str:
    return "blank" if value is None else shown(value)


def one_of(names: Iterable[str], joint: str = "or", most: int = MOST_LISTED) -> str:
    """The names as a sentence lists them; after `most` only how many more there are.

    >>> one_of(["a", "b", "c"]), one_of(["a"]), one_of(["a", "b", "c"], most=2)
    ('a, b or c', 'a', 'a, b or 1 more')
    """
    every = list(names)
    if len(every) > most:
        every = [*every[:most], f"{len(every) - most} more"]
    if len(every) < 2:
        return "".join(every)
    return f"{', '.join(every[:-1])} {joint} {every[-1]}"


def values_in_words(values: ValueSet, term: Term) -> str:
    """The set as a person would say it. Missing is left to the caller.

    >>> money = Term("budget", "Budget", TermType.MONEY)
    >>> low, high = Decimal(15000), Decimal(30000)
    >>> values_in_words(ValueSet.of([Interval(low, high, True, False)]), money)
    '15000 or more, below 30000'
    >>> values_in_words(ValueSet.of([Interval(low, low, True, True)]).complement(), money)
    'any value but 15000'
    """
    if values.intervals == (EVERYTHING,):
        return "any value"
    outside = values.complement().intervals
    if outside and all(each.is_point for each in outside):
        return "any value but " + one_of((_quoted(each.low, term) for each in outside), "and")
    return one_of(interval_in_words(each, term) for each in values.intervals)


def interval_in_words(interval: Interval, term: Term) -> str:
    """The values between two ends, such as `15000 or more, below 30000` or `before 2027-01-01`."""
    if interval.is_point:
        return _quoted(interval.low, term)
    at_least, above, at_most, below = _BOUNDS.get(term.type, _BOUNDS[TermType.NUMBER])
    parts = []
    if interval.low is not None:
        form = at_least if interval.low_closed else above
        parts.append(form.format(_quoted(interval.low, term)))
    if interval.high is not None:
        form = at_most if interval.high_closed else below
        parts.append(form.format(_quoted(interval.high, term)))
    return ", ".join(parts)


_TEXTUAL = ("{} or later in the alphabet", "after {}", "{} or earlier in the alphabet", "before {}")
_BOUNDS = {
    TermType.NUMBER: ("{} or more", "above {}", "{} or less", "below {}"),
    TermType.DATE: ("{} or later", "after {}", "{} or earlier", "before {}"),
    TermType.TEXT: _TEXTUAL,
}


def _quoted(value: Scalar | None, term: Term) -> str:
    return quoted(value) if term.type is TermType.TEXT else shown(value)


def quoted(value: object) -> str:
    """Text in quotes, other values as a cell spells them; missing stays a word.

    >>> quoted("GB"), quoted(None), quoted(Decimal(3))
    ('"GB"', 'missing', '3')
    """
    return f'"{value}"' if isinstance(value, str) else shown(value)


def plural(count: int, noun: str) -> str:
    """The count with its noun.

    >>> plural(1, "row"), plural(3, "fact")
    ('1 row', '3 facts')
    """
    return f"{count} {noun}{'' if count == 1 else 's'}"


def rows_in_words(rows: Sequence[int], most: int = 4) -> str:
    """Row numbers for a sentence.

    >>> rows_in_words([4]), rows_in_words([4, 6])
    ('row 4', 'rows 4 and 6')
    """
    return ("row " if len(rows) == 1 else "rows ") + one_of(map(str, rows), "and", most)
