"""The library as a backend engineer meets it: decide, the outcome, the rules, the refusals."""

from __future__ import annotations

import enum
import pickle
import threading
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import ruleset
from ruleset.engine.ruleset import Ruleset
from tables import Rows, table, write_workbook

VOCABULARY = [
    ("Country", "text", "UK, IE, DE"),
    ("City", "text", ""),
    ("Income", "money", ""),
    ("Day", "date", ""),
    ("Student", "yes/no", ""),
    ("Request", "words", ""),
    ("Skills", "set of text", ""),
    ("Level", "text", "gold, silver, bronze"),
    ("Price", "number", ""),
]


def rules_of(path: Path, **tables: Rows) -> Ruleset:
    """The compiled ruleset of tables over the vocabulary above."""
    return ruleset.compile(write_workbook(path / "book.xlsx", VOCABULARY, tables))


def one_table(path: Path, policy: str, inputs: list[str], rules: Rows) -> Ruleset:
    """A ruleset of one table, `Level`, whose only output is Level."""
    return rules_of(path, Level=table("Level", policy, inputs, ["Level"], rules))


def test_a_decision_has_outcome_rules_and_cells(discount_path: Path) -> None:
    """The three obvious lines of the README."""
    rules = ruleset.compile(discount_path)
    decision = rules.decide("discount", {"customer": "regular", "order_value": 120})
    assert decision.outcome == {"discount": Decimal(10)}
    assert [(rule.id, rule.rule_number, rule.cell) for rule in decision.rules] == [
        ("regular", 2, "Discount!A5")
    ]


def test_otherwise_holds_when_no_row_does(discount_path: Path) -> None:
    """The default row is the rule behind the outcome then."""
    decision = ruleset.compile(discount_path).decide("discount", {})
    assert decision.outcome == {"discount": Decimal(0)}
    assert [rule.id for rule in decision.rules] == ["otherwise"]


def test_without_a_match_the_outcome_is_none(tmp_path: Path) -> None:
    """No silent default: None for one outcome, an empty list for many."""
    first = one_table(tmp_path, "First", ["Country"], [["a", "UK", "gold"]])
    assert first.decide("level", {"country": "DE"}).outcome is None
    many = one_table(tmp_path, "Collect", ["Country"], [["a", "UK", "gold"]])
    assert many.decide("level", {"country": "DE"}).outcome == []


MISSING_CELLS = [
    ("", True),
    ("-", True),
    ("missing", True),
    ("null", True),
    ("not(UK)", True),
    ("UK", False),
    ("present", False),
    ("not(missing)", False),
    ("not(UK, missing)", False),
]


@pytest.mark.parametrize(("cell", "matches"), MISSING_CELLS)
def test_only_some_cells_accept_a_missing_fact(tmp_path: Path, cell: str, matches: bool) -> None:
    """Absent and None are the same class, which only these cells accept."""
    rules = one_table(tmp_path, "First", ["Country"], [["a", cell, "gold"]])
    for facts in ({}, {"country": None}):
        assert (rules.decide("level", facts).outcome is not None) is matches


NUMBERS: list[tuple[Any, bool]] = [
    (0.3, True),
    (0.1 + 0.2, False),
    (Decimal("0.3"), True),
    (Decimal("0.30"), True),
    (0.30000000000000004, False),
    (10**30, False),
]


@pytest.mark.parametrize(("value", "matches"), NUMBERS)
def test_a_float_counts_as_the_decimal_that_it_prints_as(
    tmp_path: Path, value: Any, matches: bool
) -> None:
    """0.1 + 0.2 is not 0.3 as a float, and prints so; a decimal 0.3 is."""
    rules = one_table(tmp_path, "First", ["Income"], [["a", "0.3", "gold"]])
    assert (rules.decide("level", {"income": value}).outcome is not None) is matches


