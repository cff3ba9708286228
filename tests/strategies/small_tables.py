"""Random small tables for analysis, each cell with a plain function that says what it accepts.

The functions import nothing of the library. `grid` yields facts that hold every class of every
cell: all values that cells name, values between, and for texts every set of phrases.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import combinations, product
from random import Random
from typing import Any

from ruleset.dmn.form import HitPolicy, Term, TermType
from ruleset.engine.ruleset import Ruleset
from ruleset.plan.form import CompiledDecision, Mentions, Test
from unit.explain.plans import (
    ANY,
    MISSING,
    PRESENT,
    above,
    between,
    none_of,
    only,
    ruleset,
    table,
    term,
)

Accepts = Callable[[Any, Mapping[str, Any]], bool]


@dataclass(frozen=True)
class Cell:
    """A cell's text and meaning, and the plain function."""

    made: tuple[str, Test]
    accepts: Accepts


@dataclass(frozen=True)
class SmallTable:
    """A table of one decision, `table`, and the plain functions of its cells, rule by rule."""

    rules: Ruleset
    accepts: tuple[tuple[Accepts, ...], ...]
    outcomes: tuple[str, ...]
    default: str | None

    @property
    def decision(self) -> CompiledDecision:
        return self.rules.plan.by_name["table"]

    @property
    def terms(self) -> tuple[str, ...]:
        return tuple(clause.term for clause in self.decision.inputs)

    def matching(self, facts: Mapping[str, Any]) -> tuple[int, ...]:
        """The rules (0-based) whose every cell accepts the facts."""
        return tuple(
            number
            for number, cells in enumerate(self.accepts)
            if all(
                accepts(facts[name], facts) for name, accepts in zip(self.terms, cells, strict=True)
            )
        )

    def grid(self) -> Iterator[dict[str, Any]]:
        for values in product(*(GRID[name] for name in self.terms)):
            yield dict(zip(self.terms, values, strict=True))


NUMBERS = (1, 2, 3)
DAYS = (date(2026, 1, 1), date(2026, 1, 2), date(2026, 3, 1))
TEXTS = ("GB", "US", "DE")
LEVELS = ("low", "mid", "top")
PHRASES = ("letter", "reference letter", "reference", "visa")
MEMBERS = ("a", "b")
OUTCOMES = ("x", "y", "z")

TERMS: Mapping[str, Term] = {
    "number": term("number", TermType.NUMBER),
    "other": term("other", TermType.NUMBER),
    "day": term("day", TermType.DATE),
    "country": term("country"),
    "level": term("level", allowed=LEVELS),
    "flag": term("flag", TermType.YES_NO),
    "story": term("story", TermType.WORDS),
    "groups": term("groups", TermType.SET),
    "score": term("score", TermType.NUMBER, [Decimal(each) for each in NUMBERS]),
    "tags": term("tags", TermType.SET, MEMBERS),
}

_HALVES = tuple(Decimal(each) / 2 for each in range(1, 8))
GRID: Mapping[str, tuple[Any, ...]] = {
    "number": (None, *_HALVES),
    "other": (None, *_HALVES),
    "day": (None, date(2025, 6, 1), *DAYS[:2], date(2026, 2, 1), DAYS[2], date(2027, 1, 1)),
    "country": (None, *TEXTS, "FR"),
    "level": (None, *LEVELS),
    "flag": (None, True, False),
    "score": (None, *map(Decimal, NUMBERS)),
    "tags": (
        None,
        *(frozenset(some) for count in range(3) for some in combinations(MEMBERS, count)),
    ),
    "story": (
        None,
        *(
            " and ".join(some) or "nothing"
            for count in range(len(PHRASES) + 1)
            for some in combinations(PHRASES, count)
        ),
    ),
    "groups": (
        None,
        *(frozenset(some) for count in range(4) for some in combinations((*MEMBERS, "c"), count)),
    ),
}


