"""The table of places: every name of a country, in many languages, with cities, states and regions.

It is built once, when the first text is read (about a fifth of a second), because the lists of
ISO codes, translations and territory names are large; importing this module loads none of them.
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Literal

from ruleset.tasks.profile import country_names as tables
from ruleset.tasks.profile.text import fold, phrases

Kind = Literal["country", "city", "state", "demonym", "region"]

LANGUAGES = phrases("en, ru, de, fr, es, it, pt, tr, zh, ja, ko, ar, kk, uk, pl")
LONG = 10  # letters from which a name may have two wrong ones
_BRACKETS = re.compile(r"\s*\(.*\)")
TOKEN = re.compile(r"[^\W_]+")
EAST_ASIAN = re.compile("[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]")


@dataclass(frozen=True, slots=True)
class Name:
    """What a name stands for. `code` is an ISO alpha-2 code, or a region's name."""

    kind: Kind
    code: str
    capitals: bool = False  # counts in capitals only
    context: bool = False  # counts after a preposition, or beside other places
    capitalised: bool = False  # counts with a capital, or after a preposition


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Names by their folded words, joined by one space; `longest` is by the first word."""

    names: dict[str, Name]
    longest: dict[str, int]
    codes: dict[str, str]  # alpha-2 and alpha-3 to alpha-2, lower case
    english: dict[str, str]  # alpha-2 to the name as it reads in a sentence
    near: dict[str, list[str]] = field(repr=False)


def words_of(name: str) -> str:
    """The folded words of a name, joined by one space.

    >>> words_of("Côte d’Ivoire"), words_of("Guinea-Bissau")
    ('cote d ivoire', 'guinea bissau')
    """
    return " ".join(TOKEN.findall(fold(name)))


@cache
def gazetteer() -> Gazetteer:
    """The table, built at the first call."""
    codes, listed = _standard_names()
    english = _sentence_names()
    names: dict[str, Name] = {}
    _add_tables(names)
    shared = {code: Name("country", code) for code in codes.values()}
    for code, name, language in dict.fromkeys(listed):
        key = words_of(name)
        if (len(key) > 3 or EAST_ASIAN.search(key)) and (key not in names or language == "kk"):
            for form in _forms(key, language):
                names.setdefault(form, shared[code])
    for word in phrases(tables.NOT_NAMES):
        names.pop(words_of(word), None)
    _flag(names)
    longest: dict[str, int] = {}
    for key in names:
        first, count = key.split(" ", 1)[0], key.count(" ") + 1
        longest[first] = max(count, longest.get(first, 0))
    near = _near_index(words_of(english[code]).removeprefix("the ") for code in codes.values())
    return Gazetteer(names, longest, codes, english, near)


def entries(table: str) -> Iterator[tuple[str, str]]:
    """Code and name of a table of lines `CODE: name, name`."""
    for line in phrases(table, "\n"):
        code, _, names = line.partition(":")
        for name in phrases(names):
            yield code, name


def _standard_names() -> tuple[dict[str, str], list[tuple[str, str, str]]]:
    """ISO codes, and (code, name, language) of pycountry's and Babel's lists."""
    import pycountry
    from babel import Locale

    codes: dict[str, str] = {}
    listed: list[tuple[str, str, str]] = []
    official: list[tuple[str, str]] = []
    for country in pycountry.countries:
        code = country.alpha_2
        codes[code.lower()] = codes[country.alpha_3.lower()] = code
        named = (getattr(country, kind, None) for kind in ("name", "common_name"))
        official += [(code, name) for name in dict.fromkeys(named) if name]
    listed += [(code, _as_spoken(name), "en") for code, name in official]
    for language in LANGUAGES:
        territories = Locale.parse(language).territories
        listed += [
            (code, _as_spoken(territories[code]), language)
            for code in dict.fromkeys(codes.values())
            if code in territories
        ]
        if language != "en":
            translated = gettext.translation(
                "iso3166-1", pycountry.LOCALES_DIR, [language], fallback=True
            ).gettext
            listed += [(code, _as_spoken(translated(name)), language) for code, name in official]
    codes["uk"] = "GB"  # reserved for it, and what people write
    codes["el"] = "GR"  # as the European Union writes it
    return codes, listed


def _as_spoken(name: str) -> str:
    """`Korea, Republic of` is `Republic of Korea` for people; brackets are left out."""
    if "(" in name:
        name = _BRACKETS.sub("", name)
    head, comma, rest = name.partition(", ")
    return f"{rest} {head}" if comma else name


def _sentence_names() -> dict[str, str]:
    from babel import Locale

    territories = Locale.parse("en").territories
    names = {code: name for code, name in territories.items() if len(code) == 2}
    for line in phrases(tables.SENTENCE_NAMES, "\n"):
        code, _, name = line.partition(":")
        names[code.strip()] = name.strip()
    return names


def _add_tables(names: dict[str, Name]) -> None:
    """Our own tables; what comes first stays."""
    for code, name in entries(tables.ALIASES):
        for form in _forms(words_of(name), "ru" if re.search("[а-я]", fold(name)) else "en"):
            names.setdefault(form, Name("country", code))
    for code, name in entries(tables.CAPITALS):
        names[words_of(name)] = Name("country", code, capitals=True)
    for code, name in entries(tables.INITIALS):
        names[words_of(name)] = Name("city", code, capitals=True)
    for name, word in entries(tables.REGIONS):
        capitals = word in phrases(tables.REGION_CAPITALS)
        names.setdefault(words_of(word), Name("region", name, capitals=capitals))
    for table, kind in ((tables.STATES, "state"), (tables.CITIES, "city")):
        for code, name in entries(table):
            names.setdefault(words_of(name), Name("state" if kind == "state" else "city", code))
    for code, name in entries(tables.DEMONYMS):
        names.setdefault(words_of(name), Name("demonym", code))
    for code, stem in entries(tables.RUSSIAN_ADJECTIVES):
        for ending in phrases("ий, ие, ого, их, ой, ая, ую, ом, им, ими, ому, ое"):
            names.setdefault(fold(stem + ending), Name("demonym", code))


def _flag(names: dict[str, Name]) -> None:
    """Mark the names that need more than themselves to count in running text."""
    for word in (*phrases(tables.AMBIGUOUS), *phrases(tables.NAMELIKE_CITIES)):
        key = words_of(word)
        if key in names and not names[key].capitals:
            names[key] = replace(names[key], context=True)
    for word in phrases(tables.CAPITALISED):
        key = words_of(word)
        if key in names:
            names[key] = replace(names[key], capitalised=True)


def _forms(key: str, language: str) -> Iterable[str]:
    """The name in the cases of its language, where endings change."""
    match language:
        case "ru" | "uk":
            return _slavic_forms(key)
        case "kk":
            return (key, *(key + ending for ending in _KAZAKH_ENDINGS))
        case "pl" if key.endswith("a") and " " not in key:
            return (key, *(key[:-1] + ending for ending in ("y", "i", "e", "o")))
        case _:
            return (key,)


_KAZAKH_ENDINGS = phrases("да, де, та, те, ға, ге, қа, ке, дан, ден, тан, тен, дағы, дегі")
_SLAVIC_ENDINGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("ия", ("ия", "ии", "ию", "иеи")),
    ("ія", ("ія", "ії", "ію", "ією")),
    ("ея", ("ея", "еи", "ею", "ее")),
    ("ая", ("ая", "ои", "ую")),
    ("ка", ("ка", "ки", "ку", "ке", "кои", "ці")),
    ("а", ("а", "ы", "у", "е", "ои", "и", "і")),
    ("ы", ("ы", "ов", "ам", "ах", "ами")),
    ("аи", ("аи", "ая", "аю", "ае", "аем")),  # after folding, й is и
    ("ь", ("ь", "я", "ю", "е", "и", "ью", "ем")),
)


def _slavic_forms(key: str) -> tuple[str, ...]:
    """Each case of a name of one or two words (`южная корея`, `южнои корее`)."""
    parts = key.split(" ")
    if len(parts) > 2 or not re.fullmatch("[а-яіїєґ ]+", key):
        return (key,)
    forms = [_slavic_endings(part) for part in parts]
    if len(forms) == 1:
        return forms[0]
    if not parts[0].endswith("ая"):
        return (key,)
    return tuple(f"{first} {second}" for first in forms[0] for second in forms[1])


def _slavic_endings(word: str) -> tuple[str, ...]:
    for ending, forms in _SLAVIC_ENDINGS:
        if word.endswith(ending):
            stem = word[: -len(ending)]
            return tuple(stem + form for form in forms)
    if word[-1:] in "бвгджзклмнпрстфхцчшщ" and len(word) > 3:
        return (word, *(word + ending for ending in ("а", "у", "е", "ом", "і")))
    return (word,)


# --- near names ---------------------------------------------------------------------------


def _allowed(length: int) -> int:
    """How many letters of a name of that length may be wrong."""
    return 0 if length < 5 else 1 if length < LONG else 2


def _keys(word: str) -> Iterator[str]:
    """What a name shares with its near misses: all but one letter, or how it begins or ends."""
    yield word
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]
    if len(word) >= LONG:
        yield "^" + word[:3]
        yield word[-4:] + "$"


def _near_index(names: Iterable[str]) -> dict[str, list[str]]:
    """Names by their keys (the method of symmetric deletes; long names by their ends too)."""
    index: dict[str, list[str]] = {}
    more = phrases("britain, great britain, england, scotland, holland, emirates, turkiye")
    for name in dict.fromkeys((*names, *more)):
        if 5 <= len(name) <= 24:
            for key in _keys(name):
                index.setdefault(key, []).append(name)
    return index


def near_names(word: str, table: Gazetteer) -> tuple[str, ...]:
    """The names nearest to the folded word, all at the same distance; none when it is no near miss.

    One letter may be wrong in a name of five to nine letters, two in a longer one; letters
    changed in place, left out, put in, or swapped with the next count as one each.

    >>> near_names("germnay", gazetteer())
    ('germany',)
    """
    allowed = _allowed(len(word))
    if not allowed or len(word) > 26:
        return ()
    candidates = {name for key in _keys(word) for name in table.near.get(key, ())}
    best: dict[int, list[str]] = {}
    for name in candidates:
        most = min(allowed, _allowed(len(name)))
        if abs(len(name) - len(word)) <= most and len(set(name) ^ set(word)) <= 2 * most:
            distance = edit_distance(word, name)
            if distance <= most:
                best.setdefault(distance, []).append(name)
    return tuple(sorted(best[min(best)])) if best else ()


def edit_distance(first: str, second: str) -> int:
    """Letters to change, add, drop or swap with the next (optimal string alignment).

    >>> edit_distance("germnay", "germany"), edit_distance("itly", "italy")
    (1, 1)
    """
    before: list[int] = []
    row = list(range(len(second) + 1))
    for i, one in enumerate(first, 1):
        older, before, row = before, row, [i]
        for j, two in enumerate(second, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (one != two))
            if i > 1 and j > 1 and one == second[j - 2] and first[i - 2] == two:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
    return row[-1]
