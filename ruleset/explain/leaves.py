"""The question as a what-if sees it: the facts that may change, and the tables that read them.

The facts that may change are the leaves of the graph: what the caller gives, or could give, and no
decision on the way yields. A decided term that was given is a leaf too; it can change to another
value, but not to missing, because then it would be decided.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from ruleset.dmn.form import HitPolicy, Term, TermType, Value, Vocabulary
from ruleset.engine.columns import Lookup, lookup_for, tests_by_mask
from ruleset.engine.masks import derivations
from ruleset.explain.form import Explanation
from ruleset.feel import syntax
from ruleset.locations import Cell
from ruleset.plan.form import ANYTHING, CompiledClause, CompiledDecision, Computed, Holds
from ruleset.space.bit_sets import mask_of


@dataclass(frozen=True, slots=True)
class Column:
    """An input column: its term, the mask of the rules by value, that of the blank cells."""

    term: str
    mask: Callable[[Any], int]
    blank: int


@dataclass(frozen=True, slots=True)
class Opaque:
    """Where a table reads a term inside expressions: by which rules (the default has the last bit),
    the first of the cells and its text, the literals that stand there, the terms read there."""

    rules: int
    cell: Cell
    text: str
    literals: tuple[Value, ...]
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scope:
    """What matters of a table: the rules that may match (a mask); and whether only the topmost of
    them counts, because the policy is First and one column alone varies."""

    rules: int
    topmost: bool

    def seen(self, mask: int) -> int:
        """What tells the outcome apart, of the mask of the rules that accept a value."""
        mask &= self.rules
        return mask & -mask if self.topmost else mask


@dataclass(frozen=True, slots=True)
class Table:
    """A table on the way, ready to say which of its rules can still match."""

    decision: CompiledDecision
    columns: tuple[Column, ...]
    expressions: int
    opaque: Mapping[str, Opaque]

    def scope(self, varying: frozenset[str], values: Mapping[str, Value | None]) -> Scope:
        """What matters while only the varying terms change and all others are as they are.

        Under First, rules below one that matches whatever these values are do not count.
        """
        mask = sure = (1 << len(self.decision.rules)) - 1
        for column in self.columns:
            if column.term in varying:
                sure &= column.blank
            else:
                mask &= column.mask(values.get(column.term))
        sure &= mask & ~self.expressions
        if sure and self.decision.hit_policy is HitPolicy.FIRST:
            lowest = sure & -sure
            mask &= (lowest << 1) - 1
        first = self.decision.hit_policy is HitPolicy.FIRST and not mask & self.expressions
        return Scope(mask, first and sum(each.term in varying for each in self.columns) == 1)

    def opaque_in(self, term: str, scope: Scope) -> Opaque | None:
        """The expressions through which the term still matters, or None."""
        opaque = self.opaque.get(term)
        counted = scope.rules | 1 << len(self.decision.rules)
        return opaque if opaque is not None and opaque.rules & counted else None


@dataclass(frozen=True, slots=True)
class Question:
    """The tables on the way, needed ones first, and how they hang together.

    `leaves` are the terms that may change, in the order in which the graph reads them; `values`
    what each term is now, decided ones too; `rests_on` for each decided term the leaves behind it;
    `uncertain` the decided terms that have no value now, because the rules have a problem;
    `decidable` the terms that some decision of the plan yields.
    """

    tables: tuple[Table, ...]
    vocabulary: Vocabulary
    leaves: tuple[str, ...]
    values: Mapping[str, Value | None]
    rests_on: Mapping[str, frozenset[str]]
    uncertain: frozenset[str]
    decidable: frozenset[str]

    @classmethod
    def of(cls, explanation: Explanation) -> Question:
        """The question that the explanation answers."""
        plan = explanation.rules.plan
        asked = plan.by_name[explanation.decision]
        decisions = (*derivations(plan, asked.name, explanation.asked), asked)
        rests_on: dict[str, frozenset[str]] = {}
        leaves: dict[str, None] = {}
        for decision in decisions:
            behind: set[str] = set()
            for term in decision.read_terms:
                if term in rests_on:
                    behind |= rests_on[term]
                else:
                    behind.add(term)
                    leaves[term] = None
            for clause in decision.outputs:
                if clause.term not in explanation.facts:
                    rests_on[clause.term] = frozenset(behind)
        values = {fact.term: fact.value for step in explanation.steps for fact in step.facts}
        values |= {name: explanation.facts.get(name) for name in leaves}
        return cls(
            tuple(table_of(decision, plan.vocabulary) for decision in decisions),
            plan.vocabulary,
            tuple(leaves),
            values,
            rests_on,
            frozenset(rests_on).difference(values),
            frozenset(plan.producers),
        )

    def varying(self, changing: frozenset[str]) -> frozenset[str]:
        """The terms whose values may differ when these leaves change."""
        derived = {name for name, behind in self.rests_on.items() if behind & changing}
        return changing | derived | self.uncertain

    def scopes(self, changing: frozenset[str]) -> tuple[Scope, ...]:
        """For each table what matters of it while only these leaves change."""
        varying = self.varying(changing)
        return tuple(table.scope(varying, self.values) for table in self.tables)


def table_of(decision: CompiledDecision, vocabulary: Vocabulary) -> Table:
    """The table with its columns' masks, and what its expressions read."""
    columns = []
    for index, clause in enumerate(decision.inputs):
        term = vocabulary[clause.term]
        lookup: Lookup = lookup_for(term, tests_by_mask(decision, index))
        blank = mask_of(i for i, rule in enumerate(decision.rules) if rule.tests[index] == ANYTHING)
        columns.append(Column(clause.term, lookup, blank))
    expressions = mask_of(
        index
        for index, rule in enumerate(decision.rules)
        if any(isinstance(test, Holds) for test in rule.tests)
    )
    return Table(decision, tuple(columns), expressions, _opaque(decision))


