"""What importing the library and deciding load: no Excel, no parser, no other engine."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import ruleset
from ruleset.plan.codec import write

HEAVY = [
    "openpyxl",
    "pandas",
    "anthropic",
    "durable",
    "durable_rules_engine",
    "pyarrow",
    "django",
    "lark",
    "jinja2",
    "typer",
    "rich",
    "pydantic",
    "babel",
    "pycountry",
    "yaml",
]
DECIDE = """
import ruleset
rules = ruleset.load({path!r})
decision = rules.decide("discount", {{"customer": "vip", "order_value": 20.5}})
assert str(decision.outcome["discount"]) == "15", decision
"""


def modules_after(program: str) -> set[str]:
    """The packages that a fresh interpreter has loaded after the program."""
    shown = subprocess.run(
        [sys.executable, "-c", f"{program}\nimport sys\nprint(*sys.modules)"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return set(shown.split())


@pytest.fixture(scope="module")
def compiled(discount_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("rules") / "discount.json"
    write(ruleset.compile(discount_path).plan, path)
    return path


def test_importing_loads_no_other_module_of_ours() -> None:
    """Names are loaded when they are first used."""
    loaded = modules_after("import ruleset")
    assert {name for name in loaded if name.startswith("ruleset")} == {"ruleset"}


def test_deciding_loads_nothing_heavy(compiled: Path) -> None:
    """Import, load and a decision: the standard library and our run time, and no more."""
    loaded = modules_after(DECIDE.format(path=str(compiled)))
    assert not loaded & set(HEAVY)
    ours = {name for name in loaded if name.startswith("ruleset.")}
    authoring = ("ruleset.workbook", "ruleset.check", "ruleset.cli", "ruleset.tasks")
    assert not {name for name in ours if name.startswith(authoring)}
    assert not ours & {"ruleset.feel.parse", "ruleset.feel.grammar", "ruleset.engine.rete"}


def test_explaining_loads_no_parser_and_no_excel(compiled: Path) -> None:
    """Why, as text, from compiled rules."""
    program = DECIDE.format(path=str(compiled)) + "\nstr(decision.why())\n"
    loaded = modules_after(program)
    assert not loaded & {"openpyxl", "lark", "pandas", "typer", "durable_rules_engine"}
