"""Every cell of a table against the fact that it met, by the meaning of the cell.

A column's distinct tests are evaluated once each, so the cost is one look-up a cell.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import assert_never

from ruleset.dmn.form import Term, TermType, Value, Vocabulary
from ruleset.explain.form import CellStatus, CellVerdict
from ruleset.feel.evaluate import compiled_tests
from ruleset.feel.text_match import Phrases
from ruleset.feel.types import Type
from ruleset.plan.form import Accepts, CompiledDecision, CompiledRule, Holds, Mentions, Test
from ruleset.space.value_set import EVERYTHING

Judge = Callable[[Test], CellStatus]
"""Says of one column's test what becomes of it. Never `blank`: that is said of the cell's text."""


def cell_verdicts(
    decision: CompiledDecision, vocabulary: Vocabulary, facts: Mapping[str, Value | None]
) -> tuple[tuple[CellVerdict, ...], ...]:
    """For every row, the default's included, the verdict on each of its input entries.

    `facts` holds for each term that the table reads its normalised value, or None.
    """
    columns = []
    for index, clause in enumerate(decision.inputs):
        term = vocabulary[clause.term]
        found = _found_atoms(decision, index, term, facts[clause.term])
        judge = remembered(judge_for(term, facts, found))
        columns.append((clause, term.label, facts[clause.term], judge, found))

    def verdict(rule: CompiledRule, index: int) -> CellVerdict:
        clause, label, value, judge, found = columns[index]
        text, test = rule.input_texts[index], rule.tests[index]
        status = CellStatus.BLANK if text in ("", "-") else judge(test)
        unknown = _asked_for(test, clause.term, facts) if status is CellStatus.UNKNOWN else ()
        cell = decision.cell(rule, clause)
        hit: tuple[str, ...] = ()
        if found and isinstance(test, Mentions):
            hit = tuple(atom for atom in test.atoms if atom in found)
        return CellVerdict(cell, clause.term, label, text, value, status, unknown, hit)

    every = range(len(columns))
    return tuple(tuple(verdict(rule, index) for index in every) for rule in decision.every_rule)


def _asked_for(test: Test, term: str, facts: Mapping[str, Value | None]) -> tuple[str, ...]:
    """The missing facts that a test needs."""
    terms = (term, *test.terms) if isinstance(test, Holds) else (term,)
    return tuple(name for name in dict.fromkeys(terms) if facts[name] is None)


def remembered(judge: Judge) -> Judge:
    """The same function, asked once for each test object; equal cells share one."""
    known: dict[int, CellStatus] = {}

    def judged(test: Test) -> CellStatus:
        status = known.get(id(test))
        if status is None:
            status = known[id(test)] = judge(test)
        return status

    return judged


def judge_for(term: Term, facts: Mapping[str, Value | None], found: frozenset[str]) -> Judge:
    """The judge of a column of that term; `found` are the atoms that are in the fact."""
    value = facts[term.name]

    def judge(test: Test) -> CellStatus:
        match test:
            case Accepts(values):
                # Sets are only looked into, by `Mentions`: their other cells accept anything.
                if values.is_everything or (not isinstance(value, frozenset) and value in values):
                    return CellStatus.PASSED
                return _missed(value, asks_presence=values.intervals == (EVERYTHING,))
            case Mentions(atoms, negated, missing):
                if value is None:
                    asks_presence = negated and not atoms
                    return CellStatus.PASSED if missing else _missed(value, asks_presence)
                hit = not found.isdisjoint(atoms)
                return CellStatus.PASSED if hit is not negated else CellStatus.FAILED
            case Holds(tests):
                holds = compiled_tests(tests, Type(term.type.value))(value, facts)
                if holds is None:
                    return CellStatus.UNKNOWN
                return CellStatus.PASSED if holds is True else CellStatus.FAILED
            case _:
                assert_never(test)

    return judge


def _missed(value: Value | None, asks_presence: bool) -> CellStatus:
    """A missing fact leaves a cell open, but not one that asks for no more than its presence."""
    return CellStatus.UNKNOWN if value is None and not asks_presence else CellStatus.FAILED


def _found_atoms(
    decision: CompiledDecision, column: int, term: Term, value: Value | None
) -> frozenset[str]:
    """Which of the atoms that the column looks for are in the fact."""
    if isinstance(value, frozenset):
        return value
    if term.type is not TermType.WORDS or not isinstance(value, str):
        return frozenset()
    tests = {id(rule.tests[column]): rule.tests[column] for rule in decision.rules}.values()
    atoms = {atom for test in tests if isinstance(test, Mentions) for atom in test.atoms}
    return frozenset(Phrases(tuple(sorted(atoms))).found_in(value))
