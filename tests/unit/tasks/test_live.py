"""Rules and templates that follow their files."""

from __future__ import annotations

import logging
import os
import shutil
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from threading import Event, Thread
from threading import enumerate as threads_now

import pytest
from openpyxl import load_workbook

import ruleset
from ruleset.engine.ruleset import Ruleset
from ruleset.errors import CompileError, RulesetError, RulesFileError
from ruleset.plan import codec
from ruleset.plan.form import Constant
from ruleset.tasks import flagship
from ruleset.tasks.agent import AtomicTaskAgent
from ruleset.tasks.library import TEMPLATES_DIRECTORY, TemplateError
from ruleset.tasks.live import LiveRules
from tables import discount_workbook

TODAY = date(2026, 11, 24)
GOAL = {"category": "study", "title": "Apply to MSc CS programs in UK"}


def discount(live: LiveRules) -> object:
    outcome = live.decide("discount", {"customer": "vip"}).outcome
    assert isinstance(outcome, dict)
    return outcome["discount"]


def change_discount(path: Path, value: int) -> None:
    book = load_workbook(path)
    book["Discount"]["D4"] = value
    book.save(path)


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "discount.xlsx"
    discount_workbook(path)
    return path


@pytest.fixture
def compiled(workbook: Path) -> Path:
    path = workbook.with_suffix(".json")
    codec.write(ruleset.compile(workbook).plan, path)
    return path


@pytest.fixture(scope="module")
def few_templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all templates; tests copy what they change."""
    folder = tmp_path_factory.mktemp("templates") / "all"
    shutil.copytree(TEMPLATES_DIRECTORY, folder)
    return folder


def test_a_changed_workbook_is_in_use(workbook: Path) -> None:
    """A change of a cell is seen by the next look, and the version is another."""
    live = ruleset.watch(workbook)
    before = live.rules.version
    assert discount(live) == 15
    assert live.check() is False
    change_discount(workbook, 20)
    assert live.check() is True
    assert discount(live) == 20
    assert live.rules.version != before


def test_changed_rules_are_in_use(workbook: Path, compiled: Path) -> None:
    """The same with compiled rules."""
    live = ruleset.watch(compiled)
    change_discount(workbook, 20)
    codec.write(ruleset.compile(workbook).plan, compiled)
    assert live.check() is True
    assert discount(live) == 20


def test_same_time_and_size_are_no_alibi(workbook: Path, compiled: Path) -> None:
    """A file changed within one tick of its clock, at the same size, is still seen as changed."""
    live = ruleset.watch(compiled)
    found = compiled.stat()
    change_discount(workbook, 20)
    codec.write(ruleset.compile(workbook).plan, compiled)
    os.utime(compiled, ns=(found.st_atime_ns, found.st_mtime_ns))
    assert compiled.stat().st_size == found.st_size
    assert live.check() is True
    assert discount(live) == 20


def test_a_touched_file_changes_nothing(compiled: Path) -> None:
    """A new time without new content keeps the very same rules."""
    live = ruleset.watch(compiled)
    before = live.current
    os.utime(compiled, ns=(1, 1))
    assert live.check() is False
    assert live.current is before


def test_uses_look_at_most_once_in_the_interval(workbook: Path, compiled: Path) -> None:
    """Within the interval no use looks at the files; after it the next use does."""
    patient = ruleset.watch(compiled, every_seconds=3600)
    eager = ruleset.watch(compiled, every_seconds=0)
    change_discount(workbook, 20)
    codec.write(ruleset.compile(workbook).plan, compiled)
    assert discount(patient) == 15
    assert discount(eager) == 20
    assert patient.reload() is True
    assert discount(patient) == 20


DAMAGES: dict[str, Callable[[Path], object]] = {
    "half written": lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
    "empty": lambda path: path.write_bytes(b""),
    "gone": lambda path: path.unlink(),
    "other bytes": lambda path: path.write_bytes(b"\x00\xff" * 500),
}


@pytest.mark.parametrize("suffix", [".xlsx", ".json"])
@pytest.mark.parametrize("damage", DAMAGES)
def test_a_broken_file_changes_nothing(
    workbook: Path,
    compiled: Path,
    suffix: str,
    damage: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The old rules stay, the problem is told once in the log, and a good file ends it."""
    path = workbook.with_suffix(suffix)
    good = path.read_bytes()
    live = ruleset.watch(path)
    before = live.current
    with caplog.at_level(logging.WARNING, "ruleset.live"):
        DAMAGES[damage](path)
        assert live.check() is False
        assert live.reload() is False
    assert live.current is before
    assert discount(live) == 15
    assert live.problem
    assert len([each for each in caplog.records if "stay in use" in each.message]) == 1
    path.write_bytes(good)
    assert live.check() is False
    assert live.problem is None


def test_an_error_in_a_cell_is_told_with_its_cell(workbook: Path) -> None:
    """The problem of a workbook that does not compile names the cell."""
    live = ruleset.watch(workbook)
    book = load_workbook(workbook)
    book["Discount"]["B4"] = "vipp"
    book.save(workbook)
    assert live.check() is False
    assert live.problem is not None
    assert "Discount!B4" in live.problem


