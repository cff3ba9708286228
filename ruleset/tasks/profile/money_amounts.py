"""Amounts: the numbers of a text that are money, each with its currency, scale and side."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from ruleset.tasks.profile import money_words as words
from ruleset.tasks.profile.numerals import NUMERAL, numeral
from ruleset.tasks.profile.patterns import Pattern


@dataclass(frozen=True, slots=True)
class Amount:
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


_AFTER = Pattern(
    rf"(?:\s*(?P<scale>{words.any_of(words.SCALES)}))?"
    rf"(?(scale)(?:(?<=[^\x00-\u0530])|(?![^\W\d_])"
    rf"|(?=(?:{words.any_of(words.CODES)})(?![^\W\d_]))))"
    rf"(?P<plus>\s?\+(?!\s*{_CURRENCY}?\s*\d))?"
    rf"\s*\(?(?P<currency>{_CURRENCY})?(?(currency)(?:(?<=\W)|(?<=[^\x00-\u0530])|(?![^\W\d_])))\)?"
    r"(?P<late>\+(?!\s*\S?\d))?"
)


_YEAR = re.compile(r"20[2-4]\d")


def amounts_of(body: str, text: str) -> list[Amount]:
    """All numbers of the text that can be money, in order."""
    found: list[Amount] = []
    end = 0
    for match in _NUMERAL.finditer(body):
        if match.start() < end:
            continue
        after = _AFTER.regex.match(body, match.end())
        if after is None or body[match.end() : match.end() + 2].lstrip().startswith("%"):
            continue
        scale = words.SCALES.get(after["scale"] or "")
        number = numeral(match[0].rstrip(".,"), scaled=scale is not None)
        if number is None:
            continue
        lead_start = max(end, match.start() - 30)
        lead, before = _currency_before(body[lead_start : match.start()])
        code = code_of(before, after["currency"], text)
        low = after["plus"] or after["late"]
        end = after.end() if after.end() > match.end() else match.end()
        side = "low" if low else _side(lead, body[end : end + 30])
        indian = (after["scale"] or "") in words.INDIAN_SCALES
        found.append(Amount(number, scale, code, indian, side, lead_start + len(lead), end))
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


def code_of(before: str | None, after: str | None, text: str) -> str | None:
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


def chosen(amounts: list[Amount], body: str) -> list[Amount]:
    """The amounts without numbers that are something else, such as the year 2027 or IELTS 7."""
    ranged = [
        position
        for position in range(len(amounts) - 1)
        if joins(body, amounts[position], amounts[position + 1])
    ]
    kept: list[Amount] = []
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


def joins(body: str, first: Amount, second: Amount) -> bool:
    """Whether two amounts are the ends of a range, by what stands between them."""
    gap = body[first.end : second.start]
    if len(gap) > 3:
        gap = _PERIODS.regex.sub(" ", gap)
    if words.RANGE_GAP.search(gap):
        return True
    before = body[max(0, first.start - 15) : first.start]
    return words.AND_GAP.search(gap) is not None and words.BETWEEN.search(before) is not None


_PERIODS = Pattern("|".join(f"(?:{each.source})" for _, _, each in words.PERIODS))
