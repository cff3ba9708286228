"""Compiles form 2 to form 3: entries get their meaning, decisions their order, all a version."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ruleset.diagnostics import Diagnostic, Result, Severity, error, nearest, or_list, warning
from ruleset.dmn.form import (
    Clause,
    DecisionTable,
    Definitions,
    Entry,
    HitPolicy,
    Rule,
    Term,
    TermType,
    Value,
    Vocabulary,
)
from ruleset.feel.check_types import check_tests, type_of
from ruleset.feel.errors import FeelError
from ruleset.feel.parse import parse_output, parse_unary_tests
from ruleset.feel.types import Type
from ruleset.locations import Cell
from ruleset.plan.codec import sealed
from ruleset.plan.form import (
    ANYTHING,
    Accepts,
    CompiledClause,
    CompiledDecision,
    CompiledRule,
    Computed,
    Constant,
    Holds,
    Output,
    Plan,
    Test,
)
from ruleset.plan.graph import graph_order, needed_decisions
from ruleset.plan.meaning import meaning, mentioned_values, output, values_of
from ruleset.space.value_set import EVERYTHING, ValueSet

_EVERY_VALUE = Accepts(ValueSet((EVERYTHING,)))


def from_dmn(definitions: Definitions, name: str) -> Result[Plan]:
    """The plan of the definitions, named `name`; every entry that has no meaning is told.

    The plan is made even when entries have errors (they then accept anything), so that later
    checks can say more; a caller must not run it while the diagnostics hold an error.
    """
    work = _Compiling(definitions.vocabulary)
    tables = tuple(work.table(table) for table in definitions.decisions)
    reads = {table.name: work.reads[table.name] for table in definitions.decisions}
    needs = needed_decisions(definitions.decisions, reads, work.found)
    order = graph_order(definitions.decisions, needs, work.found)
    for table in definitions.decisions:
        work.check_policy(table)
    work.check_many_valued(definitions.decisions, reads)
    by_name = {table.name: table for table in tables}
    position = {each: index for index, each in enumerate(order)}
    decisions = tuple(
        _needing(by_name[each], sorted(needs[each], key=position.__getitem__)) for each in order
    )
    plan = sealed(Plan(name, definitions.vocabulary, decisions))
    return Result(plan, tuple(work.found))


def spellings(vocabulary: Vocabulary) -> dict[str, str]:
    """Every spelling of a term that an expression may use, lower case, with its name in code."""
    found = {term.label.casefold(): term.name for term in vocabulary}
    return found | {term.name: term.name for term in vocabulary}


def _needing(decision: CompiledDecision, needs: Iterable[str]) -> CompiledDecision:
    fields = {name: getattr(decision, name) for name in CompiledDecision.__dataclass_fields__}
    return CompiledDecision(**(fields | {"needs": tuple(needs)}))


@dataclass
class _Compiling:
    """One run: the entries met so far, by column and text, and what was found."""

    vocabulary: Vocabulary
    found: list[Diagnostic] = field(default_factory=list)
    reads: dict[str, dict[str, Cell]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.names = spellings(self.vocabulary)
        self.types = {term.name: Type(term.type.value) for term in self.vocabulary}
        self.tests: dict[tuple[str, str], Test | FeelError] = {}
        self.outputs: dict[tuple[str, str, bool], Output | FeelError] = {}

    def table(self, table: DecisionTable) -> CompiledDecision:
        self.reads[table.name] = {clause.term: clause.cell for clause in table.inputs}
        counted = table.hit_policy is HitPolicy.COLLECT_COUNT
        rules = tuple(self.rule(rule, table, counted) for rule in table.rules)
        default = None if table.default is None else self.rule(table.default, table, counted)
        return CompiledDecision(
            name=table.name,
            label=table.label,
            sheet=table.cell.sheet,
            hit_policy=table.hit_policy,
            inputs=_clauses(table.inputs),
            outputs=_clauses(table.outputs),
            annotations=_clauses(table.annotations),
            rules=rules,
            default=default,
            header_row=table.header_row,
            id_column=table.id_column,
        )

    def rule(self, rule: Rule, table: DecisionTable, counted: bool) -> CompiledRule:
        tests = tuple(
            self.test(entry, self.vocabulary[clause.term], rule, table)
            for clause, entry in zip(table.inputs, rule.input_entries, strict=True)
        )
        outputs = tuple(
            self.output(entry, self.vocabulary[clause.term], rule, table, counted)
            for clause, entry in zip(table.outputs, rule.output_entries, strict=True)
        )
        return CompiledRule(
            id=rule.id,
            rule_number=rule.rule_number,
            row=rule.cell.row,
            input_texts=tuple(entry.text for entry in rule.input_entries),
            tests=tests,
            output_texts=tuple(entry.text for entry in rule.output_entries),
            outputs=outputs,
            annotations=tuple(entry.text for entry in rule.annotations),
        )

    def test(self, entry: Entry, term: Term, rule: Rule, table: DecisionTable) -> Test:
        """The entry's test. What is wrong with its text is told at every cell that has it."""
        if entry.text in ("", "-"):
            return ANYTHING
        key = (term.name, entry.text)
        if key not in self.tests:
            try:
                self.tests[key] = self._test(entry.text, term)
            except FeelError as problem:
                self.tests[key] = problem
        test = self.tests[key]
        if isinstance(test, FeelError):
            self.tell(test, entry, rule, term)
            return ANYTHING
        if test == _EVERY_VALUE and "," in entry.text:
            self.found.append(
                warning(
                    "RS312",
                    f"`{entry.text}` accepts every known value: a comma means `or`",
                    entry.cell,
                    rule=rule.id,
                    term=term.label,
                    help="for both conditions at once write an interval, such as `(5..10)`; "
                    "for any known value write `present`",
                )
            )
        self._note_reads(test, entry.cell, table)
        return test

    def _test(self, text: str, term: Term) -> Test:
        type_ = self.types[term.name]
        tests = parse_unary_tests(text, type_, self.names)
        check_tests(tests, self.types, type_)
        for value, span in mentioned_values(tests, term.type):
            if term.allowed and value not in term.allowed:
                raise not_allowed(value, term, span)
        return meaning(tests, term.type)

    def output(
        self, entry: Entry, term: Term, rule: Rule, table: DecisionTable, counted: bool
    ) -> Output:
        key = (term.name, entry.text, counted)
        if key not in self.outputs:
            try:
                self.outputs[key] = self._output(entry.text, term, counted)
            except FeelError as problem:
                self.outputs[key] = problem
        result = self.outputs[key]
        if isinstance(result, FeelError):
            self.tell(result, entry, rule, term)
            return Constant(None)
        self._note_reads(result, entry.cell, table)
        return result

    def _output(self, text: str, term: Term, counted: bool) -> Output:
        if counted:
            return Constant(text or None)
        type_ = self.types[term.name]
        expression = parse_output(text, type_, self.names)
        made = output(expression, term.type)
        if isinstance(made, Computed):
            _check_output_type(type_of(expression, self.types, None), type_, len(text))
        elif term.allowed:
            for value in values_of(made.value):
                if value not in term.allowed:
                    raise not_allowed(value, term, (0, len(text)))
        return made

    def _note_reads(self, part: Test | Output, cell: Cell, table: DecisionTable) -> None:
        if isinstance(part, Holds | Computed):
            for name in part.terms:
                self.reads[table.name].setdefault(name, cell)

    def tell(self, problem: FeelError, entry: Entry, rule: Rule, term: Term) -> None:
        self.found.append(
            Diagnostic(
                problem.code,
                Severity.ERROR,
                problem.message,
                entry.cell,
                help=problem.help,
                text=entry.text,
                span=problem.span,
                label=problem.label,
                rule=rule.id,
                term=term.label,
            )
        )

    def check_policy(self, table: DecisionTable) -> None:
        """Tell where the hit policy asks for something that the outputs do not give."""
        terms = [self.vocabulary[clause.term] for clause in table.outputs]
        by_allowed = table.hit_policy in (HitPolicy.PRIORITY, HitPolicy.OUTPUT_ORDER)
        if by_allowed and not any(term.allowed for term in terms):
            self.found.append(
                error(
                    "RS235",
                    f"the hit policy {table.hit_policy.value} orders outcomes by the allowed "
                    f"values of the output, but `{terms[0].label}` has none",
                    table.outputs[0].cell,
                    term=terms[0].label,
                    help="list its allowed values in the Vocabulary, the most important first",
                )
            )
        if table.hit_policy.aggregates:
            for clause, term in zip(table.outputs, terms, strict=True):
                if not term.type.is_number:
                    self.found.append(
                        error(
                            "RS236",
                            f"{table.hit_policy.value} yields a number, but `{term.label}` "
                            f"is of type {term.type.value}",
                            clause.cell,
                            term=term.label,
                            help="make the term a number in the Vocabulary, or choose `Collect`",
                        )
                    )

    def check_many_valued(
        self, tables: tuple[DecisionTable, ...], reads: Mapping[str, Mapping[str, Cell]]
    ) -> None:
        """Tell where a list of outcomes would flow into a column that holds one value."""
        for table in tables:
            if not table.hit_policy.returns_many:
                continue
            for clause in table.outputs:
                term = self.vocabulary[clause.term]
                readers = [cells[term.name] for cells in reads.values() if term.name in cells]
                if readers and term.type is not TermType.SET:
                    self.found.append(
                        error(
                            "RS228",
                            f"`{table.label}` can yield several values of `{term.label}`, "
                            "but this column holds one",
                            readers[0],
                            term=term.label,
                            related=((clause.cell, "where the values come from"),),
                            help="make the term a `set of text` in the Vocabulary, or give "
                            f"`{table.label}` a hit policy with one outcome, such as First",
                        )
                    )


