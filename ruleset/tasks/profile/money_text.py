"""What a text states about money: the ends of a range, the currency, the period.

The text is folded once; its amounts are found (`money_amounts`), joined to a range or a sum, and
given the period that stands behind them, or else the one that is named anywhere in the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from ruleset.tasks.profile import money_words as words
from ruleset.tasks.profile.money_amounts import Amount, amounts_of, chosen, code_of, joins
from ruleset.tasks.profile.numerals import number_words, numeral, plain_digits
from ruleset.tasks.profile.patterns import Pattern
from ruleset.tasks.profile.text import fold, quoted

LONGEST = 400  # characters of a text of money that are read


@dataclass(frozen=True, slots=True)
class Money:
    """What a text states. `low` and `high` are in `currency` per `period`; None: not stated.

    `currency` is a code, None when no currency is named, or a family such as `?YEN`.
    `times` is how often the period comes in a year, `years` what a total is divided by.
    `problem` says why there is no amount; `assumed` what the text does not state.
    """

    text: str
    low: Decimal | None = None
    high: Decimal | None = None
    currency: str | None = None
    period: str = ""
    times: Decimal = Decimal(1)
    years: Decimal | None = None
    full_funding: bool = False
    no_limit: bool = False
    assumed: tuple[str, ...] = ()
    problem: str | None = None


_MINUS = re.compile(r"^\W{0,3}?(?:-\s?|minus )[^\w\s]?\s?\d|(?:^|\s)[^\w\s]-\d")


_DOTS = re.compile(r"\.{2,}")


def from_text(text: str) -> Money:
    """What a text states about money.

    >>> from_text("up to $12k").high, from_text("15.000 EUR").currency
    (Decimal('12000'), 'EUR')
    """
    text = text[:LONGEST]
    body = _DOTS.sub(" - ", number_words(fold(plain_digits(text))))
    full, limitless = _stated(words.FULL_FUNDING, body), _stated(words.NO_LIMIT, body)
    if full:  # so that "100% scholarship" is no amount of 100
        body = words.FULL_FUNDING.regex.sub(" ", body)
    if _MINUS.search(body):
        return Money(text, problem=f"{quoted(text)} is below zero; not used")
    body, years = _without_duration(body)
    amounts = chosen(amounts_of(body, text), body)
    if not amounts:
        problem = None if full or limitless else f"no amount is found in {quoted(text)}"
        if full and words.SOFTENED.search(fold(text)):
            full, problem = False, f"{quoted(text)}: a wish for full funding is no budget; not read"
        return Money(text, full_funding=full, no_limit=limitless, problem=problem)
    full = full and " only" in fold(text)
    return _with_period(_combined(amounts, body, text), amounts, body, years, full)


def _stated(pattern: Pattern, body: str) -> bool:
    """Whether the pattern occurs and is not denied by the words before it."""
    return pattern.possible(body) and any(
        words.DENIED.search(body[max(0, found.start() - 40) : found.start()]) is None
        for found in pattern.regex.finditer(body)
    )


def _without_duration(body: str) -> tuple[str, Decimal | None]:
    """The text without `for 2 years`, and the years."""
    found = words.DURATION.search(body)
    if found is None:
        return body, None
    if found["both"]:
        years = Decimal(2)
    elif found["years"]:
        years = numeral(found["years"]) or Decimal(1)
    elif found["months"]:
        years = Decimal(found["months"]) / 12
    else:
        years = Decimal(found["semesters"]) / 2
    return f"{body[: found.start()]} {body[found.end() :]}", years or None


def _combined(amounts: list[Amount], body: str, text: str) -> Money:
    """One amount, a range of two, or a sum; currency and ends, no period yet."""
    first = amounts[0]
    code = first.currency
    if code is None or code in words.FAMILIES:
        code = _anywhere(body, text) or code
    money = Money(text, currency=code)
    if len(amounts) > 1:
        second = amounts[1]
        gap = body[first.end : second.start]
        sides = {first.side, second.side}
        if joins(body, first, second):
            return _range(first, second, money)
        if sides == {"low", "high"}:
            ends = (first, second) if first.side == "low" else (second, first)
            return _range(*ends, money)
        if words.PARTS.search(body) and words.PLUS_GAP.search(gap) and "total" not in body:
            total = sum((each.value for each in amounts), Decimal(0))
            told = f"{quoted(text)}: read as the sum of its parts"
            return _indian(first, replace(money, low=total, high=total, assumed=(told,)))
        if first.value != second.value:
            told = f"{quoted(text)} names several amounts: the first was taken"
            money = replace(money, assumed=(told,))
    low = None if first.side == "high" else first.value
    high = None if first.side == "low" else first.value
    return _indian(first, replace(money, low=low, high=high))


def _range(first: Amount, second: Amount, money: Money) -> Money:
    """`10-30k` shares the thousands, `500-1k` does not; a reversed range is turned around."""
    low, high = first.value, second.value
    if first.scale is None and second.scale and first.number <= second.number:
        low *= second.scale if first.number < 1000 else 1
    elif second.scale is None and first.scale and first.number <= second.number < 1000:
        high *= first.scale
    code = money.currency or second.currency
    if first.currency == "USD" and second.currency in words.DOLLARS:
        code = second.currency
    money = replace(money, low=min(low, high), high=max(low, high), currency=code)
    if low > high:
        told = f"{quoted(money.text)}: the range is stated from high to low"
        money = replace(money, assumed=(*money.assumed, told))
    return _indian(first if first.indian else second, money)


def _indian(amount: Amount, money: Money) -> Money:
    """A lakh or a crore of no named currency is of rupees."""
    if amount.indian and money.currency is None:
        return replace(money, currency="?RUPEE")
    return money


def _anywhere(body: str, text: str) -> str | None:
    """The currency named away from the amount (`20 thousand a year, in euros`), if only one is."""
    names = _NAMES.findall(body)
    names += [f"{one} {two}" for one, two in pairwise(names)]
    found = {code_of(None, name, text) for name in names if name in words.CURRENCIES} - {None}
    if len(found) > 1:
        found -= words.FAMILIES.keys()
    if len(found) == 2 and "USD" in found and found & (words.DOLLARS - {"USD"}):
        found.discard("USD")
    return found.pop() if len(found) == 1 else None


_NAMES = re.compile(r"[^\W\d_]+\$?|[^\w\s]")


def _with_period(
    money: Money, amounts: list[Amount], body: str, years: Decimal | None, full: bool
) -> Money:
    money = replace(money, full_funding=full)
    last = amounts[1] if len(amounts) > 1 and money.low != money.high else amounts[0]
    following = [each.start for each in amounts if each.start > last.end]
    tail = body[last.end : min(following, default=len(body))]
    period = period_of(tail) or period_of(body)
    if period is not None:
        return replace(money, period=period[0], times=period[1])
    if years is not None:
        return replace(money, period="total", years=years)
    if words.TOTAL.search(body):
        told = f"{quoted(money.text)}: a total over years that are not stated, read as one year"
        return replace(money, period="total", assumed=(*money.assumed, told))
    return replace(money, assumed=(*money.assumed, "no period is named: read as a year"))


def period_of(text: str) -> tuple[str, Decimal] | None:
    """The period that is named first in the text, and how often it comes in a year."""
    text = text.strip()
    found = [
        (match.start(), name, times)
        for name, times, pattern in words.PERIODS
        if (match := pattern.search(text))
    ]
    return min(found)[1:] if found else None
