"""Faults of logic, for every type of column and hit policy that can have them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from faulty.planted import Maker, Planted
from ruleset.diagnostics import Severity
from tables import table, write_workbook

WARNING, NOTE = Severity.WARNING, Severity.NOTE
VOCABULARY = [
    ("Country", "text", "UK, IE, DE"),
    ("Income", "money", ""),
    ("Score", "number", ""),
    ("Since", "date", ""),
    ("Student", "yes/no", ""),
    ("Request", "words", ""),
    ("Targets", "set of text", ""),
    ("Offer", "text", "gold, silver, none"),
]


@dataclass(frozen=True)
class Split:
    """Two cells of a column that share all values between them, and ways to spoil the second."""

    term: str
    first: str
    second: str
    with_gap: str
    with_overlap: str
    inside_first: str


SPLITS = [
    Split("Country", "UK", "IE, DE", "IE", "UK, IE, DE", "UK"),
    Split("Income", "< 15000", ">= 15000", "> 15000", ">= 14000", "< 10000"),
    Split("Score", "<= 2.5", "> 2.5", "> 2.6", ">= 2.5", "[1..2]"),
    Split("Since", "< 2026-01-01", ">= 2026-01-01", "> 2026-01-01", ">= 2025-12-31",
          "[2025-01-01..2025-12-31]"),
    Split("Student", "yes", "no", "no, no", "yes, no", "yes"),
    Split("Request", "visa", "not(visa)", "not(visa, ielts)", "not(ielts)", "visa"),
    Split("Targets", "UK", "not(UK)", "not(UK, IE)", "not(IE)", "UK"),
]  # fmt: skip


def book(policy: str, term: str, rules: Sequence[Sequence[Any]]) -> Maker:
    """Makes a workbook with one table of one column; terms that it does not use are left out."""

    def make(path: Path) -> Path:
        used = [row for row in VOCABULARY if row[0] in (term, "Offer")]
        return write_workbook(
            path, used, {"Offer": table("Offer", policy, [term], ["Offer"], rules)}
        )

    return make


def gaps() -> Iterator[Planted]:
    for split in SPLITS:
        if split.term == "Student":
            continue  # its only gap is a row that is not there
        rules = [["a", split.first, "gold"], ["b", split.with_gap, "silver"]]
        for policy in ("Unique", "First", "Any", "Priority"):
            make = book(policy, split.term, rules)
            name = f"a gap, {split.term}, {policy}"
            yield Planted(name, make, "RS401", "Offer!B3", WARNING)
    yield Planted(
        "a gap, Student", book("Unique", "Student", [["a", "yes", "gold"]]), "RS401", "Offer!B3",
        WARNING,
    )  # fmt: skip


def overlaps() -> Iterator[Planted]:
    for split in SPLITS:
        rules = [["a", split.first, "gold"], ["b", split.with_overlap, "silver"],
                 ["otherwise", "", "none"]]  # fmt: skip
        for policy, code in (("Unique", "RS402"), ("Any", "RS403")):
            make = book(policy, split.term, rules)
            yield Planted(f"an overlap, {split.term}, {policy}", make, code, "Offer!A5")


def masked() -> Iterator[Planted]:
    for split in SPLITS:
        rules = [
            ["a", split.first, "gold"],
            ["b", split.inside_first, "silver"],
            ["c", split.second, "silver"],
            ["otherwise", "", "none"],
        ]
        make = book("First", split.term, rules)
        yield Planted(f"never wins, {split.term}", make, "RS404", "Offer!A5", WARNING)


def others() -> Iterator[Planted]:
    rest = ["otherwise", "", "none"]
    for split in SPLITS:
        rules = [["a", split.first, "gold"], ["b", split.second, "none"], rest]
        make = book("First", split.term, rules)
        if split.term != "Student":
            yield Planted(f"not needed, {split.term}", make, "RS406", "Offer!A5", NOTE)
    rules = [["a", "UK", "gold"], ["b", "UK, IE", "silver"], rest]
    yield Planted(
        "a value that never decides", book("First", "Country", rules), "RS408", "Offer!B5", WARNING
    )
    rules = [["a", "UK", "gold"], ["b", "IE", "gold"], rest]
    yield Planted(
        "rows that one can replace", book("Unique", "Country", rules), "RS407", "Offer!B4", NOTE
    )


def logic() -> Iterator[Planted]:
    yield from gaps()
    yield from overlaps()
    yield from masked()
    yield from others()
