"""The shapes of form 3: what a compiled ruleset is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from ruleset.dmn.form import HitPolicy, Value, Vocabulary
from ruleset.locations import Cell
from ruleset.space.value_set import ALL_VALUES, ValueSet

if TYPE_CHECKING:
    from ruleset.feel.syntax import Expression, UnaryTests


@dataclass(frozen=True, slots=True)
class Accepts:
    """A test on one ordered value: it lies in the set."""

    values: ValueSet


@dataclass(frozen=True, slots=True)
class Mentions:
    """A test on running text or on a set of text: has it any of these atoms?

    A present fact passes when (it has any of `atoms`) differs from `negated`; a missing one passes
    when `missing`. So `present` is no atoms, negated; `missing` is no atoms, not negated.
    """

    atoms: tuple[str, ...]
    negated: bool
    missing: bool


@dataclass(frozen=True, slots=True)
class Holds:
    """A test that is not a plain set of values: an expression over the column and other terms."""

    tests: UnaryTests
    terms: tuple[str, ...]


Test = Accepts | Mentions | Holds
"""What an input entry means. An entry that accepts anything is `ANYTHING`, in every column."""

ANYTHING = Accepts(ALL_VALUES)


@dataclass(frozen=True, slots=True)
class Constant:
    """An output entry that is a value; None when the cell is blank."""

    value: Value | None


@dataclass(frozen=True, slots=True)
class Computed:
    """An output entry that is computed from the facts when its rule wins."""

    expression: Expression
    terms: tuple[str, ...]


Output = Constant | Computed


@dataclass(frozen=True, slots=True)
class CompiledRule:
    """A row: what each cell says (`texts`, as written) and means (`tests`, `outputs`).

    The tuples stand in the order of the decision's inputs, outputs and annotations.
    `row` is the sheet's row, `rule_number` counts rules from 1; the default has the last number.
    """

    id: str
    rule_number: int
    row: int
    input_texts: tuple[str, ...]
    tests: tuple[Test, ...]
    output_texts: tuple[str, ...]
    outputs: tuple[Output, ...]
    annotations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CompiledClause:
    """An input or output clause: its term and the sheet's column (1-based)."""

    term: str
    column: int


@dataclass(frozen=True)
class CompiledDecision:
    """One decision table.

    `needs` names the decisions whose outputs are read here, directly, in graph order.
    `header_row` and `id_column` (1-based) with a rule's row give every cell its address.
    """

    name: str
    label: str
    sheet: str
    hit_policy: HitPolicy
    inputs: tuple[CompiledClause, ...]
    outputs: tuple[CompiledClause, ...]
    annotations: tuple[CompiledClause, ...]
    rules: tuple[CompiledRule, ...]
    default: CompiledRule | None
    header_row: int
    id_column: int
    needs: tuple[str, ...] = ()

    @cached_property
    def every_rule(self) -> tuple[CompiledRule, ...]:
        """The rules in the sheet's order, with the default, where there is one, at the end."""
        return self.rules if self.default is None else (*self.rules, self.default)

    @cached_property
    def read_terms(self) -> tuple[str, ...]:
        """Every term that this table reads, from columns first, then from expressions."""
        found = dict.fromkeys(clause.term for clause in self.inputs)
        for rule in self.every_rule:
            for part in (*rule.tests, *rule.outputs):
                if isinstance(part, Holds | Computed):
                    found.update(dict.fromkeys(part.terms))
        return tuple(found)

    def cell(self, rule: CompiledRule, clause: CompiledClause | None = None) -> Cell:
        """Where the rule's entry under that clause stands; without a clause, the rule's id."""
        return Cell(self.sheet, rule.row, self.id_column if clause is None else clause.column)


@dataclass(frozen=True)
class Plan:
    """All of a workbook, compiled. `decisions` stand in graph order, needed ones first.

    `version` is `sha256:` and the hash of everything else. `producers` names for each derived
    term the decision that yields it.
    """

    name: str
    vocabulary: Vocabulary
    decisions: tuple[CompiledDecision, ...]
    version: str = field(default="")

    @cached_property
    def by_name(self) -> Mapping[str, CompiledDecision]:
        return {decision.name: decision for decision in self.decisions}

    @cached_property
    def producers(self) -> Mapping[str, str]:
        return {
            clause.term: decision.name for decision in self.decisions for clause in decision.outputs
        }

    def graph(self, decision: str) -> tuple[CompiledDecision, ...]:
        """That decision and all that it needs, directly or not, needed ones first."""
        wanted = {decision}
        kept = []
        for each in reversed(self.decisions):
            if each.name in wanted:
                wanted.update(each.needs)
                kept.append(each)
        return tuple(reversed(kept))
