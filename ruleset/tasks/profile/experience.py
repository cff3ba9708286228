"""Years of experience, from a number, a text, or plain dates of employment."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from ruleset.tasks.profile.numerals import number_words, plain_digits, tidy
from ruleset.tasks.profile.plain import Plain
from ruleset.tasks.profile.text import fold, quoted

MOST_YEARS = Decimal(60)

_NUMBER = r"\d{1,3}(?:[.,]\d{1,2})?"
_MONTHS = re.compile(rf"({_NUMBER})\s*(?:months?|mos?|месяц\w*|мес)\b")
_YEARS = re.compile(
    rf"({_NUMBER})\s*(\+)?\s*(?:(?:-|to|до)\s*({_NUMBER})\s*(\+)?)?\s*(?:years?|yrs?|yr|y|лет"
    rf"|года?|jahre?|ans|anos|yil|жыл|年|년)"
)
_ALONE = re.compile(
    rf"^\D{{0,14}}?(?<![\d.,-])({_NUMBER})\s*(?:\+|(?:-|to)\s*{_NUMBER}\s*\+?)?\s*$"
)
_NONE = re.compile(
    r"\bno (?:work |prior |professional )?experience|^\W*(?:none|zero|nil)\W*$|\bfresh(?:er"
    r"| graduate|ly graduated)"
    r"|\bnew grad|\brecent grad|\bбез опыта|\bнет опыта|\bопыта нет|\bnever worked"
)
_NOW = re.compile(
    r"^(?:present|now|current|currently|today|ongoing|сейчас|настоящее время|по настоящее время"
    r"|н\.?в\.?|-)$"
)
_STARTS = ("start", "start_date", "from", "start_year", "begin", "since", "started")
_ENDS = ("end", "end_date", "to", "end_year", "until", "finish", "finished")


def read_years(value: Plain) -> tuple[Decimal | None, str | None]:
    """The years that a value states (a range by its low end), and what is wrong.

    >>> read_years("5+ years"), read_years("6 months")
    ((Decimal('5'), None), (Decimal('0.5'), None))
    """
    match value:
        case Decimal():
            return _bounded(value, f"{value}")
        case str():
            body = number_words(fold(plain_digits(value)))
            if re.match(r"\s*-\s*\d", body):
                return None, f"{quoted(value)} is below zero; not used"
            if _NONE.search(body):
                return Decimal(0), None
            years, months = _YEARS.search(body), _MONTHS.search(body)
            total = Decimal(0)
            if years is not None:
                total = _decimal(years[1])
            if months is not None:
                total += _decimal(months[1]) / 12
            if years is not None or months is not None:
                return _bounded(total, value)
            alone = _ALONE.match(body)
            if alone is not None:
                return _bounded(_decimal(alone[1]), value)
            return None, f"no number of years is found in {quoted(value)}"
        case dict():
            known = {fold(key): each for key, each in value.items()}
            for key in ("years", "total", "total_years", "years_of_experience", "value"):
                if key in known and not isinstance(known[key], dict):
                    return read_years(known[key])
            return None, "expected a number of years"
        case _:
            return None, "expected a number of years"


_IN_WORDS = re.compile(
    rf"(?<![\d.,])({_NUMBER})\s*\+?\s*(?:(?:-|to)\s*{_NUMBER}\s*\+?\s*)?(?:years?|yrs?)(?:'s?"
    rf"|s')?\s*(?:of\s+)?"
    r"(?:[\w/-]+\s+){0,3}?(?:experience|exp\b)"
    rf"|(?:experience|exp)\s*(?:of|:|is|-)?\s*(?:over |about "
    rf"|around )?({_NUMBER})\s*\+?\s*(?:years?|yrs?|y\b)"
    rf"|опыт\w*(?:\s+[^\W\d_]+){{0,3}}?\s*[:-]?\s*({_NUMBER})\s*(?:лет|год)|({_NUMBER})\s*(?:лет"
    rf"|года?)\s+(?:\w+\s+)?(?:опыт|работ|стаж)"
    rf"|(?:worked|working|been)\b[^.;,\d]{{0,40}}?({_NUMBER})\s*\+?\s*(?:years?|yrs?)"
    rf"|работаю\b[^.;,\d]{{0,40}}?({_NUMBER})\s*(?:лет|год)"
)
_SERVED = re.compile(
    rf"(?<![\d.,])({_NUMBER})\s*\+?\s*(?:years?|yrs?)\s+(?:in|as|at|with)\b"
    r"(?!\s+(?:total|all|the future))"
)
_NO_EXPERIENCE = re.compile(
    r"\b(?:no|zero|0|without(?: any)?) (?:\w+ )?(?:experience|exp)\b|\bопыта? (?:ноль|нет"
    r"|работы нет)|\bбез опыта|\bнет опыта"
)
_ASKED = re.compile(
    r"\b(?:requir|need|ask|want|must|minimum|at least|looking for|треб|нужн)\w*[^.;,]{0,25}$"
)
_JUNIOR = re.compile(r"\b(?:junior|entry[- ]level|джуниор|джун)\b")
_AS_SENIOR = re.compile(
    r"\b(?:i am|i'm|as|working as|я) (?:a |an |the )?(?:senior|lead|principal|staff)\b"
)


def years_in_words(text: str, *, at_work: bool) -> tuple[Decimal, str] | None:
    """The years of experience that running text states, and the words for them.

    `at_work` says that the text is about work, where "12 years in the same hospital" counts too.

    >>> years_in_words("Nurse, 12 years in the same hospital", at_work=True)
    (Decimal('12'), '12 years in')
    """
    body = number_words(fold(plain_digits(text)))
    none = _NO_EXPERIENCE.search(body)
    if none is not None and not re.search(
        r"require|need", body[max(0, none.start() - 25) : none.end() + 15]
    ):
        return Decimal(0), none[0]
    for pattern in (_IN_WORDS, _SERVED) if at_work else (_IN_WORDS,):
        for found in pattern.finditer(body):
            if _ASKED.search(body[max(0, found.start() - 40) : found.start()]):
                continue
            number = next(group for group in found.groups() if group)
            years, _ = _bounded(_decimal(number), found[0])
            if years is not None:
                return years, found[0].strip()
    return None


def level_in_words(text: str) -> tuple[str, str] | None:
    """A level that running text states, and the words: a junior job, "as a senior engineer"."""
    body = fold(text)
    for level, pattern in (("senior", _AS_SENIOR), ("entry_level", _JUNIOR)):
        found = pattern.search(body)
        if found is not None:
            return level, found[0]
    return None


def years_worked(value: Plain, today: date) -> Decimal | None:
    """The years that a list of jobs covers, overlaps once; None unless every job has plain dates.

    >>> years_worked([{"start": "2018", "end": "2021"}], date(2026, 1, 1))
    Decimal('3')
    """
    if not isinstance(value, list) or not value:
        return None
    spans: list[tuple[Decimal, Decimal]] = []
    for each in value:
        if not isinstance(each, dict):
            return None
        known = {fold(key): entry for key, entry in each.items()}
        start = _point(next((known[key] for key in _STARTS if key in known), None), today)
        end_value = next((known[key] for key in _ENDS if key in known), None)
        open_ended = end_value is None and known.get("current") is True
        end = _point("now" if open_ended else end_value, today)
        if start is None or end is None or end < start:
            return None
        spans.append((start, end))
    return tidy(_union(sorted(spans)), 1)


def _union(spans: list[tuple[Decimal, Decimal]]) -> Decimal:
    total, reached = Decimal(0), spans[0][0]
    for start, end in spans:
        total += max(Decimal(0), end - max(start, reached))
        reached = max(reached, end)
    return total


def _point(value: Plain, today: date) -> Decimal | None:
    """A moment as a decimal year, from a year, a month or a day."""
    if isinstance(value, date):
        return Decimal(value.year) + Decimal(value.month - 1) / 12
    if isinstance(value, Decimal):
        return value if 1950 <= value <= today.year and value == value.to_integral_value() else None
    if not isinstance(value, str):
        return None
    text = fold(value).strip()
    if _NOW.match(text):
        return Decimal(today.year) + Decimal(today.month - 1) / 12
    found = re.fullmatch(r"((?:19|20)\d\d)(?:[-/.](\d{1,2})(?:[-/.]\d{1,2})?)?", text)
    if found is None or (found[2] and not 1 <= int(found[2]) <= 12):
        return None
    point = Decimal(found[1]) + Decimal(int(found[2] or 1) - 1) / 12
    return point if point <= today.year + 1 else None


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


def _bounded(years: Decimal, text: str) -> tuple[Decimal | None, str | None]:
    if not 0 <= years <= MOST_YEARS:
        return None, f"{quoted(text)} is no number of years at work; not used"
    return tidy(years, 1), None
