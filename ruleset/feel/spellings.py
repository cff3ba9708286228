"""How people spell single values: numbers, money, days, yes and no; and what they spell wrongly.

The policy, in one place (`number_from` and `day_from` hold to it):

| typed | read as |
|---|---|
| `15,000` `1,250,000.50` | thousands: one to three digits, then groups of exactly three |
| `1,5` `15,00` | refused: a decimal comma, or two values? |
| `1,2,3` | three values, in a cell that may hold several |
| `1.000` `15.000` `1.000.000` | refused: thousands, or a decimal point with zeros? |
| `15k` `1.5M` `10%` `1e5` `.5` | 15000, 1500000, 0.1, 100000, 0.5 |
| `$15,000` `15k USD` | money only, and then dollars; other currencies are refused |
| `2026-01-31` | a day; every other order of day and month is refused, with what to type |
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from decimal import Decimal, InvalidOperation

from ruleset.feel import codes
from ruleset.feel.errors import FeelError, shown
from ruleset.feel.values import plain

MOST_DIGITS = 6144
"""The greatest exponent of ten of a number, as in IEEE 754 decimal128."""

NUMBER = (
    r"(?:(?:US\$|\$|USD\b)\s?)?(?:\d+(?:[.,]\d+)*|\.\d+)(?:e[+-]?\d+(?!\w))?"
    r"(?:\s?[km](?!\w))?(?:\s?%)?(?:\s?(?:\$|USD\b))?"
)
"""The shape of a number as typed, for a regular expression that ignores case."""

_PARTS = re.compile(
    r"(?P<sign>[-+−–]\s?)?(?P<before>(?:US\$|\$|USD)\s?)?(?P<inner>[-−–])?"
    r"(?P<digits>\d+(?:[.,]\d+)*|\.\d+)"
    r"(?P<exponent>e[+-]?\d+)?\s?(?P<scale>[km])?\s?(?P<percent>%)?\s?(?P<after>\$|USD)?\Z",
    re.IGNORECASE,
)
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?\Z")
_POINTED = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+\Z")
_PLAIN = re.compile(r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d{1,5})?\Z")
_SCALES = {"k": 3, "m": 6}

_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d\Z", re.ASCII)
DAY_LIKE = r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[/.]\d{1,2}[/.]\d{4}|\d{4}[/.]\d{1,2}[/.]\d{1,2}"
"""The shapes of days that no arithmetic has, for a regular expression."""

DAY_LIKE_IN_DATES = (
    DAY_LIKE + r"|\d{1,2}(?P<sep>[-/.])\d{1,2}(?P=sep)(?:\d{4}|\d\d)"
    r"|\d{1,2}(?:st|nd|rd|th)?[ -]?[a-z]{3,9}\.?,?[ -]\d{4}"
    r"|[a-z]{3,9}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}"
    r"|\d{4}[-/.]\d{1,2}(?![-\d])|\d{1,2}[-/.]\d{4}"
)
"""What is likely a day where days are expected; for a regular expression that ignores case."""

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


YES = frozenset({"yes", "true", "y"})
NO = frozenset({"no", "false", "n"})
_YES_ABROAD = _words(
    "wahr ja vrai oui verdadero sí si vero истина да verdadeiro sim prawda tak waar doğru "
    "evet true() 1 ✓ ✔ x"
)
_NO_ABROAD = _words(
    "falsch nein faux non falso ложь нет não nao fałsz nie onwaar nee yanlış hayır false() 0 ✗ ✘"
)
NOT_KNOWN = _words("n/a n.a. na #n/a nan none nil unknown tbd tbc empty blank undefined nothing")
ANYTHING_WORDS = frozenset({"any", "all", "anything", "everything", "whatever", "always", "*"})
MISSING_WORDS = frozenset({"missing", "null", "is missing", "is null"})
PRESENT_WORDS = frozenset(
    {"present", "is present", "not missing", "not null", "is not missing", "is not null"}
)

CURRENCY_SIGNS = "€£¥₹₽₸₩₺₴₦₱₫฿₪"
CURRENCY_CODES = _words(
    "eur gbp chf cad aud nzd aed cny rmb sek nok dkk try inr jpy kzt krw rub uah pln czk huf "
    "sgd hkd brl mxn zar euro euros pounds rupees"
)


def plain_number(text: str) -> Decimal | None:
    """The number of digits, point and exponent alone; None for every other spelling.

    >>> plain_number("0.10"), plain_number("1,5")
    (Decimal('0.10'), None)
    """
    text = text.strip()
    return _bounded(text) if _PLAIN.match(text) and text.isascii() else None


def _bounded(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if not number or abs(number.adjusted()) <= MOST_DIGITS else None


def number_from(text: str, span: tuple[int, int], *, money: bool | None) -> Decimal:
    """The number spelled by the whole text, a unit of the policy above.

    `money` is True where dollars are meant, False where none may be named, None where it is not
    known. `span` is where the text stands, for the errors: RS301, RS303 (currency, size), RS310.

    >>> number_from("$15k", (0, 4), money=True), number_from("10%", (0, 3), money=False)
    (Decimal('15000'), Decimal('0.1'))
    """
    found = _PARTS.match(text)
    if found is None:
        raise FeelError(codes.DOES_NOT_PARSE, f"{shown(text)} is not a number", span)
    if money is False and (found["before"] or found["after"]):
        raise FeelError(
            codes.WRONG_TYPE,
            f"{shown(text)} is an amount of money, expected a plain number",
            span,
            label="a currency",
            help="leave the currency out, or give the term the type `money` in the Vocabulary",
        )
    digits = _digits(found["digits"], text, span, money=money is True)
    number = _bounded(digits + (found["exponent"] or ""))
    if number is None:
        raise FeelError(
            codes.WRONG_TYPE,
            f"{shown(text)} is beyond the numbers that can be held",
            span,
            label="too large or too small",
            help="check the exponent after `e`",
        )
    shift = _SCALES.get((found["scale"] or "").lower(), 0) - (2 if found["percent"] else 0)
    number = in_digits(_shifted(number, shift))
    minus = (found["sign"] or "+").strip() != "+" or found["inner"] is not None
    return number.copy_negate() if minus and number else number


def _shifted(number: Decimal, places: int) -> Decimal:
    """The number with its point moved, exactly: `Decimal.scaleb` would round to 28 digits."""
    sign, digits, exponent = number.as_tuple()
    return Decimal((sign, digits, int(exponent) + places))


def in_digits(number: Decimal) -> Decimal:
    """The same number without closing zeros or exponent, so that one value has one form."""
    return Decimal(plain(number))


def _digits(digits: str, text: str, span: tuple[int, int], *, money: bool) -> str:
    """The digits without thousands separators; RS310 when they can be read in two ways."""
    if "," not in digits:
        zeros = _POINTED.match(digits) and (
            digits.count(".") > 1 or money or digits.endswith(".000")
        )
        if zeros or digits.count(".") > 1:
            mend = f"a point starts the decimals: write `{digits.replace('.', '')}` for thousands"
            if digits.count(".") == 1:
                mend += f", `{plain(Decimal(digits))}` for the small number"
            raise FeelError(
                codes.AMBIGUOUS,
                f"{shown(text)} can be read in two ways",
                span,
                label="thousands, or a decimal point?",
                help=mend,
            )
        return digits
    if _THOUSANDS.match(digits):
        return digits.replace(",", "")
    raise decimal_comma(digits, text, span)


def decimal_comma(digits: str, text: str, span: tuple[int, int]) -> FeelError:
    """The error for a comma between digits that separates no thousands."""
    several = f"`{', '.join(digits.split(','))}` for several values"
    pointed = re.sub(r"[.,](?=.*[.,])", "", digits).replace(",", ".")
    return FeelError(
        codes.AMBIGUOUS,
        f"{shown(text)} can be read in two ways",
        span,
        label="a decimal comma, or two values?",
        help=f"write `{pointed}` for one number, {several}",
    )


def iso_date(text: str) -> date | None:
    """The day written as `2026-01-31`; None for every other text.

    >>> iso_date("2026-01-31"), iso_date("2026-02-30")
    (datetime.date(2026, 1, 31), None)
    """
    if not _ISO_DAY.match(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def day_from(text: str, span: tuple[int, int]) -> date:
    """The day spelled by the whole text; RS303 or RS310 with the ISO spelling to type instead."""
    day = iso_date(text)
    if day is not None:
        return day
    if _ISO_DAY.match(text):
        raise FeelError(
            codes.WRONG_TYPE,
            f"{shown(text)} is not a day of the calendar",
            span,
            label="no such day",
            help="write a day that exists, such as `2026-01-31`",
        )
    readings = _readings(text)
    spelled = [reading.isoformat() for reading in readings]
    if len(spelled) > 1:
        raise FeelError(
            codes.AMBIGUOUS,
            f"{shown(text)} can be read as two days",
            span,
            label="day first, or month first?",
            help=f"write `{spelled[0]}` or `{spelled[1]}`",
        )
    month = _month_read(text)
    mend = "write the year, month and day: `2026-01-31`"
    if spelled:
        mend = f"write `{spelled[0]}`"
    elif month is not None:
        mend = f"write `[{month[0]}..{month[1]}]` for the whole month"
    raise FeelError(
        codes.WRONG_TYPE,
        f"expected a date such as `2026-01-31`, found {shown(text)}",
        span,
        label="expected year-month-day",
        help=mend,
    )


def _month_read(text: str) -> tuple[date, date] | None:
    """The first and last day of the month that the text names with its year."""
    numbers = [int(part) for part in re.findall(r"\d+", text)]
    names = _month_names(text)
    if not names and any(char.isalpha() for char in text):
        return None
    if names and len(numbers) == 1:
        numbers.append(_MONTHS.index(names[0]) + 1)
    if len(numbers) != 2:
        return None
    month, year = sorted(numbers)
    if not 1 <= month <= 12 or not 1900 <= year <= 2200:
        return None
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _month_names(text: str) -> list[str]:
    return [word[:3] for word in re.findall(r"[a-z]{3,}", text.lower()) if word[:3] in _MONTHS]


def _readings(text: str) -> list[date]:
    """The days that the text may mean, in month-day order first; each at most once."""
    numbers = [int(part) for part in re.findall(r"\d+", text)]
    names = _month_names(text)
    orders: list[tuple[int, int, int]] = []
    if names and len(numbers) == 2:
        orders = [(numbers[1], _MONTHS.index(names[0]) + 1, numbers[0])]
    elif len(numbers) == 3 and not names:
        one, two, three = numbers
        if one > 31:
            orders = [(one, two, three)]
        else:
            year = three if three > 99 else 2000 + three
            orders = [(year, two, one), (year, one, two)]
    days: list[date] = []
    for year, month, day in orders:
        try:
            reading = date(year, month, day)
        except ValueError:
            continue
        if reading not in days:
            days.append(reading)
    return days


def truth_from(text: str) -> bool | None:
    """True or False for yes, no, true, false, y, n in any case; None for all else."""
    word = text.strip().casefold()
    return True if word in YES else False if word in NO else None


def truth_abroad(text: str) -> bool | None:
    """True or False for other languages' and other programs' words for yes and no."""
    word = text.strip().casefold()
    return True if word in _YES_ABROAD else False if word in _NO_ABROAD else None


def currency_in(text: str) -> str | None:
    """The foreign currency's sign or code in the text, as written; None when there is none."""
    for sign in CURRENCY_SIGNS:
        if sign in text:
            return sign
    for word in re.findall(r"[^\W\d_]+", text):
        if word.casefold() in CURRENCY_CODES:
            return str(word)
    return None
