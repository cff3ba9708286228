"""Numerals as people write them: grouped, with either decimal mark, in several scripts, in words.

A separator is read by what stands around it: `15,000` and `15.000` group thousands, `1,5` and
`1.5` are decimals, `12,00,000` is grouped the Indian way.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

_GROUPED = (
    r"\d{1,3}(?:[ '\u2019]\d{3})+(?![\d])(?:[.,]\d{1,2}(?!\d))?"  # 15 000   15'000.50
    r"|\d{1,2}(?:,\d{2})+,\d{3}(?!\d)(?:\.\d{1,2}(?!\d))?"  # 12,00,000
    r"|\d{1,3}(?:,\d{3})+(?![\d,])(?:\.\d+)?"  # 15,000.00
    r"|\d{1,3}(?:\.\d{3})+(?![\d.])(?:,\d+)?"  # 15.000,00
)
NUMERAL = rf"(?:{_GROUPED}|\d+(?:[.,]\d+)?)"

_DASHES = str.maketrans(
    "–—−‑‒﹣－‐\u00a0\u202f\u2009\u2007\u2005‚٫٬",
    "-----" + "---" + "     " + ",.,",
)
_WORDS = {
    **{
        word: number
        for number, word in enumerate(["one", "two", "three", "four", "five", "six", "seven"], 1)
    },
    **{word: number for number, word in enumerate(["eight", "nine", "ten", "eleven", "twelve"], 8)},
    **{word: 10 * number for number, word in enumerate(["twenty", "thirty", "forty", "fifty"], 2)},
    **{
        word: 10 * number for number, word in enumerate(["sixty", "seventy", "eighty", "ninety"], 6)
    },
    "fifteen": 15,
    "eighteen": 18,
    "sixteen": 16,
    "thirteen": 13,
    "fourteen": 14,
    "seventeen": 17,
    "nineteen": 19,
    "fourty": 40,
    "один": 1,
    "одного": 1,
    "два": 2,
    "двух": 2,
    "две": 2,
    "три": 3,
    "трёх": 3,
    "трех": 3,
    "четыре": 4,
    "четырех": 4,
    "пять": 5,
    "пяти": 5,
    "шесть": 6,
    "шести": 6,
    "семь": 7,
    "восемь": 8,
    "девять": 9,
    "десять": 10,
    "десяти": 10,
    "двенадцать": 12,
    "пятнадцать": 15,
    "пятнадцати": 15,
    "двадцать": 20,
    "двадцати": 20,
    "тридцать": 30,
    "тридцати": 30,
    "сорок": 40,
    "пятьдесят": 50,
    "шестьдесят": 60,
    "семьдесят": 70,
    "сто": 100,
}
_PARTS = {"half a million": "500000", "полмиллиона": "500000", "полтора": "1.5", "полторы": "1.5"}
_WORD = re.compile(r"[^\W\d_]+")
_ALL_WORDS = frozenset(_WORDS) | {"half", "полмиллиона", "полтора", "полторы"}
_TENS = "|".join(word for word, number in _WORDS.items() if number in range(20, 91, 10))
_UNITS = "|".join(word for word, number in _WORDS.items() if number < 10)
_ANY_WORD = "|".join(sorted(_WORDS, key=len, reverse=True))
_WORD_NUMBER = re.compile(
    rf"\b(?:(?P<tens>{_TENS})[\s-](?P<unit>{_UNITS})|(?P<word>{_ANY_WORD}))\b"
    r"(?P<hundred>\s+hundred\b)?"
)


def plain_digits(text: str) -> str:
    """The text with digits, spaces, dashes and full-width signs in their plain form.

    >>> plain_digits("１５ ０００–２０")
    '15 000-20'
    """
    if text.isascii():
        return text
    text = unicodedata.normalize("NFKC", text).translate(_DASHES)
    if text.isascii():
        return text
    return "".join(
        _ascii_digit(each) if each > "\x7f" and each.isdecimal() else each for each in text
    )


def _ascii_digit(sign: str) -> str:
    return str(unicodedata.decimal(sign))


def number_words(text: str) -> str:
    """The text in digits where small numbers are written as words; expects lower case.

    >>> number_words("twenty five thousand for two years")
    '25 thousand for 2 years'
    """
    if _ALL_WORDS.isdisjoint(_WORD.findall(text)):
        return text
    for phrase, digits in _PARTS.items():
        text = text.replace(phrase, digits)
    return _WORD_NUMBER.sub(_in_digits, text)


def _in_digits(match: re.Match[str]) -> str:
    if match["word"]:
        number = _WORDS[match["word"]]
    else:
        number = _WORDS[match["tens"]] + _WORDS[match["unit"]]
    return str(number * (100 if match["hundred"] else 1))


def numeral(text: str, *, scaled: bool = False) -> Decimal | None:
    """The number that the numeral writes, or None when it is not a numeral.

    `scaled` says that a word for thousands or more follows, so that a single separator with
    three digits behind it is a decimal mark (`1.250 million`).

    >>> numeral("15,000"), numeral("1,5"), numeral("15.000"), numeral("12,00,000")
    (Decimal('15000'), Decimal('1.5'), Decimal('15000'), Decimal('1200000'))
    """
    text = text.strip().replace(" ", "").replace("'", "").replace("\u2019", "")
    if len(text) > 24 or not re.fullmatch(r"\d[\d.,]*", text):
        return None
    whole, mark, part = _parted(text, scaled)
    if not whole.isdecimal() or (mark and not part.isdecimal()):
        return None
    return Decimal(f"{whole}.{part}" if mark else whole)


def _parted(text: str, scaled: bool) -> tuple[str, str, str]:
    """Whole part, decimal mark (or nothing), decimal part."""
    last = max(text.rfind(","), text.rfind("."))
    if last < 0:
        return text, "", ""
    mark = text[last]
    other = "." if mark == "," else ","
    whole, part = text[:last], text[last + 1 :]
    groups = len(part) == 3 and not whole.startswith("0") and len(whole) <= 3
    if other in whole:  # 1,234.56
        return whole.replace(other, ""), mark, part
    if mark in whole:  # 1,234,567 and 12,00,000
        return (whole + part).replace(mark, ""), "", ""
    if groups and not scaled:
        return whole + part, "", ""
    return whole, mark, part


def tidy(number: Decimal, places: int = 2) -> Decimal:
    """The number rounded to so many places, without trailing zeros or an exponent.

    >>> tidy(Decimal("20000.00")), tidy(Decimal(50000) / 3)
    (Decimal('20000'), Decimal('16666.67'))
    """
    rounded = number.quantize(Decimal(1).scaleb(-places))
    return (
        rounded.quantize(Decimal(1))
        if rounded == rounded.to_integral_value()
        else rounded.normalize()
    )


def shown(number: Decimal) -> str:
    """The number as a person writes it: thousands grouped, no trailing zeros.

    >>> shown(Decimal("20000.0")), shown(Decimal("7.50"))
    ('20,000', '7.5')
    """
    return f"{tidy(number, 4):,f}"
