"""Random workbooks and facts, from any `random.Random`.

Hypothesis gives one whose choices it can shrink (`books()`); a seed gives the big ones. A book is
plain data (`oracle.form`), so that the oracle decides from what was meant, not from what was read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from random import Random
from typing import Any

from hypothesis import strategies as st

from oracle.form import Book, Rule, Table, Term

POLICIES = (
    "Unique",
    "Any",
    "Priority",
    "First",
    "Rule order",
    "Output order",
    "Collect",
    "Collect sum",
    "Collect min",
    "Collect max",
    "Collect count",
)
MANY = ("Rule order", "Output order", "Collect")
TYPES = ("text", "number", "money", "yes/no", "date", "words", "set of text")
PREFIX = {
    "text": "Place",
    "number": "Level",
    "money": "Sum",
    "yes/no": "Flag",
    "date": "Day",
    "words": "Story",
    "set of text": "Group",
}
TEXTS = (
    "UK",
    "IE",
    "DE",
    "new user",
    "Red",
    "Zürich",
    "A, B",
    'say "hi"',
    "x-ray",
    "missing",
    "5",
    "uk",
    "North/South",
    "C++",
)
PHRASES = (
    "ielts",
    "exam",
    "personal statement",
    "Café",
    "visa",
    "cv",
    "lor",
    "big-data",
    "B2",
    "sea",
)
FILLER = ("my", "example", "bachelor", "advisor", "the", "PERSONAL", "statement", "naïve", "of")
NUMBERS = (
    *map(Decimal, ("-0.5", "0.1", "0.3", "1.5", "15000.01")),
    *map(Decimal, (-10, 0, 1, 2, 15, 99, 100, 1000, 15000, 30000, 1250000)),
)
DAYS = tuple(date(2026, 1, 1) + timedelta(days=step) for step in (0, 1, 30, 31, 58, 59, 365, 790))


@dataclass(frozen=True)
class Size:
    """At most so many tables, and so many columns and rules a table."""

    tables: int
    columns: int
    rules: int


LARGE = Size(tables=3, columns=6, rules=60)
SMALL = Size(tables=3, columns=3, rules=6)


def books(size: Size = SMALL) -> st.SearchStrategy[tuple[Book, Random]]:
    """A book, and the randomness to go on with (facts, spellings)."""
    return st.randoms(use_true_random=False).map(lambda random: (make_book(random, size), random))


def make_book(random: Random, size: Size = LARGE) -> Book:
    return _Maker(random, size).book()


class _Maker:
    def __init__(self, random: Random, size: Size) -> None:
        self.random, self.size = random, size
        self.terms: dict[str, Term] = {}
        self.pools: dict[str, tuple[Any, ...]] = {}
        self.readable: list[str] = []

    def book(self) -> Book:
        tables = []
        for number in range(self.random.randint(1, self.size.tables)):
            table = self.table(number + 1)
            tables.append(table)
            if table.policy not in MANY:
                self.readable += table.outputs
            else:
                self.readable += [o for o in table.outputs if self.terms[o].type == "set of text"]
        self.random.shuffle(tables)
        return Book(self.terms, tuple(tables))

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def term(self, type_: str, prefix: str | None = None, allowed: bool | None = None) -> str:
        label = f"{prefix or PREFIX[type_]} {len(self.terms) + 1}"
        pool = self.pool(type_)
        if allowed is None:
            share = {"text": 0.4, "set of text": 0.4, "number": 0.1, "date": 0.1}.get(type_, 0)
            allowed = self.chance(share)
        term = Term(label, type_, pool if allowed else ())
        self.terms[term.name], self.pools[term.name] = term, pool
        return term.name

    def pool(self, type_: str) -> tuple[Any, ...]:
        known = {
            "text": TEXTS,
            "set of text": TEXTS,
            "words": PHRASES,
            "yes/no": (True, False),
            "date": DAYS,
        }.get(type_, NUMBERS)
        if type_ == "yes/no":
            return known
        return tuple(self.random.sample(known, self.random.randint(2, len(known))))

    def inputs(self) -> list[str]:
        count = self.random.randint(1, self.size.columns)
        inputs: list[str] = []
        for _ in range(count):
            old = [name for name in self.readable if name not in inputs]
            if old and self.chance(0.45):
                inputs.append(self.random.choice(old))
            else:
                inputs.append(self.term(self.random.choice(TYPES)))
        return inputs

    def table(self, number: int) -> Table:
        policy = self.random.choice(POLICIES)
        inputs = self.inputs()
        outputs = self.outputs(policy)
        self.readable += [name for name in inputs if name not in self.readable]
        count = self.random.randint(1, self.size.rules)
        if policy in ("Unique", "Any") and self.chance(0.5):
            count = min(count, 4)
        steps = self.steps(inputs[0]) if policy == "Unique" and self.chance(0.7) else None
        common = tuple(self.output(name, policy) for name in outputs)
        rules = []
        for index in range(count if steps is None else min(count, len(steps))):
            cells = [self.cell(name) for name in inputs]
            if steps is not None:
                cells[0] = steps[index]
            same = policy == "Any" and self.chance(0.9)
            made = common if same else tuple(self.output(name, policy) for name in outputs)
            rules.append(Rule(f"r{index + 1}", tuple(cells), made))
        default = None
        if self.chance(0.4):
            default = tuple(self.output(name, policy) for name in outputs)
        return Table(
            f"Decision {number}", policy, tuple(inputs), tuple(outputs), tuple(rules), default
        )

    def outputs(self, policy: str) -> list[str]:
        types = ("text", "number", "money", "yes/no", "date", "set of text", "words")
        if policy.startswith("Collect "):
            types = ("number", "money")
        names = []
        for index in range(self.random.choice((1, 1, 2))):
            type_ = self.random.choice(types)
            ranked = policy in ("Priority", "Output order") and index == 0
            if ranked:
                type_ = self.random.choice(("text", "text", "set of text", "number"))
            total = policy in ("Collect sum", "Collect count")  # a total is rarely an allowed value
            allowed = True if ranked else False if total else None
            names.append(self.term(type_, prefix="Result", allowed=allowed))
        return names

    def steps(self, name: str) -> list[Any] | None:
        """Cells of a column of which no two accept the same fact."""
        pool, type_ = self.pools[name], self.terms[name].type
        if type_ in ("number", "money", "date") and not self.terms[name].allowed:
            cuts = sorted(pool)
            inner = [
                ("one of", (("between", low, True, high, False),)) for low, high in pairwise(cuts)
            ]
            return [
                ("one of", (("<", cuts[0]),)),
                *inner,
                ("one of", ((">=", cuts[-1]), ("missing",))),
            ]
        if type_ in ("text", "yes/no", "number", "date"):
            return [*(("one of", (("is", value),)) for value in pool), ("one of", (("missing",),))]
        return None

    def cell(self, name: str) -> Any:
        kind = self.random.random()
        if kind < 0.3:
            return ("any",)
        if kind < 0.37:
            return ("one of", ((self.random.choice(("missing", "present")),),))
        tests = tuple(self.test(name) for _ in range(self.random.choice((1, 1, 1, 2, 3))))
        if kind < 0.5:
            expression = self.condition(name)
            if expression is not None:
                tests = (("expr", expression), *(tests if self.chance(0.2) else ()))
                if expression[0] == "not":  # at the front of a cell, `not` is the cell's own
                    return ("none of", (("expr", expression[1]), *tests[1:]))
        return ("none of" if self.chance(0.2) else "one of", tests)

    def test(self, name: str) -> Any:
        type_, pool = self.terms[name].type, self.pools[name]
        if self.chance(0.03):
            return ("missing",)
        ordered = type_ in ("number", "money", "date") or (type_ == "text" and self.chance(0.15))
        if not ordered or self.chance(0.3):
            return ("is", self.random.choice(pool))
        if self.chance(0.5):
            return (self.random.choice(("<", "<=", ">", ">=")), self.random.choice(pool))
        low, high = sorted(self.random.choices(pool, k=2))
        if low == high:
            return ("between", low, True, high, True)
        return ("between", low, self.chance(0.6), high, self.chance(0.6))

    def others(self, *types: str) -> list[str]:
        return [name for name in self.readable if self.terms[name].type in types]

    def operand(self, name: str) -> Any:
        """A value to compare the column's fact with: a constant or another term."""
        type_ = self.terms[name].type
        group = ("number", "money") if type_ in ("number", "money") else (type_,)
        others = [other for other in self.others(*group) if other != name]
        if others and self.chance(0.6):
            other = ("term", self.random.choice(others))
            if type_ in ("number", "money") and self.chance(0.4):
                sign = self.random.choice("+-*")
                return (sign, other, ("const", self.random.choice(NUMBERS)))
            return other
        return ("const", self.random.choice(self.pools[name]))

    def condition(self, name: str, depth: int = 0) -> Any:
        """A truth about the column's fact and perhaps other terms; None for types without any."""
        here = ("here",)
        if depth < 2 and self.chance(0.3):
            kind = self.random.choice(("and", "or", "not", "if"))
            count = {"not": 1, "if": 3}.get(kind, 2)
            parts = [self.condition(name, depth + 1) for _ in range(count)]
            return None if None in parts else (kind, *parts)
        match self.terms[name].type:
            case "number" | "money" | "date":
                if self.chance(0.2):
                    low, high = sorted(self.random.choices(self.pools[name], k=2))
                    return ("between", here, ("const", low), ("const", high))
                if self.terms[name].type == "date" and self.chance(0.3):
                    gap = ("days", here, self.operand(name))
                    return (self.random.choice(("<", ">=")), gap, ("const", Decimal(30)))
                sign = self.random.choice(("<", "<=", ">", ">=", "=", "!="))
                return (sign, here, self.operand(name))
            case "text":
                kind = self.random.choice(("=", "!=", "starts", "mentions", "length"))
                if kind in ("=", "!="):
                    return (kind, here, self.operand(name))
                if kind == "length":
                    return (">", ("length", here), ("const", Decimal(self.random.randint(1, 6))))
                return (kind, here, ("const", self.random.choice(("U", "e", "new", "r"))))
            case "set of text":
                if self.chance(0.4):
                    return (">", ("count", here), ("const", Decimal(self.random.randint(0, 3))))
                return ("has", here, ("const", self.random.choice(self.pools[name])))
            case "yes/no":
                return ("=", here, self.operand(name))
        return None

    def output(self, name: str, policy: str) -> Any:
        term, pool = self.terms[name], self.pools[name]
        if term.type == "set of text":
            picked = self.random.sample(pool, self.random.randint(1, min(3, len(pool))))
            return ("const", frozenset(picked))
        if policy == "Collect count":
            return ("const", self.random.choice(NUMBERS))
        numbers = self.others("number", "money")
        if numbers and self.chance(0.15):
            given = ("term", self.random.choice(numbers))
            if term.type in ("number", "money") and not term.allowed:
                return (self.random.choice("+-*"), given, ("const", self.random.choice(pool)))
            if term.type in ("text", "number"):
                one, other = self.random.choice(pool), self.random.choice(pool)
                condition = (">", given, ("const", self.random.choice(NUMBERS)))
                return ("if", condition, ("const", one), ("const", other))
        return ("const", self.random.choice(pool))


