"""The starter workbook: complete, clean, the same every time, and never over something else."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from ruleset.check.test_cases import run_test_cases
from ruleset.engine.ruleset import Ruleset
from ruleset.feel.parse import parse_unary_tests
from ruleset.feel.types import Type
from ruleset.plan.compile import compile_workbook
from ruleset.workbook.form import Sheet, Workbook
from ruleset.workbook.hazards import clean
from ruleset.workbook.read import read_workbook
from ruleset.workbook.starter import write_starter


@pytest.fixture
def starter(tmp_path: Path) -> Path:
    """A starter workbook on disk."""
    path = tmp_path / "shop.xlsx"
    write_starter(path)
    return path


def read(path: Path) -> Workbook:
    """The workbook at `path`, about which there is nothing to tell."""
    result = read_workbook(path)
    assert result.diagnostics == ()
    assert result.value is not None
    return result.value


def named(workbook: Workbook, name: str) -> Sheet:
    """The sheet of that name."""
    (found,) = (sheet for sheet in workbook.sheets if sheet.name == name)
    return found


def column(sheet: Sheet, number: int, first_row: int = 2) -> list[str]:
    """The texts of a column from a row on, blank cells left out."""
    rows = sorted(row for row, each in sheet.cells if each == number and row >= first_row)
    return [sheet.cells[row, number].text for row in rows]


def test_it_reads_without_a_finding_and_without_hazards(starter: Path) -> None:
    """What we show to people is written as we ask them to write."""
    for sheet in read(starter).sheets:
        for cell in sheet.cells.values():
            if isinstance(cell.value, str):
                assert clean(cell.text).hazards == (), cell


def test_it_shows_every_type_of_term(starter: Path) -> None:
    """The Vocabulary uses all seven types, and they are offered where types are chosen."""
    vocabulary = named(read(starter), "Vocabulary")
    types = {"text", "number", "money", "yes/no", "date", "words", "set of text"}
    assert set(column(vocabulary, 2)) == types
    (offered,) = vocabulary.dropdowns
    assert set(offered.values) == types


def test_it_shows_three_hit_policies_and_the_otherwise_row(starter: Path) -> None:
    """Each decision names its policy in row 1 and ends with a default."""
    workbook = read(starter)
    policies = {}
    for name in ("Customer level", "Delivery", "Packing"):
        sheet = named(workbook, name)
        (policies[name],) = (
            cell.text.removeprefix("Hit policy: ")
            for (row, _), cell in sheet.cells.items()
            if row == 1 and cell.text.startswith("Hit policy: ")
        )
        assert column(sheet, 1, 4)[-1] == "otherwise"
    assert policies == {"Customer level": "Unique", "Delivery": "First", "Packing": "Rule order"}


def test_columns_with_allowed_values_offer_them(starter: Path) -> None:
    """The dropdown of a column holds the allowed values of its term, in their order."""
    workbook = read(starter)
    vocabulary = named(workbook, "Vocabulary")
    allowed = {
        vocabulary.cells[row, 1].text: tuple(vocabulary.cells[row, 3].text.split(", "))
        for row in range(2, 14)
        if (row, 3) in vocabulary.cells
    }
    delivery = named(workbook, "Delivery")
    offered = {each.block.first_column: each.values for each in delivery.dropdowns}
    for number in range(2, 9):
        term = delivery.cells[3, number].text
        expected = ("yes", "no") if term == "Urgent" else allowed.get(term)
        found = None if number == 3 else offered.get(number)  # column 3: also the policies
        assert found == expected


def test_the_guide_fits_one_page(starter: Path) -> None:
    """Twenty-five ways to write a cell, no more."""
    guide = named(read(starter), "_Guide")
    assert len(column(guide, 2)) <= 25


def test_it_is_the_same_every_time(starter: Path, tmp_path: Path) -> None:
    """Two starters are equal byte for byte, and their moments are fixed."""
    again = tmp_path / "again.xlsx"
    write_starter(again)
    assert starter.read_bytes() == again.read_bytes()
    with zipfile.ZipFile(again) as archive:
        assert {member.date_time[0] for member in archive.infolist()} == {2026}


def test_it_never_replaces_a_file(starter: Path, tmp_path: Path) -> None:
    """FileExistsError for a file, a folder and a link that leads nowhere; all stay as they were."""
    starter.write_text("mine")
    link = tmp_path / "link.xlsx"
    link.symlink_to(tmp_path / "nowhere")
    for path in (starter, tmp_path, link):
        with pytest.raises(FileExistsError) as caught:
            write_starter(path)
        assert caught.value.filename == str(path)
    assert starter.read_text() == "mine"


def test_nothing_is_left_behind_when_it_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither half a workbook nor the file that it is first written to."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space left"):
        write_starter(tmp_path / "shop.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_it_compiles_without_a_finding_and_its_tests_pass(starter: Path) -> None:
    """The example is right in the eyes of every later pass, and by its own Tests sheet."""
    made = compile_workbook(starter)
    assert made.diagnostics == ()
    assert made.definitions is not None
    assert made.plan is not None
    results = run_test_cases(made.definitions, Ruleset(made.plan))
    assert [result.case.name for result in results if not result.passed] == []
    assert len(results) == 10


WRITTEN_FOR = {
    "birthday": Type.WORDS,
    "fragile": Type.SET,
    "yes": Type.YES_NO,
    "no": Type.YES_NO,
    "from": Type.DATE,
    "until": Type.DATE,
    "town": Type.TEXT,
    "not(abroad)": Type.TEXT,
}
"""The type of column that a way of writing in the guide is for; a number where not given."""


def test_the_guide_shows_only_what_can_be_read(starter: Path) -> None:
    """Every way to write a cell under IF that the guide shows is one."""
    guide = named(read(starter), "_Guide")
    rows = {cell.text: row for (row, number), cell in guide.cells.items() if number == 1}
    first, last = rows["Cells under IF"] + 2, rows["Cells under THEN"]
    written = [
        sample for row in range(first, last) for sample in guide.cells[row, 1].text.split("     ")
    ]
    assert len(written) == 18
    for sample in written:
        kind = WRITTEN_FOR.get(sample.split()[0].rstrip(","), Type.MONEY)
        assert parse_unary_tests(sample, kind, {"basket": "basket"}).tests, sample
