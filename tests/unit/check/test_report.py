"""What is told of small workbooks: code, severity, cell, message, example and help."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from ruleset.check.findings import Findings, check_workbook
from ruleset.diagnostics import Diagnostic
from tables import Rows, table, write_workbook

VOCABULARY = [
    ("Age", "number", ""),
    ("Risk", "text", "Low, High"),
    ("Request", "words", ""),
    ("Band", "text", "young, old"),
    ("Offer", "text", "gold, silver, none"),
]


def checked(tmp_path: Path, sheets: Mapping[str, Rows], vocabulary: Any = None) -> Findings:
    path = write_workbook(tmp_path / "book.xlsx", vocabulary or VOCABULARY, sheets)
    return check_workbook(path)


def offer(policy: str, inputs: Sequence[str], rules: Rows) -> dict[str, Rows]:
    return {"Offer": table("Offer", policy, inputs, ["Offer"], rules)}


def only(found: Findings, code: str) -> list[Diagnostic]:
    return [each for each in found.diagnostics if each.code == code]


def test_a_gap_in_full(tmp_path: Path) -> None:
    """A gap names its conditions as cells say them, has an example and a row to paste."""
    found = checked(
        tmp_path,
        offer(
            "Unique",
            ["Age", "Risk"],
            [
                ["low", "< 18", "", "none"],
                ["a", ">= 21", "", "gold"],
                ["b", "[18..21)", "Low", "silver"],
            ],
        ),
    )  # fmt: skip
    (gap,) = only(found, "RS401")
    shown = str(gap.at("loan.xlsx"))
    assert shown == (
        'warning[RS401]: no rule matches when `Age` is in [18..21) and `Risk` is "High"\n'
        "  --> loan.xlsx: Offer!B3\n"
        '   = example: {"age": 18, "risk": "High"}\n'
        "   = help: add the row `new | [18..21) | High | …`, or a last row `otherwise` for all "
        "that no row covers"
    )
    assert gap.to_dict()["example"] == {"age": 18, "risk": "High"}


CASES: Sequence[tuple[str, str, Sequence[str], Rows, str, str, str, str]] = (
    (
        "a gap of words", "First", ["Request", "Risk"],
        [["v", "visa", "", "gold"], ["h", "", "High", "none"]],
        "RS401", "warning", "Offer!B3",
        'no rule matches when `Request` does not have `visa` and `Risk` is "Low"',
    ),
    (
        "no rule at all for what is left", "Unique", ["Age"],
        [["a", "[1..2], (2..5)", "gold"]],
        "RS401", "warning", "Offer!B3", "no rule matches when `Age` is < 1 or >= 5",
    ),
    (
        "a missing fact", "Unique", ["Age"],
        [["a", "< 5", "gold"], ["b", ">= 5", "none"]],
        "RS414", "note", "Offer!B3", "no rule matches when `Age` is missing",
    ),
    (
        "an overlap", "Unique", ["Age"],
        [["a", "<= 5", "gold"], ["b", ">= 5, missing", "none"]],
        "RS402", "error", "Offer!A5",
        "rules `a` and `b` match together when `Age` is 5, but the hit policy is Unique",
    ),
    (
        "an overlap with one outcome", "Unique", ["Age"],
        [["a", "<= 5", "gold"], ["b", ">= 5, missing", "gold"]],
        "RS402", "warning", "Offer!A5",
        "rules `a` and `b` match together with the same outcome when `Age` is 5, but the hit "
        "policy is Unique",
    ),
    (
        "a conflict", "Any", ["Age", "Risk"],
        [["a", "<= 5", "", "gold"], ["b", "", "High", "none"]],
        "RS403", "error", "Offer!A5",
        'rules `a` and `b` match together with different outcomes when `Age` is <= 5 and `Risk` '
        'is "High", but the hit policy is Any',
    ),
    (
        "hidden by two rules together", "First", ["Age"],
        [["a", "< 5", "gold"], ["b", ">= 5", "none"], ["c", "[0..10]", "silver"]],
        "RS404", "warning", "Offer!A6",
        "rule `c` can never win: `a` and `b` together take all that it matches",
    ),
    (
        "no value fits", "First", ["Risk", "Age"],
        [["a", "not(Low, High, missing)", "", "gold"], ["b", "", "", "none"]],
        "RS404", "warning", "Offer!A4",
        "rule `a` can never match: no allowed value fulfils all its cells",
    ),
    (
        "the lower row wins", "Priority", ["Age"],
        [["a", "< 9", "silver"], ["b", "< 5", "gold"], ["c", "", "none"]],
        "RS405", "note", "Offer!A4",
        "rule `a` stands above `b` but loses to it, because the outcome of the lower row has "
        "priority",
    ),
    (
        "not needed", "First", ["Age"],
        [["a", "< 5", "gold"], ["b", "< 9", "gold"], ["c", "", "none"]],
        "RS406", "note", "Offer!A4",
        "rule `a` can be taken out: `b` yields the same where it matches",
    ),
    (
        "rows to merge", "First", ["Age", "Risk"],
        [["a", "< 5", "High", "gold"], ["b", "[5..9]", "High", "gold"], ["c", "", "", "none"]],
        "RS407", "note", "Offer!B4",
        "rules `a` and `b` differ only in `Age`; one row can say the same",
    ),
    (
        "a value that another row takes", "First", ["Risk", "Age"],
        [["a", "Low", "", "gold"], ["b", "Low, High", "> 5", "silver"], ["c", "", "", "none"]],
        "RS408", "warning", "Offer!B5", '"Low" never decides here: `a` takes it before',
    ),
    (
        "never together", "First", ["Age"],
        [["a", "< 5", "gold"], ["b", ">= 5, missing", "none"]],
        "RS413", "note", "Offer!A1",
        "no two rules of `Offer` ever match together, so the hit policy could be Unique",
    ),
)  # fmt: skip


@pytest.mark.parametrize(
    ("policy", "inputs", "rules", "code", "severity", "cell", "message"),
    [case[1:] for case in CASES],
    ids=[case[0] for case in CASES],
)
def test_findings(
    tmp_path: Path, policy: str, inputs: Sequence[str], rules: Rows,
    code: str, severity: str, cell: str, message: str,
) -> None:  # fmt: skip
    """Each fault is told once, at its cell, in these words."""
    found = checked(tmp_path, offer(policy, inputs, rules))
    assert [(str(each.cell), each.severity.value, each.message) for each in only(found, code)] == [
        (cell, severity, message)
    ]


SOUND: Sequence[tuple[str, str, Sequence[str], Rows]] = (
    ("otherwise closes gaps", "Unique", ["Age"], [["a", "< 5", "gold"], ["otherwise", "", "none"]]),
    ("ends meet", "Unique", ["Age"], [["a", "< 5", "gold"], ["b", ">= 5, missing", "none"]]),
    ("all values", "Unique", ["Risk"], [["a", "Low", "gold"], ["b", "High, missing", "none"]]),
    ("not covers the rest", "Unique", ["Risk"], [["a", "Low", "gold"], ["b", "not(Low)", "none"]]),
    (
        "words and their absence", "Unique", ["Request"],
        [["a", "visa", "gold"], ["b", "not(visa)", "none"]],
    ),
    (
        # Whoever asks for the phrase asks for the word, so the second row leaves no gap.
        "a word within a phrase", "First", ["Request"],
        [["a", "letter", "gold"], ["b", "not(letter)", "silver"]],
    ),
)  # fmt: skip


@pytest.mark.parametrize(
    ("policy", "inputs", "rules"), [case[1:] for case in SOUND], ids=[case[0] for case in SOUND]
)
def test_no_false_alarm(tmp_path: Path, policy: str, inputs: Sequence[str], rules: Rows) -> None:
    """A sound table has no warning and no error."""
    found = checked(tmp_path, offer(policy, inputs, rules))
    assert [str(each) for each in found.diagnostics if each.severity.value != "note"] == []


def test_a_phrase_implies_its_words(tmp_path: Path) -> None:
    """No gap or overlap is claimed for a text that has `personal statement` but not `statement`."""
    rules = [["a", "statement", "gold"], ["b", "personal statement", "none"]]
    found = checked(tmp_path, offer("First", ["Request"], rules))
    (masked,) = only(found, "RS404")
    assert masked.message == "rule `b` can never win: `a` takes all that it matches"


def banded(rules: Rows) -> dict[str, Rows]:
    band = table(
        "Band", "First", ["Age"], ["Band"], [["y", "< 30", "young"], ["otherwise", "", "old"]]
    )
    return {"Band": band, "Offer": table("Offer", "First", ["Age", "Band"], ["Offer"], rules)}


def test_a_gap_that_callers_never_meet(tmp_path: Path) -> None:
    """An age and a band that never come together are a note; one that does is a warning, with the
    facts that callers give."""
    never = [
        ["a", "< 30", "young", "gold"],
        ["b", ">= 30", "old", "none"],
        ["c", "missing", "", "none"],
    ]
    gaps = only(checked(tmp_path, banded(never)), "RS401")
    assert {each.severity.value for each in gaps} == {"note"}
    assert gaps[0].message.endswith(", but only if callers give what other tables decide")
    real = [["a", "< 20", "young", "gold"], ["b", "", "old", "none"]]
    (gap,) = only(checked(tmp_path, banded(real)), "RS401")
    assert gap.severity.value == "warning"
    assert json.loads(gap.example or "") == {"age": 20}


def test_a_value_that_is_never_yielded(tmp_path: Path) -> None:
    """A cell that asks for what the deciding table never yields is told at its place."""
    sheets = {
        "Band": table("Band", "First", ["Age"], ["Band"], [["otherwise", "", "old"]]),
        "Offer": table(
            "Offer", "First", ["Band"], ["Offer"],
            [["a", "young", "gold"], ["otherwise", "", "none"]],
        ),
    }  # fmt: skip
    (told,) = only(checked(tmp_path, sheets), "RS410")
    assert (str(told.cell), told.message) == ("Offer!B4", 'no row of `Band` ever yields "young"')


GAPPY = [["a", "< 5", "gold"], ["b", ">= 6", "none"]]
HEAD = ["Code", "Sheet", "Rule", "Severity", "Reason"]


def with_checks(tmp_path: Path, *rows: Sequence[str]) -> Findings:
    return checked(tmp_path, {**offer("Unique", ["Age"], GAPPY), "_Checks": [HEAD, *rows]})


def test_an_accepted_finding_is_dropped(tmp_path: Path) -> None:
    """`off` with a reason drops the finding on that sheet, and it is counted."""
    found = with_checks(tmp_path, ["RS401", "Offer", "", "off", "nobody is 5"])
    assert only(found, "RS401") == []
    assert found.dropped == 1


def test_an_accepted_finding_is_changed(tmp_path: Path) -> None:
    """Another severity is taken over, and the reason is shown with its cell."""
    found = with_checks(tmp_path, ["rs401", "offer", "", "Error", "must never happen"])
    (gap,) = only(found, "RS401")
    assert gap.severity.value == "error"
    assert gap.help is not None
    assert gap.help.endswith("as `_Checks` has it (_Checks!A2): must never happen")


@pytest.mark.parametrize(
    ("row", "cell", "message"),
    [
        (["RS401", "", "", "off", ""], "_Checks!E2", "no reason is given for accepting `RS401`"),
        (["RS401", "", "", "of", "x"], "_Checks!D2", "`of` is not a severity"),
        (["gap", "", "", "off", "x"], "_Checks!A2", "`gap` is not a code"),
    ],
)
def test_a_faulty_acceptance(tmp_path: Path, row: Sequence[str], cell: str, message: str) -> None:
    """A row that cannot be read changes nothing and is told at its cell."""
    found = with_checks(tmp_path, row)
    assert len(only(found, "RS401")) == 1
    (told,) = only(found, "RS416")
    assert (str(told.cell), told.message) == (cell, message)


def test_an_idle_acceptance(tmp_path: Path) -> None:
    """A row that accepts what is not found is told."""
    found = with_checks(tmp_path, ["RS402", "Offer", "", "off", "once there was one"])
    assert [str(each.cell) for each in only(found, "RS415")] == ["_Checks!A2"]
    assert len(only(found, "RS401")) == 1


def test_errors_of_cells_cannot_be_accepted(tmp_path: Path) -> None:
    """What stops a compile is an error whatever `_Checks` says."""
    sheets = {
        **offer("Unique", ["Age"], [["a", "18..", "gold"]]),
        "_Checks": [HEAD, *(["RS3" + f"{n:02}", "", "", "off", "x"] for n in range(1, 12))],
    }
    found = checked(tmp_path, sheets)
    assert any(each.severity.value == "error" for each in found.diagnostics)
    assert found.dropped == 0
    assert found.analysis is None
