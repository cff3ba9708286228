"""Decision tables as plain data: what the generator makes, the oracle decides and xlsx spells.

A cell under an input is one of

    ("any",)
    ("one of", (test, …))      any of the tests holds; a missing fact only passes ("missing",)
    ("none of", (test, …))     the opposite, for missing facts too

and a test one of ("is", value), ("between", low, low_closed, high, high_closed), ("<", value),
("<=", value), (">", value), (">=", value), ("missing",), ("present",), ("expr", expression), which
holds when the expression is true. For words, ("is", phrase) means that the text mentions it; for
sets, that the set has it.

An output is an expression. Expressions are nested tuples: ("const", value), ("here",) for the
column's own fact, ("term", name), ("+" | "-" | "*" | "<" | "<=" | ">" | ">=" | "=" | "!=" | "and" |
"or", left, right), ("not", a), ("if", condition, then, otherwise), ("between", a, low, high),
("starts", text, text), ("mentions", text, text), ("length", text), ("has", set, text),
("count", set), ("days", date, date).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any


@dataclass(frozen=True)
class Term:
    label: str
    type: str
    allowed: tuple[Any, ...] = ()

    @property
    def name(self) -> str:
        return self.label.lower().replace(" ", "_")


@dataclass(frozen=True)
class Rule:
    id: str
    cells: tuple[Any, ...]
    outputs: tuple[Any, ...]


@dataclass(frozen=True)
class Table:
    label: str
    policy: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    rules: tuple[Rule, ...]
    default: tuple[Any, ...] | None = None

    @property
    def name(self) -> str:
        return self.label.lower().replace(" ", "_")

    @cached_property
    def terms_read(self) -> tuple[str, ...]:
        """The terms of the inputs, and those that stand in expressions, each once."""
        parts = [part for rule in self.rules for part in (*rule.cells, *rule.outputs)]
        found = [name for part in (*parts, *(self.default or ())) for name in terms_in(part)]
        return tuple(dict.fromkeys((*self.inputs, *found)))


def terms_in(part: Any) -> list[str]:
    if not isinstance(part, tuple):
        return []
    if part[:1] == ("term",):
        return [part[1]]
    return [name for each in part for name in terms_in(each)]


@dataclass(frozen=True)
class Book:
    terms: dict[str, Term]
    tables: tuple[Table, ...]

    def table(self, name: str) -> Table:
        return next(table for table in self.tables if table.name == name)
