"""The compiled file: the same bytes every time, one line a rule, proof that nobody touched it."""

from __future__ import annotations

import difflib
import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

import ruleset
from ruleset.plan import codec
from ruleset.plan.compile import compile_workbook
from ruleset.plan.form import Plan
from tables import table, write_workbook

GOLD = ("gold", 1.25)
QUOTED = '"it\'s ""so"""'
EXPRESSIONS = ("? != country", "> 2 * income")
COMPUTED = ("silver", "income / 2")


def plan_of(path: Path) -> Plan:
    """A plan with every kind of test and output in it."""
    workbook = write_workbook(
        path,
        [
            ("Country", "text", "UK, IE, DE"),
            ("City", "text", ""),
            ("Income", "money", ""),
            ("Day", "date", ""),
            ("Student", "yes/no", ""),
            ("Request", "words", ""),
            ("Skills", "set of text", "python, sql"),
            ("Level", "text", "gold, silver"),
            ("Score", "number", ""),
        ],
        {
            "The level": table(
                "The level",
                "First",
                ["Country", "City", "Income", "Day", "Student", "Request", "Skills"],
                ["Level", "Score"],
                [
                    [
                        "a",
                        "UK, IE",
                        QUOTED,
                        "[1.5..2)",
                        "< 2026-01-31",
                        "yes",
                        "",
                        "",
                        "gold",
                        1.25,
                    ],
                    ["b", "not(UK)", *EXPRESSIONS, "missing", "", "a b, c", "python", *COMPUTED],
                    ["c", "present", "", "? in [1..2]", "", "no", "not(x)", "not(sql)", "gold"],
                    ["otherwise", "", "", "", "", "", "", "", "silver", 0],
                ],
                ["Why"],
            )
        },
    )
    made = compile_workbook(workbook)
    assert made.plan is not None
    assert made.ok, [str(found) for found in made.diagnostics]
    return made.plan


def test_what_was_written_is_read_back(tmp_path: Path) -> None:
    """Decode is the inverse of encode, for every kind of test and output."""
    plan = plan_of(tmp_path / "book.xlsx")
    again = codec.parse(codec.dump(plan))
    assert again.version == plan.version
    assert again.decisions == plan.decisions
    assert [term.name for term in again.vocabulary] == [term.name for term in plan.vocabulary]
    assert codec.dump(again) == codec.dump(plan)


def test_compiling_again_gives_the_same_bytes(tmp_path: Path) -> None:
    """Nothing of the day, the machine or the order of hashing gets into the file."""
    first, second = (codec.dump(plan_of(tmp_path / name)) for name in ("a.xlsx", "a.xlsx"))
    assert first == second
    assert json.loads(first)["format"] == codec.FORMAT


def test_a_changed_cell_changes_one_line_and_the_version(
    discount_path: Path, tmp_path: Path
) -> None:
    """So a diff of the file reads as a change log."""
    old = codec.dump(compile_workbook(discount_path).plan)  # type: ignore[arg-type]  # it compiles
    book = load_workbook(discount_path)
    book["Discount"]["C5"] = ">= 120"
    book.save(tmp_path / "discount.xlsx")
    new = codec.dump(compile_workbook(tmp_path / "discount.xlsx").plan)  # type: ignore[arg-type]
    assert _changed(old, new) == {"version", "regular"}


def test_an_inserted_row_adds_one_line(discount_path: Path, tmp_path: Path) -> None:
    """The rows below keep their lines, though their addresses change."""
    old = codec.dump(compile_workbook(discount_path).plan)  # type: ignore[arg-type]  # it compiles
    book = load_workbook(discount_path)
    sheet = book["Discount"]
    sheet.insert_rows(5)
    sheet["A5"], sheet["B5"], sheet["D5"] = "new", "new", 3
    book.save(tmp_path / "discount.xlsx")
    new = codec.dump(compile_workbook(tmp_path / "discount.xlsx").plan)  # type: ignore[arg-type]
    assert _changed(old, new) == {"version", "new"}
    rules = ruleset.load(_written(tmp_path, new))
    decision = rules.decide("discount", {"customer": "regular", "order_value": 100})
    assert decision.rules[0].cell == "Discount!A6"


def _changed(old: str, new: str) -> set[str]:
    """What stands first in the lines that differ: a rule's id, or a key."""
    lines = [
        line[1:]
        for line in difflib.ndiff(old.splitlines(), new.splitlines())
        if line.startswith(("+ ", "- "))
    ]
    found = set()
    for line in lines:
        text = line.strip().rstrip(",")
        found.add(json.loads(text)["id"] if text.startswith('{"id"') else text.split('"')[1])
    return found


def _written(folder: Path, text: str) -> Path:
    path = folder / "rules.json"
    path.write_text(text, encoding="utf-8")
    return path


def test_line_ends_of_windows_do_not_matter(discount_path: Path, tmp_path: Path) -> None:
    """A checkout that rewrites line ends leaves the version true."""
    text = codec.dump(compile_workbook(discount_path).plan)  # type: ignore[arg-type]  # it compiles
    assert codec.parse(text.replace("\n", "\r\n")).decisions == codec.parse(text).decisions


BROKEN = [
    ("", "RS501"),
    ("not json", "RS501"),
    ("[]", "RS501"),
    ("{}", "RS501"),
    ('{"format": 99}', "RS502"),
    ('{"format": 1}', "RS503"),
    ("[" * 100_000, "RS501"),
]


@pytest.mark.parametrize(("text", "code"), BROKEN)
def test_what_is_no_compiled_file_is_refused(tmp_path: Path, text: str, code: str) -> None:
    """The error names the file and says why."""
    path = _written(tmp_path, text)
    with pytest.raises(ruleset.RulesFileError) as caught:
        ruleset.load(path)
    assert caught.value.code == code
    assert str(path) in str(caught.value)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    """So is a folder."""
    for path in (tmp_path / "none.json", tmp_path):
        with pytest.raises(ruleset.RulesFileError):
            ruleset.load(path)


def test_any_altered_character_is_found(discount_path: Path, tmp_path: Path) -> None:
    """The version is the hash of all other lines."""
    text = codec.dump(compile_workbook(discount_path).plan)  # type: ignore[arg-type]  # it compiles
    for position in range(0, len(text), 7):
        other = "x" if text[position] != "x" else "y"
        with pytest.raises(ruleset.RulesFileError):
            codec.parse(text[:position] + other + text[position + 1 :])


def test_a_well_sealed_file_of_the_wrong_shape_is_refused(discount_path: Path) -> None:
    """Whoever makes a file by hand, hash and all, gets an error and no traceback."""
    text = codec.dump(compile_workbook(discount_path).plan)  # type: ignore[arg-type]  # it compiles
    raw = json.loads(text)
    for key in ("decisions", "vocabulary"):
        for wrong in (None, [{}], [[]], "x"):
            content = {name: raw[name] for name in raw if name != "version"} | {key: wrong}
            body = json.dumps(content, indent=0)
            head, rest = body.split('"name"', 1)
            version = codec._hash(f'{head}"name"{rest}')
            sealed = f'{head}"version": {json.dumps(version)},\n"name"{rest}'
            with pytest.raises(ruleset.RulesFileError) as caught:
                codec.parse(sealed)
            assert caught.value.code == "RS501"