class FactMaker:
    """Facts near the borders of what a book's cells say; some absent, some decided terms given."""

    def __init__(self, random: Random, book: Book) -> None:
        self.random, self.book = random, book
        self.derived = {name for table in book.tables for name in table.outputs}
        self.mentioned = {name: mentioned_values(book, name) for name in book.terms}

    def decision(self) -> str:
        """The name of one of the book's decisions."""
        return self.random.choice(self.book.tables).name

    def facts(self) -> dict[str, Any]:
        """Facts for all terms, by name."""
        facts: dict[str, Any] = {}
        for name, term in self.book.terms.items():
            if self.random.random() < (0.95 if name in self.derived else 0.15):
                if self.random.random() < 0.1:
                    facts[name] = None
                continue
            facts[name] = self.fact(term)
        return facts

    def fact(self, term: Term) -> Any:
        random, values = self.random, self.mentioned[term.name]
        match term.type:
            case "yes/no":
                return random.random() < 0.5
            case "words":
                return _story(random, values)
            case "set of text":
                known = list(term.allowed) or [*values, "elsewhere"]
                return frozenset(random.sample(known, random.randint(0, min(3, len(known)))))
        if term.allowed:
            return random.choice(term.allowed)
        match term.type:
            case "date":
                day = random.choice(values or list(DAYS))
                return day + timedelta(days=random.choice((0, 0, 1, -1)))
            case "text":
                return random.choice([*values, "elsewhere", "", "UK "])
        near = random.choice(values or list(NUMBERS))
        return near + random.choice((Decimal(0), Decimal(0), Decimal("0.001"), Decimal(-1)))


