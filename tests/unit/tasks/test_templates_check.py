"""Templates against rules and facts: each kind of finding at its place, none where all is well."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ruleset.diagnostics import Diagnostic, Severity
from ruleset.engine.ruleset import Ruleset
from ruleset.plan.form import ANYTHING, Accepts, CompiledRule, Constant
from ruleset.space.value_set import ValueSet, point
from ruleset.tasks import flagship
from ruleset.tasks.fact_names import KNOWN_FACTS
from ruleset.tasks.library import TEMPLATES_DIRECTORY, load_templates
from ruleset.tasks.sample import producible_facts, sample_facts
from ruleset.tasks.templates_check import check_templates

TODAY = date(2026, 11, 24)


def found(
    rules: Ruleset | None = None, folder: Path | None = None, today: date = TODAY
) -> list[tuple[str, str, str]]:
    """(code, place, message) of each finding."""
    library = load_templates(folder)
    made = check_templates(
        library, rules or flagship.rules(), today=today, directory=folder or TEMPLATES_DIRECTORY
    )
    return [(each.code, _place(each), each.message) for each in made]


def _place(each: Diagnostic) -> str:
    return str(each.cell) if each.cell is not None else str(each.path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "templates"
    shutil.copytree(TEMPLATES_DIRECTORY, made)
    return made


def edited(path: Path, old: str, new: str) -> int:
    """The line, from 1, at which the one occurrence of `old` became `new`."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    return text.count("\n", 0, text.index(old)) + 1


def changed(id: str, change: Callable[[CompiledRule], CompiledRule | None]) -> Ruleset:
    """The library's rules with one row of the template decision changed, or taken out."""
    plan = flagship.rules().plan
    table = plan.by_name["template"]
    rows = []
    for row in table.rules:
        new = change(row) if row.id == id else row
        rows += [new] if new is not None else []
    tables = tuple(
        replace(each, rules=tuple(rows)) if each is table else each for each in plan.decisions
    )
    return Ruleset(replace(plan, decisions=tables))


def cell(id: str, term: str) -> str:
    """The address of a row's cell in the template decision."""
    table = flagship.rules().plan.by_name["template"]
    row = next(each for each in table.rules if each.id == id)
    clause = next(each for each in (*table.inputs, *table.outputs) if each.term == term)
    return str(table.cell(row, clause))


def test_the_library_passes() -> None:
    """The library's own templates and rules have no finding, not even a warning."""
    assert found() == []


def test_a_rule_that_names_no_template() -> None:
    """RS602 stands at the cell of the rule, with the near name."""
    rules = changed("visa-apply-gb", lambda row: replace(row, outputs=(Constant("visa_aply_gb"),)))
    codes = {(code, place) for code, place, _ in found(rules)}
    assert ("RS602", cell("visa-apply-gb", "template")) in codes
    made = check_templates(flagship.library(), rules, today=TODAY)
    assert made[0].help == "did you mean `visa_apply_gb`?"
    assert made[0].rule == "visa-apply-gb"


def test_a_template_that_no_rule_names() -> None:
    """RS603 stands at the template's id."""
    rules = changed("visa-apply-gb", lambda row: None)
    assert found(rules) == [
        (
            "RS603",
            "countries/visa_apply_gb.md:2",
            "no rule selects the template `visa_apply_gb`",
        )
    ]


def test_a_template_that_others_always_hide() -> None:
    """RS603 too when two others that need no more always stand before it; those are chosen."""
    plan = flagship.rules().plan
    table = plan.by_name["template"]
    first, then = (row for row in table.rules if row.id in ("exam-first", "exam-next"))
    always = [
        replace(then, id=name, outputs=(Constant(template),))
        for name, template in (
            ("a", "visa_process_first_step"),
            ("b", "visa_process_next_step"),
            ("c", "exam_prep_first_step"),
        )
    ]
    others = [row for row in table.rules if row.tests[0] != then.tests[0]]
    others = [row for row in others if not row.id.startswith("visa-")]
    rows = [replace(row, rule_number=at) for at, row in enumerate([*others, *always], start=1)]
    tables = tuple(
        replace(each, rules=tuple(rows)) if each is table else each for each in plan.decisions
    )
    hidden = "`exam_prep_first_step` can never be chosen: others always come first"
    messages = [
        message
        for code, _, message in found(Ruleset(replace(plan, decisions=tables)))
        if code == "RS603"
    ]
    assert first.output_texts == ("exam_prep_first_step",)
    assert hidden in messages
    assert not any("visa_process_next_step" in each for each in messages)