REFUSED: list[tuple[str, Any, str]] = [
    ("income", "15000", "income"),
    ("income", True, "income"),
    ("income", float("nan"), "income"),
    ("income", float("inf"), "income"),
    ("income", Decimal("sNaN"), "income"),
    ("income", [1], "income"),
    ("country", 5, "country"),
    ("country", "uk", "country"),
    ("country", ["UK"], "country"),
    ("country", {"UK"}, "country"),
    ("student", 1, "student"),
    ("student", "yes", "student"),
    ("day", datetime(2026, 1, 1), "day"),
    ("day", "2026-01-01", "day"),
    ("request", 5, "request"),
    ("skills", "python", "skills"),
    ("skills", [1], "skills"),
    ("skills", [["a"]], "skills"),
    ("city", 5, "city"),
]


@pytest.mark.parametrize(("term", "value", "named"), REFUSED, ids=repr)
@pytest.mark.parametrize("read", [True, False], ids=["read", "not read"])
def test_an_unfit_fact_is_refused_by_name(
    tmp_path: Path, term: str, value: Any, named: str, read: bool
) -> None:
    """Whether the table reads the term or not, the error names it and carries the value."""
    label = term.capitalize() if read else ("City" if term != "city" else "Country")
    rules = one_table(tmp_path, "First", [label], [["a", "", "gold"]])
    with pytest.raises(ruleset.FactError) as caught:
        rules.decide("level", {term: value})
    assert caught.value.term == named
    assert caught.value.value is value
    assert f"`{named}`" in str(caught.value)


def test_a_refusal_suggests_the_nearest_allowed_value(tmp_path: Path) -> None:
    """A near value is suggested; the allowed ones are listed."""
    rules = rules_of(
        tmp_path, Price=table("Price", "First", ["Level"], ["Price"], [["a", "gold", 1]])
    )
    with pytest.raises(ruleset.FactError) as caught:
        rules.decide("price", {"level": "golld"})
    assert caught.value.suggestion == "gold"
    assert "`silver`" in str(caught.value)


def test_an_unknown_term_is_refused_with_the_nearest(discount_path: Path) -> None:
    """A misspelt fact must not count as missing."""
    with pytest.raises(ruleset.FactError, match="did you mean `customer`"):
        ruleset.compile(discount_path).decide("discount", {"custmer": "vip"})


def test_an_unknown_decision_is_refused_with_the_nearest(discount_path: Path) -> None:
    """The error names the decisions there are."""
    with pytest.raises(ruleset.UnknownDecisionError, match="did you mean `discount`") as caught:
        ruleset.compile(discount_path).decide("discont", {})
    assert caught.value.available == ("discount",)


def test_two_matching_rules_of_a_unique_table_are_an_error(tmp_path: Path) -> None:
    """The error names both rows by id and cell."""
    rules = one_table(
        tmp_path, "Unique", ["Country"], [["a", "UK", "gold"], ["b", "not(DE)", "silver"]]
    )
    assert rules.decide("level", {"country": "IE"}).outcome == {"level": "silver"}
    with pytest.raises(ruleset.HitPolicyError) as caught:
        rules.decide("level", {"country": "UK"})
    assert caught.value.rules == ("a", "b")
    assert caught.value.cells == ("Level!A4", "Level!A5")


def test_an_any_table_wants_equal_outcomes(tmp_path: Path) -> None:
    """Equal outcomes pass, with all rules behind them; unequal ones are an error."""
    rows = [["a", "UK", "gold"], ["b", "UK, IE", "gold"], ["c", "IE", "silver"]]
    rules = one_table(tmp_path, "Any", ["Country"], rows)
    decision = rules.decide("level", {"country": "UK"})
    assert decision.outcome == {"level": "gold"}
    assert [rule.id for rule in decision.rules] == ["a", "b"]
    with pytest.raises(ruleset.HitPolicyError):
        rules.decide("level", {"country": "IE"})


ROWS = [["a", "", "bronze"], ["b", "UK", "gold"], ["c", "UK, IE", "silver"]]
POLICIES: list[tuple[str, Any, list[str]]] = [
    ("First", {"level": "bronze"}, ["a"]),
    ("Priority", {"level": "gold"}, ["b"]),
    ("Rule order", [{"level": "bronze"}, {"level": "gold"}, {"level": "silver"}], ["a", "b", "c"]),
    (
        "Output order",
        [{"level": "gold"}, {"level": "silver"}, {"level": "bronze"}],
        ["b", "c", "a"],
    ),
    ("Collect", [{"level": "bronze"}, {"level": "gold"}, {"level": "silver"}], ["a", "b", "c"]),
]


