"""The command line as its users meet it: what it prints, its exit codes, its errors."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner, Result

import ruleset
from ruleset.cli import app as cli


def call(*arguments: str | Path, stdin: str | None = None) -> Result:
    """What the command line does with these arguments."""
    return CliRunner().invoke(cli.app, [str(each) for each in arguments], input=stdin)


def test_new_writes_a_workbook_that_passes_everything(tmp_path: Path) -> None:
    """The starter has no finding, compiles on both engines, and its tests pass."""
    book = tmp_path / "tables" / "starter.xlsx"
    assert call("new", book).exit_code == 0
    checked = call("check", book, "--format", "json")
    assert checked.exit_code == 0
    assert json.loads(checked.stdout) == []
    assert call("test", book).exit_code == 0
    made = call("compile", book, "--out", tmp_path / "rules")
    assert made.exit_code == 0, made.output
    assert ruleset.load(tmp_path / "rules" / "starter.json").decisions


def test_new_overwrites_nothing(tmp_path: Path) -> None:
    """A file that exists is left as it is."""
    book = tmp_path / "mine.xlsx"
    book.write_text("precious")
    result = call("new", book)
    assert result.exit_code != 0
    assert "exists already" in str(result.exception)
    assert book.read_text() == "precious"


def test_check_lists_findings_as_json(discount_path: Path, tmp_path: Path) -> None:
    """Each finding has code, severity, message, cell and help; an error makes exit code 1."""
    book = load_workbook(discount_path)
    book["Discount"]["B4"] = "vipp"
    book.save(tmp_path / "bad.xlsx")
    result = call("check", tmp_path / "bad.xlsx", "--format", "json")
    assert result.exit_code == 1
    (found,) = json.loads(result.stdout)
    assert {key: found[key] for key in ("code", "severity", "cell")} == {
        "code": "RS302",
        "severity": "error",
        "cell": "Discount!B4",
    }
    assert "vipp" in found["message"]
    assert "`vip`" in found["help"]


def test_check_prints_the_cell_and_the_mend(discount_path: Path, tmp_path: Path) -> None:
    """The text form underlines what is wrong."""
    book = load_workbook(discount_path)
    book["Discount"]["C5"] = ">= "
    book.save(tmp_path / "bad.xlsx")
    result = call("check", tmp_path / "bad.xlsx")
    assert result.exit_code == 1
    for part in ("error[RS301]", "Discount!C5", "^", "help:", "1 workbook checked: 1 error"):
        assert part in result.output


def test_compile_check_tells_when_out_of_step(discount_path: Path, tmp_path: Path) -> None:
    """In step after compiling, out of step after a change; --check writes nothing."""
    out = tmp_path / "rules"
    arguments = ("compile", discount_path, "--out", out)
    assert call(*arguments, "--check").exit_code == 1
    assert not out.exists()
    assert call(*arguments, "--no-cross-check").exit_code == 0
    assert call(*arguments, "--check").exit_code == 0
    target = out / "discount.json"
    target.write_text(target.read_text().replace("vip", "VIP"))
    result = call(*arguments, "--check")
    assert result.exit_code == 1
    assert "RS504" in result.output


def test_compile_writes_nothing_for_a_faulty_workbook(discount_path: Path, tmp_path: Path) -> None:
    """The old file stays when the new workbook has an error."""
    book = load_workbook(discount_path)
    book["Discount"]["B1"] = "Hit policy: Best"
    book.save(tmp_path / "discount.xlsx")
    out = tmp_path / "rules"
    assert call("compile", discount_path, "--out", out, "--no-cross-check").exit_code == 0
    before = (out / "discount.json").read_bytes()
    assert call("compile", tmp_path / "discount.xlsx", "--out", out).exit_code == 1
    assert (out / "discount.json").read_bytes() == before


def test_test_shows_expected_got_and_the_row(discount_path: Path, tmp_path: Path) -> None:
    """A failing case names its cell, both values and the deciding row."""
    book = load_workbook(discount_path)
    sheet = book.create_sheet("Tests")
    for row in (
        ["Test", "Decision", "Customer", "Expect Discount"],
        ["right", "Discount", "vip", 15],
        ["wrong", "Discount", "vip", 20],
    ):
        sheet.append(row)
    book.save(tmp_path / "tested.xlsx")
    result = call("test", tmp_path / "tested.xlsx")
    assert result.exit_code == 1
    for part in ("wrong", "Tests!D3", "expected `20`", "got `15`", "Discount!A4", "1 test passed"):
        assert part in result.output


def test_decide_takes_facts_as_cells_and_as_json(discount_path: Path, tmp_path: Path) -> None:
    """`--fact` reads a value as a cell would be, JSON by its own types; both decide alike."""
    words = call(
        "decide", "Discount", "--workbook", discount_path, "--json",
        "--fact", "Customer=regular", "--fact", "order_value=1.5k",
    )  # fmt: skip
    assert words.exit_code == 0, words.output
    answer = json.loads(words.stdout)
    assert answer["outcome"] == {"discount": 10}
    assert answer["rules"] == [{"id": "regular", "rule_number": 2, "cell": "Discount!A5"}]
    facts = '{"customer": "regular", "order_value": 1500}'
    piped = call("decide", "discount", "--workbook", discount_path, "--json", stdin=facts)
    assert json.loads(piped.stdout) == answer
    file = tmp_path / "facts.json"
    file.write_text(facts)
    named = call("decide", "discount", "--workbook", discount_path, "--json", "--facts", file)
    assert json.loads(named.stdout) == answer


BAD_CALLS: list[tuple[list[str], str]] = [
    (["--fact", "customer"], "term=value"),
    (["--fact", "custmer=vip"], "did you mean `customer`"),
    (["--fact", "customer=vipp"], "did you mean `vip`"),
    (["--fact", "order_value=lots"], "order_value"),
    (["--engine", "magic"], "`masks`"),
]


@pytest.mark.parametrize(("arguments", "said"), BAD_CALLS)
def test_a_wrong_fact_is_told_by_name(discount_path: Path, arguments: list[str], said: str) -> None:
    """The message says what to write instead; nothing is printed as an answer."""
    result = call("decide", "discount", "--workbook", discount_path, *arguments, stdin="{}")
    assert result.exit_code != 0
    assert said in result.output + str(result.exception)


@pytest.mark.parametrize("text", ["[1]", "{", "nonsense", "[" * 100_000])
def test_facts_that_are_no_object_are_refused(discount_path: Path, text: str) -> None:
    """Standard input must hold one JSON object."""
    result = call("decide", "discount", "--workbook", discount_path, stdin=text)
    assert isinstance(result.exception, ruleset.RulesetError)


def test_explain_writes_a_page_and_says_why_not(discount_path: Path, tmp_path: Path) -> None:
    """Text on the terminal, a self-contained page on request, a named row's failing cells."""
    facts = ("--fact", "customer=regular", "--fact", "order_value=20")
    base = ("explain", "discount", "--workbook", discount_path, *facts)
    assert "otherwise" in call(*base).output
    page = tmp_path / "why.html"
    assert call(*base, "--html", page).exit_code == 0
    html = page.read_text(encoding="utf-8")
    assert "Discount" in html
    assert "http://" not in html.replace("http://www.w3.org", "")
    told = call(*base, "--why-not", "regular").output
    assert "Discount!C5" in told or ">= 100" in told
    plain = json.loads(call(*base, "--json").stdout)
    assert plain["decision"] == "discount"


