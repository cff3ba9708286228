"""What values do at run time: FEEL's kinds, equality, order and arithmetic. Nothing here raises.

Numbers are decimals of 34 digits (IEEE 754 decimal128, as DMN asks); what cannot be computed
(overflow, division by zero, mixed kinds) is None, FEEL's null.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Context, Decimal

DIGITS = 34
_CONTEXT = Context(prec=DIGITS, Emin=-6143, Emax=6144, traps=[])


def kind_of(value: object) -> str | None:
    """`text`, `number`, `yes/no`, `date` or `list`; None for null and for what is no FEEL value.

    >>> kind_of(True), kind_of(Decimal(1)), kind_of(frozenset({"a"})), kind_of(None)
    ('yes/no', 'number', 'list', None)
    """
    match value:
        case bool():
            return "yes/no"
        case Decimal():
            return "number"
        case str():
            return "text"
        case date():
            return "date"
        case tuple() | frozenset():
            return "list"
        case _:
            return None


def items_of(value: object) -> tuple[object, ...]:
    """The items of a list; a set of text gives its texts in sorted order."""
    if isinstance(value, frozenset):
        return tuple(sorted(value))
    return value if isinstance(value, tuple) else (value,)


def equal(left: object, right: object) -> bool | None:
    """FEEL's `=`: null equals null only; values of different kinds cannot be compared (None).

    >>> equal("a", "a"), equal(None, "a"), equal("1", Decimal(1))
    (True, False, None)
    """
    if left is None or right is None:
        return left is right
    kind = kind_of(left)
    if kind is None or kind != kind_of(right):
        return None
    if kind == "list":
        if isinstance(left, frozenset) or isinstance(right, frozenset):
            return set(items_of(left)) == set(items_of(right))
        return _equal_lists(items_of(left), items_of(right))
    return left == right


def known_equal(left: object, right: object) -> bool | None:
    """Equality of known values: None when one of them is null."""
    return None if left is None or right is None else equal(left, right)


def _equal_lists(left: tuple[object, ...], right: tuple[object, ...]) -> bool | None:
    if len(left) != len(right):
        return False
    answers = [equal(one, other) for one, other in zip(left, right, strict=True)]
    return False if False in answers else None if None in answers else True


def before(left: object, right: object) -> bool | None:
    """FEEL's `<`: between two numbers, texts or dates; None for all else."""
    match left, right:
        case (bool(), _) | (_, bool()):
            return None
        case (Decimal(), Decimal()) | (str(), str()) | (date(), date()):
            less: bool = left < right  # type: ignore[operator]  # of one kind, by the pattern
            return less
        case _:
            return None


def negation(answer: object) -> bool | None:
    """FEEL's `not`: the other truth value; None for all else."""
    return not answer if isinstance(answer, bool) else None


def finite(number: Decimal) -> Decimal | None:
    """The number, or None when it is an infinity or no number."""
    return number if number.is_finite() else None


def _both(operation: Callable[[Decimal, Decimal], Decimal], left: object, right: object) -> object:
    if kind_of(left) != "number" or kind_of(right) != "number":
        return None
    assert isinstance(left, Decimal) and isinstance(right, Decimal)  # noqa: S101  # by its kind
    return finite(operation(left, right))


def plus(left: object, right: object) -> object:
    """Sum of numbers, joined texts, or the day a whole number of days after a date."""
    match left, right:
        case str(), str():
            return left + right
        case (date(), Decimal()):
            return moved(left, right)
        case (Decimal(), date()):
            return moved(right, left)
        case _:
            return _both(_CONTEXT.add, left, right)


def minus(left: object, right: object) -> object:
    """Difference of numbers; of two dates, in days; or the day so many days before a date."""
    match left, right:
        case date(), date():
            return Decimal((left - right).days)
        case date(), Decimal():
            return moved(left, right.copy_negate())
        case _:
            return _both(_CONTEXT.subtract, left, right)


def times(left: object, right: object) -> object:
    """Product of two numbers."""
    return _both(_CONTEXT.multiply, left, right)


def divided(left: object, right: object) -> object:
    """Quotient of two numbers; None when the divisor is zero."""
    return _both(_CONTEXT.divide, left, right)


def power(left: object, right: object) -> object:
    """The left number raised to the right one."""
    return _both(_CONTEXT.power, left, right)


def modulo(left: object, right: object) -> object:
    """What is left of a division rounded down: it has the sign of the divisor, as in FEEL.

    >>> modulo(Decimal(-12), Decimal(5))
    Decimal('3')
    """

    def floored(dividend: Decimal, divisor: Decimal) -> Decimal:
        rest = _CONTEXT.remainder(dividend, divisor)
        other_way = rest.is_signed() != divisor.is_signed()
        return _CONTEXT.add(rest, divisor) if rest and other_way else rest

    return _both(floored, left, right)


def negative(value: object) -> object:
    """The number with the other sign."""
    return _CONTEXT.minus(value) if isinstance(value, Decimal) else None


def moved(day: date, days: Decimal) -> date | None:
    """The date so many days later; None for parts of days and beyond the calendar's end."""
    if days != days.to_integral_value() or abs(days) > 4_000_000:
        return None
    try:
        return day + timedelta(days=int(days))
    except OverflowError:
        return None


def plain(number: Decimal) -> str:
    """The number in digits, without exponent or closing zeros where that stays readable.

    >>> plain(Decimal("1.50")), plain(Decimal("1E+3")), plain(Decimal("1E-400"))
    ('1.5', '1000', '1E-400')
    """
    if not number:
        return "0"
    sign, digits, exponent = number.as_tuple()
    text = "".join(map(str, digits)).rstrip("0")
    exponent = int(exponent) + len(digits) - len(text)
    stripped = Decimal((sign, tuple(map(int, text)), exponent))
    readable = exponent >= -20 and stripped.adjusted() < 40
    return format(stripped, "f") if readable else str(stripped)
