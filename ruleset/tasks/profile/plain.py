"""Plain values: whatever a field holds becomes text, number, yes/no, day, list or dict, or nothing.

From here on nobody meets a foreign object: no method of the caller's values is called later, so
a value whose `__str__` raises, a number that is not one and a structure without end stop here.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import TypeAlias

from ruleset.tasks.profile.form import Notebook
from ruleset.tasks.profile.text import MOST_SCANNED, clean, quoted

Plain: TypeAlias = "bool | Decimal | str | date | list[Plain] | dict[str, Plain] | None"

DEEPEST = 8  # levels of nesting that are read
MOST_ENTRIES = 200  # entries of one list or dict that are read
LARGEST = Decimal(10) ** 15

_BYTES = (bytes, bytearray, memoryview)
_KNOWN = (type(None), str, int, float, Decimal, date, dict, list, tuple, set, frozenset, *_BYTES)


def plain(value: object, path: str, notebook: Notebook, depth: int = 0) -> Plain:
    """The value as plain data; what cannot be read is None and noted under `path`.

    Numbers become decimals (a float as the decimal that it prints as), a moment becomes its day,
    sets are sorted, so that the result never depends on a hash seed.
    """
    if not issubclass(type(value), _KNOWN):  # by type: `isinstance` may run the value's code
        return _foreign(value, path, notebook, depth)
    match value:
        case None | bool():
            return value
        case str():
            return _text(value, path, notebook)
        case int() | float() | Decimal():
            return _number(value, path, notebook)
        case datetime():
            return datetime.date(value)
        case date():
            return value
        case dict() | list() | tuple() | set() | frozenset() if depth >= DEEPEST:
            notebook.unread(path, f"nested deeper than {DEEPEST} levels; not read")
            return None
        case dict():
            return _entries(dict.items(value), path, notebook, depth)
        case list() | tuple() | set() | frozenset():
            return _listed(value, path, notebook, depth)
        case _:
            notebook.unread(path, "raw bytes, expected text; not read")
            return None


def json_inside(value: Plain, path: str, notebook: Notebook) -> Plain:
    """The value, or what it holds when it is a text of JSON (older rows store it so)."""
    if not isinstance(value, str) or value[:1] not in ("{", "["):
        return value
    try:
        return plain(json.loads(value), path, notebook)
    except (ValueError, RecursionError):
        if value.startswith("{"):
            notebook.unread(path, f"looks like JSON and is not: {quoted(value)}")
        return value


def _text(value: str, path: str, notebook: Notebook) -> str:
    value = str.__str__(value)  # a subclass's text, without its methods
    if len(value) > MOST_SCANNED:
        notebook.unread(path, f"longer than {MOST_SCANNED:,} characters; the rest is not read")
    return clean(value)


def _number(value: int | float | Decimal, path: str, notebook: Notebook) -> Decimal | None:
    if isinstance(value, float):
        number = Decimal(float.__repr__(value))
    elif isinstance(value, int):
        small = -LARGEST <= int.__int__(value) <= LARGEST
        number = Decimal(int.__int__(value)) if small else Decimal("Infinity")
    else:
        number = Decimal(value)
    if not number.is_finite() or number.adjusted() > 15 or number.adjusted() < -15:
        if number.is_zero():
            return Decimal(0)
        notebook.unread(path, "not a number that can be meant; not used")
        return None
    return number


def _entries(
    items: Iterable[tuple[object, object]], path: str, notebook: Notebook, depth: int
) -> dict[str, Plain]:
    found: dict[str, Plain] = {}
    for position, (key, value) in enumerate(items):
        if position >= MOST_ENTRIES:
            notebook.unread(path, f"more than {MOST_ENTRIES} entries; the rest is not read")
            break
        name = clean(str.__str__(key)[:80]) if isinstance(key, str) else None
        if isinstance(key, int) and not isinstance(key, bool) and abs(int.__int__(key)) < LARGEST:
            name = format(int.__int__(key), "d")
        if name is None:
            notebook.unread(path, "an entry whose name is not text; not read")
            continue
        found.setdefault(name, plain(value, f"{path}.{name}", notebook, depth + 1))
    return found


def _listed(
    values: list[object] | tuple[object, ...] | set[object] | frozenset[object],
    path: str,
    notebook: Notebook,
    depth: int,
) -> list[Plain]:
    found: list[Plain] = []
    for position, value in enumerate(values):
        if position >= MOST_ENTRIES and not isinstance(values, set | frozenset):
            notebook.unread(path, f"more than {MOST_ENTRIES} entries; the rest is not read")
            break
        found.append(plain(value, f"{path}[{position}]", notebook, depth + 1))
    if isinstance(values, set | frozenset):
        found.sort(key=lambda each: (type(each).__name__, f"{each}"))
    return found[:MOST_ENTRIES]


def _foreign(value: object, path: str, notebook: Notebook, depth: int) -> Plain:
    if issubclass(type(value), Mapping):
        try:
            items = list(dict(value).items())  # type: ignore[call-overload]  # a mapping, as was asked
        except Exception:  # noqa: BLE001 - the caller's own code may raise anything; noted
            notebook.unread(path, "could not be read: its own code failed")
            return None
        return _entries(items, path, notebook, depth)
    notebook.unread(path, "of a kind that holds no text, number, date or list; not read")
    return None
