"""The columns of rules as dimensions of boxes, and each test as the classes that it accepts.

A number or a date gives one dimension, its classes in order; a text one without an order; both
have missing as their last class. A term in which words or members are looked for gives a dimension
for its presence, and one for each distinct list that cells look for: found or not found. An
expression gives a dimension of its own: true, or not true.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ruleset.dmn.form import Term, TermType
from ruleset.plan.form import Accepts, Holds, Mentions, Test
from ruleset.space.bit_sets import mask_of, set_bits
from ruleset.space.examples import example
from ruleset.space.partition import Partition, atom_range
from ruleset.space.value_set import Interval, Scalar, ValueSet

PRESENT, MISSING = 0b01, 0b10
NOT_FOUND, FOUND = 0b01, 0b10
NOT_TRUE, TRUE = 0b01, 0b10


@dataclass(frozen=True, slots=True)
class Values:
    """A term of single values. `pieces`: the intervals of each known class; missing comes last."""

    term: Term
    pieces: tuple[tuple[Interval, ...], ...]

    @property
    def known(self) -> int:
        """All classes but missing."""
        return (1 << len(self.pieces)) - 1

    @property
    def missing(self) -> int:
        return 1 << len(self.pieces)

    def value_set(self, classes: int) -> ValueSet:
        """The values of those classes."""
        pieces = [piece for each in set_bits(classes & self.known) for piece in self.pieces[each]]
        return ValueSet.of(pieces, bool(classes & self.missing))


@dataclass(frozen=True, slots=True)
class Presence:
    """Whether a text or set in which something is looked for is there: PRESENT or MISSING."""

    term: Term


@dataclass(frozen=True, slots=True)
class Mention:
    """Whether any of the atoms is in the text or the set: NOT_FOUND or FOUND."""

    term: Term
    atoms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Expression:
    """Whether an expression holds: NOT_TRUE or TRUE. Nothing is known of when it does."""

    term: Term
    test: Holds


Dimension = Values | Presence | Mention | Expression


def full_side(dimension: Dimension) -> int:
    """All classes of the dimension."""
    return dimension.known | dimension.missing if isinstance(dimension, Values) else 0b11


@dataclass(frozen=True, slots=True)
class Column:
    """What the tests of one term come to: its dimensions, and the boxes of every test.

    The boxes name dimensions by their place in `dimensions`.
    """

    dimensions: tuple[Dimension, ...]
    boxes: Mapping[Test, tuple[Mapping[int, int], ...]]


def column_of(term: Term, tests: Sequence[Test], only: Iterable[Scalar] | None = None) -> Column:
    """The column of a term. `only` are the values that it can have, where that is known."""
    expressions = [test for test in tests if isinstance(test, Holds)]
    plain = [test for test in tests if not isinstance(test, Holds)]
    if term.type in (TermType.WORDS, TermType.SET):
        column = _mentions(term, plain)
    else:
        column = _values(term, plain, only)
    dimensions = list(column.dimensions)
    boxes = dict(column.boxes)
    for test in expressions:
        boxes[test] = ({len(dimensions): TRUE},)
        dimensions.append(Expression(term, test))
    return Column(tuple(dimensions), boxes)


def _values(term: Term, tests: Sequence[Test], only: Iterable[Scalar] | None) -> Column:
    sets = {test: test.values for test in tests if isinstance(test, Accepts)}
    bit_of = {values: 1 << number for number, values in enumerate(dict.fromkeys(sets.values()))}
    allowed = _allowed(term, only)
    partition = Partition.of(bit_of or {ValueSet(): 0}, allowed or ())
    ordered = is_ordered(term)
    class_of_atom, pieces = _classes(term, partition, allowed, ordered)
    values = Values(term, pieces)
    sides = _sides(partition, bit_of, class_of_atom, values, ordered)
    full = full_side(values)
    boxes: dict[Test, tuple[Mapping[int, int], ...]] = {}
    for test, each in sets.items():
        side = sides[each]
        boxes[test] = ({} if side == full else {0: side},) if side else ()
    return Column((values,), boxes)


def is_ordered(term: Term) -> bool:
    """True when the values of the term are told apart by ranges."""
    return term.type.is_number or term.type is TermType.DATE


def _allowed(term: Term, only: Iterable[Scalar] | None) -> tuple[Scalar, ...] | None:
    if only is not None:
        return tuple(only)
    if term.type is TermType.YES_NO:
        return (False, True)
    allowed = tuple(each for each in term.allowed if not isinstance(each, frozenset))
    return allowed or None


def _classes(
    term: Term, partition: Partition, allowed: tuple[Scalar, ...] | None, ordered: bool
) -> tuple[list[int], tuple[tuple[Interval, ...], ...]]:
    """For each atom its class (-1 where no value lies), and the intervals of each class.

    Atoms that no cell tells apart are one class: in an ordered column only neighbours are joined.
    """
    permitted = None if allowed is None else {partition.atom(value) for value in allowed}
    class_of_atom: list[int] = []
    pieces: list[list[Interval]] = []
    by_mask: dict[int, int] = {}
    last_mask = -1
    for atom, mask in enumerate(partition.masks):
        interval = partition.interval(atom)
        if permitted is not None:
            is_there = atom in permitted
        else:
            is_there = interval.is_point or example(interval, term.type, None) is not None
        if not is_there:
            class_of_atom.append(-1)
            continue
        number = by_mask.get(mask, -1)
        if number < 0 or (ordered and mask != last_mask):
            number = by_mask[mask] = len(pieces)
            pieces.append([])
        last_mask = mask
        class_of_atom.append(number)
        pieces[number].append(interval)
    return class_of_atom, tuple(ValueSet.of(each).intervals for each in pieces)


def _sides(
    partition: Partition,
    bit_of: Mapping[ValueSet, int],
    class_of_atom: Sequence[int],
    values: Values,
    ordered: bool,
) -> dict[ValueSet, int]:
    """The classes of each distinct value set."""
    sides = {each: values.missing if each.missing else 0 for each in bit_of}
    if not ordered:
        by_number = list(bit_of)
        first_atom = {number: atom for atom, number in reversed(list(enumerate(class_of_atom)))}
        members: dict[int, list[int]] = {}
        for number in range(len(values.pieces)):
            for test in set_bits(partition.masks[first_atom[number]]):
                members.setdefault(test, []).append(number)
        for test, numbers in members.items():
            sides[by_number[test]] |= mask_of(numbers)
        return sides
    position = {value: index for index, value in enumerate(partition.cuts)}
    reached, last_before = -1, []
    for number in class_of_atom:
        reached = max(reached, number)
        last_before.append(reached)
    for each in sides:
        for interval in each.intervals:
            first, last = atom_range(interval, position)
            low = (last_before[first - 1] if first else -1) + 1
            if first and class_of_atom[first] >= 0:
                low = class_of_atom[first]
            high = last_before[last]
            if high >= low:
                sides[each] |= (1 << (high + 1)) - (1 << low)
    return sides


def _mentions(term: Term, tests: Sequence[Test]) -> Column:
    dimensions: list[Dimension] = [Presence(term)]
    number_of: dict[frozenset[str], int] = {}
    boxes: dict[Test, tuple[Mapping[int, int], ...]] = {}
    for test in tests:
        if not isinstance(test, Mentions):
            boxes[test] = ({},)
            continue
        found: tuple[Mapping[int, int], ...] = ()
        if test.atoms:
            atoms = frozenset(test.atoms)
            if atoms not in number_of:
                number_of[atoms] = len(dimensions)
                dimensions.append(Mention(term, test.atoms))
            side = NOT_FOUND if test.negated else FOUND
            found = ({number_of[atoms]: side},)
        elif test.negated:
            found = ({},)
        if test.missing and not test.negated:
            found = (*found, {0: MISSING})
        elif test.negated and not test.missing:
            found = ({**found[0], 0: PRESENT},)
        boxes[test] = found
    return Column(tuple(dimensions), boxes)
