"""What each table of a decision's graph made of given facts: which cells hold, which rules fire.

The engine answers with the outcome alone; coverage and suggested tests need every cell. Each
distinct test of a column is asked once, by its meaning.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, assert_never

from ruleset.dmn.form import Term, TermType, Value
from ruleset.engine.facts import check_for
from ruleset.engine.masks import derivations
from ruleset.engine.policies import apply_policy, derived_value
from ruleset.engine.protocol import Answer, Outcome
from ruleset.errors import EvaluationError, HitPolicyError
from ruleset.feel.evaluate import compiled_tests
from ruleset.feel.text_match import Phrases
from ruleset.feel.types import Type
from ruleset.plan.form import Accepts, CompiledDecision, Holds, Mentions, Plan, Test

Policy = Callable[[Sequence[int], Callable[[], Mapping[str, Value]]], Answer]
"""The hit policy: from the indices of the rules that match, and the known facts, to the answer."""
Passes = Callable[[Any, Mapping[str, Value]], bool]
"""Says of a normalised fact, and of all facts that are known, whether a test holds."""


@dataclass(frozen=True)
class TableRun:
    """One table and the facts that it met.

    `holds[rule_index][input]` is True when that cell accepts. `fired` are the indices of the rules
    behind `outcome`, the default's being the number of rules. `undecided`: the hit policy objects,
    or an output could not be computed; then no rule fires and the engine raises.
    """

    table: CompiledDecision
    known: Mapping[str, Value]
    answer: Policy
    holds: tuple[tuple[bool, ...], ...]
    fired: tuple[int, ...]
    outcome: Outcome
    undecided: bool = False

    @cached_property
    def matches(self) -> tuple[int, ...]:
        """The indices of the rules all of whose cells hold, in the sheet's order."""
        return tuple(index for index, cells in enumerate(self.holds) if all(cells))

    def would_fire(self, rule_index: int) -> bool:
        """True when the rule would be behind the outcome if all of its cells held."""
        matches = sorted({*self.matches, rule_index})
        try:
            fired, _ = self.answer(matches, lambda: self.known)
        except HitPolicyError:
            return True  # it would be noticed
        except EvaluationError:
            return False
        return rule_index in fired


class TableRunner:
    """Runs the tables of a plan; made once, asked often."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._checks = {term.name: check_for(term) for term in plan.vocabulary}
        self._answers = {
            table.name: apply_policy(table, plan.vocabulary) for table in plan.decisions
        }
        self._columns = {
            table.name: [
                _distinct(table, index, plan.vocabulary[clause.term])
                for index, clause in enumerate(table.inputs)
            ]
            for table in plan.decisions
        }

    def run(self, decision: str, facts: Mapping[str, Any]) -> tuple[TableRun, ...]:
        """The tables that the decision rests on when these facts are given, itself the last.

        Raises FactError for a fact that does not fit.
        """
        plan = self._plan
        values = dict(facts)
        runs = []
        for table in (*derivations(plan, decision, facts), plan.by_name[decision]):
            run = self.run_table(table, values)
            runs.append(run)
            for clause in table.outputs if table.name != decision else ():
                if values.get(clause.term) is None:
                    values[clause.term] = derived_value(run.outcome, clause.term)
        return tuple(runs)

    def run_table(self, table: CompiledDecision, facts: Mapping[str, Any]) -> TableRun:
        """What one table makes of facts that are given to it, derived ones too."""
        answer = self._answers[table.name]
        normal = {name: self._checks[name](facts.get(name)) for name in table.read_terms}
        known = {name: value for name, value in normal.items() if value is not None}
        columns = []
        for clause, (of_rule, tests) in zip(table.inputs, self._columns[table.name], strict=True):
            met = [passes(normal[clause.term], known) for passes in tests]
            columns.append([met[number] for number in of_rule])
        holds = tuple(zip(*columns, strict=True)) if columns else ((),) * len(table.rules)
        matches = [index for index, cells in enumerate(holds) if all(cells)]
        try:
            fired, outcome = answer(matches, lambda: known)
        except (HitPolicyError, EvaluationError):
            return TableRun(table, known, answer, holds, (), None, undecided=True)
        return TableRun(table, known, answer, holds, fired, outcome)


def _distinct(
    table: CompiledDecision, index: int, term: Term
) -> tuple[tuple[int, ...], tuple[Passes, ...]]:
    """For each rule the number of its test in that column, and the distinct tests."""
    numbers: dict[Test, int] = {}
    of_rule = tuple(numbers.setdefault(rule.tests[index], len(numbers)) for rule in table.rules)
    return of_rule, tuple(passes(test, term) for test in numbers)


def passes(test: Test, term: Term) -> Passes:
    """The function that says whether a fact of the term passes the test."""
    match test:
        case Accepts(values):
            if values.is_everything:
                return lambda fact, known: True
            return lambda fact, known: not isinstance(fact, frozenset) and fact in values
        case Mentions(atoms, negated, missing):
            found = _finder(atoms, term)
            return lambda fact, known: missing if fact is None else found(fact) is not negated
        case Holds(tests):
            holds = compiled_tests(tests, Type(term.type.value))
            return lambda fact, known: holds(fact, known) is True
        case _:
            assert_never(test)


def _finder(atoms: Sequence[str], term: Term) -> Callable[[Any], bool]:
    if term.type is TermType.WORDS:
        phrases = Phrases(atoms)
        return lambda text: bool(phrases.found_in(text))
    return lambda members: any(atom in members for atom in atoms)