def not_allowed(value: Value, term: Term, span: tuple[int, int]) -> FeelError:
    """The error for a value that the vocabulary does not allow, with the nearest that it does."""
    names = [str(each) for each in term.allowed]
    near = nearest(str(value), names)
    return FeelError(
        "RS302",
        f"`{value}` is not an allowed value of `{term.label}`",
        span,
        label=f"did you mean `{near}`?" if near else "not allowed",
        help=(f"write `{near}`; the" if near else "the")
        + f" allowed values are {or_list(names)}; a new one is added in the Vocabulary sheet",
    )


def _check_output_type(found: Type | None, wanted: Type, length: int) -> None:
    numbers = (Type.NUMBER, Type.MONEY)
    texts = (Type.TEXT, Type.WORDS, Type.SET)
    same = found is None or found is wanted
    if same or (found in numbers and wanted in numbers) or (found in texts and wanted in texts):
        return
    raise FeelError(
        "RS309",
        f"this expression yields {found}, expected {wanted}",
        (0, length),
        label=f"yields {found}",
        help=f"write an expression of type {wanted}, or change the term's type in the Vocabulary",
    )


def _clauses(clauses: Iterable[Clause]) -> tuple[CompiledClause, ...]:
    return tuple(CompiledClause(clause.term, clause.cell.column) for clause in clauses)
