"""Facts held against the vocabulary: what fits is normalised, what does not is refused by name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NoReturn

from ruleset.diagnostics import nearest, or_list
from ruleset.dmn.form import Term, TermType, Value, Vocabulary
from ruleset.errors import FactError

Check = Callable[[Any], Value | None]
"""Takes a fact as a caller gives it, returns it normalised, or raises FactError."""

_EXPECTED = {
    TermType.TEXT: "text",
    TermType.NUMBER: "a number",
    TermType.MONEY: "a number of US dollars",
    TermType.YES_NO: "True or False",
    TermType.DATE: "a day (datetime.date)",
    TermType.WORDS: "text",
    TermType.SET: "a set, list or tuple of texts",
}


def check_for(term: Term) -> Check:
    """The function that normalises a fact of that term; missing (None) passes as it is.

    Numbers become Decimal (a float as the decimal that it prints as), sets become frozensets.
    """
    read = _READERS[term.type](term)
    allowed = frozenset(term.allowed)
    if not allowed:
        return read

    def check(value: Any) -> Value | None:
        known = read(value)
        if isinstance(known, frozenset):
            for each in sorted(known - allowed):
                refuse(term, each)
        elif known is not None and known not in allowed:
            refuse(term, value)
        return known

    return check


def refuse(term: Term, value: object) -> NoReturn:
    """Raises the FactError for a value that does not fit the term."""
    expected = _EXPECTED[term.type]
    suggestion = None
    shown = shortened(value)
    right_type = _is_plain(term, value)
    if term.allowed and right_type:
        names = [str(each) for each in term.allowed]
        suggestion = nearest(str(value), names)
        expected = f"one of {or_list(names)}"
    message = f"the fact `{term.name}` is {shown}, expected {expected}"
    if suggestion is not None:
        message += f"; did you mean `{suggestion}`?"
    elif isinstance(value, datetime) and term.type is TermType.DATE:
        message += "; take its `.date()`"
    raise FactError(message, term=term.name, value=value, expected=expected, suggestion=suggestion)


def refuse_unknown(name: object, vocabulary: Vocabulary) -> NoReturn:
    """Raises the FactError for a fact that no term of the vocabulary stands for."""
    near = nearest(str(name), vocabulary.terms)
    tail = f"did you mean `{near}`?" if near else f"the terms are {or_list(vocabulary.terms)}"
    raise FactError(
        f"{shortened(name)} is not a term of the vocabulary; {tail}",
        term=str(name),
        value=None,
        expected="a term of the vocabulary",
        suggestion=near,
    )


def shortened(value: object, most: int = 80) -> str:
    """The value as code writes it, cut when it is long."""
    text = repr(value)
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _is_plain(term: Term, value: object) -> bool:
    """True when only the vocabulary's allowed values speak against the value."""
    if term.type.is_number:
        return isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    return isinstance(value, date if term.type is TermType.DATE else str)


def _text(term: Term) -> Check:
    def check(value: Any) -> Value | None:
        return value if value is None or isinstance(value, str) else refuse(term, value)

    return check


def _number(term: Term) -> Check:
    def check(value: Any) -> Value | None:
        return None if value is None else as_decimal(term, value)

    return check


def as_decimal(term: Term, value: object) -> Decimal:
    """The number as a decimal; FactError for what is no finite number, yes/no included."""
    if isinstance(value, Decimal):
        number = value
    elif isinstance(value, bool):
        refuse(term, value)
    elif isinstance(value, float):
        number = Decimal(repr(float(value)))
    elif isinstance(value, int):
        number = Decimal(int(value))
    else:
        refuse(term, value)
    return number if number.is_finite() else refuse(term, value)


def _yes_no(term: Term) -> Check:
    def check(value: Any) -> Value | None:
        return value if value is None or isinstance(value, bool) else refuse(term, value)

    return check


def _date(term: Term) -> Check:
    def check(value: Any) -> Value | None:
        if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
            return value
        refuse(term, value)

    return check


def _set(term: Term) -> Check:
    def check(value: Any) -> Value | None:
        if value is None:
            return None
        if not isinstance(value, set | frozenset | list | tuple):
            refuse(term, value)
        for each in value:
            if not isinstance(each, str):
                refuse(term, value)
        return frozenset(value)

    return check


_READERS: Mapping[TermType, Callable[[Term], Check]] = {
    TermType.TEXT: _text,
    TermType.NUMBER: _number,
    TermType.MONEY: _number,
    TermType.YES_NO: _yes_no,
    TermType.DATE: _date,
    TermType.WORDS: _text,
    TermType.SET: _set,
}


def checked_facts(
    facts: Mapping[str, Any], vocabulary: Vocabulary, checks: Mapping[str, Check]
) -> dict[str, Value]:
    """All facts normalised, missing ones left out; FactError for the first that does not fit."""
    known: dict[str, Value] = {}
    for name, value in facts.items():
        if name not in checks:
            refuse_unknown(name, vocabulary)
        normal = checks[name](value)
        if normal is not None:
            known[name] = normal
    return known


def missing_terms(names: Iterable[str], facts: Mapping[str, object]) -> tuple[str, ...]:
    """Those of the names for which no fact is known."""
    return tuple(name for name in names if facts.get(name) is None)
