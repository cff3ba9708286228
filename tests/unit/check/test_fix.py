"""Mends: what is changed, cell by cell, what is left alone, and that no outcome changes."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from typer.testing import CliRunner

from faults import Change, put, sound
from rich_workbook import EXTRA, parts_of, rich_workbook
from ruleset.check import fix as fixing
from ruleset.check.difference import difference
from ruleset.check.fix import Fixed, NotProvenError, fix
from ruleset.cli import app as cli
from ruleset.errors import RulesetError
from ruleset.plan.compile import Compilation, compile_workbook
from tables import table, write_workbook
from unit.workbook import raw_workbook as raw

# openpyxl says so when it reads what this library keeps.
pytestmark = pytest.mark.filterwarnings("ignore:Sparkline Group extension:UserWarning")


def fixed(path: Path, change: Change, *, merge: bool = False) -> tuple[Fixed, Path]:
    """The sound workbook changed and mended: what was done, and the copy."""
    if not path.exists():
        sound(path)
    book = load_workbook(path, rich_text=True)
    change(book)
    book.save(path)
    target = path.with_name("copy.xlsx")
    return fix(path, target, merge=merge), target


def merged(book: Workbook) -> None:
    book["Offer"]["F5"] = None
    book["Offer"].merge_cells("F4:F5")
    book["Offer"]["F4"] = " urgent"


def merged_dates(book: Workbook) -> None:
    book["Offer"]["D4"] = date(2026, 1, 1)
    book["Offer"].merge_cells("D4:D5")


MENDS: list[tuple[str, Change, dict[str, Any]]] = [
    ("spaces around", put("B4", "  UK "), {"B4": "UK"}),
    ("a non-breaking space", put("B4", "UK\u00a0"), {"B4": "UK"}),
    ("an invisible space", put("B4", "U\u200bK"), {"B4": "UK"}),
    ("curved quotes", put("B4", "“UK”"), {"B4": '"UK"'}),
    ("an odd hyphen", put("F4", "e‑mail"), {"F4": "e-mail"}),
    ("an id", put("A5", None), {"A5": "offer-5"}),
    ("an operator without space", put("C4", "<15000"), {"C4": "< 15000"}),
    ("a list without spaces", put("B4", "UK,IE"), {"B4": "UK, IE"}),
    ("merged cells", merged, {"F4": "urgent", "F5": "urgent"}),
    ("merged dates", merged_dates, {"D5": date(2026, 1, 1)}),
    ("a header", put("B3", " Country"), {"B3": "Country"}),
    ("an output", put("G4", "gold "), {"G4": "gold"}),
]


@pytest.mark.parametrize(("name", "change", "cells"), MENDS, ids=lambda each: str(each)[:30])
def test_a_safe_mend(tmp_path: Path, name: str, change: Change, cells: dict[str, Any]) -> None:
    """The cell holds what a person would write; nothing is found there any more; it is proven."""
    done, copy = fixed(tmp_path / "book.xlsx", change)
    sheet = load_workbook(copy)["Offer"]
    for address, value in cells.items():
        found = sheet[address].value
        assert (found.date() if hasattr(found, "date") else found) == value
    assert {str(each.cell) for each in done.mends} == {f"Offer!{address}" for address in cells}
    assert "means the same" in done.proof
    after = compile_workbook(copy)
    assert after.ok
    assert [str(each) for each in after.diagnostics if each.code.startswith("RS11")] == []
    before = compile_workbook(tmp_path / "book.xlsx")
    if before.ok:
        assert before.plan is not None and after.plan is not None
        assert difference(before.plan, after.plan).no_change


LEFT_ALONE: list[tuple[str, Change]] = [
    ("nothing to mend", put("B4", "UK")),
    ("a range with a dash, which people write", put("C5", "15000–30000")),
    ("thousands separators", put("C4", "< 15,000")),
    ("words of a phrase list with quotes", put("F4", '"very urgent",urgent')),
    ("a note with curved quotes", put("D2", "“home”", "Vocabulary")),
    ("letters of two alphabets: only a person knows which", put("F4", "vіsa")),
]


@pytest.mark.parametrize(("name", "change"), LEFT_ALONE, ids=lambda each: str(each)[:30])
def test_what_is_left_alone(tmp_path: Path, name: str, change: Change) -> None:
    """No mend, and no copy."""
    done, copy = fixed(tmp_path / "book.xlsx", change)
    assert done.mends == ()
    assert not copy.exists()


def test_formats_inside_of_a_text_are_not_lost(tmp_path: Path) -> None:
    """Such a cell is left, and said to be."""

    def change(book: Workbook) -> None:
        book["Offer"]["B4"] = CellRichText(TextBlock(InlineFont(b=True), " U"), "K")

    done, _ = fixed(tmp_path / "book.xlsx", change)
    assert done.mends == ()
    (left,) = done.left
    assert left.startswith("Offer!B4: parts of its text")


def test_only_the_mended_sheet_changes(tmp_path: Path) -> None:
    """Every other part of the package is as it was, byte for byte."""
    path = rich_workbook(tmp_path / "book.xlsx")
    parts = parts_of(path)
    name = "xl/worksheets/sheet2.xml"
    assert b"<t>UK</t>" in parts[name]
    parts[name] = parts[name].replace(b"<t>UK</t>", b"<t>UK\xc2\xa0</t>")
    raw.write(path, parts)
    done = fix(path, tmp_path / "copy.xlsx")
    assert done.mends
    new = parts_of(tmp_path / "copy.xlsx")
    changed = {part for part in parts if parts[part] != new[part]}
    assert changed == {name}
    assert all(new[part] == content for part, content in EXTRA.items())


def test_unmerged_cells_look_like_the_first_one(tmp_path: Path) -> None:
    """Also where the text of the first one was mended itself."""

    def change(book: Workbook) -> None:
        merged(book)
        book["Offer"]["F4"].font = Font(name="Georgia")

    _, copy = fixed(tmp_path / "book.xlsx", change)
    assert load_workbook(copy)["Offer"]["F5"].font.name == "Georgia"


def mergeable(path: Path) -> Path:
    return write_workbook(
        path,
        [("Country", "text", "UK, IE, DE"), ("Offer", "text", "gold, none")],
        {
            "Offer": table(
                "Offer", "First", ["Country"], ["Offer"],
                [["uk", "UK", "gold"], ["ie", "IE", "gold"], ["otherwise", "", "none"]],
            )
        },
    )  # fmt: skip


def test_rows_are_merged_when_asked_for(tmp_path: Path) -> None:
    """The upper row takes in the lower one; the semantic difference proves that nothing changes."""
    path = mergeable(tmp_path / "book.xlsx")
    assert fix(path, tmp_path / "none.xlsx").mends == ()
    done = fix(path, tmp_path / "copy.xlsx", merge=True)
    assert "semantic difference" in done.proof
    before, after = compile_workbook(path), compile_workbook(tmp_path / "copy.xlsx")
    assert after.ok and before.plan is not None and after.plan is not None
    (decision,) = after.plan.decisions
    assert [rule.id for rule in decision.rules] == ["uk"]
    assert difference(before.plan, after.plan).no_change


def test_without_a_proof_there_is_no_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mend that would change an outcome is refused, and nothing stands at the target."""
    path = sound(tmp_path / "book.xlsx")
    real = fixing.evenly_spaced

    def wrong(made: Compilation, mended: Any) -> Any:
        from dataclasses import replace

        for each in real(made, mended):
            yield replace(each, content="< 16000")

    monkeypatch.setattr(fixing, "evenly_spaced", wrong)
    book = load_workbook(path)
    book["Offer"]["C4"] = "<15000"
    book.save(path)
    with pytest.raises(NotProvenError, match="an outcome could change"):
        fix(path, tmp_path / "copy.xlsx")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["book.xlsx"]