def _story(random: Random, phrases: list[str]) -> str:
    words = [random.choice([*phrases, *FILLER]) for _ in range(random.randint(0, 5))]
    shapes = (
        str,
        str.upper,
        str.title,
        lambda word: word.replace("é", "e"),
        lambda word: word + "s",
    )
    return random.choice((" ", ", ", "; ")).join(random.choice(shapes)(word) for word in words)


def mentioned_values(book: Book, name: str) -> list[Any]:
    """The values that some cell names in a column of the term, sorted, each once."""
    found = set()
    for table in book.tables:
        if name in table.inputs:
            column = table.inputs.index(name)
            for rule in table.rules:
                found.update(_values_in(rule.cells[column], book.terms[name].type))
    return sorted(found)


def _values_in(part: Any, type_: str) -> list[Any]:
    if not isinstance(part, tuple):
        return []
    kinds = ("is", "<", "<=", ">", ">=", "between", "const")
    if part[:1] and part[0] in kinds and not any(isinstance(each, tuple) for each in part[1:]):
        wanted = {"number": Decimal, "money": Decimal, "date": date, "yes/no": bool}.get(type_, str)
        values = (part[1], part[3]) if part[0] == "between" else part[1:2]
        return [value for value in values if type(value) is wanted]
    return [value for each in part for value in _values_in(each, type_)]


def as_callers_give(random: Random, facts: dict[str, Any]) -> dict[str, Any]:
    """The same facts in other types that a caller may use for them."""
    return {name: _as_given(random, value) for name, value in facts.items()}


def _as_given(random: Random, value: Any) -> Any:
    if isinstance(value, frozenset):
        return random.choice((frozenset, set, list, tuple))(value)
    if isinstance(value, Decimal):
        whole = value == value.to_integral_value()
        return random.choice((value, float(value), int(value) if whole else float(value)))
    return value
