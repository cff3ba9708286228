"""Facts that between them show everything a table can tell apart.

A term has one representative value for each class that the tests of the given decisions tell apart,
missing included; where an expression reads it, also the expression's literals and their neighbours.
A point is one such value a term. Where there are too many points, a seeded sample is taken, half of
it inside the rows, which points taken at random would rarely hit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from math import prod
from random import Random
from typing import Any

from ruleset.dmn.form import Term, TermType, Value
from ruleset.feel.references import nodes_of
from ruleset.feel.syntax import Literal
from ruleset.plan.form import (
    ANYTHING,
    Accepts,
    CompiledDecision,
    Computed,
    Holds,
    Mentions,
    Plan,
    Test,
)

Point = dict[str, Value]
"""Facts; a missing one is left out."""

_MOST_SUBSETS = 4  # atoms of which every subset is a class; of more, a selection
_PLAIN_WORD = "zzz"


def own_terms(decision: CompiledDecision) -> tuple[str, ...]:
    """The terms that the decision reads, derived ones as if they were given."""
    return decision.read_terms


def leaf_terms(plan: Plan, decision: str) -> tuple[str, ...]:
    """The terms that the decision rests on and that no decision yields."""
    graph = plan.graph(decision)
    yielded = {clause.term for each in graph for clause in each.outputs}
    found = dict.fromkeys(term for each in graph for term in each.read_terms)
    return tuple(term for term in found if term not in yielded)


def points(
    plan: Plan,
    decisions: Sequence[CompiledDecision],
    terms: Sequence[str],
    *,
    most: int,
    random: Random,
) -> tuple[Iterator[Point], int, int]:
    """Points over the terms, as the tests of the decisions tell them apart.

    Also how many are taken, and how many there are: all of them unless these exceed `most`.
    """
    values = {term: representatives(plan.vocabulary[term], decisions, random) for term in terms}
    every = prod(len(each) for each in values.values())
    if every <= most:
        return _all(values), every, every
    return _sample(values, decisions, most, random), most, every


def _all(values: Mapping[str, Sequence[Value | None]]) -> Iterator[Point]:
    for chosen in product(*values.values()):
        yield _point(zip(values, chosen, strict=True))


def _point(pairs: Iterable[tuple[str, Value | None]]) -> Point:
    return {term: value for term, value in pairs if value is not None}


def _sample(
    values: Mapping[str, Sequence[Value | None]],
    decisions: Sequence[CompiledDecision],
    most: int,
    random: Random,
) -> Iterator[Point]:
    rows = [(each, rule) for each in decisions for rule in each.rules]
    inside: dict[tuple[str, Test], list[Value | None]] = {}
    for number in range(most):
        chosen = {term: random.choice(each) for term, each in values.items()}
        if rows and number % 2:
            decision, rule = (
                rows[number // 2 % len(rows)] if number < most / 2 else random.choice(rows)
            )
            for clause, test in zip(decision.inputs, rule.tests, strict=True):
                if clause.term in chosen and test != ANYTHING:
                    key = (clause.term, test)
                    if key not in inside:
                        inside[key] = [v for v in values[clause.term] if _passes(test, v)]
                    if inside[key]:
                        chosen[clause.term] = random.choice(inside[key])
        yield _point(chosen.items())


def _passes(test: Test, value: Value | None) -> bool:
    match test:
        case Accepts(values):
            return not isinstance(value, frozenset) and value in values
        case Mentions(atoms, negated, missing):
            if value is None:
                return missing
            members = value if isinstance(value, frozenset) else str(value)
            return any(atom in members for atom in atoms) is not negated
        case Holds():
            return True


def representatives(
    term: Term, decisions: Sequence[CompiledDecision], random: Random
) -> tuple[Value | None, ...]:
    """One value for each class of the term, None for missing among them, in a fixed order."""
    tests, literals = _tests_of(term, decisions)
    if term.type is TermType.YES_NO:
        return (None, False, True)
    if term.type in (TermType.WORDS, TermType.SET):
        return (None, *_mixtures(term, tests, literals, random))
    sets = [test.values for test in tests if isinstance(test, Accepts)]
    ends = {end for each in sets for i in each.intervals for end in (i.low, i.high)} - {None}
    near = {value for literal in literals for value in _neighbours(literal)}
    candidates: Iterable[Any] = term.allowed or [*_between(term.type, ends), *sorted(near)]
    kept: dict[Any, Any] = {}
    for value in candidates:
        signature = tuple(value in each for each in sets)
        kept.setdefault((signature, value if literals else None), value)
    return (None, *dict.fromkeys(kept.values()))


def _tests_of(term: Term, decisions: Sequence[CompiledDecision]) -> tuple[list[Test], list[Any]]:
    """The distinct tests of the term's columns, and the literals of expressions that read it."""
    tests: dict[Test, None] = {}
    literals: dict[Any, None] = {}
    for decision in decisions:
        for rule in decision.every_rule:
            for clause, test in zip(decision.inputs, rule.tests, strict=True):
                if clause.term == term.name and not isinstance(test, Holds):
                    tests[test] = None
                elif isinstance(test, Holds) and term.name in (clause.term, *test.terms):
                    literals |= dict.fromkeys(_literals(test.tests, term))
            for output in rule.outputs:
                if isinstance(output, Computed) and term.name in output.terms:
                    literals |= dict.fromkeys(_literals(output.expression, term))
    return list(tests), list(literals)


