"""Lists of names: skills, technologies, companies, schools, projects."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from ruleset.tasks.profile.plain import Plain
from ruleset.tasks.profile.text import LONGEST_NAME, fold, is_no_answer, is_placeholder

_SPLIT = re.compile(r"\s*[,;\n|•]\s*|\s+/\s+")
_BULLET = re.compile(r"^\s*(?:[-*•·]|\d{1,2}[.)])\s+")
_LEVELS = re.compile(
    r"^(?:expert|advanced|intermediate|beginner|basic|proficient|fluent|native|good|strong|senior"
    r"|junior|middle"
    r"|high|medium|low|[abc][12]|\d{1,3}(?:/\d+)?|\d+\+? (?:years?|yrs?)|yes|true)\b"
)
MOST_NAMES = 50


@dataclass(frozen=True, slots=True)
class Names:
    """Names in the order given, each once; how many entries were too long or no name."""

    names: tuple[str, ...] = ()
    unread: int = 0


def read_names(
    value: Plain, keys: tuple[str, ...] = ("name", "title"), most: int = LONGEST_NAME
) -> Names:
    """The names of a list, a comma-separated text, or a dict by kind or by level.

    `keys` are the entries of a dict that hold its name.

    >>> read_names({"languages": ["Python", "Go"], "cloud": "AWS"}).names
    ('Python', 'Go', 'AWS')
    >>> read_names({"Python": "expert", "Go": 3}).names
    ('Python', 'Go')
    """
    found: dict[str, str] = {}
    unread = 0
    for name in _names(value, keys):
        if name is None or len(name) > most or is_placeholder(name):
            unread += 1
        elif not is_no_answer(name):
            found.setdefault(fold(name), name)
    names = tuple(found.values())
    return Names(names[:MOST_NAMES], unread + max(0, len(names) - MOST_NAMES))


def _names(value: Plain, keys: tuple[str, ...]) -> list[str | None]:
    match value:
        case str():
            pieces = _SPLIT.split(value)
            whole = len(pieces) > 1 and any(len(piece) > 60 for piece in pieces)
            return [_trimmed(value)] if whole else [_trimmed(piece) for piece in pieces]
        case list():
            return [name for each in value for name in _listed(each, keys)]
        case dict():
            return _from_dict(value, keys)
        case None:
            return []
        case Decimal() | bool():
            return [None]
        case _:
            return [None]


def _trimmed(text: str) -> str:
    return _BULLET.sub("", text).strip().strip(";,").strip()


def _listed(value: Plain, keys: tuple[str, ...]) -> list[str | None]:
    """The names of one entry of a list; a text in a list is one name, whatever commas it holds."""
    match value:
        case str():
            return [_trimmed(value)]
        case dict():
            return _from_dict(value, keys)
        case list():
            return [name for each in value for name in _listed(each, keys)]
        case None:
            return []
        case _:
            return [None]


def _from_dict(entries: dict[str, Plain], keys: tuple[str, ...]) -> list[str | None]:
    """By the key of a name; else by kind (`{"cloud": ["AWS"]}`) or by level (`{"Go": "good"}`)."""
    known = {fold(key): each for key, each in entries.items()}
    for key in keys:
        each = known.get(key)
        if isinstance(each, str) and each:
            return [_trimmed(each)]
    found: list[str | None] = []
    for name, each in entries.items():
        match each:
            case list():
                found += [inner for one in each for inner in _listed(one, keys)]
            case dict():
                nested = _from_dict(each, keys)
                found += [name] if not nested or "level" in each or "years" in each else nested
            case str() if each and not _LEVELS.match(fold(each)):
                found += _names(each, keys)
            case False | None:
                pass
            case _:
                found.append(name)
    return found
