"""The built-in functions: names, types and what they compute.

One table for the parser (names), the type check (parameters, result) and the evaluator. An argument
of another type than the parameter's makes the result None, FEEL's null; nothing raises.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Context,
    Decimal,
)
from functools import partial

from ruleset.feel import values
from ruleset.feel.values import equal, finite, items_of, kind_of, plain

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WIDE = Context(prec=12_400, traps=[])


@dataclass(frozen=True, slots=True)
class Function:
    """A built-in. `parameters` and `result` are kinds (`text`, `number`, `list of text` …).

    `any` fits every kind. The first `required` parameters must be given. With `variadic` the one
    parameter is a list, or its items one by one. With `takes_null` an argument may be null.
    """

    name: str
    parameters: tuple[str, ...]
    result: str
    compute: Callable[..., object]
    required: int
    variadic: bool = False
    takes_null: bool = False

    @property
    def says_yes_or_no(self) -> bool:
        return self.result == "yes/no"

    def __call__(self, arguments: tuple[object, ...]) -> object:
        """The result for these arguments, None when one of them does not fit."""
        if self.variadic:
            only = arguments[0] if len(arguments) == 1 else None
            return self.compute(items_of(only) if kind_of(only) == "list" else arguments)
        for parameter, argument in zip(self.parameters, arguments, strict=False):
            kind = kind_of(argument)
            if kind is None:
                if not self.takes_null:
                    return None
            elif parameter != "any" and kind != parameter.split(" of ")[0]:
                return None
        return self.compute(*arguments)


def _matches(text: str, pattern: str, flags: str = "") -> bool | None:
    from ruleset.feel.pattern import matches  # few rules need it, so it is imported when one does

    return matches(text, pattern, flags)


def _whole(number: Decimal) -> int | None:
    """The number as an index or a scale, None unless it is whole and of a usable size."""
    return int(number) if number == number.to_integral_value() and abs(number) < 10_000 else None


def _substring(text: str, start: Decimal, length: Decimal | None = None) -> str | None:
    first = _whole(start)
    count = None if length is None else _whole(length)
    if not first or abs(first) > len(text) or (length is not None and (count is None or count < 0)):
        return None
    begin = first - 1 if first > 0 else len(text) + first
    return text[begin:] if count is None else text[begin : begin + count]


def _substring_before(text: str, mark: str) -> str:
    return text.partition(mark)[0] if mark and mark in text else ""


def _substring_after(text: str, mark: str) -> str:
    return text.partition(mark)[2] if mark else text


def _string(value: object) -> str | None:
    match value:
        case bool():
            return "true" if value else "false"
        case Decimal():
            return plain(value)
        case date():
            return value.isoformat()
        case str():
            return value
        case _:
            return None


def _number(text: str) -> Decimal | None:
    from ruleset.feel.spellings import plain_number

    return plain_number(text)


def _rounded(rounding: str, number: Decimal, scale: Decimal = Decimal(0)) -> Decimal | None:
    places = _whole(scale)
    if places is None or abs(places) > 6000:
        return None
    step = Decimal((0, (1,), -places))
    return finite(number.quantize(step, rounding=rounding, context=_WIDE))


def _to_date(*parts: object) -> date | None:
    match parts:
        case (str() as text,):
            from ruleset.feel.spellings import iso_date

            return iso_date(text)
        case (date() as day,):
            return day
        case (Decimal() as year, Decimal() as month, Decimal() as day_of_month):
            numbers = [_whole(part) for part in (year, month, day_of_month)]
            if None in numbers:
                return None
            try:
                return date(*numbers)  # type: ignore[arg-type]  # none of them is None
            except ValueError:
                return None
        case _:
            return None


def _extreme(sign: int, items: tuple[object, ...]) -> object:
    """The least (sign 1) or greatest (sign -1) item; None when two cannot be compared."""
    best: object = None
    for position, item in enumerate(items):
        if kind_of(item) not in ("number", "text", "date"):
            return None
        if position == 0:
            best = item
            continue
        smaller = values.before(item, best) if sign > 0 else values.before(best, item)
        if smaller is None:
            return None
        best = item if smaller else best
    return best


def _sum(items: tuple[object, ...]) -> object:
    total: object = Decimal(0)
    for item in items:
        total = values.plus(total, item) if kind_of(item) == "number" else None
        if total is None:
            return None
    return total if items else None


def _mean(items: tuple[object, ...]) -> object:
    return values.divided(_sum(items), Decimal(len(items)))


def _all(items: tuple[object, ...]) -> bool | None:
    if any(item is False for item in items):
        return False
    return True if all(item is True for item in items) else None


def _any(items: tuple[object, ...]) -> bool | None:
    if any(item is True for item in items):
        return True
    return False if all(item is False for item in items) else None


def _list_contains(items: object, wanted: object) -> bool | None:
    if items is None:
        return None
    return any(equal(item, wanted) is True for item in items_of(items))


def _count(items: object) -> Decimal:
    return Decimal(len(items_of(items)))


def _append(items: object, *more: object) -> tuple[object, ...]:
    return (*items_of(items), *more)


def _function(
    name: str,
    parameters: str,
    result: str,
    compute: Callable[..., object],
    required: int | None = None,
    *,
    variadic: bool = False,
    takes_null: bool = False,
) -> Function:
    kinds = tuple(part.strip() for part in parameters.split(",") if part.strip())
    least = len(kinds) if required is None else required
    return Function(name, kinds, result, compute, least, variadic, takes_null)


_TABLE = (
    _function("contains", "text, text", "yes/no", lambda text, part: part in text),
    _function("starts with", "text, text", "yes/no", lambda text, part: text.startswith(part)),
    _function("ends with", "text, text", "yes/no", lambda text, part: text.endswith(part)),
    _function("lower case", "text", "text", lambda text: text.lower()),
    _function("upper case", "text", "text", lambda text: text.upper()),
    _function("matches", "text, text, text", "yes/no", _matches, 2),
    _function("string length", "text", "number", lambda text: Decimal(len(text))),
    _function("substring", "text, number, number", "text", _substring, 2),
    _function("substring before", "text, text", "text", _substring_before),
    _function("substring after", "text, text", "text", _substring_after),
    _function("string", "any", "text", _string),
    _function("number", "text", "number", _number),
    _function("abs", "number", "number", lambda number: number.copy_abs()),
    _function("floor", "number, number", "number", partial(_rounded, ROUND_FLOOR), 1),
    _function("ceiling", "number, number", "number", partial(_rounded, ROUND_CEILING), 1),
    _function("decimal", "number, number", "number", partial(_rounded, ROUND_HALF_EVEN)),
    _function("round half even", "number, number", "number", partial(_rounded, ROUND_HALF_EVEN)),
    _function("round half up", "number, number", "number", partial(_rounded, ROUND_HALF_UP)),
    _function("round half down", "number, number", "number", partial(_rounded, ROUND_HALF_DOWN)),
    _function("round up", "number, number", "number", partial(_rounded, ROUND_UP)),
    _function("round down", "number, number", "number", partial(_rounded, ROUND_DOWN)),
    _function("modulo", "number, number", "number", values.modulo),
    _function("date", "any, number, number", "date", _to_date, 1),
    _function("year", "date", "number", lambda day: Decimal(day.year)),
    _function("month", "date", "number", lambda day: Decimal(day.month)),
    _function("day", "date", "number", lambda day: Decimal(day.day)),
    _function("day of week", "date", "text", lambda day: _DAYS[day.weekday()]),
    _function("list contains", "list, any", "yes/no", _list_contains, takes_null=True),
    _function("count", "list", "number", _count),
    _function("append", "list, any", "list", _append),
    _function("min", "list", "item", partial(_extreme, 1), variadic=True),
    _function("max", "list", "item", partial(_extreme, -1), variadic=True),
    _function("sum", "list of number", "number", _sum, variadic=True),
    _function("mean", "list of number", "number", _mean, variadic=True),
    _function("all", "list of yes/no", "yes/no", _all, variadic=True),
    _function("any", "list of yes/no", "yes/no", _any, variadic=True),
    _function("not", "yes/no", "yes/no", values.negation),
    _function("is defined", "any", "yes/no", lambda value: value is not None, takes_null=True),
)

FUNCTIONS: dict[str, Function] = {function.name: function for function in _TABLE}
"""The built-ins by their FEEL names."""
