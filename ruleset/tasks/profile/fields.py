"""Fields of a profile or a goal, read once and safely from an object or a dict.

`Fields` reads the named columns of a row; `Bag` holds the entries of one JSON column under names
in one spelling (`targetRole`, `Target role` and `target_role` are the same name), with the path
as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from ruleset.tasks.profile.form import Notebook
from ruleset.tasks.profile.plain import Plain, json_inside, plain
from ruleset.tasks.profile.text import fold, is_no_answer

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_NOT_NAME = re.compile(r"[^\w]+|_+")
_NOT_ROWS = (str, bytes, bytearray, int, float, Decimal, date, list, tuple, set, frozenset)
_SNAKE = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")


class Found(NamedTuple):
    """A value and the path it was found under. (A tuple: hundreds are made for each goal.)"""

    path: str
    value: Plain


def key_name(key: str) -> str:
    """The name of an entry in one spelling.

    >>> key_name("targetRole"), key_name("Target role"), key_name("TARGET-ROLE")
    ('target_role', 'target_role', 'target_role')
    """
    if _SNAKE.fullmatch(key):
        return key
    return _NOT_NAME.sub("_", fold(_HUMP.sub("_", key))).strip("_")


def is_empty(value: Plain) -> bool:
    """True when the value says nothing: None, blank, "N/A", an empty list or dict."""
    if value is None or value == [] or value == {}:
        return True
    return isinstance(value, str) and is_no_answer(value)


def as_row(source: object, path: str, notebook: Notebook) -> object:
    """The source as a dict or an object with attributes; None, noted, when it is neither."""
    kind = type(source)
    if source is None:
        return None
    try:
        if issubclass(kind, Mapping):
            return dict(source)  # type: ignore[call-overload]  # a mapping, as was asked
        if issubclass(kind, str):
            source = json_inside(plain(source, path, notebook), path, notebook)
            if isinstance(source, dict) or is_empty(source):
                return source or None
    except Exception:  # noqa: BLE001 - the caller's own mapping may raise anything; noted
        notebook.unread(path, "could not be read: its own code failed")
        return None
    if issubclass(kind, _NOT_ROWS):
        notebook.unread(path, "expected an object or a dict of fields; not read")
        return None
    return source


class Fields:
    """The columns of one row. Reading never fails; a column that cannot be read is None."""

    __slots__ = ("_keys", "_notebook", "_read", "_source", "path")

    def __init__(self, source: object, path: str, notebook: Notebook) -> None:
        self._source = row = as_row(source, path, notebook)
        self._notebook = notebook
        self.path = path
        self._keys: dict[str, str] = {}
        self._read: dict[str, Found] = {}
        if type(row) is dict:
            for key in row:
                if issubclass(type(key), str):
                    self._keys.setdefault(key_name(str.__str__(key)[:80]), key)

    def get(self, *names: str) -> Found:
        """The first of these columns that says something; path of the first where none does."""
        for name in names:
            found = self._read.get(name) or self._column(name)
            if found.value is not None:
                return found
        return self._read[names[0]]

    def _column(self, name: str) -> Found:
        """One column, read once; a value that says nothing is None."""
        path = f"{self.path}.{self._keys.get(name, name)}"
        raw = None if self._source is None else self._raw(name, path)
        value = None if raw is None else plain(raw, path, self._notebook)
        found = self._read[name] = Found(path, None if is_empty(value) else value)
        return found

    def bag(self, name: str) -> Bag:
        """The entries of a JSON column; empty when there are none."""
        found = self.get(name)
        return bag(json_inside(found.value, found.path, self._notebook), found.path, self._notebook)

    def _raw(self, name: str, path: str) -> object:
        row = self._source
        try:
            if type(row) is dict:
                return row.get(self._keys.get(name, name))
            return None if row is None else getattr(row, name, None)
        except Exception:  # noqa: BLE001 - a property of the caller may raise anything; noted
            self._notebook.unread(path, "could not be read: its own code failed")
            return None


@dataclass(frozen=True, slots=True)
class Bag:
    """The entries of one JSON column, by name; `texts` are what stood there without a name."""

    path: str
    entries: dict[str, Found] = field(default_factory=dict)
    texts: tuple[Found, ...] = ()

    def get(self, *names: str) -> Found | None:
        """The first of these entries that says something."""
        for name in names:
            found = self.entries.get(name)
            if found is not None:
                return found
        return None


def bag(value: Plain, path: str, notebook: Notebook) -> Bag:
    """The entries of a dict, or of the dicts of a list; bare texts are kept as texts."""
    entries: dict[str, Found] = {}
    texts: list[Found] = []
    _fill(value, path, entries, texts)
    if value is not None and not entries and not texts and not is_empty(value):
        notebook.unread(path, "expected named entries; not read")
    return Bag(path, entries, tuple(texts))


def _fill(value: Plain, path: str, entries: dict[str, Found], texts: list[Found]) -> None:
    if isinstance(value, dict):
        for key, each in value.items():
            if not is_empty(each):
                entries.setdefault(key_name(key), Found(f"{path}.{key}", each))
    elif isinstance(value, list):
        for position, each in enumerate(value):
            if isinstance(each, dict | str):
                _fill(each, f"{path}[{position}]", entries, texts)
    elif isinstance(value, str) and not is_empty(value):
        texts.append(Found(path, value))
