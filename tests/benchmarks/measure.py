"""Timing: rounds in turn over all contenders, so that what else the machine does hits all alike."""

from __future__ import annotations

import gc
from collections.abc import Mapping, Sequence
from statistics import median
from time import perf_counter_ns

from tests.benchmarks.contenders import Decide
from tests.benchmarks.table import Point

ROUNDS = 15
SHORTEST_NS = 20_000_000
"""A contender decides all points as often as it takes to fill this, in each round."""


def time_in_turn(
    contenders: Mapping[str, Decide], points: Sequence[Point], rounds: int = ROUNDS
) -> dict[str, float]:
    """Microseconds a decision, the median of the rounds, by contender."""
    repeats = {name: _repeats(decide, points) for name, decide in contenders.items()}
    found: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, decide in contenders.items():
            gc.collect()
            found[name].append(_once(decide, points, repeats[name]))
    return {name: median(each) for name, each in found.items()}


def _repeats(decide: Decide, points: Sequence[Point]) -> int:
    start = perf_counter_ns()
    for point in points:
        decide(point)
    return max(1, SHORTEST_NS // (perf_counter_ns() - start))


def _once(decide: Decide, points: Sequence[Point], repeats: int) -> float:
    start = perf_counter_ns()
    for _ in range(repeats):
        for point in points:
            decide(point)
    return (perf_counter_ns() - start) / repeats / len(points) / 1000
