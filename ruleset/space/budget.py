"""How much work an analysis may do, and a meter that counts it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

_CLOCK_EVERY = 64


@dataclass(frozen=True, slots=True)
class Budget:
    """Caps for one question about one table. What ends at a cap says so: it is not complete.

    `boxes`: the most boxes in a list; `pairs`: the most pairs of rules; `nodes`: the most parts
    that a box is split into; `seconds`: by the clock, for the whole table.
    """

    boxes: int = 1_000
    pairs: int = 10_000
    nodes: int = 400_000
    seconds: float = 10.0


DEFAULT = Budget()


class Meter:
    """Counts nodes against a budget. `spent` is true as soon as a cap was reached, and stays so.

    >>> meter = Meter(Budget(nodes=2))
    >>> meter.step(), meter.step(), meter.step(), meter.spent
    (True, True, False, True)
    """

    __slots__ = ("_clock", "_deadline", "_left", "_until_clock", "budget", "spent")

    def __init__(self, budget: Budget, clock: Callable[[], float] = monotonic) -> None:
        self.budget = budget
        self.spent = False
        self._left = budget.nodes
        self._clock = clock
        self._deadline = clock() + budget.seconds
        self._until_clock = _CLOCK_EVERY

    def step(self, cost: int = 1) -> bool:
        """True when there was budget for one more node; `cost` says how often to read the clock."""
        self._left -= 1
        self._until_clock -= cost
        if self._until_clock <= 0:
            self._until_clock = _CLOCK_EVERY
            if self._clock() > self._deadline:
                self.spent = True
        if self._left < 0:
            self.spent = True
        return not self.spent

    def fresh(self) -> Meter:
        """A meter with all of the nodes again, and the same deadline."""
        other = Meter(self.budget, self._clock)
        other._deadline = self._deadline
        return other
