"""Random small rulesets of two tables, and for each fact a domain with a value of every class."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations
from random import Random
from typing import Any

from ruleset.dmn.form import HitPolicy, Term, TermType
from ruleset.engine.ruleset import Ruleset
from ruleset.plan.form import Test
from unit.explain.plans import (
    ANY,
    MISSING,
    PRESENT,
    above,
    between,
    has,
    none_of,
    only,
    ruleset,
    table,
    term,
    times,
)

NUMBERS = (1, 2, 5)
DAYS = (date(2026, 1, 1), date(2026, 1, 2), date(2026, 3, 1))
TEXTS = ("GB", "US", "DE")
ATOMS = ("visa", "exam", "personal statement")
ALLOWED = ("low", "mid", "top")
TERMS = {
    "number": term("number", TermType.NUMBER),
    "other_number": term("other_number", TermType.NUMBER),
    "day": term("day", TermType.DATE),
    "country": term("country"),
    "level": term("level", allowed=ALLOWED),
    "flag": term("flag", TermType.YES_NO),
    "story": term("story", TermType.WORDS),
    "groups": term("groups", TermType.SET),
}
POLICIES = tuple(HitPolicy)


def make_rules(random: Random, expressions: bool) -> Ruleset:
    """A table `first` that yields `tier`, and a table `last` that may read it."""
    names = random.sample(sorted(TERMS), 4)
    tier = term("tier", allowed=("a", "b", "c"))
    result = term("result", allowed=("x", "y", "z"))
    total = term("total", TermType.NUMBER)
    makes_number = expressions and "number" in names
    policy = random.choice((HitPolicy.FIRST, HitPolicy.PRIORITY, HitPolicy.ANY, HitPolicy.UNIQUE))
    first = table(
        "first",
        names[:2],
        ["tier"],
        _rows(random, [TERMS[n] for n in names[:2]], lambda: random.choice(tier.allowed), False),
        policy,
        default=[random.choice(tier.allowed)] if random.random() < 0.5 else None,
    )
    last_policy = random.choice(POLICIES)
    inputs = [*names[1:4], "tier"] if random.random() < 0.8 else names[1:4]
    terms = [*TERMS.values(), tier, result, total]
    by_name = {each.name: each for each in terms}

    def output() -> Any:
        if last_policy.aggregates:
            return random.choice(NUMBERS)
        if makes_number and not random.randrange(3):
            return times("number", 2)
        return random.choice(NUMBERS if makes_number else result.allowed)

    as_number = last_policy.aggregates or makes_number
    if makes_number and last_policy in (HitPolicy.PRIORITY, HitPolicy.OUTPUT_ORDER):
        last_policy = HitPolicy.RULE_ORDER
    last = table(
        "last",
        inputs,
        ["total" if as_number else "result"],
        _rows(random, [by_name[n] for n in inputs], output, expressions),
        last_policy,
        default=[output()] if random.random() < 0.3 else None,
        needs=["first"] if "tier" in inputs else (),
    )
    return ruleset(terms, first, last)


def _rows(random: Random, terms: list[Term], output: Any, expressions: bool) -> list[Any]:
    return [
        (f"r{number}", *(cell(random, each, expressions) for each in terms), output())
        for number in range(random.randint(1, 5))
    ]


def cell(random: Random, term: Term, expressions: bool) -> tuple[str, Test]:
    """A random cell under that term."""
    if random.random() < 0.3:
        return ANY
    if random.random() < 0.1 and term.type not in (TermType.WORDS, TermType.SET):
        return random.choice((MISSING, PRESENT))
    if term.type in (TermType.WORDS, TermType.SET):
        atoms = random.sample(ATOMS, random.randint(1, 2))
        return has(*atoms, negated=random.random() < 0.3)
    if expressions and term.name == "number" and random.random() < 0.5:
        return above("other_number")
    values = _cuts(term)
    if term.type.is_number or term.type is TermType.DATE:
        low, high = sorted(random.sample(values, 2))
        low, high = random.choice(((low, high), (low, None), (None, high)))
        if random.random() < 0.6:
            return between(low, high, random.choice(("[]", "[)", "(]", "()")))
    picked = random.sample(values, random.randint(1, min(2, len(values))))
    return (none_of if random.random() < 0.3 else only)(*picked)


def _cuts(term: Term) -> list[Any]:
    known = {"number": NUMBERS, "other_number": NUMBERS, "day": DAYS, "country": TEXTS}
    known |= {"flag": (True, False)}
    return list(known.get(term.name, term.allowed))


def domains(rules: Ruleset, random: Random) -> dict[str, list[Any]]:
    """For each fact that may change: every kind of value, and missing.

    Now and then `tier` is given and not decided; it cannot be missing then.
    """
    read = dict.fromkeys(name for each in rules.plan.decisions for name in each.read_terms)
    values = {name: [None, *_values(rules.terms[name])] for name in read}
    given = values.pop("tier", [None])[1:]
    return values | {"tier": given} if given and random.random() < 0.2 else values


def _values(term: Term) -> list[Any]:
    if term.type.is_number:
        cuts = [Decimal(each) for each in NUMBERS]
        return [*cuts, *(each - Decimal("0.5") for each in cuts), Decimal(9)]
    if term.type is TermType.DATE:
        days = [day + timedelta(days=step) for day in DAYS for step in (-1, 0, 1)]
        return list(dict.fromkeys(days))
    if term.type is TermType.YES_NO:
        return [True, False]
    if term.type in (TermType.WORDS, TermType.SET):
        chosen = [each for size in range(4) for each in combinations(ATOMS, size)]
        if term.type is TermType.SET:
            return [frozenset(each) for each in chosen]
        return [" and also ".join(each) or "nothing" for each in chosen]
    return list(term.allowed) if term.allowed else [*TEXTS, "elsewhere"]
