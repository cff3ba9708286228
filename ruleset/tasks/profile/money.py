"""Money as people write it: amounts, ranges, currencies and periods become dollars a year.

`read_money` says what a text or a number states, in its own currency and period; `yearly` turns
that into US dollars per year. The rules: a range counts by its low end, a one-sided range by the
end that it states, a total over several years is divided by them; no currency named means
dollars, no period named means a year. A month counts 12 times, a semester twice, a quarter four
times, a trimester three times a year; a term, a currency without a rate and a family of
currencies (`¥`, `kr`) whose member cannot be told are reported, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from ruleset.tasks.profile import money_words as words
from ruleset.tasks.profile.numerals import (
    NUMERAL,
    number_words,
    numeral,
    plain_digits,
    shown,
    tidy,
)
from ruleset.tasks.profile.patterns import Pattern
from ruleset.tasks.profile.plain import Plain
from ruleset.tasks.profile.text import fold, quoted

LONGEST = 400  # characters of a text of money that are read
LEAST, MOST = Decimal(100), Decimal(10) ** 9  # dollars a year that can be meant


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


@dataclass(frozen=True, slots=True)
class Yearly:
    """US dollars per year: `amount` decides; `derivation` is None when nothing was computed."""

    amount: Decimal
    low: Decimal | None
    high: Decimal | None
    derivation: str | None


@dataclass(frozen=True, slots=True)
class _Amount:
    number: Decimal  # as written, before its scale
    scale: Decimal | None
    currency: str | None
    indian: bool
    side: str  # "low", "high" or ""
    start: int
    end: int

    @property
    def value(self) -> Decimal:
        return self.number * (self.scale or 1)

    @property
    def strong(self) -> bool:
        """Whether this is money beyond doubt, not just some number."""
        return self.currency is not None or self.scale is not None or self.number >= 1000


_NUMERAL = re.compile(rf"(?<![\w.,])(?:{NUMERAL})|(?<=[^\W\d_])\d[\d.,]*\d|(?<=[^\W\d_])\d")
_CURRENCY = rf"(?:{words.any_of(words.CURRENCIES)})"
_AFTER = re.compile(
    rf"(?:\s*(?P<scale>{words.any_of(words.SCALES)}))?"
    rf"(?(scale)(?:(?<=[^\x00-\u0530])|(?![^\W\d_])"
    rf"|(?=(?:{words.any_of(words.CODES)})(?![^\W\d_]))))"
    rf"(?P<plus>\s?\+(?!\s*{_CURRENCY}?\s*\d))?"
    rf"\s*\(?(?P<currency>{_CURRENCY})?(?(currency)(?:(?<=\W)|(?<=[^\x00-\u0530])|(?![^\W\d_])))\)?"
    r"(?P<late>\+(?!\s*\S?\d))?"
)
_MINUS = re.compile(r"^\W{0,3}?(?:-\s?|minus )[^\w\s]?\s?\d|(?:^|\s)[^\w\s]-\d")
_DOTS = re.compile(r"\.{2,}")
_YEAR = re.compile(r"20[2-4]\d")


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
    amounts = _chosen(_amounts(body, text), body)
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


def _amounts(body: str, text: str) -> list[_Amount]:
    """All numbers of the text that can be money, in order."""
    found: list[_Amount] = []
    end = 0
    for match in _NUMERAL.finditer(body):
        if match.start() < end:
            continue
        after = _AFTER.match(body, match.end())
        if after is None or body[match.end() : match.end() + 2].lstrip().startswith("%"):
            continue
        scale = words.SCALES.get(after["scale"] or "")
        number = numeral(match[0].rstrip(".,"), scaled=scale is not None)
        if number is None:
            continue
        lead_start = max(end, match.start() - 30)
        lead, before = _currency_before(body[lead_start : match.start()])
        code = _code(before, after["currency"], text)
        low = after["plus"] or after["late"]
        end = after.end() if after.end() > match.end() else match.end()
        side = "low" if low else _side(lead, body[end : end + 30])
        indian = (after["scale"] or "") in words.INDIAN_SCALES
        found.append(_Amount(number, scale, code, indian, side, lead_start + len(lead), end))
    return found


def _currency_before(lead: str) -> tuple[str, str | None]:
    """The text before a number without the currency at its end, and that currency."""
    cut = lead.rstrip(" :.")
    word = cut[max(cut.rfind(" "), cut.rfind("("), cut.rfind("-"), cut.rfind(":")) + 1 :]
    if word and word not in words.CURRENCIES and not word[-1].isalpha():
        word = next((word[-n:] for n in (3, 2, 1) if word[-n:] in words.CURRENCIES), "")
    if word not in words.CURRENCIES:
        return lead, None
    return cut[: -len(word)], word


def _code(before: str | None, after: str | None, text: str) -> str | None:
    """The currency named on either side; a dollar sign gives way to the dollar that is named."""
    codes = [
        words.CURRENCIES[name]
        for name in (before, after)
        if name and (name not in words.CAPITALS_ONLY or name.upper() in text)
    ]
    if len(codes) == 2 and (
        (codes[0] == "USD" and codes[1] in words.DOLLARS) or codes[0] in words.FAMILIES
    ):
        return codes[1]
    return codes[0] if codes else None


def _side(lead: str, tail: str) -> str:
    """Which end of a range an amount is, by the words around it."""
    if not lead.strip() and not tail.strip():
        return ""
    if words.LEAD_LOW_FIRST.search(lead) or words.TAIL_LOW.search(tail):
        return "low"
    if words.LEAD_HIGH.search(lead) or words.TAIL_HIGH.search(tail):
        return "high"
    return "low" if words.LEAD_LOW.search(lead) else ""


def _chosen(amounts: list[_Amount], body: str) -> list[_Amount]:
    """The amounts without numbers that are something else, such as the year 2027 or IELTS 7."""
    ranged = [
        position
        for position in range(len(amounts) - 1)
        if _joins(body, amounts[position], amounts[position + 1])
    ]
    kept: list[_Amount] = []
    strong = [each.strong for each in amounts]
    for position, amount in enumerate(amounts):
        bare = amount.currency is None and amount.scale is None
        if bare and any(strong[:position] + strong[position + 1 :]):
            beside = position in ranged or position - 1 in ranged
            calendar = _YEAR.fullmatch(format(amount.number, "f")) is not None
            if (not amount.strong and not beside) or (calendar and not beside):
                continue
        kept.append(amount)
    return kept


def _joins(body: str, first: _Amount, second: _Amount) -> bool:
    """Whether two amounts are the ends of a range, by what stands between them."""
    gap = body[first.end : second.start]
    if len(gap) > 3:
        gap = _PERIODS.sub(" ", gap)
    if words.RANGE_GAP.search(gap):
        return True
    before = body[max(0, first.start - 15) : first.start]
    return words.AND_GAP.search(gap) is not None and words.BETWEEN.search(before) is not None


def _combined(amounts: list[_Amount], body: str, text: str) -> Money:
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
        if _joins(body, first, second):
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


def _range(first: _Amount, second: _Amount, money: Money) -> Money:
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


def _indian(amount: _Amount, money: Money) -> Money:
    """A lakh or a crore of no named currency is of rupees."""
    if amount.indian and money.currency is None:
        return replace(money, currency="?RUPEE")
    return money


def _anywhere(body: str, text: str) -> str | None:
    """The currency named away from the amount (`20 thousand a year, in euros`), if only one is."""
    names = _NAMES.findall(body)
    names += [f"{one} {two}" for one, two in pairwise(names)]
    found = {_code(None, name, text) for name in names if name in words.CURRENCIES} - {None}
    if len(found) > 1:
        found -= words.FAMILIES.keys()
    if len(found) == 2 and "USD" in found and found & (words.DOLLARS - {"USD"}):
        found.discard("USD")
    return found.pop() if len(found) == 1 else None


_NAMES = re.compile(r"[^\W\d_]+\$?|[^\w\s]")
_PERIODS = re.compile("|".join(f"(?:{each.regex.pattern})" for _, _, each in words.PERIODS))


def _with_period(
    money: Money, amounts: list[_Amount], body: str, years: Decimal | None, full: bool
) -> Money:
    money = replace(money, full_funding=full)
    last = amounts[1] if len(amounts) > 1 and money.low != money.high else amounts[0]
    following = [each.start for each in amounts if each.start > last.end]
    tail = body[last.end : min(following, default=len(body))]
    period = _period(tail) or _period(body)
    if period is not None:
        return replace(money, period=period[0], times=period[1])
    if years is not None:
        return replace(money, period="total", years=years)
    if words.TOTAL.search(body):
        told = f"{quoted(money.text)}: a total over years that are not stated, read as one year"
        return replace(money, period="total", assumed=(*money.assumed, told))
    return replace(money, assumed=(*money.assumed, "no period is named: read as a year"))


def _period(text: str) -> tuple[str, Decimal] | None:
    """The period that is named first in the text, and how often it comes in a year."""
    text = text.strip()
    found = [
        (match.start(), name, times)
        for name, times, pattern in words.PERIODS
        if (match := pattern.search(text))
    ]
    return min(found)[1:] if found else None


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
        named = _period(f"per {fold(period)}") or _period(fold(period))
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
