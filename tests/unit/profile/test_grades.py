"""Grade averages with their scales."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ruleset.tasks.profile.grades import read_grade

# value, grade, scale (or -), share of the scale (or -)
GRADES: list[tuple[object, str, str, str]] = [
    (Decimal("3.6"), "3.6", "4", "0.9"),
    (Decimal(4), "4", "4", "1"),
    (Decimal("2.95"), "2.95", "4", "0.7375"),
    ("3.6", "3.6", "4", "0.9"),
    ("3,6", "3.6", "4", "0.9"),
    ("3.60", "3.6", "4", "0.9"),
    ("GPA 3.6", "3.6", "4", "0.9"),
    ("GPA: 3.6", "3.6", "4", "0.9"),
    ("3.6 GPA", "3.6", "4", "0.9"),
    ("3.6/4", "3.6", "4", "0.9"),
    ("3.6/4.0", "3.6", "4", "0.9"),
    ("3.6 / 4.00", "3.6", "4", "0.9"),
    ("3.6 out of 4", "3.6", "4", "0.9"),
    ("3.6 of 4.0", "3.6", "4", "0.9"),
    ("3.6 (4.0 scale)", "3.6", "4", "0.9"),
    ("3.6 on a 4.0 scale", "3.6", "4", "0.9"),
    ("3,6 из 4", "3.6", "4", "0.9"),
    ("4.5/5", "4.5", "5", "0.9"),
    ("4.5 out of 5.0", "4.5", "5", "0.9"),
    ("4,5 из 5", "4.5", "5", "0.9"),
    ("4.5 on a 5 point scale", "4.5", "5", "0.9"),
    ("8.5/10", "8.5", "10", "0.85"),
    ("8.5 out of 10", "8.5", "10", "0.85"),
    ("CGPA 8.2/10", "8.2", "10", "0.82"),
    ("CGPA: 9 / 10", "9", "10", "0.9"),
    ("85%", "85", "100", "0.85"),
    ("85 %", "85", "100", "0.85"),
    ("92.5%", "92.5", "100", "0.925"),
    ("85 percent", "85", "100", "0.85"),
    ("85/100", "85", "100", "0.85"),
    ("90 out of 100", "90", "100", "0.9"),
    ("85 процентов", "85", "100", "0.85"),
    ({"value": Decimal("3.6"), "scale": Decimal(4)}, "3.6", "4", "0.9"),
    ({"gpa": "8.5", "scale": "10"}, "8.5", "10", "0.85"),
    ({"gpa": "3.6/4.0"}, "3.6", "4", "0.9"),
    ({"cgpa": Decimal(9), "out_of": Decimal(10)}, "9", "10", "0.9"),
    ({"score": Decimal(85), "max": Decimal(100)}, "85", "100", "0.85"),
    # above 4 and no scale named: the number is kept, the scale is not guessed
    (Decimal("8.7"), "8.7", "-", "-"),
    ("4.7", "4.7", "-", "-"),
    ("CGPA 8.7", "8.7", "-", "-"),
    (Decimal(85), "85", "-", "-"),
    # a scale that is not among the four: the share is known
    ("18/20", "18", "-", "0.9"),
    ("4.0/4.3", "4", "-", "0.9302"),
]


@pytest.mark.parametrize(("value", "grade", "scale", "share"), GRADES)
def test_a_grade_with_its_scale(value: object, grade: str, scale: str, share: str) -> None:
    """The grade is kept as given, with its scale and its share of it where they are known."""
    read = read_grade(value)  # type: ignore[arg-type]
    assert read.value == Decimal(grade)
    assert read.scale == (None if scale == "-" else Decimal(scale))
    assert read.share == (None if share == "-" else Decimal(share))


@pytest.mark.parametrize(
    "value",
    [
        "4.8/4.0",
        "11/10",
        "105%",
        "120/100",
        "-3.5",
        "0",
        Decimal(0),
        Decimal(-3),
        Decimal(400),
        "first class",
        "pass",
        "A+",
        "1,7 (German scale)",
        "",
        None,
        [],
        {"scale": Decimal(4)},
        True,
    ],
)
def test_what_is_no_grade_is_reported(value: object) -> None:
    """A grade above its scale, below zero, or in words is not used, and said."""
    read = read_grade(value)  # type: ignore[arg-type]
    assert read.value is None
    assert read.note
