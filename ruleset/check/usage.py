"""What nobody uses: terms, outputs, columns that tell nothing apart, values that never come.

These questions are about the whole workbook: what one table yields and another one asks for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ruleset.check.analysis import yielded
from ruleset.check.cell_text import value_text
from ruleset.diagnostics import Diagnostic, note, or_list, warning
from ruleset.dmn.form import Definitions, Term
from ruleset.locations import Cell
from ruleset.plan.form import ANYTHING, Accepts, CompiledDecision, Plan
from ruleset.space.value_set import Scalar

_SHARE_NAMED = 0.75


def usage(plan: Plan, definitions: Definitions | None = None) -> Iterator[Diagnostic]:
    """Notes and warnings on what the plan does not use; tests count as use of a term."""
    reads = {term for decision in plan.decisions for term in decision.read_terms}
    yield from _unused_terms(plan, reads, definitions)
    yield from _unread_outputs(plan, reads)
    for decision in plan.decisions:
        yield from _idle_columns(decision, plan)
        yield from _never_yielded(decision, plan)
    yield from _not_told_apart(plan)


def _unused_terms(
    plan: Plan, reads: set[str], definitions: Definitions | None
) -> Iterator[Diagnostic]:
    used = reads | set(plan.producers)
    if definitions is not None:
        used |= {name for case in definitions.tests for name in (*case.facts, *case.expected)}
    for term in plan.vocabulary:
        if term.name not in used:
            yield note(
                "RS412",
                f"no table uses the term `{term.label}`",
                term.cell,
                term=term.label,
                help="take the row out of the Vocabulary, or give a table a column for it",
            )


def _unread_outputs(plan: Plan, reads: set[str]) -> Iterator[Diagnostic]:
    """Outputs that no table reads, of decisions that others need for another output."""
    needed = {name for decision in plan.decisions for name in decision.needs}
    for decision in plan.decisions:
        for clause in decision.outputs if decision.name in needed else ():
            if clause.term not in reads:
                label = plan.vocabulary[clause.term].label
                yield note(
                    "RS409",
                    f"no table reads `{label}`, though other tables need this one",
                    Cell(decision.sheet, decision.header_row, clause.column),
                    term=label,
                    help="leave it if callers ask for it; else take the column out",
                )


def _idle_columns(decision: CompiledDecision, plan: Plan) -> Iterator[Diagnostic]:
    for place, clause in enumerate(decision.inputs):
        tests = {rule.tests[place] for rule in decision.rules}
        if len(tests) == 1 and (len(decision.rules) > 1 or tests == {ANYTHING}):
            label = plan.vocabulary[clause.term].label
            same = "is blank" if tests == {ANYTHING} else "says the same"
            yield note(
                "RS411",
                f"every cell of the column `{label}` {same}, so it tells no rows apart",
                Cell(decision.sheet, decision.header_row, clause.column),
                term=label,
                help="take the column out, or say in which rows it matters",
            )


def _never_yielded(decision: CompiledDecision, plan: Plan) -> Iterator[Diagnostic]:
    """Cells that ask for a value which the table that decides the term never yields."""
    for place, clause in enumerate(decision.inputs):
        producer = plan.producers.get(clause.term)
        known = None if producer is None else yielded(plan.by_name[producer], clause.term)
        if producer is None or known is None:
            continue
        for rule in decision.rules:
            for value in _points(rule.tests[place]):
                if value not in known:
                    source = plan.by_name[producer]
                    yield warning(
                        "RS410",
                        f"no row of `{source.label}` ever yields {value_text(value)}",
                        decision.cell(rule, clause),
                        rule=rule.id,
                        term=plan.vocabulary[clause.term].label,
                        text=rule.input_texts[place],
                        help=f"it yields {or_list(str(each) for each in known)}; add a row there, "
                        "or take the value out here",
                    )


def _points(test: object) -> Iterable[Scalar]:
    if isinstance(test, Accepts) and all(each.is_point for each in test.values.intervals):
        return [each.low for each in test.values.intervals if each.low is not None]
    return ()


def _not_told_apart(plan: Plan) -> Iterator[Diagnostic]:
    """Allowed values that no cell names, of terms of which cells name most others."""
    columns: dict[str, list[tuple[CompiledDecision, int]]] = {}
    for decision in plan.decisions:
        for place, clause in enumerate(decision.inputs):
            columns.setdefault(clause.term, []).append((decision, place))
    for name, readers in columns.items():
        term = plan.vocabulary[name]
        if not term.allowed:
            continue
        left = _unnamed(term, readers)
        if 1 < len(left) <= (1 - _SHARE_NAMED) * len(term.allowed):
            decision, place = readers[0]
            yield note(
                "RS411",
                f"no row tells {or_list(map(str, left))} apart from each other",
                Cell(decision.sheet, decision.header_row, decision.inputs[place].column),
                term=term.label,
                help="give each its row where they differ, or allow one value for all of them",
            )


def _unnamed(term: Term, readers: Iterable[tuple[CompiledDecision, int]]) -> list[Scalar]:
    """The allowed values that no cell names, be it to accept them or to leave them out."""
    allowed = [each for each in term.allowed if not isinstance(each, frozenset)]
    tests = {rule.tests[place] for decision, place in readers for rule in decision.rules}
    named: set[Scalar] = set()
    for test in tests:
        if not isinstance(test, Accepts) or test == ANYTHING:
            continue
        points = set(_points(test))
        inside = [each for each in allowed if each in (points or test.values)]
        if 2 * len(inside) <= len(allowed):
            named.update(inside)
        else:
            named.update(each for each in allowed if each not in test.values)
    return [each for each in allowed if each not in named]
