"""Workbooks with one fault each: found, at its cell; and sound ones, of which nothing is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from faulty.hazards import hazards
from faulty.logic import logic
from faulty.planted import Planted
from faulty.sound_books import SOUND, Sound
from faulty.structure import structure
from ruleset.check.findings import check_workbook
from ruleset.diagnostics import Severity

PLANTED = [*hazards(), *structure(), *logic()]


@pytest.mark.parametrize("planted", PLANTED, ids=str)
def test_a_planted_fault_is_found_at_its_cell(tmp_path: Path, planted: Planted) -> None:
    """With its code and severity; and no error or warning that the fault does not explain."""
    path = tmp_path / "book.xlsx"
    planted.make(path)
    found = check_workbook(path).diagnostics
    assert any(planted.is_told_by(each) for each in found), [str(each) for each in found]
    strays = [
        str(each)
        for each in found
        if each.severity is not Severity.NOTE
        and each.code not in (planted.code, *planted.also)
        and str(each.cell) != planted.cell
    ]
    assert strays == []


@pytest.mark.parametrize("sound", SOUND, ids=str)
def test_of_a_sound_workbook_nothing_is_told(tmp_path: Path, sound: Sound) -> None:
    """No error and no warning, whatever it looks like and however its cells are spelled."""
    path = tmp_path / "book.xlsx"
    sound.make(path)
    found = check_workbook(path).diagnostics
    assert [str(each) for each in found if each.severity is not Severity.NOTE] == []


def test_there_are_enough_of_them() -> None:
    """At least 150 faults, no two alike, and 50 sound workbooks."""
    names = [str(each) for each in PLANTED]
    assert len(names) == len(set(names)) >= 150
    assert len(SOUND) >= 50