@pytest.mark.parametrize(("policy", "outcome", "ids"), POLICIES)
def test_each_hit_policy_picks_and_orders(
    tmp_path: Path, policy: str, outcome: Any, ids: list[str]
) -> None:
    """Three rows match; the policy says which count, and in which order."""
    decision = one_table(tmp_path, policy, ["Country"], ROWS).decide("level", {"country": "UK"})
    assert decision.outcome == outcome
    assert [rule.id for rule in decision.rules] == ids


AGGREGATES = [("C+", 9), ("Collect sum", 9), ("C<", 2), ("C>", 5), ("C#", 3)]


@pytest.mark.parametrize(("policy", "price"), AGGREGATES)
def test_collect_aggregates(tmp_path: Path, policy: str, price: int) -> None:
    """Sum, least, greatest and count of the outputs of all matching rows: 2, 5 and 2."""
    rows = [["a", "", 2], ["b", "UK", 5], ["c", "UK", 2], ["d", "DE", 100]]
    rules = rules_of(tmp_path, Price=table("Price", policy, ["Country"], ["Price"], rows))
    assert rules.decide("price", {"country": "UK"}).outcome == {"price": Decimal(price)}


def graph(path: Path) -> Ruleset:
    """Level from income; price from level and country."""
    return rules_of(
        path,
        Price=table(
            "Price",
            "First",
            ["Level", "Country"],
            ["Price"],
            [["a", "gold", "UK", 1], ["b", "silver", "", 2], ["c", "missing", "", 3]],
        ),
        Level=table(
            "Level",
            "First",
            ["Income"],
            ["Level"],
            [["x", ">= 100", "gold"], ["y", "< 100", "silver"]],
        ),
    )


def test_a_needed_decision_is_made_first(tmp_path: Path) -> None:
    """Facts further up the graph are enough; a decided term that is given is not decided again."""
    rules = graph(tmp_path)
    assert rules.decisions == ("level", "price")
    assert rules.decide("price", {"income": 100, "country": "UK"}).outcome == {"price": 1}
    assert rules.decide("price", {"income": 5, "level": "gold", "country": "UK"}).outcome == {
        "price": 1
    }
    assert rules.decide("price", {}).outcome == {"price": 3}
    with pytest.raises(ruleset.FactError):
        rules.decide("price", {"income": "much"})


def test_words_and_sets(tmp_path: Path) -> None:
    """Whole words in any case, accents ignored; any member of a set."""
    rules = one_table(
        tmp_path,
        "Collect",
        ["Request", "Skills"],
        [
            ["words", "lor, résumé, cover letter", "", "gold"],
            ["no words", "not(visa)", "", "silver"],
            ["set", "", "python, c++", "bronze"],
        ],
    )

    def fired(**facts: Any) -> list[str]:
        return [rule.id for rule in rules.decide("level", facts).rules]

    assert fired(request="A Bachelor abroad") == ["no words"]
    assert fired(request="my RESUME, please") == ["words", "no words"]
    assert fired(request="Cover  Letter and visa") == ["words"]
    assert fired(skills=["c++"]) == ["no words", "set"]
    assert fired(request="visa", skills=frozenset({"java"})) == []


def test_an_expression_over_other_terms(tmp_path: Path) -> None:
    """A cell may compare with another term; not known means not matched."""
    rules = rules_of(
        tmp_path,
        Level=table(
            "Level",
            "First",
            ["Income"],
            ["Level"],
            [["a", "? >= 2 * price", "gold"], ["b", "> price", "silver"]],
        ),
    )
    assert rules.decide("level", {"income": 20, "price": 10}).outcome == {"level": "gold"}
    assert rules.decide("level", {"income": 15, "price": 10}).outcome == {"level": "silver"}
    assert rules.decide("level", {"income": 15}).outcome is None


