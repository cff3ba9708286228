"""All figures in one run on one machine: `python -m tests.benchmarks [--quick]`.

Needs the extras `bench` and `rete`. Every engine decides the same table (`table.py`) at 10, 100,
1,000 and 10,000 rules, and must decide every point as a plain loop does. Engines that may run for
ever have a process of their own. Figures are medians of rounds taken in turn.
"""

from __future__ import annotations

import json
import subprocess
import sys

from rich.console import Console
from rich.table import Table

from tests.benchmarks import contenders
from tests.benchmarks.measure import ROUNDS, time_in_turn
from tests.benchmarks.start import import_milliseconds, load_seconds, plan_milliseconds
from tests.benchmarks.table import points_of, rows_of

SIZES = (10, 100, 1_000, 10_000)
IN_TURN = {
    "ruleset": contenders.ours,
    "zen-engine, create_decision": contenders.zen_decision,
    "zen-engine, static loader": contenders.zen_static,
    "plain Python, loop": contenders.loop,
    "plain Python, if chain": contenders.if_chain,
}
OWN_PROCESS = {"durable_rules": (10, 100, 1_000), "pydmnrules": (10, 100, 1_000)}
SECONDS = 120
Figures = dict[str, dict[int, float | str]]


def decide_figures(rounds: int) -> Figures:
    """Microseconds a decision, or why there are none, by engine and number of rules."""
    figures: Figures = {name: {} for name in (*IN_TURN, *OWN_PROCESS)}
    for size in SIZES:
        rows = rows_of(size)
        points = points_of(rows)
        wanted = [contenders.loop(rows)(point) for point in points]
        made = {name: load(rows) for name, load in IN_TURN.items()}
        for name, decide in made.items():
            assert [decide(point) for point in points] == wanted, f"{name} decides otherwise"
        for name, microseconds in time_in_turn(made, points, rounds).items():
            figures[name][size] = microseconds
        for name, sizes in OWN_PROCESS.items():
            figures[name][size] = own_process(name, size) if size in sizes else "not tried"
    return figures


def own_process(name: str, size: int) -> float | str:
    points = 200 if name == "durable_rules" else 20
    command = [sys.executable, "-m", "tests.benchmarks.child", name, str(size), str(points)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        return f"over {SECONDS} s"
    if done.returncode:
        return (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1][:40]
    found = json.loads(done.stdout.strip().splitlines()[-1])
    return f"{found['wrong']} wrong" if found["wrong"] else float(found["microseconds"])


def shown(figures: Figures) -> Table:
    table = Table(title="One decision: microseconds, and times as long as ours", title_style="bold")
    table.add_column("engine")
    for size in SIZES:
        table.add_column(f"{size:,} rules", justify="right")
    for name, by_size in figures.items():
        cells = []
        for size in SIZES:
            found, ours = by_size[size], figures["ruleset"][size]
            if isinstance(found, str) or isinstance(ours, str):
                cells.append(str(found))
            else:
                ratio = "" if name == "ruleset" else f"  {found / ours:,.3g}×"
                cells.append(f"{found:,.2f}{ratio}")
        table.add_row(name, *cells)
    return table


def ratio(figures: Figures, name: str, size: int, other: str = "ruleset", of: int = 0) -> float:
    found, base = figures[name][size], figures[other][of or size]
    if isinstance(found, str) or isinstance(base, str):
        return float("nan")
    return found / base


def main() -> None:
    rounds = 3 if "--quick" in sys.argv else ROUNDS
    console = Console()
    figures = decide_figures(rounds)
    console.print(shown(figures))
    targets = Table(title="Targets", title_style="bold")
    for column in ("what", "target", "found", ""):
        targets.add_column(column)

    def target(what: str, wanted: str, found: float, holds: bool, unit: str = "×") -> None:
        targets.add_row(
            what, wanted, f"{found:,.3g}{unit}", "holds" if holds else "[red]missed[/red]"
        )

    for name in ("zen-engine, create_decision", "zen-engine, static loader"):
        least = min(ratio(figures, name, size) for size in SIZES)
        target(f"faster than {name}, at every size", "≥ 100×", least, least >= 100)
    found = ratio(figures, "durable_rules", 10)
    target("faster than durable_rules at 10 rules", "≥ 5×", found, found >= 5)
    found = ratio(figures, "ruleset", 10_000, "ruleset", 10)
    target("10,000 rules against 10", "≤ 4×", found, found <= 4)
    found = load_seconds()
    target("load 10,000 rules of 8 columns", "< 1 s", found, found < 1, " s")
    spent, heavy = import_milliseconds()
    found = spent["ruleset"] / spent["pydantic"]
    target("import, load, first decision against import pydantic", "≤ 2.5×", found, found <= 2.5)
    target("heavy packages loaded by it", "0", len(heavy), not heavy, f" {' '.join(heavy)}")
    made = plan_milliseconds()
    if made is None:
        targets.add_row("generate_atomic_tasks, sample goal", "< 3 ms", "no agent yet", "")
    else:
        target("generate_atomic_tasks, sample goal", "< 3 ms", made, made < 3, " ms")
    console.print(targets)


if __name__ == "__main__":
    main()
