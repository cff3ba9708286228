"""Test scores in the shapes in which they are stored, each on its own scale."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ruleset.tasks.profile.scores import BY_FACT, named_test, read_score, read_scores

SHAPES: list[tuple[object, dict[str, str]]] = [
    (
        {"IELTS": Decimal("7.0"), "TOEFL": Decimal(100), "GRE": Decimal(320)},
        {"ielts": "7", "toefl": "100", "gre": "320"},
    ),
    ({"ielts": Decimal(7)}, {"ielts": "7"}),
    ({"Ielts": "7.5"}, {"ielts": "7.5"}),
    ({"IELTS Academic": "6,5"}, {"ielts": "6.5"}),
    ({"ielts_overall": "6.5"}, {"ielts": "6.5"}),
    ({"TOEFL iBT": "104"}, {"toefl": "104"}),
    ({"toefl": "104/120"}, {"toefl": "104"}),
    ({"GRE": "Q168"}, {}),
    ({"GRE": {"quant": Decimal(168), "verbal": Decimal(155)}}, {"gre": "323"}),
    ({"GRE": {"total": Decimal(325)}}, {"gre": "325"}),
    ({"IELTS": {"overall": Decimal("7.5"), "writing": Decimal("6.5")}}, {"ielts": "7.5"}),
    ({"IELTS": {"writing": Decimal("6.5")}}, {}),
    ({"GMAT": Decimal(700)}, {"gmat": "700"}),
    ({"GMAT Focus": Decimal(645)}, {"gmat": "645"}),
    ({"SAT": "1450"}, {"sat": "1450"}),
    ({"Duolingo": Decimal(120)}, {"duolingo": "120"}),
    ({"DET": "125"}, {"duolingo": "125"}),
    ({"duolingo_english_test": "115"}, {"duolingo": "115"}),
    ("IELTS: 6.5", {"ielts": "6.5"}),
    ("IELTS: 6.5, TOEFL 100", {"ielts": "6.5", "toefl": "100"}),
    ("ielts 7", {"ielts": "7"}),
    ("IELTS 7.0 (W 6.5, S 7)", {"ielts": "7"}),
    ("IELTS - 6,5", {"ielts": "6.5"}),
    ("IELTS band 7", {"ielts": "7"}),
    ("TOEFL iBT 105/120; GRE 322", {"toefl": "105", "gre": "322"}),
    ("GRE: 320 | GMAT: 680", {"gre": "320", "gmat": "680"}),
    ("7.5 in IELTS", {"ielts": "7.5"}),
    ("SAT 1500, IELTS 8", {"sat": "1500", "ielts": "8"}),
    ("Duolingo 120", {"duolingo": "120"}),
    ([{"test": "IELTS", "score": Decimal("6.5")}], {"ielts": "6.5"}),
    (
        [{"name": "TOEFL", "score": "99"}, {"name": "GRE", "score": "318"}],
        {"toefl": "99", "gre": "318"},
    ),
    (["IELTS 6.5", "GRE 318"], {"ielts": "6.5", "gre": "318"}),
    ({"IELTS": None, "TOEFL": ""}, {}),
    ({}, {}),
    ("none yet", {}),
    ("IELTS not taken yet", {}),
    ("planning to take IELTS in March", {}),
    ("target IELTS 7.5", {}),
    ("Greek: fluent, satisfied with 100", {}),
    (Decimal(7), {}),
    (None, {}),
]


@pytest.mark.parametrize(("value", "scores"), SHAPES)
def test_every_shape(value: object, scores: dict[str, str]) -> None:
    """Dicts with keys in any case, lists and old texts give the same scores."""
    found = read_scores(value, "profile.test_scores").found  # type: ignore[arg-type]
    assert {test: number for test, (number, _) in found.items()} == {
        test: Decimal(number) for test, number in scores.items()
    }


@pytest.mark.parametrize(
    ("test", "value"),
    [
        ("ielts", "75"),
        ("ielts", "9.5"),
        ("ielts", "6.3"),
        ("ielts", "0"),
        ("toefl", "121"),
        ("toefl", "650"),
        ("toefl", "99.5"),
        ("gre", "170"),
        ("gre", "341"),
        ("gmat", "900"),
        ("gmat", "100"),
        ("sat", "36"),
        ("sat", "1605"),
        ("duolingo", "7"),
        ("duolingo", "165"),
    ],
)
def test_out_of_scale_is_reported(test: str, value: str) -> None:
    """A score that its test cannot give is not used, and the scale is named."""
    number, problem = read_score(value, BY_FACT[test])
    assert number is None
    assert BY_FACT[test].name in (problem or "")


@pytest.mark.parametrize(
    "value", ["not taken", "planned for May", "expected 7", "haven't taken it"]
)
def test_no_score_reached(value: str) -> None:
    """A plan or a wish is no score."""
    assert read_score(value, BY_FACT["ielts"])[0] is None


@pytest.mark.parametrize(
    ("value", "number"),
    [
        ("7", "7"),
        ("7.0", "7"),
        ("Band 7.5", "7.5"),
        ("6,5", "6.5"),
        ("7+", "7"),
        ("7.0 (2025)", "7"),
        ("7.5/9", "7.5"),
    ],
)
def test_one_score(value: str, number: str) -> None:
    """A score with words around it is still that score."""
    assert read_score(value, BY_FACT["ielts"]) == (Decimal(number), None)


def test_the_path_of_a_score_is_its_own() -> None:
    """The origin of a score names the entry that holds it."""
    found = read_scores({"IELTS": Decimal(7)}, "profile.test_scores").found
    assert found["ielts"] == (Decimal(7), "profile.test_scores.IELTS")


def test_an_unknown_test_is_reported() -> None:
    """A test without a fact is named in a note."""
    notes = read_scores({"PTE": Decimal(65)}, "profile.test_scores").notes
    assert notes == (("profile.test_scores.PTE", "`PTE` is no test that is read"),)


@pytest.mark.parametrize(
    ("text", "test"),
    [
        ("IELTS", "ielts"),
        ("my toefl ibt", "toefl"),
        ("the SAT", "sat"),
        ("Saturday", None),
        ("degree", None),
    ],
)
def test_names_of_tests(text: str, test: str | None) -> None:
    """A test is found by its whole name."""
    scale = named_test(text)
    assert (None if scale is None else scale.fact) == test