def test_an_output_may_be_computed(tmp_path: Path) -> None:
    """FEEL over the facts; what does not fit its term is an error at the cell."""
    rules = rules_of(
        tmp_path,
        Price=table("Price", "First", ["Country"], ["Price"], [["a", "UK", "income * 0.1 + 1"]]),
        Level=table("Level", "First", ["Country"], ["Level"], [["a", "UK", "string(city)"]]),
    )
    assert rules.decide("price", {"country": "UK", "income": 0.1}).outcome == {
        "price": Decimal("1.01")
    }
    assert rules.decide("level", {"country": "UK", "city": "gold"}).outcome == {"level": "gold"}
    with pytest.raises(ruleset.EvaluationError) as caught:
        rules.decide("level", {"country": "UK", "city": "wood"})
    assert caught.value.cell == "Level!C4"


def test_rows_hold_from_and_until_a_day(tmp_path: Path) -> None:
    """Both days belong to the time."""
    rules = one_table(
        tmp_path,
        "First",
        ["Day"],
        [["a", "until 2026-06-30", "gold"], ["b", "[2026-07-01..2026-12-31]", "silver"]],
    )
    outcomes = [
        (rules.decide("level", {"day": day}).outcome or {}).get("level")
        for day in (date(2026, 6, 30), date(2026, 7, 1), date(2026, 12, 31), date(2027, 1, 1))
    ]
    assert outcomes == ["gold", "silver", "silver", None]


def test_an_outcome_is_the_callers_own(discount_path: Path) -> None:
    """Changing what `decide` returned, or the facts that were given, changes no decision."""
    rules = ruleset.compile(discount_path)
    facts = {"customer": "vip"}
    decision = rules.decide("discount", facts)
    assert isinstance(decision.outcome, dict)
    decision.outcome["discount"] = None
    facts["customer"] = "new"
    assert decision.facts == {"customer": "vip"}
    assert rules.decide("discount", {"customer": "vip"}).outcome == {"discount": Decimal(15)}


def test_a_text_enum_is_a_text(discount_path: Path) -> None:
    """Django's TextChoices and the like may be given as they are."""

    class Customer(enum.StrEnum):
        VIP = "vip"

    decision = ruleset.compile(discount_path).decide("discount", {"customer": Customer.VIP})
    assert decision.outcome == {"discount": Decimal(15)}


def test_rules_and_decisions_survive_pickling(discount_path: Path) -> None:
    """Both can go to another process."""
    rules = ruleset.compile(discount_path)
    decision = rules.decide("discount", {"customer": "vip"})
    assert pickle.loads(pickle.dumps(rules)).version == rules.version
    assert pickle.loads(pickle.dumps(decision)) == decision


@pytest.mark.parametrize(
    "error",
    [
        ruleset.FactError("m", term="t", value=1, expected="e", suggestion=None),
        ruleset.HitPolicyError("m", decision="d", hit_policy="U", rules=("a",), cells=("A!A1",)),
        ruleset.CompileError(()),
    ],
)
def test_errors_survive_pickling(error: ruleset.RulesetError) -> None:
    """An error raised in a worker arrives with its fields."""
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is type(error)
    assert again.__dict__ == error.__dict__
    assert str(again) == str(error)


def test_threads_may_share_a_ruleset(discount_path: Path) -> None:
    """Eight threads decide at once and get the right answers."""
    rules = ruleset.compile(discount_path)
    wrong: list[object] = []

    def work(value: int) -> None:
        for _ in range(300):
            outcome = rules.decide(
                "discount", {"customer": "regular", "order_value": value}
            ).outcome
            if outcome != {"discount": Decimal(10 if value >= 100 else 0)}:
                wrong.append(outcome)

    threads = [threading.Thread(target=work, args=(95 + number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_the_public_names_are_all_there() -> None:
    """Every name of `__all__` can be taken from the package."""
    for name in ruleset.__all__:
        assert getattr(ruleset, name) is not None
    with pytest.raises(AttributeError, match="no attribute `nothing`"):
        _ = ruleset.nothing  # type: ignore[attr-defined]  # that is the point
