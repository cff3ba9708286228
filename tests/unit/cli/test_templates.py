"""`ruleset templates`: what it lists, shows, checks and previews."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from ruleset.cli import app as cli
from ruleset.tasks import flagship
from ruleset.tasks.library import TEMPLATES_DIRECTORY

DAY = ("--today", "2026-11-24")


def call(*arguments: str | Path) -> Result:
    """What the command line does with these arguments."""
    return CliRunner().invoke(cli.app, ["templates", *map(str, arguments)])


def test_list_names_every_template() -> None:
    """A line a template, with milestone, minutes, needs, countries and review day."""
    result = call("list")
    assert result.exit_code == 0
    for template in flagship.library().values():
        line = next(x for x in result.output.splitlines() if x.startswith(f"{template.id} "))
        for part in (template.milestone, str(template.minutes), *template.countries):
            assert part in line
        if template.review is not None:
            assert template.review.isoformat() in line
    assert f"{len(flagship.library())} templates" in result.output


def test_list_as_json_and_of_one_milestone() -> None:
    """JSON gives one object a line; `--milestone` keeps its templates only."""
    result = call("list", "--json", "--milestone", "visa_process")
    rows = [json.loads(line) for line in result.output.splitlines()]
    assert {row["milestone"] for row in rows} == {"visa_process"}
    (row,) = [row for row in rows if row["id"] == "visa_apply_gb"]
    assert (row["countries"], row["minutes"]) == (["GB"], 120)


def test_show_prints_a_template_as_written() -> None:
    """The body with its tags, the definition of done and the sources."""
    result = call("show", "visa_apply_gb")
    assert result.exit_code == 0
    for part in ("{% if program_start_date %}", "50 %", "https://www.gov.uk/student-visa"):
        assert part in result.output


@pytest.mark.parametrize("command", ["show", "preview"])
def test_an_unknown_id_suggests_a_near_one(command: str) -> None:
    """Exit code 2, and the nearest id."""
    result = call(command, "visa_aply_gb")
    assert result.exit_code == 2
    assert "visa_apply_gb" in result.output


def test_check_passes() -> None:
    """The library's templates have no finding."""
    result = call("check", *DAY)
    assert result.exit_code == 0, result.output
    assert f"{len(flagship.library())} templates checked: nothing to mend" in result.output


def test_check_fails_on_an_error_and_prints_its_place(tmp_path: Path) -> None:
    """A template that no rule selects makes exit code 1; text and JSON name file and line."""
    folder = tmp_path / "templates"
    shutil.copytree(TEMPLATES_DIRECTORY, folder)
    text = (folder / "career" / "networking_next_step.md").read_text(encoding="utf-8")
    (folder / "career" / "extra.md").write_text(
        text.replace("id: networking_next_step", "id: extra"), encoding="utf-8"
    )
    result = call("check", "--templates", folder, *DAY)
    assert result.exit_code == 1
    assert "error[RS603]: no rule selects the template `extra`" in result.output
    assert "--> career/extra.md:2" in result.output
    found = json.loads(call("check", "--templates", folder, *DAY, "--format", "json").stdout)
    assert [(each["code"], each["file"]) for each in found] == [("RS603", "career/extra.md:2")]


def test_check_tells_all_problems_of_broken_files(tmp_path: Path) -> None:
    """Files that cannot be read are findings too, each with file and line."""
    (tmp_path / "one.md").write_text("no front matter", encoding="utf-8")
    (tmp_path / "two.md").write_text("---\nid: two\n---\ntext\n", encoding="utf-8")
    result = call("check", "--templates", tmp_path, *DAY)
    assert result.exit_code == 1
    assert "one.md:1" in result.output
    assert "two.md:" in result.output
    assert "error[RS601]" in result.output


def test_check_minds_the_day() -> None:
    """Years later the reviews are overdue."""
    result = call("check", "--today", "2099-01-01")
    assert result.exit_code == 1
    assert "was to be read again by" in result.output


def test_preview_says_that_the_person_is_a_sample() -> None:
    """Without a goal a sample person is shown, and called so."""
    result = call("preview", "visa_apply_de", *DAY)
    assert result.exit_code == 0
    assert "sample person, made up" in result.output
    assert "{%" not in result.output
    for template in ("networking_warm_intro_leveraged", "scholarships_bolashak_kz"):
        assert call("preview", template, *DAY).exit_code == 0


def test_preview_of_a_goal(tmp_path: Path) -> None:
    """With a goal, its own facts stand in the text, with their origins; none is made up."""
    path = tmp_path / "goal.json"
    goal = {"category": "study", "title": "MSc Physics in Germany"}
    path.write_text(json.dumps({"profile": {}, "goal": goal}), encoding="utf-8")
    result = call("preview", "university_research_standard", "--goal", path, "--json", *DAY)
    shown = json.loads(result.output)
    assert shown["title"] == "Build a shortlist of Physics programmes in Germany that fit you"
    assert all("goal.title" in used["origin"] for used in shown["facts_used"])
    lacking = call("preview", "networking_warm_intro", "--goal", path, *DAY)
    assert lacking.exit_code == 1
    assert "contact_name" in str(lacking.exception)
