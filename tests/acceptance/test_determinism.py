"""The same profile, goal, day and rules give the same bytes, whatever the process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

GOALS = Path(__file__).parents[1] / "goals" / "goals.jsonl"
PROGRAM = """
import sys
from ruleset.cli import main
sys.argv[1:] = ["generate", sys.argv[1], "--json", "--today", "2026-11-24"]
main()
"""


def started(seed: str) -> subprocess.Popen[bytes]:
    """A process of its own, with that hash seed, that prints the plans of all goals."""
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(GOALS)],
        env={**os.environ, "PYTHONHASHSEED": seed},
        stdout=subprocess.PIPE,
    )


def test_hash_seeds_change_nothing() -> None:
    """Two processes with different hash seeds print byte-identical plans for the whole set."""
    running = [started("1"), started("4242")]
    first, second = [each.communicate(timeout=120)[0] for each in running]
    assert [each.returncode for each in running] == [0, 0]
    assert first.count(b"\n") == len(GOALS.read_text(encoding="utf-8").splitlines())
    assert first == second
