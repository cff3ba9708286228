"""Bytes changed at random: every file gives a workbook or an error, and never a traceback."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from ruleset.diagnostics import Severity
from ruleset.workbook import codes
from ruleset.workbook.read import read_workbook
from unit.workbook import raw_workbook as raw

CODES = {value for name, value in vars(codes).items() if name.isupper()}
WORDS = [b"<", b">", b'"', b"&", b"&#0;", b"\0", b"-1", b"99999999999", b"1e999", b"/>", b"\xff"]


def sound() -> dict[str, bytes]:
    """A workbook in which every part that the reader knows is used."""
    cells = (
        '<c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>46053</v></c><c r="C1" t="b"><v>1</v></c>'
        '<c r="D1" t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r></is></c>'
        '<c r="E1"><f t="shared" si="0" ref="E1:E2">A1*2</f><v>2</v></c><c t="e"><v>#REF!</v></c>'
    )
    more = '<c r="E2"><f t="shared" si="0"/><v>4.5</v></c><c r="F2" t="str"><v>x</v></c>'
    after = (
        '<mergeCells><mergeCell ref="A3:B4"/></mergeCells><dataValidations><dataValidation '
        'type="list" sqref="A2:A9"><formula1>Names</formula1></dataValidation></dataValidations>'
    )
    names = '</sheets><definedNames><definedName name="Names">Offer!$A$1:$A$2</definedName>'
    parts = raw.members(
        sheet=raw.sheet(
            raw.row(cells) + f'<row r="2" hidden="1">{more}</row>',
            before='<cols><col min="3" max="3" hidden="1"/></cols>',
            after=after,
        ),
        styles=raw.styles("General", "yyyy-mm-dd"),
        strings=raw.strings("<t>UK</t>", "<r><t>a</t></r><r><t>_x000A_</t></r>"),
        workbook=raw.workbook(
            '<sheet name="Offer" sheetId="1" r:id="r1"/>' + names + "</definedNames><sheets>"
        ),
    )
    return {
        name: content.encode() if isinstance(content, str) else content
        for name, content in parts.items()
    }


def with_a_byte_changed(content: bytes, chance: random.Random) -> bytes:
    """One byte becomes any other."""
    at = chance.randrange(len(content))
    return content[:at] + bytes([chance.randrange(256)]) + content[at + 1 :]


def with_a_word_put_in(content: bytes, chance: random.Random) -> bytes:
    """Something that means much in XML or in numbers, in the place of a few bytes."""
    at = chance.randrange(len(content))
    return content[:at] + chance.choice(WORDS) + content[at + chance.randrange(4) :]


def with_a_piece_moved(content: bytes, chance: random.Random) -> bytes:
    """A tag or a few, once more somewhere else."""
    pieces = content.split(b"<")
    piece = chance.choice(pieces)
    pieces.insert(chance.randrange(len(pieces)), piece)
    return b"<".join(pieces)


def with_a_piece_lost(content: bytes, chance: random.Random) -> bytes:
    """A tag is gone."""
    pieces = content.split(b"<")
    pieces.pop(chance.randrange(len(pieces)))
    return b"<".join(pieces)


def with_a_number_changed(content: bytes, chance: random.Random) -> bytes:
    """One digit becomes another number."""
    digits = [at for at, byte in enumerate(content) if 48 <= byte <= 57]
    at = chance.choice(digits)
    return content[:at] + chance.choice([b"-", b"0", b"99999", b"x", b""]) + content[at + 1 :]


def read_safely(path: Path) -> bool:
    """True when there is a workbook; otherwise an error says why, with a known code."""
    result = read_workbook(path)
    assert {found.code for found in result.diagnostics} <= CODES
    if result.value is None:
        assert any(found.severity is Severity.ERROR for found in result.diagnostics)
        return False
    for sheet in result.value.sheets:
        for (row, column), cell in sheet.cells.items():
            assert (cell.cell.sheet, cell.cell.row, cell.cell.column) == (sheet.name, row, column)
            assert cell.text.strip()
    return True


@pytest.mark.parametrize(
    "change",
    [
        with_a_byte_changed,
        with_a_word_put_in,
        with_a_piece_moved,
        with_a_piece_lost,
        with_a_number_changed,
    ],
)
def test_changed_parts_never_give_a_traceback(
    tmp_path: Path, change: Callable[[bytes, random.Random], bytes]
) -> None:
    """200 changes of parts of a sound workbook; some are still workbooks, some are not."""
    chance = random.Random(20260131)
    parts = sound()
    path = tmp_path / "book.xlsx"
    assert read_safely(raw.write(path, parts))
    outcomes = set()
    for _ in range(200):
        name = chance.choice(list(parts))
        outcomes.add(read_safely(raw.write(path, parts | {name: change(parts[name], chance)})))
    assert outcomes == {True, False}


def test_a_changed_zip_never_gives_a_traceback(tmp_path: Path) -> None:
    """400 changes of the bytes of the file itself."""
    chance = random.Random(20260131)
    path = tmp_path / "book.xlsx"
    whole = raw.write(path, sound()).read_bytes()
    for _ in range(400):
        changed = bytearray(whole)
        for _ in range(chance.randrange(1, 4)):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        path.write_bytes(bytes(changed))
        read_safely(path)
