"""Days, months and intakes as people write them.

A day is read when it can mean one day only. `03/04/2027` can mean two and is reported, a month
gives a month and no day, "in 3 months" counts from today and says so. (python-dateutil fills what
a text leaves out from today's date, and dateparser takes 50 ms a text; hence our own.)
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from ruleset.tasks.profile.numerals import number_words, plain_digits
from ruleset.tasks.profile.plain import Plain
from ruleset.tasks.profile.text import fold, phrases, quoted


@dataclass(frozen=True, slots=True)
class Moment:
    """What a text says about time: a day, or a month (year, month), or neither and a `problem`.

    `assumed` is a sentence when the day was completed (the year, or counted from today).
    """

    day: date | None = None
    month: tuple[int, int] | None = None
    assumed: str | None = None
    problem: str | None = None


# The names of each month and their cases, in the languages people write in. Russian and Kazakh
# names end in a dash where their endings follow from the stem.
_MONTHS = """
1: january, jan, januar, jänner, janvier, enero, ene, gennaio, gen, janeiro, ocak, styczeń
1: stycznia, январ-, янв, січень, січня, қаңтар-
2: february, feb, februar, février, fév, febrero, febbraio, fevereiro, fev, şubat, luty, lutego
2: феврал-, фев, лютий, лютого, ақпан-
3: march, mar, märz, mär, mars, marzo, março, mart, marca, marzec, март-, мар, березень, березня
3: наурыз-
4: april, apr, avril, avr, abril, abr, aprile, nisan, kwiecień, kwietnia, апрел-, апр, квітень
4: квітня, сәуір-
5: may, mai, mayo, maggio, maio, mayıs, maj, maja, май, мая, мае, травень, травня, мамыр-
6: june, jun, juni, juin, junio, giugno, junho, haziran, czerwiec, czerwca, июн-, червень, червня
6: маусым-
7: july, jul, juli, juillet, juil, julio, luglio, julho, temmuz, lipiec, lipca, июл-, липень
7: липня, шілде-
8: august, aug, août, agosto, ağustos, sierpień, sierpnia, август-, авг, серпень, серпня, тамыз-
9: september, sept, sep, septembre, septiembre, settembre, setembro, eylül, wrzesień, września
9: сентябр-, сен, сент, вересень, вересня, қыркүйек-
10: october, oct, oktober, okt, octobre, octubre, ottobre, outubro, ekim, październik
10: października, октябр-, окт, жовтень, жовтня, қазан-
11: november, nov, novembre, noviembre, novembro, kasım, listopad, listopada, ноябр-, ноя, нояб
11: листопад, листопада, қараша-
12: december, dec, dezember, dez, décembre, diciembre, dic, dicembre, dezembro, aralık, grudzień
12: grudnia, декабр-, дек, грудень, грудня, желтоқсан-
"""
_ENDINGS = (*phrases("ь, я, е, ю, ем, а, у, ом, да, де, та, те, ға, ге"), "")


def _month_names() -> dict[str, int]:
    names: dict[str, int] = {}
    for line in phrases(_MONTHS, "\n"):
        month, _, listed = line.partition(":")
        for name in phrases(listed):
            endings = _ENDINGS if name.endswith("-") else ("",)
            names |= {fold(name.rstrip("-") + ending): int(month) for ending in endings}
    return names


_MONTH_NAMES = _month_names()
_MONTH = r"[^\W\d_]{3,10}"
_YEAR = r"(?:20\d{2})"

_ISO = re.compile(rf"(?<!\d)({_YEAR})[-/.](\d{{1,2}})[-/.](\d{{1,2}})(?!\d)(?:t[\d:.]+z?)?")
_COMPACT = re.compile(r"^(20\d{2})(0[1-9]|1[0-2])([0-3]\d)$")
_NUMERIC = re.compile(rf"(?<!\d)(\d{{1,2}})([-/.])(\d{{1,2}})\2({_YEAR})(?!\d)")
_DAY_MONTH = re.compile(
    rf"(?<![\d.])(\d{{1,2}})(?:st|nd|rd|th|\.|-?(?:го|е|ое))?\s*(?:of\s+|de\s+|-)?({_MONTH})\.?"
    rf"(?:,?\s*(?:de\s+|-)?({_YEAR}))?(?!\d)"
)
_MONTH_DAY = re.compile(
    rf"\b({_MONTH})\.?\s*(\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:\s*,?\s*({_YEAR}))?(?!\d)"
)
_MONTH_YEAR = re.compile(rf"\b({_MONTH})\.?,?\s*(?:of\s+|de\s+|'|/|-)?\s*({_YEAR})(?!\d)")
_YEAR_MONTH = re.compile(
    rf"(?<!\d)({_YEAR})[-/.](\d{{1,2}})(?![\d/.-])|(?<!\d)(\d{{1,2}})[-/.]({_YEAR})(?!\d)"
)
_EAST = re.compile(r"(20\d{2})\s*[年년]\s*(\d{1,2})\s*[月월](?:\s*(\d{1,2})\s*[日일号])?")
_IN = re.compile(
    r"^\W*(?:in|within|after|через|за|in about|next)\s+(?:about |the next |next )?(?:(\d{1,3}|a"
    r"|an)\s+)?"
    r"(day|days|week|weeks|month|months|year|years|день|дня|днеи|недел\w*|месяц\w*|год\w?|лет)\b"
)
_BARE_SPAN = re.compile(
    r"^\W*(\d{1,3})\s+(day|days|week|weeks|month|months)\b(?: from now| left)?\W*$"
)
_END_OF = re.compile(r"\b(?:end of|late|by the end of|конец|конце|концу|до конца)\s+")
_SHORT_YEAR = re.compile(r"(?<!\d)\d{1,2}[-/.]\d{1,2}[-/.]\d{2}(?!\d)")

_SEASONS = (
    "fall|autumn|spring|summer|winter|осень|осени|осенью|весна|весной|весны|весну|лето|лета|летом|зима|зимой|зимы"
    "|herbst|fruhjahr|fruhling|sommersemester|wintersemester|sommer|ws|ss|wise|sose|otono|primavera|automne|printemps"
    "|guz|bahar|jesien|wiosna|michaelmas|semester 1|semester 2"
)
_INTAKE = re.compile(
    rf"\b(?:(?:early|late|mid)[- ])?(?:{_SEASONS}|{_MONTH})\.?(?:\s+(?:semester|term|intake|entry"
    rf"|admission|start|session))?"
    rf",?\s*(?:of\s+|')?(?P<year>{_YEAR}|(?<=')\d{{2}})(?:\s*/\s*\d{{2,4}})?"
    r"(?:\s+(?:intake|entry|admission|start|semester|term|session))?"
    rf"|\b(?P<first>{_YEAR})\s+(?:{_SEASONS})(?:\s+(?:intake|entry))?"
    rf"|\b(?:intake|entry|admission|набор|поступление)\s*(?:in|for|of|в"
    rf"|:)?\s*(?P<entry>{_YEAR})(?:\s*/\s*\d{{2,4}})?"
    rf"|\b(?P<alone>{_YEAR})(?:\s*/\s*\d{{2,4}})?\s+(?:intake|entry|admission)"
)


def read_moment(value: Plain, today: date) -> Moment:
    """The day or the month that a value states.

    >>> read_moment("15 Jan 2027", date(2026, 11, 1)).day
    datetime.date(2027, 1, 15)
    >>> read_moment("January 2027", date(2026, 11, 1)).month
    (2027, 1)
    >>> read_moment("03/04/2027", date(2026, 11, 1)).problem
    '`03/04/2027` can be two days; not used'
    """
    match value:
        case date():
            return Moment(day=value)
        case str():
            return _from_text(value, today)
        case _:
            return Moment(problem="expected a date")


def find_intake(text: str) -> tuple[str, int | None] | None:
    """The words of an intake in a text (`Fall 2027`) and its year; None when there are none.

    >>> find_intake("MSc in Data Science, Fall 2027")
    ('Fall 2027', 2027)
    """
    folded = fold(text)
    if len(folded) != len(text):
        text = folded
    for match in _INTAKE.finditer(folded):
        word = re.match(_MONTH, match[0])
        known = re.search(rf"\b(?:{_SEASONS})\b", match[0]) or (word and month_of(word[0]))
        if known or match["entry"] or match["alone"]:
            year = match["year"] or match["first"] or match["entry"] or match["alone"]
            number = int(year) if len(year) == 4 else 2000 + int(year)
            return text[match.start() : match.end()].strip(), number
    return None


def month_of(word: str) -> int | None:
    """The number of the month that a word names, in many languages; None when it names none.

    >>> month_of("January"), month_of("января"), month_of("janitor")
    (1, 1, None)
    """
    return _MONTH_NAMES.get(fold(word).rstrip("."))


def _from_text(text: str, today: date) -> Moment:
    body = fold(plain_digits(text))[:200].strip()
    for reader in (_exact, _east, _named_day, _counted, _named_month):
        found = reader(body, text, today)
        if found is not None:
            return found
    if _SHORT_YEAR.search(body):
        return Moment(problem=f"{quoted(text)}: the year has two digits; not used")
    return Moment(problem=f"no date is found in {quoted(text)}")


def _exact(body: str, text: str, today: date) -> Moment | None:
    """`2027-01-15`, `15.01.2027`, `15/01/2027`, `01/15/2027`."""
    iso = _ISO.search(body) or _COMPACT.match(body)
    if iso:
        return _day(int(iso[1]), int(iso[2]), int(iso[3]), text)
    numeric = _NUMERIC.search(body)
    if numeric is None:
        return None
    first, sign, second, year = int(numeric[1]), numeric[2], int(numeric[3]), int(numeric[4])
    if sign == "." or first > 12 or first == second:
        return _day(year, second, first, text)
    if second > 12:
        return _day(year, first, second, text)
    return Moment(problem=f"{quoted(text)} can be two days; not used")


def _east(body: str, text: str, today: date) -> Moment | None:
    found = _EAST.search(body)
    if found is None:
        return None
    if found[3]:
        return _day(int(found[1]), int(found[2]), int(found[3]), text)
    return _whole_month(int(found[1]), int(found[2]), text)


def _named_day(body: str, text: str, today: date) -> Moment | None:
    """`15 Jan 2027`, `January 15th, 2027`, `15 января`."""
    for pattern, at_day, at_month in ((_DAY_MONTH, 1, 2), (_MONTH_DAY, 2, 1)):
        for found in pattern.finditer(body):
            month = month_of(found[at_month])
            if month is None:
                continue
            number = int(found[at_day])
            if found[3]:
                return _day(int(found[3]), month, number, text)
            return _next(month, number, text, today)
    return None


def _next(month: int, number: int, text: str, today: date) -> Moment:
    """A day without a year is the next such day."""
    for year in (today.year, today.year + 1):
        moment = _day(year, month, number, text)
        if moment.day is not None and moment.day >= today:
            told = f"{quoted(text)} names no year: the next such day is meant"
            return Moment(day=moment.day, assumed=told)
    return _day(today.year + 1, month, number, text)


def _counted(body: str, text: str, today: date) -> Moment | None:
    """`in 3 months`, counted from today."""
    body = number_words(body)
    found = _IN.match(body) or _BARE_SPAN.match(body)
    if found is None or (found[1] is None):
        return None
    count = int(found[1]) if found[1].isdecimal() else 1
    unit = found[2]
    if unit.startswith(("day", "день", "дн")):
        day = today + timedelta(days=count)
    elif unit.startswith(("week", "недел")):
        day = today + timedelta(weeks=count)
    elif unit.startswith(("month", "месяц")):
        day = months_after(today, count)
    elif count <= 20:
        day = months_after(today, 12 * count)
    else:
        return None
    return Moment(day=day, assumed=f"{quoted(text)} is counted from today, {today.isoformat()}")


def months_after(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where there is no such day.

    >>> months_after(date(2026, 11, 30), 3)
    datetime.date(2027, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _named_month(body: str, text: str, today: date) -> Moment | None:
    """`January 2027`, `2027-01`, `01/2027`."""
    for found in _MONTH_YEAR.finditer(body):
        month = month_of(found[1])
        if month is not None:
            if _END_OF.search(body[: found.start() + 1]):
                last = calendar.monthrange(int(found[2]), month)[1]
                told = f"{quoted(text)} is read as the last day of the month"
                return Moment(day=date(int(found[2]), month, last), assumed=told)
            return Moment(month=(int(found[2]), month))
    numbered = _YEAR_MONTH.search(body)
    if numbered is None:
        return None
    return _whole_month(int(numbered[1] or numbered[4]), int(numbered[2] or numbered[3]), text)


def _whole_month(year: int, month: int, text: str) -> Moment:
    if not 1 <= month <= 12:
        return Moment(problem=f"there is no such month: {quoted(text)}")
    return Moment(month=(year, month))


def _day(year: int, month: int, day: int, text: str) -> Moment:
    try:
        return Moment(day=date(year, month, day))
    except ValueError:
        return Moment(problem=f"there is no such day: {quoted(text)}")
