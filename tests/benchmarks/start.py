"""What starting costs: importing, loading, the first decision; each in fresh processes, in turn."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from statistics import median
from time import perf_counter_ns

from openpyxl import Workbook

from tests.benchmarks.contenders import ours_plan
from tests.benchmarks.table import rows_of

HEAVY = (
    "openpyxl",
    "pandas",
    "anthropic",
    "durable",
    "pyarrow",
    "django",
    "lark",
    "jinja2",
    "typer",
)
ROUNDS = 15


def first_decision(path: Path) -> str:
    """The program that imports, loads and decides once."""
    point = {"country": "C00", "income": 5, "segment": "new", "points": 3}
    return f"import ruleset; ruleset.load({str(path)!r}).decide('rate', {point!r})"


def import_milliseconds() -> tuple[dict[str, float], list[str]]:
    """Milliseconds of each program less an empty one; and the heavy packages that ours loads."""
    with tempfile.TemporaryDirectory() as folder:
        ours = first_decision(ours_plan(rows_of(100), Path(folder) / "rates.json"))
        programs = {"nothing": "pass", "pydantic": "import pydantic", "ruleset": ours}
        found = _in_turn(programs)
        loaded = subprocess.run(
            [sys.executable, "-c", f"{ours}; import sys; print(*sys.modules)"],
            check=True,
            capture_output=True,
            text=True,
        ).stdout.split()
    spent = {name: found[name] - found["nothing"] for name in ("pydantic", "ruleset")}
    return spent, [name for name in HEAVY if name in loaded]


def _in_turn(programs: Mapping[str, str]) -> dict[str, float]:
    found: dict[str, list[float]] = {name: [] for name in programs}
    for _ in range(ROUNDS):
        for name, program in programs.items():
            start = perf_counter_ns()
            subprocess.run([sys.executable, "-c", program], check=True)
            found[name].append((perf_counter_ns() - start) / 1e6)
    return {name: median(each) for name, each in found.items()}


def load_seconds(rules: int = 10_000, columns: int = 8, distinct: int = 1_000) -> float:
    """Seconds until a compiled file of so many rules and columns can decide, the median of five.

    Every other column holds intervals, `distinct` different ones.
    """
    import ruleset
    from ruleset.plan.codec import write
    from ruleset.plan.compile import compile_workbook

    names = [f"Input {number}" for number in range(1, columns + 1)]
    book = Workbook()
    sheet = book.active
    sheet.title = "Vocabulary"
    sheet.append(["Term", "Type"])
    for number, name in enumerate(names):
        sheet.append([name, ("text", "number")[number % 2]])
    sheet.append(["Outcome", "text"])
    sheet = book.create_sheet("Big")
    sheet.append(["Big", "Hit policy: First"])
    sheet.append([None, *["IF"] * columns, "THEN"])
    sheet.append(["Rule", *names, "Outcome"])
    for rule in range(rules):
        cells = []
        for number in range(columns):
            low = rule * 7 % distinct
            interval = f"[{low}..{low + 100 + number})"
            cells.append(interval if number % 2 else f"v{rule * 7 % (50 + number)}")
        sheet.append([f"r{rule}", *cells, f"o{rule % 30}"])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "big.xlsx"
        book.save(path)
        made = compile_workbook(path)
        assert made.ok and made.plan is not None, made.diagnostics[:3]
        target = Path(folder) / "big.json"
        write(made.plan, target)
        found = []
        for _ in range(5):
            start = perf_counter_ns()
            ruleset.load(target)
            found.append((perf_counter_ns() - start) / 1e9)
    return median(found)


def plan_milliseconds() -> float | None:
    """Milliseconds of `generate_atomic_tasks` for the sample goal, the median; None without it."""
    try:
        from ruleset.tasks.agent import AtomicTaskAgent
    except ImportError:
        return None
    from datetime import date
    from types import SimpleNamespace

    goal = SimpleNamespace(
        category="study",
        title="Apply to MSc CS programs in UK",
        specifications={"target_countries": "UK", "budget": "$20k"},
    )
    agent = AtomicTaskAgent(SimpleNamespace())
    today = date(2026, 3, 1)
    found = []
    for _ in range(60):
        start = perf_counter_ns()
        tasks = agent.generate_atomic_tasks(goal, use_templates=True, enhance=False, today=today)
        found.append((perf_counter_ns() - start) / 1e6)
        assert tasks
    return median(found)
