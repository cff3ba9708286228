"""A column cut into atoms, with the mask of the rules that accept each atom.

With the cut values v0 < v1 < … the atoms are numbered 0 for what lies below v0, 1 for v0 itself,
2 for what lies between v0 and v1, 3 for v1, and so on: atom 2i+1 is the i-th cut, even atoms are
the gaps around them. Missing stands outside of the numbering, with a mask of its own.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ruleset.space.value_set import Interval, Scalar, ValueSet


@dataclass(frozen=True, slots=True)
class Partition:
    """The atoms of one column.

    `cuts`: sorted values, length n. `masks`: one integer an atom, length 2n+1; bit i of it is set
    when rule i (0-based) accepts the atom. `missing`: the mask for a missing fact.
    """

    cuts: tuple[Scalar, ...]
    masks: tuple[int, ...]
    missing: int

    @classmethod
    def of(cls, tests: Mapping[ValueSet, int], also_cut: Iterable[Scalar] = ()) -> Partition:
        """The partition that tells apart what the tests tell apart.

        `tests` gives for each distinct value set the mask of the rules whose cell it is. A sweep
        over the cuts turns on and off the rules of the intervals that begin and end there, so the
        cost is the number of atoms, not atoms times rules.

        >>> young = ValueSet.of([Interval(None, 18, False, False)])
        >>> made = Partition.of({young: 0b01, young.complement(): 0b10})
        >>> made.cuts, made.masks, made.missing
        ((18,), (1, 2, 2), 2)
        """
        return cls.swept(list(tests.items()), also_cut)

    @classmethod
    def swept(
        cls, tests: Sequence[tuple[ValueSet, int]], also_cut: Iterable[Scalar] = ()
    ) -> Partition:
        """The same from pairs of a value set and a mask; no rule may stand in two masks."""
        cuts = _cut_values((values for values, _ in tests), also_cut)
        position = {value: index for index, value in enumerate(cuts)}
        switches = [0] * (2 * len(cuts) + 2)
        missing = 0
        for values, mask in tests:
            if values.missing:
                missing |= mask
            for interval in values.intervals:
                first, last = atom_range(interval, position)
                switches[first] ^= mask
                switches[last + 1] ^= mask
        masks = []
        running = 0
        for switch in switches[:-1]:
            running ^= switch
            masks.append(running)
        return cls(cuts, tuple(masks), missing)

    def atom(self, value: Scalar) -> int:
        """The number of the atom that the value lies in."""
        index = bisect_left(self.cuts, value)
        if index < len(self.cuts) and self.cuts[index] == value:
            return 2 * index + 1
        return 2 * index

    def mask(self, value: Scalar | None) -> int:
        """The rules that accept the value."""
        return self.missing if value is None else self.masks[self.atom(value)]

    def classes(self) -> tuple[int, ...]:
        """The class number of every atom (length 2n+1): atoms with equal masks share one.

        Numbers count up from 1 in order of first appearance. Missing is class 0, always of its own.
        """
        numbers: dict[int, int] = {}
        return tuple(numbers.setdefault(mask, len(numbers) + 1) for mask in self.masks)

    def interval(self, atom: int) -> Interval:
        """The values of one atom."""
        index, is_cut = divmod(atom, 2)
        if is_cut:
            return Interval(self.cuts[index], self.cuts[index], True, True)
        low = self.cuts[index - 1] if index > 0 else None
        high = self.cuts[index] if index < len(self.cuts) else None
        return Interval(low, high, False, False)


def atom_range(interval: Interval, position: Mapping[Scalar, int]) -> tuple[int, int]:
    """First and last atom of an interval whose ends are among the cuts (given with positions)."""
    first = 0
    if interval.low is not None:
        first = 2 * position[interval.low] + (1 if interval.low_closed else 2)
    last = 2 * len(position)
    if interval.high is not None:
        last = 2 * position[interval.high] + (1 if interval.high_closed else 0)
    return first, last


def _cut_values(tests: Iterable[ValueSet], also_cut: Iterable[Scalar]) -> tuple[Scalar, ...]:
    found: set[Scalar] = set(also_cut)
    for values in tests:
        for interval in values.intervals:
            if interval.low is not None:
                found.add(interval.low)
            if interval.high is not None:
                found.add(interval.high)
    return tuple(sorted(found))
