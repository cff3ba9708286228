"""Runs the Tests sheet: each row's facts are decided and held against what the row expects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from ruleset.diagnostics import Diagnostic, error
from ruleset.dmn.form import Definitions, Entry, Term, TermType, TestCase, Value
from ruleset.engine.ruleset import Ruleset
from ruleset.errors import RulesetError
from ruleset.feel.errors import FeelError
from ruleset.feel.parse import parse_value, split_values
from ruleset.feel.types import Type
from ruleset.plan.encoding import plain_number

NO_OUTCOME = "none"


@dataclass(frozen=True, slots=True)
class Mismatch:
    """One expectation that was not met. `expected` and `got` are written as a cell would be."""

    term: str
    cell: str
    expected: str
    got: str


@dataclass(frozen=True, slots=True)
class CaseResult:
    """What came of one row. `problem` is set when it could not be decided at all.

    `rules` are the cells of the ids of the rules behind the outcome; `facts` are those given.
    """

    case: TestCase
    mismatches: tuple[Mismatch, ...]
    rules: tuple[str, ...]
    problem: Diagnostic | None = None
    facts: Mapping[str, Value] = field(default_factory=dict)

    @property
    def passed(self) -> bool:
        return not self.mismatches and self.problem is None


def run_test_cases(definitions: Definitions, rules: Ruleset) -> tuple[CaseResult, ...]:
    """The result of every row of the Tests sheet, in order."""
    return tuple(run_test_case(case, rules) for case in definitions.tests)


def failure_text(result: CaseResult, rules: Ruleset) -> str:
    """What was expected, what was got, in which cell, and why: several lines for a person."""
    if result.problem is not None:
        return str(result.problem)
    lines = [
        f"  {each.term} ({each.cell}): expected `{each.expected}`, got `{each.got}`"
        for each in result.mismatches
    ]
    lines.append(f"  decided by: {', '.join(result.rules) or 'no rule matched'}")
    why = str(rules.decide(result.case.decision, result.facts).why())
    return "\n".join([*lines, "  why:", *(f"    {line}" for line in why.splitlines())])


def fact_from_text(text: str, term: Term) -> Value | None:
    """The fact that a text states for a term; None for `missing`. FeelError when it states none.

    >>> from ruleset.dmn.form import Term, TermType
    >>> fact_from_text("15k", Term("budget", "Budget", TermType.MONEY))
    Decimal('15000')
    """
    if text.strip().casefold() in ("", "missing", "null", "-"):
        return None
    if term.type is TermType.SET:
        return frozenset(split_values(text))
    return parse_value(text, Type(term.type.value))


def shown_value(value: object) -> str:
    """The value as a cell would spell it; several separated by commas; `none` for nothing."""
    match value:
        case None:
            return NO_OUTCOME
        case bool():
            return "yes" if value else "no"
        case Decimal():
            return plain_number(value)
        case frozenset():
            return ", ".join(sorted(value))
        case list() | tuple():
            return ", ".join(map(shown_value, value)) or NO_OUTCOME
    return str(value)


def run_test_case(case: TestCase, rules: Ruleset) -> CaseResult:
    """The result of one row: its facts decided, and held against what it expects."""
    facts: dict[str, Value | None] = {}
    for name, entry in case.facts.items():
        try:
            facts[name] = fact_from_text(entry.text, rules.terms[name])
        except FeelError as problem:
            return CaseResult(case, (), (), _unread(entry, problem))
    given = {name: value for name, value in facts.items() if value is not None}
    try:
        decision = rules.decide(case.decision, given)
        mismatches = tuple(_mismatches(case, decision.outcome, rules))
    except FeelError as problem:
        return CaseResult(case, (), (), _unread(next(iter(case.expected.values())), problem))
    except RulesetError as problem:
        found = error("RS240", problem.message, case.cell, help="mend the facts or the rules")
        return CaseResult(case, (), (), found)
    fired = tuple(rule.cell for rule in decision.rules)
    return CaseResult(case, mismatches, fired, facts=given)


def _unread(entry: Entry, problem: FeelError) -> Diagnostic:
    return error(
        problem.code,
        problem.message,
        entry.cell,
        help=problem.help,
        text=entry.text,
        span=problem.span,
        label=problem.label,
    )


def _mismatches(case: TestCase, outcome: Any, rules: Ruleset) -> Iterable[Mismatch]:
    for name, entry in case.expected.items():
        if not entry.text:
            continue
        term = rules.terms[name]
        got = _got(outcome, name)
        if not meets(got, entry.text, term):
            yield Mismatch(term.label, str(entry.cell), entry.text, shown_value(got))


def meets(got: Any, text: str, term: Term) -> bool:
    """True when an outcome's value, or the list of values, is what the cell's text expects.

    `none` is no outcome; it is also met by a text of that name, which some vocabularies allow.
    FeelError when the text is no expectation of the term's type.
    """
    if got == _expected(text, term, isinstance(got, list)):
        return True
    return isinstance(got, str) and text.strip().casefold() == got.casefold() == NO_OUTCOME


def _got(outcome: Any, name: str) -> Any:
    if isinstance(outcome, list):
        return [each.get(name) for each in outcome]
    return None if outcome is None else outcome.get(name)


def _expected(text: str, term: Term, many: bool) -> Any:
    if text.strip().casefold() == NO_OUTCOME:
        return [] if many else None
    if not many:
        return fact_from_text(text, term)
    return [fact_from_text(item, term) for item in split_values(text)]
