"""Two versions in one space: their rules as boxes over the same dimensions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ruleset.check.dimensions import Values
from ruleset.check.precedence import rank_of, winning_order
from ruleset.check.rule_space import RuleSpace
from ruleset.dmn.form import HitPolicy, Term, TermType, Vocabulary
from ruleset.feel import syntax
from ruleset.plan.form import (
    ANYTHING,
    Accepts,
    CompiledDecision,
    CompiledRule,
    Computed,
    Holds,
    Plan,
    Test,
)
from ruleset.space.boxes import Box
from ruleset.space.value_set import Scalar, ValueSet, point


@dataclass(frozen=True, slots=True)
class VersionRule:
    """A rule of a version: its boxes over given terms, its tests of decided terms.

    Equal `token`s: the same tests and outputs, so what the one does the other does.
    """

    rule: CompiledRule
    index: int
    boxes: tuple[Box, ...]
    decided: tuple[tuple[str, Test], ...]
    token: object


@dataclass(frozen=True, slots=True)
class VersionTable:
    """A table of a version. `rules` stand in the order of winning, else in that of the sheet.
    `ranked` is False when Priority or Output order cannot be told before outputs are computed;
    then `ranking` holds the allowed values that order them."""

    decision: CompiledDecision
    rules: tuple[VersionRule, ...]
    ranking: tuple[object, ...] | None

    @property
    def ranked(self) -> bool:
        return self.ranking is None


@dataclass(frozen=True, slots=True)
class Version:
    """The tables that make a decision, needed ones first, and the boxes of facts it refuses."""

    tables: tuple[VersionTable, ...]
    refused: tuple[tuple[Box, str], ...]


@dataclass(frozen=True, slots=True)
class Versions:
    """Both versions of one decision in one space.

    `copies`: for a given term that a table passes on as a decided one, and a test of the latter,
    the boxes of that test for the given term.
    """

    space: RuleSpace
    old: Version
    new: Version
    copies: Mapping[tuple[str, Test], tuple[Box, ...]]


_Laid = tuple[Plan, Sequence[CompiledDecision], set[str]]
"""A version's plan, its tables, and the terms that the tables before the last one decide."""


class IncomparableError(ValueError):
    """Why two versions cannot be laid into one space; the message says it to the user."""


def joint_vocabulary(old: Plan, new: Plan) -> Vocabulary:
    """All terms of both versions, with the allowed values of both; the newer's type counts."""
    terms = dict(old.vocabulary.terms)
    for term in new.vocabulary:
        before = terms.get(term.name)
        allowed = term.allowed
        if before is not None and before.type is term.type:
            both = bool(before.allowed) and bool(term.allowed)
            allowed = tuple(dict.fromkeys((*term.allowed, *before.allowed))) if both else ()
        terms[term.name] = replace(term, allowed=allowed)
    return Vocabulary(terms)


def versions_of(
    old: Plan, new: Plan, tables: tuple[Sequence[CompiledDecision], Sequence[CompiledDecision]]
) -> Versions:
    """Both versions of the decision that the last tables make, each with the tables before it.

    Raises IncomparableError when a term that both read has two types, or when an expression reads
    a term that a table decides.
    """
    vocabulary = joint_vocabulary(old, new)
    rows: list[list[tuple[str, Test]]] = []
    laid: list[_Laid] = []
    for plan, every in zip((old, new), tables, strict=True):
        decided = {clause.term for table in every[:-1] for clause in table.outputs}
        _check_expressions(every, decided, vocabulary)
        laid.append((plan, every, decided))
        for table in every:
            rows += (
                [pair for pair in _tests(table, rule) if pair[0] not in decided]
                for rule in table.rules
            )
    given = {name for row in rows for name, _ in row}
    for name in sorted(given):
        _check_type(name, old, new)
    # Terms of which one version allows fewer values: cut the column at all of them.
    extra, names = _allowed_cuts(given, old, new)
    copied = _copied_tests(laid)
    space = RuleSpace.of([*rows, *extra, *([each] for each in copied)], vocabulary)
    first = len(rows) + len(extra)
    copies = dict(zip(copied, space.boxes[first:], strict=True))
    made = []
    start = 0
    for plan, every, decided in laid:
        version_tables = []
        for table in every:
            boxes = space.boxes[start : start + len(table.rules)]
            start += len(table.rules)
            version_tables.append(_table(table, boxes, decided, plan.vocabulary))
        made.append(version_tables)
    refused = [tuple(_refused(space, names, plan, start)) for plan in (old, new)]
    return Versions(
        space, Version(tuple(made[0]), refused[0]), Version(tuple(made[1]), refused[1]), copies
    )


def _copied_tests(laid: Sequence[_Laid]) -> list[tuple[str, Test]]:
    """For each given term that is passed on under another name the tests of that other one.

    Only where every value of the one is allowed for the other: else passing it on can fail.
    """
    pairs: dict[tuple[str, str], bool] = {}
    for plan, tables, decided in laid:
        for table in tables[:-1]:
            for place, clause in enumerate(table.outputs):
                for name in _passed_on(table, place):
                    same = name not in decided and _same_values(
                        plan.vocabulary[name], plan.vocabulary[clause.term]
                    )
                    pairs[name, clause.term] = pairs.get((name, clause.term), True) and same
    every = [(table, rule) for _, tables, _ in laid for table in tables for rule in table.rules]
    found: dict[tuple[str, Test], None] = {}
    for table, rule in every:
        for term, test in _tests(table, rule):
            for (name, passed_as), same in pairs.items():
                if same and passed_as == term and isinstance(test, Accepts):
                    found[name, test] = None
    return list(found)


