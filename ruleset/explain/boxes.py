"""Points merged into few boxes: a box is one set of options for each fact."""

from __future__ import annotations

from collections.abc import Iterable

Point = tuple[int, ...]
Box = tuple[frozenset[int], ...]


def merged(points: Iterable[Point]) -> tuple[Box, ...]:
    """Disjoint boxes that hold exactly these points, in order of their first point.

    Boxes that differ in one coordinate only are joined until none do; this gives few boxes, not
    always the fewest.

    >>> [[sorted(side) for side in box] for box in merged([(1, 1), (1, 2), (2, 1), (2, 2), (3, 1)])]
    [[[1, 2], [1, 2]], [[3], [1]]]
    """
    boxes = [tuple(frozenset({each}) for each in point) for point in dict.fromkeys(points)]
    joined = True
    while joined:
        joined = False
        for coordinate in reversed(range(len(boxes[0]) if boxes else 0)):
            fewer = _joined_along(boxes, coordinate)
            joined = joined or len(fewer) < len(boxes)
            boxes = fewer
    return tuple(sorted(boxes, key=lambda box: [sorted(side) for side in box]))


def _joined_along(boxes: Iterable[Box], coordinate: int) -> list[Box]:
    groups: dict[Box, frozenset[int]] = {}
    for box in boxes:
        rest = box[:coordinate] + box[coordinate + 1 :]
        groups[rest] = groups.get(rest, frozenset()) | box[coordinate]
    return [(*rest[:coordinate], side, *rest[coordinate:]) for rest, side in groups.items()]
