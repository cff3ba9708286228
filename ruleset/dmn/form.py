"""Form 2, what the author wrote, in DMN's words: vocabulary, decision tables, tests.

Newly true: every sheet has a role, every column a term of the vocabulary and a band, every row an
id. Entries are still text: what they mean is said by the next form.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from ruleset.locations import Cell

Value = str | Decimal | bool | date | frozenset[str]
"""A fact or an outcome, as the engine holds it. Missing is None and stands outside."""


class TermType(StrEnum):
    """The types of terms, spelled as in the Vocabulary sheet."""

    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    YES_NO = "yes/no"
    DATE = "date"
    WORDS = "words"
    SET = "set of text"

    @property
    def is_number(self) -> bool:
        return self in (TermType.NUMBER, TermType.MONEY)


class HitPolicy(StrEnum):
    """DMN's hit policies. The value is the spelling that `Hit policy:` shows."""

    UNIQUE = "Unique"
    ANY = "Any"
    PRIORITY = "Priority"
    FIRST = "First"
    RULE_ORDER = "Rule order"
    OUTPUT_ORDER = "Output order"
    COLLECT = "Collect"
    COLLECT_SUM = "Collect sum"
    COLLECT_MIN = "Collect min"
    COLLECT_MAX = "Collect max"
    COLLECT_COUNT = "Collect count"

    @property
    def returns_many(self) -> bool:
        """True when the outcome is a list of dicts."""
        return self in (HitPolicy.RULE_ORDER, HitPolicy.OUTPUT_ORDER, HitPolicy.COLLECT)

    @property
    def aggregates(self) -> bool:
        """True when the outcome is one number computed from all matching rules."""
        return self.name.startswith("COLLECT_")


@dataclass(frozen=True, slots=True)
class Term:
    """A row of the Vocabulary. `allowed` keeps the author's order, which Priority uses."""

    name: str
    label: str
    type: TermType
    allowed: tuple[Value, ...] = ()
    meaning: str = ""
    example: str = ""
    cell: Cell | None = None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The terms by name, in the order of their rows."""

    terms: Mapping[str, Term]

    def __iter__(self) -> Iterator[Term]:
        return iter(self.terms.values())

    def __contains__(self, name: object) -> bool:
        return name in self.terms

    def __getitem__(self, name: str) -> Term:
        return self.terms[name]

    @classmethod
    def of(cls, terms: Iterable[Term]) -> Vocabulary:
        return cls({term.name: term for term in terms})


@dataclass(frozen=True, slots=True)
class Entry:
    """An input or output entry: the cell's cleaned text ('' when blank) and where it stands."""

    text: str
    cell: Cell


@dataclass(frozen=True, slots=True)
class Clause:
    """A column of the table: for inputs and outputs its term, for annotations its header."""

    term: str
    cell: Cell
    dropdown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """A row. `rule_number` is 1-based among the rules, as the author counts them."""

    id: str
    rule_number: int
    cell: Cell
    input_entries: tuple[Entry, ...]
    output_entries: tuple[Entry, ...]
    annotations: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class DecisionTable:
    """A decision with its table. `default` is the `otherwise` row, kept out of `rules`."""

    name: str
    label: str
    cell: Cell
    hit_policy: HitPolicy
    inputs: tuple[Clause, ...]
    outputs: tuple[Clause, ...]
    rules: tuple[Rule, ...]
    default: Rule | None
    annotations: tuple[Clause, ...]
    header_row: int
    id_column: int


@dataclass(frozen=True, slots=True)
class TestCase:
    """A row of the Tests sheet: facts by term, expected entries by output term."""

    __test__ = False  # pytest: a form, not a test class

    name: str
    cell: Cell
    decision: str
    facts: Mapping[str, Entry]
    expected: Mapping[str, Entry]


@dataclass(frozen=True, slots=True)
class Definitions:
    """Everything of one workbook: what DMN calls definitions."""

    path: str
    vocabulary: Vocabulary
    decisions: tuple[DecisionTable, ...]
    tests: tuple[TestCase, ...]
    sheets: tuple[str, ...]


def code_name(label: str) -> str:
    """The name that code uses for a label: lower case, words joined by underscores.

    >>> code_name("Budget tier"), code_name("  GPA (4.0 scale) ")
    ('budget_tier', 'gpa_4_0_scale')
    """
    letters = "".join(char if char.isalnum() else " " for char in label.casefold())
    return "_".join(letters.split())