def test_a_required_fact_that_nothing_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    """RS604 for a required fact, RS605 (a warning) for an optional one, at the field's line."""
    sample = {
        name: fact
        for name, fact in producible_facts(flagship.rules(), flagship.library(), TODAY).items()
        if name not in ("exam_date", "exam_month")
    }
    monkeypatch.setattr("ruleset.tasks.templates_check.producible_facts", lambda *_: sample)
    made = check_templates(flagship.library(), flagship.rules(), today=TODAY)
    codes = {(each.code, each.severity, str(each.path)) for each in made}
    path = "study/ielts_prep_intensive.md"
    lines = (TEMPLATES_DIRECTORY / path).read_text(encoding="utf-8").splitlines()
    line = next(at for at, text in enumerate(lines, start=1) if text.startswith("requires:"))
    assert ("RS604", Severity.ERROR, f"{path}:{line}") in codes
    warned = {each.path for each in made if each.code == "RS605"}
    assert any(str(each).startswith("study/ielts_registration_budget.md") for each in warned)
    assert {each.severity for each in made if each.code == "RS605"} == {Severity.WARNING}


def test_a_template_that_does_not_render(monkeypatch: pytest.MonkeyPatch) -> None:
    """RS606 says for whom: here whoever has a budget that is no amount."""
    sample = producible_facts(flagship.rules(), flagship.library(), TODAY)
    broken = {**sample, "yearly_budget": replace(sample["yearly_budget"], value=True)}
    monkeypatch.setattr("ruleset.tasks.templates_check.producible_facts", lambda *_: broken)
    made = check_templates(flagship.library(), flagship.rules(), today=TODAY)
    assert {each.code for each in made} == {"RS606"}
    assert any("`yearly_budget`" in each.message for each in made)


@pytest.mark.parametrize(
    ("today", "severity"),
    [
        (date(2027, 4, 30), None),
        (date(2027, 5, 1), Severity.WARNING),
        (date(2027, 5, 31), Severity.WARNING),
        (date(2027, 6, 1), Severity.ERROR),
    ],
)
def test_review_days(folder: Path, today: date, severity: Severity | None) -> None:
    """RS607 warns thirty days before a review day and is an error once it is over."""
    for path in folder.rglob("*.md"):
        text = path.read_text(encoding="utf-8").replace("review: ", "review: 2029-01-01 # ")
        path.write_text(text, encoding="utf-8")
    path = folder / "countries" / "visa_apply_gb.md"
    line = edited(path, "review: 2029-01-01 # ", "review: 2027-05-31 # ")
    made = check_templates(load_templates(folder), flagship.rules(), today=today, directory=folder)
    expected = (
        [] if severity is None else [("RS607", severity, f"countries/visa_apply_gb.md:{line}")]
    )
    assert [(each.code, each.severity, str(each.path)) for each in made] == expected


def _with_country(row: CompiledRule, test: Any) -> CompiledRule:
    table = flagship.rules().plan.by_name["template"]
    at = [each.term for each in table.inputs].index("country")
    return replace(row, tests=(*row.tests[:at], test, *row.tests[at + 1 :]))


@pytest.mark.parametrize(
    "test",
    [ANYTHING, Accepts(ValueSet.of([point("GB"), point("IE")])), Accepts(ValueSet((), True))],
    ids=["any country", "one too many", "missing"],
)
def test_a_template_of_another_country(test: Any) -> None:
    """RS608 stands at the country's cell of a row that offers a template beyond its countries."""
    rules = changed("visa-apply-gb", lambda row: _with_country(row, test))
    assert ("RS608", cell("visa-apply-gb", "country")) in {each[:2] for each in found(rules)}


def test_a_template_of_another_category() -> None:
    """RS609 stands at the milestone's cell of a row that offers a study task to a career goal."""
    rules = changed("net-next", lambda row: replace(row, outputs=(Constant("sop_full_draft"),)))
    assert ("RS609", cell("net-next", "milestone_type")) in {each[:2] for each in found(rules)}


def test_every_known_fact_can_be_produced() -> None:
    """Extraction and rules yield every fact's name from fields that the backend has."""
    made = producible_facts(flagship.rules(), flagship.library(), TODAY)
    assert set(KNOWN_FACTS) - set(made) == set()
    for fact in made.values():
        assert fact.origin.strip()


def test_the_sample_fits_the_country_asked_for() -> None:
    """The sample person of a preview aims for the country of the template."""
    facts = sample_facts(flagship.rules(), flagship.library(), TODAY, country="DE")
    assert (facts["country"].value, facts["country_name"].value) == ("DE", "Germany")
