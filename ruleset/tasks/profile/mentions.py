"""Mentions of places: where a text names a country, a city, a state or a region.

In a field that holds countries, codes of two and three letters count and names near to one are
read; in running text only misspelt names of six letters or more are, and no ordinary words.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from ruleset.tasks.profile import country_names as tables
from ruleset.tasks.profile.gazetteer import (
    EAST_ASIAN,
    Gazetteer,
    Kind,
    Name,
    gazetteer,
    near_names,
)
from ruleset.tasks.profile.text import phrases, quoted


class Mention(NamedTuple):
    kind: Kind
    code: str
    start: int
    end: int
    word: str
    context: bool = False
    role: str = "wanted"  # wanted, refused, home or none
    note: str = ""


class Token(NamedTuple):
    folded: str
    start: int
    end: int


LIST_GAP = re.compile(
    r"^[\s,/&+|()\"']*(?:(?:and|or|nor|и|или|либо|und|oder|et|ou|y|o|e|ve|veya|i|lub|және|та|або"
    r"|и в|or in"
    r"|and in|in|the|either|maybe|perhaps|possibly|also|also in|в|во)[\s,/&+|()]+){0,3}$"
)


MOST_MENTIONS = 100  # of one text that are looked at
PREPOSITION = re.compile(
    r"(?:^|[^\w])(?:in|to|at|of|from|near|into|towards|for|within|across|around|в|во|на|из|до"
    r"|nach|en|au|aux|à"
    r"|em|na|bei|либо|visit|the|country|countries|страна|страны)\s+[\"'(]?$"
)


_OPEN = frozenset(
    phrases(
        """
        anywhere, any, any country, open, open to any, flexible, worldwide, abroad, international,
        global, remote,
        online, other, others, everywhere, all, not important, no preference, doesn't matter,
        any country is fine,
        любая, любая страна, за границей, за рубежом, везде, весь мир, неважно, не важно,
        за границу, yurtdışı
        """
    )
)


_ITEM = re.compile(r"[^,;/|\n&+]+")


_JOINED = re.compile(r"(?:^|\s)(?:and|or|и|или|und|oder|et|ou|y|vs)(?:\s|$)", re.IGNORECASE)


_NOT_TYPOS = frozenset(phrases(tables.NOT_TYPOS))


def english_name(code: str) -> str:
    """The country's name as it reads inside a sentence.

    >>> english_name("GB"), english_name("KR")
    ('the United Kingdom', 'South Korea')
    """
    return gazetteer().english.get(code, code)


def named(text: str, tokens: list[Token], table: Gazetteer, *, field: bool) -> list[Mention]:
    """The names of the table, the longest at each word."""
    found: list[Mention] = []
    at = -1
    shouting = text.isupper() and len(tokens) > 2
    starts = table.longest
    while (at := at + 1) < len(tokens) and len(found) < MOST_MENTIONS:
        longest = starts.get(tokens[at].folded)
        if longest is None:
            continue
        for count in range(min(longest, len(tokens) - at), 0, -1):
            key = " ".join(token.folded for token in tokens[at : at + count])
            name = table.names.get(key)
            if name is None:
                continue
            mention = _accepted(name, text, tokens[at : at + count], field=field, shouting=shouting)
            if mention is not None:
                found.append(mention)
                at += count - 1
                break
    return found


def _accepted(
    name: Name, text: str, tokens: list[Token], *, field: bool, shouting: bool
) -> Mention | None:
    """The mention, unless the way it is written says that it is another word."""
    start, end = tokens[0].start, tokens[-1].end
    word = text[start:end]
    if name.capitals and not (word.isupper() or (field and len(tokens) == 1 and len(text) <= 4)):
        return None
    if not field:
        if name.capitals and shouting and not PREPOSITION.search(text[:start].lower()):
            return None
        lower = word[:1].islower()
        if name.capitalised and lower and not PREPOSITION.search(text[:start].lower()):
            return None
        if name.context and lower and not PREPOSITION.search(text[:start].lower()):
            return None
    return Mention(name.kind, name.code, start, end, word, name.context)


def east_asian(text: str, table: Gazetteer) -> list[Mention]:
    """Names inside text that is written without spaces, the longest first at each place."""
    found: list[Mention] = []
    at = 0
    while at < len(text):
        if EAST_ASIAN.match(text, at):
            for count in range(min(12, len(text) - at), 1, -1):
                word = text[at : at + count]
                name = table.names.get(word)
                if name is not None and _ends_well(text, at + count):
                    found.append(Mention(name.kind, name.code, at, at + count, word, name.context))
                    at += count - 1
                    break
        at += 1
    return found


# What may stand right behind a Korean name: its particles, and words about study.
_PARTICLE = re.compile(
    "(?:에서|에|의|으로|로|은|는|이|가|을|를|과|와|도|만|나|랑|말고|제외|대학|유학|비자|석사|박사|취업)"
)


def _ends_well(text: str, end: int) -> bool:
    behind = text[end : end + 1]
    if not "\uac00" <= text[end - 1] <= "\ud7af" or not "\uac00" <= behind <= "\ud7af":
        return True
    return _PARTICLE.match(text, end) is not None


def with_codes(
    text: str, tokens: list[Token], table: Gazetteer, found: list[Mention]
) -> list[Mention]:
    """With codes that stand alone between separators, near names, and what nothing is known of."""
    more: list[Mention] = []
    for start, end in _items(text):
        inside = [token for token in tokens if start <= token.start and token.end <= end]
        if not inside or any(each.start < end and each.end > start for each in found):
            continue
        item = text[start:end].strip()
        first, last = inside[0].start, inside[-1].end
        code = table.codes.get(inside[0].folded) if len(inside) == 1 else None
        if code is not None and item != "no":
            more.append(Mention("country", code, first, last, item))
            continue
        more += _near(" ".join(token.folded for token in inside), item, first, last, table)
    return sorted(found + more, key=lambda each: each.start)


def _items(text: str) -> list[tuple[int, int]]:
    """The pieces of a field between separators."""
    pieces: list[tuple[int, int]] = []
    for match in _ITEM.finditer(text):
        start = match.start()
        for joint in _JOINED.finditer(match[0]):
            pieces.append((start, match.start() + joint.start()))
            start = match.start() + joint.end()
        pieces.append((start, match.end()))
    return pieces


def _near(folded: str, item: str, start: int, end: int, table: Gazetteer) -> list[Mention]:
    """The one country of a name near to the item; a note when there are several, or none."""
    if folded in _OPEN or folded.startswith("any"):
        return []
    names = near_names(folded, table)
    codes = sorted({table.names[name].code for name in names if name in table.names})
    if len(codes) == 1:
        note = f"{quoted(item)} is read as {english_name(codes[0])}"
        return [Mention("country", codes[0], start, end, item, note=note)]
    if codes:
        told = " or ".join(english_name(code) for code in codes)
        note = f"{quoted(item)} could be {told}; not used"
    else:
        note = f"{quoted(item)} is no country that is known; not used"
    return [Mention("country", "", start, end, item, role="none", note=note)]


def with_typos(
    text: str, tokens: list[Token], table: Gazetteer, found: list[Mention]
) -> list[Mention]:
    """With misspelt names in running text: six letters or more, the first right, one reading."""
    more: list[Mention] = []
    for token in tokens:
        folded = token.folded
        if len(folded) < 6 or folded in _NOT_TYPOS or folded in table.names:
            continue
        names = _misspelt(folded)
        if not names or any(each.start <= token.start < each.end for each in found):
            continue
        codes = {table.names[name].code for name in names if name in table.names}
        if len(codes) == 1:
            code = codes.pop()
            note = f"{quoted(text[token.start : token.end])} is read as {english_name(code)}"
            more.append(
                Mention("country", code, *token[1:], text[token.start : token.end], note=note)
            )
        elif codes:
            told = " or ".join(english_name(code) for code in sorted(codes))
            note = f"{quoted(text[token.start : token.end])} could be {told}; not used"
            more.append(
                Mention(
                    "country", "", *token[1:], text[token.start : token.end], role="none", note=note
                )
            )
    return sorted(found + more, key=lambda each: each.start) if more else found


@lru_cache(maxsize=8192)
def _misspelt(folded: str) -> tuple[str, ...]:
    """The names that the word misspells; none when it could be an ordinary word."""
    names = near_names(folded, gazetteer())
    if any(len(name) < 6 or name[0] != folded[0] or folded.startswith(name) for name in names):
        return ()
    return () if any(" " in name for name in names) else names
