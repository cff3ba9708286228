"""One contender in a process of its own: `python -m tests.benchmarks.child CONTENDER ROWS POINTS`.

For engines that may run for ever or take the process down. Writes microseconds a decision, the
median of the rounds, and how many points it decided otherwise than the plain loop, as JSON.
"""

from __future__ import annotations

import json
import os
import sys

from tests.benchmarks import contenders
from tests.benchmarks.measure import time_in_turn
from tests.benchmarks.table import points_of, rows_of


def main(name: str, count: int, points: int) -> None:
    rows = rows_of(count)
    asked = points_of(rows, points)
    wanted = contenders.loop(rows)
    decide = getattr(contenders, name)(rows)
    wrong = sum(decide(point) != wanted(point) for point in asked)
    microseconds = time_in_turn({name: decide}, asked, rounds=5)[name]
    sys.stdout.write(json.dumps({"microseconds": microseconds, "wrong": wrong}) + "\n")
    sys.stdout.flush()
    os._exit(0)  # durable_rules keeps timer threads


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
