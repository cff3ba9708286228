"""The columns of a table as functions from a fact to the mask of the rules that accept it.

A function is picked for the column's type when the rules are loaded, so that a decision does no
more than one dictionary or bisection step a column. Every function refuses a fact that does not
fit its term; none stores anything, so that threads may share them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from ruleset.dmn.form import Term, TermType
from ruleset.engine.facts import as_decimal, check_for, refuse
from ruleset.plan.form import ANYTHING, Accepts, CompiledDecision, Holds, Mentions, Test
from ruleset.space.bit_sets import mask_of
from ruleset.space.partition import Partition
from ruleset.space.value_set import ALL_VALUES, Scalar, ValueSet

Lookup = Callable[[Any], int]
"""From a fact as the caller gives it, or None, to a mask."""


def tests_by_mask(
    decision: CompiledDecision, clause: int, *, first_highest: bool = False
) -> dict[Test, int]:
    """The distinct tests of a column, each with the mask of the rules that have it.

    An expression is left to `Holds` columns: here its rules count as accepting anything. Bit i is
    rule i; with `first_highest` the other way round, the last rule is bit 0.
    """
    # Equal texts of a column share one test, so most rules are sorted without comparing tests.
    positions: dict[int, tuple[Test, list[int]]] = {}
    last = len(decision.rules) - 1
    for index, rule in enumerate(decision.rules):
        test = rule.tests[clause]
        found = positions.get(id(test))
        if found is None:
            found = positions[id(test)] = (test, [])
        found[1].append(last - index if first_highest else index)
    masks: dict[Test, int] = {}
    for test, indices in positions.values():
        meant = ANYTHING if isinstance(test, Holds) else test
        masks[meant] = masks.get(meant, 0) | mask_of(indices)
    return masks


def partition_of(term: Term, tests: Mapping[Test, int]) -> Partition:
    """The partition of an ordered column; the allowed values are cuts too."""
    sets: list[tuple[ValueSet, int]] = []
    for test, mask in tests.items():
        assert isinstance(test, Accepts)  # noqa: S101  # the only tests of ordered columns
        sets.append((test.values, mask))
    also: tuple[Any, ...] = term.allowed
    if term.type is TermType.YES_NO:
        also = (False, True)
    return Partition.swept(sets or [(ALL_VALUES, 0)], also)


def lookup_for(term: Term, tests: Mapping[Test, int]) -> Lookup:
    """The column's function, by the type of its term."""
    if term.type is TermType.WORDS:
        return _words_lookup(term, _Atoms(tests))
    if term.type is TermType.SET:
        return _set_lookup(term, _Atoms(tests))
    partition = partition_of(term, tests)
    if term.type.is_number:
        return _number_lookup(term, partition, exact_floats(partition.cuts))
    if term.type is TermType.YES_NO:
        return _yes_no_lookup(term, partition)
    if term.type is TermType.DATE:
        return _date_lookup(term, partition)
    return _text_lookup(term, partition)


@dataclass(frozen=True, slots=True)
class Inline:
    """A column's look-up as lines of Python that bring the mask of the value `{v}` to `{m}`.

    `names` are the values that the lines use; in the lines, the column's number `{n}` ends them.
    """

    lines: tuple[str, ...]
    names: Mapping[str, Any]


def inline_for(term: Term, tests: Mapping[Test, int]) -> Inline:
    """The column's look-up to be put into a function; it does what `lookup_for` does."""
    if term.type.is_number and not term.allowed:
        return _inline_number(term, partition_of(term, tests))
    lookup = lookup_for(term, tests)
    if isinstance(masks := getattr(lookup, "__self__", None), _TextMasks):
        return Inline(("{m} texts{n}[{v}]",), {"texts": masks})
    if term.type is TermType.YES_NO:
        names = {"yes": lookup(True), "no": lookup(False), "other": lookup}
        line = "{m} yes{n} if {v} is True else no{n} if {v} is False else other{n}({v})"
        return Inline((line,), names)
    return Inline(("{m} look{n}({v})",), {"look": lookup})


def _inline_number(term: Term, partition: Partition) -> Inline:
    """Whole numbers are looked for among whole numbers, which is quicker than among floats."""
    floats = exact_floats(partition.cuts)
    lookup = _number_lookup(term, partition, floats)
    if floats is None:
        return Inline(("{m} look{n}({v})",), {"look": lookup})
    whole = [int(cut) if cut == int(cut) else cut for cut in floats]
    infinity = float("inf")  # greater than every fact: so every index that is found exists
    names = {
        "whole": [*whole, infinity],
        "floats": [*floats, infinity],
        "at": [*partition.masks[1::2], 0],
        "between": list(partition.masks[::2]),
        "look": lookup,
    }
    lines = (
        "if {v}.__class__ is int:",
        "    i = bisect_left(whole{n}, {v})",
        "    {m} at{n}[i] if whole{n}[i] == {v} else between{n}[i]",
        "elif {v}.__class__ is float and -infinity < {v} < infinity:",
        "    i = bisect_left(floats{n}, {v})",
        "    {m} at{n}[i] if floats{n}[i] == {v} else between{n}[i]",
        "else:",
        "    {m} look{n}({v})",
    )
    return Inline(lines, names)


