"""Many boxes at once: which of them meet a given one, as a mask of boxes.

For every class of every dimension the mask of the boxes that hold it; unions of neighbouring
classes stand ready in a segment tree, so that a range of any length costs its logarithm.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ruleset.space.bit_sets import mask_of
from ruleset.space.boxes import Box, Domain


def runs(classes: int) -> Iterator[tuple[int, int]]:
    """The stretches of neighbouring classes, each as its first and its last class.

    >>> list(runs(0b1101110))
    [(1, 3), (5, 6)]
    """
    start = 0
    while classes:
        skip = (classes & -classes).bit_length() - 1
        classes >>= skip
        length = (~classes & (classes + 1)).bit_length() - 1
        yield start + skip, start + skip + length - 1
        classes >>= length
        start += skip + length


class _Dimension:
    """The boxes of one dimension: `free` are those that it does not restrict."""

    __slots__ = ("_size", "_tree", "free")

    def __init__(self, size: int, sides: dict[int, int], free: int) -> None:
        self.free, self._size = free, size
        tree = [0] * (2 * size)
        for classes, boxes in sides.items():
            # A range of classes goes to the few nodes of the tree that make it up.
            for first, last in runs(classes):
                left, right = first + size, last + size + 1
                while left < right:
                    if left & 1:
                        tree[left] |= boxes
                        left += 1
                    if right & 1:
                        right -= 1
                        tree[right] |= boxes
                    left >>= 1
                    right >>= 1
        for node in range(2, 2 * size):
            tree[node] |= tree[node >> 1]
        # Now the leaves hold their boxes; the inner nodes take the union of what is below them.
        for node in range(size - 1, 0, -1):
            tree[node] = tree[2 * node] | tree[2 * node + 1]
        self._tree = tree

    def meeting(self, classes: int) -> int:
        """The boxes that hold any of the classes."""
        tree, size = self._tree, self._size
        found = self.free
        for first, last in runs(classes):
            left, right = first + size, last + size + 1
            while left < right:
                if left & 1:
                    found |= tree[left]
                    left += 1
                if right & 1:
                    right -= 1
                    found |= tree[right]
                left >>= 1
                right >>= 1
        return found


class BoxIndex:
    """Tells of a set of boxes which meet a given box.

    >>> domain = Domain((0b111, 0b11), (True, True))
    >>> index = BoxIndex(domain, [{0: 0b011}, {0: 0b110, 1: 0b01}, {}])
    >>> bin(index.meeting({0: 0b001})), bin(index.meeting({1: 0b01}))
    ('0b101', '0b111')
    """

    def __init__(self, domain: Domain, boxes: Sequence[Box]) -> None:
        self.domain, self.boxes = domain, boxes
        self.every = (1 << len(boxes)) - 1
        sides: dict[int, dict[int, list[int]]] = {}
        for number, box in enumerate(boxes):
            for dimension, classes in box.items():
                sides.setdefault(dimension, {}).setdefault(classes, []).append(number)
        self._dimensions: dict[int, _Dimension] = {}
        for dimension, by_classes in sides.items():
            masks = {classes: mask_of(numbers) for classes, numbers in by_classes.items()}
            restricted = 0
            for mask in masks.values():
                restricted |= mask
            size = domain.full[dimension].bit_length()
            self._dimensions[dimension] = _Dimension(size, masks, self.every & ~restricted)

    @property
    def dimensions(self) -> tuple[int, ...]:
        """The dimensions that at least one of the boxes restricts."""
        return tuple(self._dimensions)

    def meeting_in(self, dimension: int, classes: int) -> int:
        """The boxes that hold any of those classes in that dimension."""
        found = self._dimensions.get(dimension)
        return self.every if found is None else found.meeting(classes)

    def meeting(self, box: Box) -> int:
        """The boxes that share a point with the box, as far as dimensions alone tell."""
        found = self.every
        for dimension, classes in box.items():
            found &= self.meeting_in(dimension, classes)
            if not found:
                break
        return found

    def meeting_each(self, boxes: Sequence[Box]) -> list[int]:
        """For each of the boxes the mask of those of the index that it meets.

        Goes dimension by dimension, so that what is kept for equal cells is kept for one only.
        """
        found = [self.every] * len(boxes)
        for dimension, own in self._dimensions.items():
            seen: dict[int, int] = {}
            for number, box in enumerate(boxes):
                classes = box.get(dimension)
                if classes is None or not found[number]:
                    continue
                mask = seen.get(classes)
                if mask is None:
                    mask = seen[classes] = own.meeting(classes)
                found[number] &= mask
        return found