GOAL: dict[str, Any] = {
    "id": "g1",
    "profile": {},
    "goal": {
        "category": "study",
        "title": "Apply to MSc CS programs in UK",
        "specifications": {"target_countries": "UK", "budget": "$20k"},
    },
}


def test_generate_prints_one_plan_a_line(tmp_path: Path) -> None:
    """JSON Lines in, JSON Lines out, in order, with the facts that callers rely on."""
    goals = tmp_path / "goals.jsonl"
    goals.write_text("\n".join(json.dumps(GOAL | {"id": name}) for name in ("a", "b")) + "\n")
    result = call("generate", goals, "--json", "--today", "2026-11-24")
    assert result.exit_code == 0, result.output
    first, second = map(json.loads, result.stdout.splitlines())
    assert (first["id"], second["id"]) == ("a", "b")
    values = {name: fact["value"] for name, fact in first["facts"].items()}
    assert values["countries"] == ["GB"]
    assert values["budget_usd_per_year"] == [20000, 20000]
    assert values["budget_tier"] == "standard"
    assert values["milestone_type"] == "applications"
    assert values["experience_level"] is None
    assert len(first["tasks"]) == 14
    assert {**first, "id": None} == {**second, "id": None}


@pytest.mark.parametrize("text", ["", "[]x", '{"a": 1}', "5", '{"goal": '])
def test_generate_refuses_what_holds_no_goal(text: str) -> None:
    """The error names the line or the goal."""
    result = call("generate", "-", stdin=text)
    assert isinstance(result.exception, ruleset.RulesetError)


def test_demo_makes_a_plan_and_a_page(tmp_path: Path) -> None:
    """The main job on embedded defaults: tasks with the row that chose each, and a page."""
    page = tmp_path / "demo.html"
    result = call("demo", "--html", page, "--today", "2026-11-24")
    assert result.exit_code == 0, result.output
    assert "Template!A" in result.output
    assert page.stat().st_size > 1000


def test_errors_leave_no_traceback(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """`main` turns the library's errors into one line and exit code 1."""
    missing = tmp_path / "none.json"
    monkeypatch.setattr(sys, "argv", ["ruleset", "decide", "x", "--rules", str(missing)])
    with pytest.raises(SystemExit) as caught:
        cli.run()
    assert caught.value.code == 1


def test_explain_prints_the_page_of_a_code() -> None:
    """A code in place of a decision: its page, with both examples; an unknown code is refused."""
    result = call("explain", "RS302")
    assert result.exit_code == 0
    for part in ("RS302", "Why it matters", "A bad example", "UKK", "How to mend it"):
        assert part in result.output
    assert call("explain", "RS399").exit_code != 0