def make_table(
    random: Random, policies: Sequence[HitPolicy], expressions: bool = False
) -> SmallTable:
    """A table of one to three inputs and one to six rules."""
    names = random.sample(sorted(TERMS), random.choice((1, 2, 2, 2, 3)))
    pools = {name: [make_cell(random, name) for _ in range(random.randint(2, 5))] for name in names}
    rows, accepts, outcomes = [], [], []
    for number in range(random.randint(1, 6)):
        cells = [
            _blank() if random.random() < 0.2 else random.choice(pools[name]) for name in names
        ]
        if expressions and "number" in names and "other" in names and random.random() < 0.3:
            cells[names.index("number")] = _expression()
        outcome = random.choice(OUTCOMES[: random.randint(1, 3)])
        rows.append((f"r{number + 1}", *(cell.made for cell in cells), outcome))
        accepts.append(tuple(cell.accepts for cell in cells))
        outcomes.append(outcome)
    default = random.choice(OUTCOMES) if random.random() < 0.3 else None
    made = table(
        "table",
        names,
        ["result"],
        rows,
        random.choice(list(policies)),
        default=None if default is None else [default],
    )
    vocabulary = [*(TERMS[name] for name in names), term("result", allowed=OUTCOMES)]
    return SmallTable(ruleset(vocabulary, made), tuple(accepts), tuple(outcomes), default)


def make_cell(random: Random, name: str) -> Cell:
    kind = random.random()
    in_words = name in ("story", "groups", "tags")
    if kind < 0.08:
        missing = ("missing", Mentions((), False, True)) if in_words else MISSING
        return Cell(missing, lambda value, _: value is None)
    if kind < 0.14:
        present = ("present", Mentions((), True, False)) if in_words else PRESENT
        return Cell(present, lambda value, _: value is not None)
    if in_words:
        return _words(random, name)
    if name in ("number", "other", "score", "day") and random.random() < 0.7:
        return _interval(random, DAYS if name == "day" else NUMBERS)
    pool: dict[str, tuple[Any, ...]] = {
        "number": NUMBERS,
        "other": NUMBERS,
        "score": NUMBERS,
        "day": DAYS,
        "country": TEXTS,
        "level": LEVELS,
        "flag": (True, False),
    }
    chosen = random.sample(pool[name], random.randint(1, min(2, len(pool[name]))))
    if random.random() < 0.25:
        return Cell(none_of(*chosen), lambda value, _: value not in chosen)
    return Cell(only(*chosen), lambda value, _: value is not None and value in chosen)


def _blank() -> Cell:
    return Cell(ANY, lambda value, facts: True)


def _expression() -> Cell:
    def holds(value: Any, facts: Mapping[str, Any]) -> bool:
        return value is not None and facts["other"] is not None and value > facts["other"]

    return Cell(above("other"), holds)


def _interval(random: Random, ends: Sequence[Any]) -> Cell:
    low, high = sorted(random.sample(range(len(ends)), 2))
    closed = random.choice(("[]", "[)", "(]", "()"))
    if random.random() < 0.3:
        low = -1
    elif random.random() < 0.3:
        high = -1
    first, last = (None if low < 0 else ends[low]), (None if high < 0 else ends[high])

    def accepts(value: Any, facts: Mapping[str, Any]) -> bool:
        if value is None:
            return False
        above_low = first is None or value > first or (value == first and closed[0] == "[")
        below_high = last is None or value < last or (value == last and closed[1] == "]")
        return above_low and below_high

    return Cell(between(first, last, closed), accepts)


def _words(random: Random, name: str) -> Cell:
    atoms = random.sample(PHRASES if name == "story" else MEMBERS, random.randint(1, 2))
    negated, missing = random.random() < 0.3, random.random() < 0.2

    def any_of(value: Any) -> bool:
        if isinstance(value, frozenset):
            return any(each in value for each in atoms)
        return any(f" {each} " in f" {value} " for each in atoms)

    def accepts(value: Any, facts: Mapping[str, Any]) -> bool:
        return missing if value is None else any_of(value) is not negated

    text = f"{'not ' if negated else ''}{', '.join(atoms)}{', missing' if missing else ''}"
    return Cell((text, Mentions(tuple(atoms), negated, missing)), accepts)