def test_there_must_be_good_rules_to_begin_with(tmp_path: Path, few_templates: Path) -> None:
    """What is broken from the start raises as loading it does."""
    with pytest.raises(RulesFileError):
        ruleset.watch(tmp_path / "none.json")
    with pytest.raises(CompileError):
        ruleset.watch(tmp_path / "none.xlsx")
    with pytest.raises(TemplateError):
        ruleset.watch(flagship.rules_path(), templates=tmp_path)


def test_templates_are_swapped_with_the_rules(few_templates: Path, tmp_path: Path) -> None:
    """A changed template is in the next plan; a broken one, or one that rules miss, is not."""
    folder = tmp_path / "templates"
    shutil.copytree(few_templates, folder)
    live = ruleset.watch(flagship.rules_path(), templates=folder)
    agent = AtomicTaskAgent({}, live=live)
    path = folder / "countries" / "visa_apply_gb.md"
    good = path.read_text(encoding="utf-8")

    def titles() -> list[str]:
        live.check()
        return [task["title"] for task in agent.generate_atomic_tasks(GOAL, today=TODAY)]

    before = titles()
    path.write_text(good.replace("title: Apply", "title: Now apply"), encoding="utf-8")
    changed = titles()
    assert [each for each in changed if each not in before] == [
        "Now apply for the UK Student visa on GOV.UK and set up your eVisa"
    ]
    path.write_text(good.replace("minutes: 120", "minutes: long"), encoding="utf-8")
    assert titles() == changed
    assert live.problem is not None
    assert "visa_apply_gb.md" in live.problem
    path.unlink()
    assert titles() == changed
    assert live.problem is not None
    assert "`visa_apply_gb`" in live.problem
    path.write_text(good, encoding="utf-8")
    assert titles() == before
    assert live.problem is None


def test_no_plan_mixes_versions(tmp_path: Path, few_templates: Path) -> None:
    """While a thread swaps two contents for ever, every plan is wholly of the one or the other."""
    folder = tmp_path / "templates"
    shutil.copytree(few_templates, folder)
    rules = tmp_path / "rules.json"
    first = flagship.rules_path().read_text(encoding="utf-8")
    plan = codec.parse(first)
    second = codec.dump(codec.sealed(type(plan)("other", plan.vocabulary, plan.decisions)))
    path = folder / "countries" / "visa_apply_gb.md"
    good = path.read_text(encoding="utf-8")
    contents = [(first, good), (second, good.replace("title: Apply", "title: Now apply"))]

    def put(content: tuple[str, str]) -> None:
        path.write_text(content[1], encoding="utf-8")
        rules.write_text(content[0], encoding="utf-8")

    put(contents[0])
    live = ruleset.watch(rules, templates=folder, every_seconds=3600)
    seen = [(live.current.versions, "Apply")]
    put(contents[1])
    assert live.reload()
    seen.append((live.current.versions, "Now apply"))
    known = dict(seen)
    over, found, problems = Event(), [], []

    def plans() -> None:
        while not over.wait(0.005):
            made = AtomicTaskAgent({}, live=live).plan(
                GOAL, today=TODAY, milestone_types=["visa_process"]
            )
            versions = (made.ruleset_version, made.templates_version)
            (title,) = [t["title"] for t in made.tasks if t["template_id"] == "visa_apply_gb"]
            found.append(versions)
            if not title.startswith(known[versions]):
                problems.append((versions, title))
            if {task["ruleset_version"] for task in made.tasks} != {versions[0]}:
                problems.append((versions, "tasks"))

    threads = [Thread(target=plans) for _ in range(2)]
    for thread in threads:
        thread.start()
    for turn in range(6):
        put(contents[turn % 2])
        assert live.reload()
    over.set()
    for thread in threads:
        thread.join()
    assert problems == []
    assert set(found) <= set(known)
    assert len(set(found)) == 2


def test_a_thread_follows_the_file(compiled: Path, workbook: Path) -> None:
    """Started, it looks by itself, and uses no longer do; stopped, it has ended."""
    with ruleset.watch(compiled, every_seconds=0.01) as live:
        change_discount(workbook, 20)
        codec.write(ruleset.compile(workbook).plan, compiled)
        end = time.monotonic() + 10
        while discount(live) != 20 and time.monotonic() < end:
            time.sleep(0.01)
        assert discount(live) == 20
    assert "ruleset-live" not in {each.name for each in threads_now()}


def test_rules_beside_live_ones_are_refused(compiled: Path) -> None:
    """An agent takes its content from one place."""
    live = ruleset.watch(compiled)
    with pytest.raises(RulesetError):
        AtomicTaskAgent({}, live=live, rules=flagship.rules())


def test_rates_come_from_the_rules() -> None:
    """A rate changed in the tables changes what a budget in that currency is worth."""
    plan = flagship.rules().plan
    table = plan.by_name["exchange_rate"]
    rows = tuple(
        replace(row, outputs=(Constant(Decimal(2)),)) if row.id == "gbp" else row
        for row in table.rules
    )
    tables = tuple(replace(each, rules=rows) if each is table else each for each in plan.decisions)
    changed = Ruleset(replace(plan, decisions=tables))
    goal = {**GOAL, "specifications": {"budget": "£10k"}}
    plans = [
        AtomicTaskAgent({}, rules=rules).plan(goal, today=TODAY)
        for rules in (flagship.rules(), changed)
    ]
    assert [each.facts["yearly_budget"].value for each in plans] == [12700, 20000]