def _opaque(decision: CompiledDecision) -> Mapping[str, Opaque]:
    found: dict[str, Opaque] = {}
    for index, rule in enumerate(decision.every_rule):
        parts: list[tuple[CompiledClause, str, object, tuple[str, ...]]] = [
            (clause, text, test.tests, (clause.term, *test.terms))
            for clause, text, test in zip(
                decision.inputs, rule.input_texts, rule.tests, strict=True
            )
            if isinstance(test, Holds)
        ]
        for clause, text, output in zip(
            decision.outputs, rule.output_texts, rule.outputs, strict=True
        ):
            if isinstance(output, Computed):
                parts.append((clause, text, output.expression, output.terms))
        for clause, text, tree, terms in parts:
            literals = tuple(literals_of(tree))
            for term in terms:
                new = Opaque(1 << index, decision.cell(rule, clause), text, literals, terms)
                found[term] = _joined(found.get(term), new)
    return found


def _joined(old: Opaque | None, new: Opaque) -> Opaque:
    if old is None:
        return new
    return Opaque(
        old.rules | new.rules,
        old.cell,
        old.text,
        tuple(dict.fromkeys((*old.literals, *new.literals))),
        tuple(dict.fromkeys((*old.terms, *new.terms))),
    )


def literals_of(node: Any) -> list[Value]:
    """The values that are written out somewhere in a syntax tree, in the order of the text."""
    if isinstance(node, syntax.Literal):
        return [] if node.value is None else [node.value]
    if isinstance(node, tuple):
        return [each for part in node for each in literals_of(part)]
    names = getattr(type(node), "__dataclass_fields__", {})
    return [each for name in names for each in literals_of(getattr(node, name))]


def fits(value: object, term: Term) -> bool:
    """True when the value could stand in a column of that term; a set's members are texts."""
    wanted = {TermType.YES_NO: bool, TermType.DATE: date}.get(term.type, str)
    return isinstance(value, Decimal if term.type.is_number else wanted)