def exact_floats(cuts: Iterable[Scalar]) -> list[float] | None:
    """The cuts as floats when these tell all that the decimals tell, else None.

    A float fact counts as the decimal that it prints as. Where every cut is itself such a decimal,
    comparing floats gives the same answer: distinct floats print as decimals in the same order.
    """
    found = []
    for cut in cuts:
        number = float(cut)  # type: ignore[arg-type]  # a number column holds Decimal
        if abs(number) >= 2**53:
            return None
        if (int(number) if number.is_integer() else Decimal(repr(number))) != cut:
            return None
        found.append(number)
    return found


class _TextMasks(dict[Any, int]):
    """Masks by text. A text that no cell mentions has the mask of `others`, if it is allowed."""

    __slots__ = ("others", "term")

    def __init__(self, masks: Mapping[str | None, int], others: Lookup, term: Term) -> None:
        super().__init__(masks)
        self.others, self.term = others, term

    def __missing__(self, value: object) -> int:
        if not isinstance(value, str):
            refuse(self.term, value)
        return self.others(value)


def _text_lookup(term: Term, partition: Partition) -> Lookup:
    masks: dict[Any, int] = {value: partition.mask(value) for value in partition.cuts}
    gaps = set(partition.masks[::2])
    others: Lookup = partition.mask
    if term.allowed:
        masks = {value: masks[value] for value in term.allowed}

        def others(value: Any) -> int:
            refuse(term, value)

    elif len(gaps) == 1:
        same = gaps.pop()

        def others(value: Any) -> int:
            return same

    masks[None] = partition.missing
    return _TextMasks(masks, others, term).__getitem__


def _number_lookup(term: Term, partition: Partition, floats: list[float] | None) -> Lookup:
    """A bisection; over floats where they tell all that the decimals tell."""
    if term.allowed:
        return _allowed_number_lookup(term, partition)
    masks, missing = partition.masks, partition.missing
    infinity = float("inf")

    def lookup(value: Any) -> int:
        kind = type(value)
        if value is None:
            return missing
        if (kind is int or kind is float) and floats is not None and -infinity < value < infinity:
            index = bisect_left(floats, value)
            at_cut = index < len(floats) and floats[index] == value
            return masks[2 * index + at_cut]
        return partition.mask(as_decimal(term, value))

    return lookup


def _allowed_number_lookup(term: Term, partition: Partition) -> Lookup:
    masks: dict[Scalar, int] = {value: partition.mask(value) for value in partition.cuts}
    allowed = {value: masks[value] for value in term.allowed if not isinstance(value, frozenset)}

    def lookup(value: Any) -> int:
        if value is None:
            return partition.missing
        found = allowed.get(as_decimal(term, value))
        return refuse(term, value) if found is None else found

    return lookup


def _yes_no_lookup(term: Term, partition: Partition) -> Lookup:
    yes, no, missing = (partition.mask(value) for value in (True, False, None))

    def lookup(value: Any) -> int:
        if value is True:
            return yes
        if value is False:
            return no
        return missing if value is None else refuse(term, value)

    return lookup


def _date_lookup(term: Term, partition: Partition) -> Lookup:
    check = check_for(term)
    mask = partition.mask

    def lookup(value: Any) -> int:
        return mask(value if type(value) is date and not term.allowed else check(value))  # type: ignore[arg-type]  # a date

    return lookup


class _Atoms:
    """The masks of a column that looks for atoms: words, or members of a set.

    A rule has one test in the column. Its bit is in `always` when it passes whatever is found, in
    `any_of[atom]` when finding the atom makes it pass, in `none_of[atom]` when finding it makes it
    fail, and in `unless` when it passes as long as nothing makes it fail.
    """

    def __init__(self, tests: Mapping[Test, int]) -> None:
        self.always = self.unless = self.missing = 0
        self.any_of: dict[str, int] = {}
        self.none_of: dict[str, int] = {}
        for test, mask in tests.items():
            if test == ANYTHING:
                self.always |= mask
                self.missing |= mask
                continue
            assert isinstance(test, Mentions)  # noqa: S101  # the only other tests here
            if test.missing:
                self.missing |= mask
            if test.negated:
                self.unless |= mask
            target = self.none_of if test.negated else self.any_of
            for atom in test.atoms:
                target[atom] = target.get(atom, 0) | mask

    def mask(self, found: Iterable[str]) -> int:
        """The rules that pass when exactly these atoms were found."""
        passed, failed = self.always, 0
        for atom in found:
            passed |= self.any_of.get(atom, 0)
            failed |= self.none_of.get(atom, 0)
        return passed | (self.unless & ~failed)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.any_of, *self.none_of)))


def _words_lookup(term: Term, atoms: _Atoms) -> Lookup:
    from ruleset.feel.text_match import Phrases  # only columns of running text need it

    phrases = Phrases(atoms.names)

    def lookup(value: Any) -> int:
        if value is None:
            return atoms.missing
        if not isinstance(value, str):
            refuse(term, value)
        return atoms.mask(phrases.found_in(value))

    return lookup


def _set_lookup(term: Term, atoms: _Atoms) -> Lookup:
    check = check_for(term)

    def lookup(value: Any) -> int:
        known = check(value)
        return atoms.missing if known is None else atoms.mask(known)  # type: ignore[arg-type]  # a set

    return lookup
