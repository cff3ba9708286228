"""Money as people write it: amounts, ranges, currencies and periods become dollars a year.

`read_money` says what a text or a number states, in its own currency and period; `yearly` turns
that into US dollars per year. The rules: a range counts by its low end, a one-sided range by the
end that it states, a total over several years is divided by them; no currency named means
dollars, no period named means a year. A month counts 12 times, a semester twice, a quarter four
times, a trimester three times a year; a term, a currency without a rate and a family of
currencies (`¥`, `kr`) whose member cannot be told are reported, never guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from ruleset.tasks.profile import money_words as words
from ruleset.tasks.profile.money_text import Money, from_text, period_of
from ruleset.tasks.profile.numerals import shown, tidy
from ruleset.tasks.profile.plain import Plain
from ruleset.tasks.profile.text import fold, quoted

__all__ = ["Money", "Yearly", "currency_code", "from_text", "read_money", "yearly"]


LEAST = Decimal(100)  # dollars a year that can be meant


MOST = Decimal(10) ** 9


@dataclass(frozen=True, slots=True)
class Yearly:
    """US dollars per year: `amount` decides; `derivation` is None when nothing was computed."""

    amount: Decimal
    low: Decimal | None
    high: Decimal | None
    derivation: str | None


def read_money(value: Plain, currency: str | None = None) -> Money:
    """What a value of a budget field states: a text, a number, or a dict such as `{"min": …}`.

    `currency` is what a field beside it names. Nothing raises; `problem` says what is wrong.

    >>> money = read_money("£10-30k per year")
    >>> (money.low, money.high, money.currency, money.period)
    (Decimal('10000'), Decimal('30000'), 'GBP', 'year')
    """
    match value:
        case Decimal():
            money = _from_number(value)
        case str():
            money = from_text(value)
        case dict():
            money = _from_dict(value)
        case list():
            money = _from_list(value)
        case _:
            return Money("", problem="expected an amount of money")
    if money.currency is None and currency is not None:
        return replace(money, currency=currency)
    return money


def currency_code(text: str) -> str | None:
    """The code of the currency that the whole text names, or None.

    >>> currency_code("euros"), currency_code("C$"), currency_code("apples")
    ('EUR', 'CAD', None)
    """
    return words.CURRENCIES.get(fold(text).strip(" ."))


def yearly(
    money: Money, rates: Mapping[str, Decimal], home: str | None = None
) -> tuple[Yearly | None, tuple[str, ...]]:
    """The sum in US dollars a year and what was assumed; or None and what is wrong.

    `rates` are dollars for one unit, by code. `home` is the ISO code of the country the person
    lives in: it tells which rupee or krone is meant.
    """
    code, assumed, problem = _meant(money, home)
    if problem is None and money.period == "term":
        problem = "a term is a third of a year in one country and a half in another; not read"
    if problem is None and code not in rates and code != "USD":
        problem = f"there is no exchange rate for {code}; not converted"
    if problem is not None:
        return None, (problem,)
    rate = Decimal(1) if code == "USD" else rates[code]
    low, high = (_yearly(each, money, rate) for each in (money.low, money.high))
    amount = low if low is not None else high
    if amount is None:
        return None, (money.problem or "no amount is stated",)
    if 0 < amount < LEAST or max(amount, high or amount) > MOST:
        told = f"{quoted(money.text)} would be ${shown(amount)} a year"
        return None, (f"{told}, which cannot be meant; not used",)
    return Yearly(amount, low, high, _derivation(money, rate, code)), (*money.assumed, *assumed)


def _yearly(amount: Decimal | None, money: Money, rate: Decimal) -> Decimal | None:
    if amount is None:
        return None
    return tidy(min(amount * rate * money.times / (money.years or 1), MOST * 10))


def _derivation(money: Money, rate: Decimal, code: str) -> str | None:
    """In words how the deciding amount comes from the text; None when it is the text itself."""
    ranged = money.low is not None and money.high is not None and money.low != money.high
    plain_period = money.times == 1 and money.years in (None, 1)
    if not ranged and code == "USD" and plain_period:
        return None
    steps = ["derived: " + ("low end of " if ranged else "") + quoted(money.text)]
    if code != "USD":
        steps.append(f"× {rate}")
    if money.years is not None:
        years = shown(money.years)
        steps.append(f"÷ {years} year" + ("" if years == "1" else "s"))
    elif money.times == 1:
        steps.append("× 1 year")
    else:
        steps.append(f"× {money.times} {money.period}s")
    return " ".join(steps)


def _meant(money: Money, home: str | None) -> tuple[str, tuple[str, ...], str | None]:
    """The code of the currency, what was assumed for it, what is wrong with it."""
    code = money.currency
    if code is None:
        return "USD", ("no currency is named: read as US dollars",), None
    if code not in words.FAMILIES:
        return code, (), None
    at_home, elsewhere, members = words.FAMILIES[code]
    chosen = at_home.get(home or "", elsewhere)
    if chosen is None:
        return code, (), f"the currency could be {members}; not converted"
    return chosen, (f"the currency is read as {chosen}",), None


def _from_number(number: Decimal) -> Money:
    text = shown(number)
    if number < 0:
        return Money(text, problem=f"{quoted(text)} is below zero; not used")
    return Money(text, number, number, assumed=("no period is named: read as a year",))


_LOW_KEYS = ("min", "minimum", "low", "from", "lower", "start", "min_amount", "at_least")


_HIGH_KEYS = ("max", "maximum", "high", "to", "upper", "end", "limit", "max_amount", "up_to")


_AMOUNT_KEYS = ("amount", "value", "total", "budget", "usd", "sum", "number", "range", "text")


_PERIOD_KEYS = ("period", "per", "frequency", "interval", "unit", "basis")


_KEY_PERIODS = {
    **dict.fromkeys(
        ("yearly", "annual", "per_year", "annually", "year", "annual_budget"), "per year"
    ),
    **dict.fromkeys(("monthly", "per_month", "month", "monthly_budget"), "per month"),
    **dict.fromkeys(("semester", "per_semester"), "per semester"),
}


def _from_dict(entries: dict[str, Plain]) -> Money:
    """`{"min": …, "max": …, "currency": …, "period": …}` and its neighbours."""
    known = {fold(key).replace(" ", "_").replace("-", "_"): value for key, value in entries.items()}
    low, high = (_first(known, keys) for keys in (_LOW_KEYS, _HIGH_KEYS))
    amount = _first(known, _AMOUNT_KEYS)
    period = _first(known, _PERIOD_KEYS) or ("total" if "total" in known and not amount else "")
    for key, words_of_period in _KEY_PERIODS.items():
        if amount is None and low is None and high is None and key in known:
            amount, period = known[key], words_of_period
    money = _ends(low, high, amount)
    if money is None:
        return Money("", problem="expected an amount, or a least and a most")
    return _dict_details(money, known, period)


def _ends(low: Plain, high: Plain, amount: Plain) -> Money | None:
    if low is None and high is None:
        return None if amount is None or isinstance(amount, dict) else read_money(amount)
    ends = [None if each is None else read_money(each) for each in (low, high)]
    for end in ends:
        if end is not None and end.problem:
            return end
    first, last = ends
    least = None if first is None else first.low if first.low is not None else first.high
    most = None if last is None else last.high if last.high is not None else last.low
    known = first or last
    if known is None:
        return None
    code = known.currency or (last.currency if last else None)
    text = "–".join(shown(end) for end in (least, most) if end is not None)
    text = (
        text
        if least is not None and most is not None
        else (f"from {text}" if least is not None else f"up to {text}")
    )
    if least is not None and most is not None and least > most:
        least, most = most, least
    return replace(known, text=text, low=least, high=most, currency=code)


def _dict_details(money: Money, known: dict[str, Plain], period: Plain) -> Money:
    code = known.get("currency") or known.get("cur") or known.get("currency_code")
    if isinstance(code, str) and money.currency is None:
        found = currency_code(code)
        money = replace(money, currency=found or fold(code).upper()[:12])
    if isinstance(code, str):
        money = replace(money, text=f"{money.text} {code[:12]}")
    years = known.get("years") or known.get("duration_years")
    if isinstance(years, Decimal) and years > 0:
        rest = tuple(told for told in money.assumed if "period" not in told)
        return replace(money, years=years, period="total", assumed=rest)
    if isinstance(period, str) and period:
        named = period_of(f"per {fold(period)}") or period_of(fold(period))
        if named:
            rest = tuple(told for told in money.assumed if "period" not in told)
            text = f"{money.text} {period[:20]}"
            return replace(money, text=text, period=named[0], times=named[1], assumed=rest)
    return money


def _from_list(values: list[Plain]) -> Money:
    """Two amounts are the ends of a range, one is itself."""
    given = [each for each in values if each is not None and each != ""]
    if len(given) == 1:
        return read_money(given[0])
    if len(given) == 2 and not any(isinstance(each, dict | list) for each in given):
        money = _ends(given[0], given[1], None)
        if money is not None and money.problem is None:
            return money
    readable = [money for each in given if (money := read_money(each)).problem is None]
    if len(readable) == 1:
        return readable[0]
    return Money("", problem="expected an amount, or a least and a most")


def _first(known: dict[str, Plain], keys: tuple[str, ...]) -> Plain:
    return next((known[key] for key in keys if known.get(key) not in (None, "")), None)