def _passed_on(table: CompiledDecision, place: int) -> Iterable[str]:
    """The terms that the output is, as they are or as `string( )` gives them, in some row."""
    for rule in table.every_rule:
        output = rule.outputs[place]
        match output.expression if isinstance(output, Computed) else None:
            case syntax.Call("string", (syntax.TermRef(name),)) | syntax.TermRef(name):
                yield name


def _same_values(given: Term, decided: Term) -> bool:
    if given.type is not decided.type or given.type in (TermType.SET, TermType.WORDS):
        return False
    inside = bool(given.allowed) and set(given.allowed) <= set(decided.allowed)
    return inside or not decided.allowed


def _tests(table: CompiledDecision, rule: CompiledRule) -> Iterable[tuple[str, Test]]:
    return [(clause.term, test) for clause, test in zip(table.inputs, rule.tests, strict=True)]


def _table(
    table: CompiledDecision,
    boxes: Sequence[tuple[Box, ...]],
    decided: set[str],
    vocabulary: Vocabulary,
) -> VersionTable:
    order: Sequence[int] = range(len(table.rules))
    ranked = True
    if table.hit_policy is HitPolicy.PRIORITY:
        found = winning_order(table, vocabulary)
        order, ranked = (order, False) if found is None else (found, True)
    elif table.hit_policy is HitPolicy.OUTPUT_ORDER:
        keys = [rank_of(rule, table, vocabulary) for rule in table.rules]
        if None in keys:
            ranked = False
        else:
            order = sorted(order, key=lambda each: keys[each] or [])
    rules = []
    for index in order:
        rule = table.rules[index]
        tests = [pair for pair in _tests(table, rule) if pair[1] != ANYTHING]
        outputs = frozenset(zip((c.term for c in table.outputs), rule.outputs, strict=True))
        rules.append(
            VersionRule(
                rule,
                index,
                boxes[index],
                tuple(pair for pair in tests if pair[0] in decided),
                (frozenset(tests), outputs),
            )
        )
    ranking = tuple(vocabulary[clause.term].allowed for clause in table.outputs)
    return VersionTable(table, tuple(rules), None if ranked else ranking)


def _check_expressions(
    tables: Sequence[CompiledDecision], decided: set[str], vocabulary: Vocabulary
) -> None:
    for table in tables:
        for rule in table.rules:
            for clause, test in zip(table.inputs, rule.tests, strict=True):
                if isinstance(test, Holds) and decided.intersection((clause.term, *test.terms)):
                    label = vocabulary[clause.term].label
                    raise IncomparableError(
                        f"an expression under `{label}` in `{table.label}` reads a term that "
                        "another table decides"
                    )


def _check_type(name: str, old: Plan, new: Plan) -> None:
    if name in old.vocabulary and name in new.vocabulary:
        before, after = old.vocabulary[name], new.vocabulary[name]
        if before.type is not after.type and not (before.type.is_number and after.type.is_number):
            raise IncomparableError(
                f"the type of `{after.label}` changed from {before.type.value} to "
                f"{after.type.value}"
            )


def _allowed_cuts(
    given: set[str], old: Plan, new: Plan
) -> tuple[list[list[tuple[str, Test]]], dict[str, tuple[bool, bool]]]:
    """Rows that accept what each version allows of a term, where the two differ."""
    rows: list[list[tuple[str, Test]]] = []
    names: dict[str, tuple[bool, bool]] = {}
    for name in sorted(given):
        limits = [_limit(plan.vocabulary.terms.get(name)) for plan in (old, new)]
        if limits[0] == limits[1]:
            continue
        names[name] = (limits[0] is not None, limits[1] is not None)
        rows += (
            [(name, Accepts(ValueSet.of(map(point, limit), missing=True)))]
            for limit in limits
            if limit is not None
        )
    return rows, names


def _limit(term: Term | None) -> frozenset[Scalar] | None:
    """The values that a term of single values allows; None where it allows all."""
    if term is None or not term.allowed or term.type is TermType.SET:
        return None
    return frozenset(each for each in term.allowed if not isinstance(each, frozenset))


def _refused(
    space: RuleSpace, names: Mapping[str, tuple[bool, bool]], plan: Plan, start: int
) -> Iterable[tuple[Box, str]]:
    """The boxes of values that the plan does not allow but the other one does."""
    for name in names:
        if name not in plan.vocabulary:
            continue
        limit = _limit(plan.vocabulary[name])
        if limit is None:
            continue
        for number, dimension in enumerate(space.dimensions):
            if isinstance(dimension, Values) and dimension.term.name == name:
                side = 0
                for each, pieces in enumerate(dimension.pieces):
                    inside = all(piece.is_point and piece.low in limit for piece in pieces)
                    side |= 0 if inside else 1 << each
                if side:
                    yield {number: side}, name
