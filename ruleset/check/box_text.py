"""A box in words, as the cells of a row, and its facts as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import assert_never

from ruleset.check.cell_text import ANY, cell_text, interval_text, outside, value_text
from ruleset.check.dimensions import (
    FOUND,
    MISSING,
    TRUE,
    Expression,
    Mention,
    Presence,
    Values,
)
from ruleset.check.rule_space import RuleSpace
from ruleset.dmn.form import Term, Value
from ruleset.engine.plain import plain
from ruleset.feel.unparse import to_feel
from ruleset.plan.form import ANYTHING, Accepts, CompiledDecision, Mentions, Test
from ruleset.space.boxes import Box
from ruleset.space.value_set import ValueSet

MOST_CONDITIONS = 5
MOST_VALUES = 6


def in_words(box: Box, space: RuleSpace, known: bool = False) -> str:
    """When a fact is in the box: the condition on each term, joined by `and`.

    After a few conditions only how many more there are: the example says the rest. With `known`
    the facts are known anyway, and of missing ones nothing is said.
    """
    conditions = []
    for term in space.terms:
        mine = [place for place in sorted(box) if space.dimensions[place].term.name == term.name]
        conditions += _conditions(mine, box, space, known)
    if len(conditions) > MOST_CONDITIONS + 1:
        more = len(conditions) - MOST_CONDITIONS
        conditions = [*conditions[:MOST_CONDITIONS], f"{more} more conditions hold"]
    return " and ".join(conditions)


def _conditions(places: Sequence[int], box: Box, space: RuleSpace, known: bool) -> list[str]:
    conditions: list[str] = []
    refused: list[str] = []
    label = ""
    for place in places:
        dimension, side = space.dimensions[place], box[place]
        label = f"`{dimension.term.label}`"
        match dimension:
            case Values(term):
                values = dimension.value_set(side)
                conditions.append(f"{label} {values_in_words(values, term, known)}")
            case Presence() if known:
                pass
            case Presence():
                conditions.append(f"{label} is {'missing' if side == MISSING else 'known'}")
            case Mention(_, atoms):
                if side == FOUND:
                    conditions.append(f"{label} has {_listed([f'`{each}`' for each in atoms])}")
                else:
                    refused += atoms
            case Expression(_, test):
                truth = "true" if side == TRUE else "not true"
                conditions.append(f"`{to_feel(test.tests)}` is {truth} of {label}")
            case _:
                assert_never(dimension)
    if refused:
        atoms_in_words = _listed([f"`{each}`" for each in dict.fromkeys(refused)])
        has_none = "does not have" if len(set(refused)) == 1 else "has none of"
        conditions.append(f"{label} {has_none} {atoms_in_words.replace(' or ', ', ')}")
    return conditions


def values_in_words(values: ValueSet, term: Term, known: bool = False) -> str:
    """The set as the end of a sentence that begins with the term; `known` as for `in_words`.

    >>> from ruleset.dmn.form import TermType
    >>> from decimal import Decimal
    >>> from ruleset.space.value_set import Interval
    >>> young = ValueSet.of([Interval(Decimal(18), Decimal(21), True, False)])
    >>> values_in_words(young, Term("age", "Age", TermType.NUMBER))
    'is in [18..21)'
    """
    if not values.intervals:
        return "is missing"
    others = outside(values, term)
    if not others.intervals:
        return "is anything" if values.missing else "is known"
    if all(each.is_point for each in others.intervals):
        for_it = len(values.intervals) + (values.missing and not known)
        against = len(others.intervals) + (not values.missing and not known)
        if against < for_it or (against == for_it and values.missing and not known):
            names = _listed([value_text(each.low) for each in others.intervals])
            return f"is {'' if known or values.missing else 'known and '}not {names}"
    parts = [interval_text(each) for each in values.intervals]
    words = [f"in {part}" if part[0] in "[(" else part for part in parts]
    return f"is {_listed([*words, 'missing'] if values.missing and not known else words)}"


def _listed(items: Sequence[str]) -> str:
    if len(items) > MOST_VALUES + 1:
        more = f"{len(items) - MOST_VALUES} more"
        items = [*items[:MOST_VALUES], more]
    return " or ".join(items) if len(items) < 3 else f"{', '.join(items[:-1])} or {items[-1]}"


def tests_of(box: Box, space: RuleSpace) -> dict[str, Test] | None:
    """The one test of each term that the box amounts to; None when one cell cannot say it."""
    found: dict[str, Test] = {}
    for term in space.terms:
        mine = [place for place in sorted(box) if space.dimensions[place].term.name == term.name]
        if not mine:
            continue
        dimensions = [space.dimensions[place] for place in mine]
        test: Test | None = None
        if all(isinstance(each, Mention | Presence) for each in dimensions):
            test = _mentioning(mine, box, space)
        elif len(mine) == 1 and isinstance(dimensions[0], Values):
            test = Accepts(dimensions[0].value_set(box[mine[0]]))
        if test is None:
            return None
        found[term.name] = test
    return found


def _mentioning(places: Sequence[int], box: Box, space: RuleSpace) -> Test | None:
    wanted: list[tuple[str, ...]] = []
    refused: list[tuple[str, ...]] = []
    presence = 0
    for place in places:
        dimension = space.dimensions[place]
        if isinstance(dimension, Mention):
            (wanted if box[place] == FOUND else refused).append(dimension.atoms)
        else:
            presence = box[place]
    if wanted:
        return Mentions(wanted[0], False, False) if len(wanted) == 1 and not refused else None
    if not refused:
        return Mentions((), presence != MISSING, presence == MISSING)
    atoms = tuple(dict.fromkeys(atom for each in refused for atom in each))
    if presence == MISSING:
        return Mentions((), False, True)
    return Mentions(atoms, True, presence == 0)


def row_text(
    box: Box, space: RuleSpace, decision: CompiledDecision, known: bool = False
) -> tuple[str, ...] | None:
    """The input cells of a row that accepts the box, in the table's order; None: no row does.

    With `known` what is missing need not be accepted, so that the shorter cell is taken.
    """
    tests = tests_of(box, space)
    if tests is None:
        return None
    cells, done = [], set()
    for clause in decision.inputs:
        term = next((each for each in space.terms if each.name == clause.term), None)
        test = ANYTHING if term is None or clause.term in done else tests.get(clause.term, ANYTHING)
        cells.append(ANY if term is None else _cell(test, term, known))
        done.add(clause.term)
    return tuple(cells)


def _cell(test: Test, term: Term, known: bool) -> str:
    text = cell_text(test, term)
    if known and isinstance(test, Accepts) and test != ANYTHING:
        text = min(cell_text(Accepts(replace(test.values, missing=False)), term), text, key=len)
    return text


def facts_json(facts: Mapping[str, Value | None]) -> str:
    """The facts as one line of JSON; what is missing is null.

    >>> from decimal import Decimal
    >>> facts_json({"age": Decimal("18.0"), "risk": None})
    '{"age": 18, "risk": null}'
    """
    return json.dumps({name: plain(facts[name]) for name in facts}, ensure_ascii=False)