def test_a_workbook_with_other_errors_is_mended_as_far_as_it_goes(tmp_path: Path) -> None:
    """What can be read means the same; the proof claims no more than that."""

    def change(book: Workbook) -> None:
        put("B4", " UK")(book)
        put("C5", "lots")(book)

    done, copy = fixed(tmp_path / "book.xlsx", change)
    assert done.proof == "every rule that can be read means the same, in the same order"
    assert [each.code for each in compile_workbook(copy).diagnostics] == ["RS303"]


def test_the_command_prints_each_cell_and_overwrites_nothing(tmp_path: Path) -> None:
    """Cell, what was done, before and after; a second run is refused."""
    path = sound(tmp_path / "book.xlsx")
    book = load_workbook(path)
    book["Offer"]["B4"] = " UK"
    book.save(path)
    before = path.read_bytes()
    result = CliRunner().invoke(cli.app, ["fix", str(path)])
    assert result.exit_code == 0, result.output
    assert "Offer!B4: spaces around the text deleted: ` UK` → `UK`" in result.output
    assert "no outcome changes" in result.output
    assert (tmp_path / "book.fixed.xlsx").exists()
    assert path.read_bytes() == before
    again = CliRunner().invoke(cli.app, ["fix", str(path)])
    assert again.exit_code != 0
    assert isinstance(again.exception, RulesetError)
