"""Scores of language and admission tests, each on its own scale.

A score outside its test's scale is reported and not used; so is a value that says that the test
was not taken, or that names a score wished for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from ruleset.tasks.profile.numerals import plain_digits
from ruleset.tasks.profile.plain import Plain
from ruleset.tasks.profile.text import fold, quoted


@dataclass(frozen=True, slots=True)
class Scale:
    """A test: its name, the fact that holds its score, lowest and highest score, and the step."""

    name: str
    fact: str
    lowest: Decimal
    highest: Decimal
    step: Decimal
    pattern: str


def _scale(name: str, lowest: int, highest: int, step: str, pattern: str) -> Scale:
    return Scale(name, name.lower(), Decimal(lowest), Decimal(highest), Decimal(step), pattern)


SCALES: tuple[Scale, ...] = (
    _scale(
        "IELTS",
        0,
        9,
        "0.5",
        r"ielts(?:[ _-]*(?:academic|general(?: training)?|ac|gt|overall|band|score|ukvi))*",
    ),
    _scale("TOEFL", 0, 120, "1", r"toefl(?:[ _-]*(?:ibt|overall|total|score|home edition))*"),
    _scale("GRE", 260, 340, "1", r"gre(?:[ _-]*(?:general|total|score|overall))*"),
    _scale("GMAT", 200, 805, "5", r"gmat(?:[ _-]*(?:focus(?: edition)?|total|score))*"),
    _scale("SAT", 400, 1600, "10", r"sat(?:[ _-]*(?:total|score))*"),
    _scale(
        "Duolingo",
        10,
        160,
        "5",
        r"(?:duolingo(?:[ _-]*english(?:[ _-]*test)?)?|det)(?:[ _-]*(?:score|overall))*",
    ),
)
BY_FACT = {scale.fact: scale for scale in SCALES}
_NAME = re.compile(
    "|".join(rf"(?P<{each.fact}>(?<![^\W_]){each.pattern}(?![^\W\d_]))" for each in SCALES)
)
_NUMBER = re.compile(r"(?<![\d.,])\d{1,4}(?:[.,]\d{1,2})?(?![\d]|[.,]\d)")
_OF = re.compile(r"^\s*(?:/|out of|из|of)\s*\d+(?:[.,]\d+)?")
_UNTAKEN = re.compile(
    r"\bnot (?:yet |been )?(?:taken|done|passed)|\bhave ?n[o']t|\bdid ?n[o']t|\bplan|\bwill take"
    r"|\bno score|\bnot yet"
    r"|\bне сдавал|\bбуду сдавать|\bплан|\bпока нет|\bwaived?\b|\bexempt|\bscheduled|\bupcoming"
    r"|\bregistered"
)
_WISHED = re.compile(
    r"\b(?:target|aim|goal|need|want|expect|hope|require|minimum|цель|нужн|хочу|ожида)\w*"
)
_OVERALL_KEYS = (
    "overall",
    "total",
    "score",
    "band",
    "overall_band",
    "overall_score",
    "value",
    "result",
    "общий",
    "composite",
)
_GRE_PARTS = (("quant", "quantitative", "q", "math"), ("verbal", "v"))


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores by the name of the test's fact (`ielts`), where each was found, and notes."""

    found: dict[str, tuple[Decimal, str]] = field(default_factory=dict)
    notes: tuple[tuple[str, str], ...] = ()  # (path, sentence)


def read_scores(value: Plain, path: str) -> Scores:
    """The scores of a field: a dict by test, a list, or an old text such as "IELTS: 6.5".

    >>> read_scores({"IELTS": "7,0", "toefl": 100}, "profile.test_scores").found["ielts"]
    (Decimal('7.0'), 'profile.test_scores.IELTS')
    """
    found: dict[str, tuple[Decimal, str]] = {}
    notes: list[tuple[str, str]] = []
    _collect(value, path, found, notes)
    return Scores(found, tuple(notes))


def named_test(text: str) -> Scale | None:
    """The test whose name the text holds, or None.

    >>> named_test("IELTS Academic").fact
    'ielts'
    """
    match = _NAME.search(fold(text))
    return BY_FACT[match.lastgroup] if match is not None and match.lastgroup else None


def named_tests(body: str) -> list[tuple[re.Match[str], Scale]]:
    """Each place where the folded text names a test."""
    return [(match, BY_FACT[match.lastgroup or ""]) for match in _NAME.finditer(body)]