def _literals(tree: Any, term: Term) -> Iterable[Any]:
    wanted: type = str
    if term.type.is_number:
        wanted = Decimal
    elif term.type is TermType.DATE:
        wanted = date
    found = [each.value for each in nodes_of(tree) if isinstance(each, Literal)]
    kept = [value for value in found if type(value) is wanted]
    # An expression without a literal of the type still has to be seen with more than one value.
    return kept or _SAMPLES[wanted]


_SAMPLES: Mapping[type, Sequence[Any]] = {
    Decimal: (Decimal(1), Decimal(100)),
    date: (date(2026, 1, 1), date(2026, 7, 1)),
    str: ("a",),
}


def _neighbours(value: Any) -> Iterable[Any]:
    match value:
        case Decimal():
            return (value - 1, value - Decimal("0.001"), value, value + Decimal("0.001"), value + 1)
        case date():
            return [day for step in (-1, 0, 1) if (day := _moved(value, step)) is not None]
        case str():
            return (value, f"{value}{_PLAIN_WORD}", value.upper())
    return (value,)


def _moved(day: date, days: int) -> date | None:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def _between(type_: TermType, ends: Iterable[Any]) -> Iterator[Any]:
    """The values, and one in each gap around them, where the type has one there."""
    cuts = sorted(ends)
    if not cuts:
        yield from _anything(type_)
        return
    yield from _below(cuts[0])
    for low, high in zip(cuts, [*cuts[1:], None], strict=True):
        yield low
        yield from _above(low, high)


def _anything(type_: TermType) -> Iterable[Any]:
    if type_.is_number:
        return (Decimal(1),)
    return (date(2026, 1, 1),) if type_ is TermType.DATE else (_PLAIN_WORD,)


def _below(first: Any) -> Iterable[Any]:
    match first:
        case Decimal():
            return (first - 1,)
        case date():
            day = _moved(first, -1)
            return () if day is None else (day,)
    return () if first == "" else ("",)


def _above(low: Any, high: Any) -> Iterable[Any]:
    match low:
        case Decimal():
            return (low + 1 if high is None else (low + high) / 2,)
        case date():
            day = _moved(low, 1)
            return () if day is None or day == high else (day,)
    found = f"{low}\0"  # the first text after `low`
    return () if found == high else (found,)


def _mixtures(
    term: Term, tests: Iterable[Test], literals: Sequence[str], random: Random
) -> Iterable[Value]:
    """Texts, or sets, with some of the atoms that the tests look for: all mixtures of a few."""
    mentioned = (atom for test in tests if isinstance(test, Mentions) for atom in test.atoms)
    atoms = list(dict.fromkeys((*mentioned, *literals)))
    if term.type is TermType.SET and term.allowed:
        atoms = [atom for atom in atoms if atom in term.allowed] or [str(term.allowed[0])]
    chosen: list[tuple[str, ...]]
    if len(atoms) <= _MOST_SUBSETS:
        chosen = [
            tuple(atom for atom, kept in zip(atoms, flags, strict=True) if kept)
            for flags in product((False, True), repeat=len(atoms))
        ]
    else:
        pairs = [tuple(random.sample(atoms, 2)) for _ in atoms]
        chosen = [(), *((atom,) for atom in atoms), *pairs, tuple(atoms)]
    for each in dict.fromkeys(chosen):
        yield _mixture(term, each)


def _mixture(term: Term, atoms: Sequence[str]) -> Value:
    if term.type is TermType.WORDS:
        return " . ".join((_PLAIN_WORD, *atoms))
    return frozenset(atoms if term.allowed else (*atoms, _PLAIN_WORD))