def read_score(value: Plain, scale: Scale | None) -> tuple[Decimal | None, str | None]:
    """One score, and what is wrong with it. Without a scale any score above zero is taken.

    >>> read_score("Band 7.5", BY_FACT["ielts"])
    (Decimal('7.5'), None)
    >>> read_score("75", BY_FACT["ielts"])[1]
    '75 is not on the scale of IELTS, 0 to 9; not used'
    """
    number = value if isinstance(value, Decimal) else None
    if isinstance(value, str):
        body = fold(plain_digits(value))
        if _UNTAKEN.search(body) or _WISHED.search(body):
            return None, f"{quoted(value)} is no score that was reached; not used"
        if scale is not None:
            body = re.sub(scale.pattern, " ", body)
        digits = _NUMBER.search(re.sub(r"\b20[12]\d\b", " ", body))
        number = Decimal(digits[0].replace(",", ".")) if digits else None
    if number is None:
        return None, f"no score is found in {quoted(value)}" if isinstance(
            value, str
        ) else "expected a score"
    if scale is None:
        return (number, None) if 0 < number <= 2400 else (None, f"{number} is no score; not used")
    if not scale.lowest <= number <= scale.highest or number == 0 or number % scale.step:
        told = f"{number} is not on the scale of {scale.name}, {scale.lowest} to {scale.highest}"
        return None, f"{told}; not used"
    return number, None


def _collect(
    value: Plain, path: str, found: dict[str, tuple[Decimal, str]], notes: list[tuple[str, str]]
) -> None:
    match value:
        case dict():
            _collect_dict(value, path, found, notes)
        case list():
            for position, each in enumerate(value):
                _collect(each, f"{path}[{position}]", found, notes)
        case str():
            _collect_text(value, path, found, notes)
        case None:
            pass
        case _:
            notes.append((path, "expected test scores by the name of the test; not read"))


def _collect_dict(
    entries: dict[str, Plain],
    path: str,
    found: dict[str, tuple[Decimal, str]],
    notes: list[tuple[str, str]],
) -> None:
    named = (
        entries.get("test")
        or entries.get("name")
        or entries.get("exam")
        or entries.get("test_name")
    )
    if isinstance(named, str) and named_test(named):
        entries = {named: {key: each for key, each in entries.items() if each is not named}}
    for key, each in entries.items():
        scale = named_test(key)
        if scale is None or each is None or each == "":
            if scale is None and isinstance(each, Decimal | str) and _is_test(key):
                notes.append((f"{path}.{key}", f"{quoted(key)} is no test that is read"))
            continue
        place = f"{path}.{key}"
        number, problem = _overall(each, scale)
        if number is not None and _WISHED.search(fold(key)):
            notes.append((place, "a score that is wished for is none that was reached; not used"))
        elif number is not None:
            found.setdefault(scale.fact, (number, place))
        elif problem:
            notes.append((place, problem))


def _is_test(key: str) -> bool:
    return re.fullmatch(r"[A-Za-z][A-Za-z .-]{1,20}", key) is not None


def _overall(value: Plain, scale: Scale) -> tuple[Decimal | None, str | None]:
    """A score, or the overall one of a dict of sections."""
    if not isinstance(value, dict):
        return read_score(value, scale)
    known = {fold(key): each for key, each in value.items()}
    for key in _OVERALL_KEYS:
        if known.get(key) not in (None, ""):
            return read_score(known[key], scale)
    if scale.fact == "gre":
        parts = [next((known[key] for key in keys if key in known), None) for keys in _GRE_PARTS]
        numbers = [each for each in parts if isinstance(each, Decimal) and 130 <= each <= 170]
        if len(numbers) == 2:
            return sum(numbers, Decimal(0)), None
    return None, f"no overall score of {scale.name} is stated"


def _collect_text(
    text: str, path: str, found: dict[str, tuple[Decimal, str]], notes: list[tuple[str, str]]
) -> None:
    """`IELTS: 6.5, TOEFL 100`: the number after each name, else the one right before it."""
    body = fold(plain_digits(text))
    names = list(_NAME.finditer(body))
    if not names:
        notes.append((path, f"no test is named in {quoted(text)}"))
    for position, match in enumerate(names):
        scale = BY_FACT[match.lastgroup or ""]
        end = names[position + 1].start() if position + 1 < len(names) else len(body)
        after = body[match.end() : min(end, match.end() + 40)]
        before = body[names[position - 1].end() if position else 0 : match.start()][-25:]
        if _UNTAKEN.search(after) or _WISHED.search(after) or _WISHED.search(before[-14:]):
            notes.append(
                (path, f"{quoted(text)}: no score of {scale.name} that was reached; not used")
            )
            continue
        digits = _NUMBER.search(after)
        if digits is None:
            behind = re.search(
                rf"({_NUMBER.pattern})\s*(?:in|on|for|at|в|по)?\s*(?:the )?$", before
            )
            digits = behind and _NUMBER.search(behind[0])
        if not digits:
            notes.append((path, f"no score of {scale.name} is found in {quoted(text)}"))
            continue
        number, problem = read_score(Decimal(digits[0].replace(",", ".")), scale)
        if number is not None:
            found.setdefault(scale.fact, (number, path))
        elif problem:
            notes.append((path, problem))
