"""What became of each row and cell, and why the hit policy took the rows that it took."""

from __future__ import annotations

import json
import pickle
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from ruleset.dmn.form import HitPolicy, TermType
from ruleset.engine.ruleset import compile as compile_rules
from ruleset.errors import FactError, UnknownDecisionError, UnknownRuleError
from ruleset.explain.explain import explain
from ruleset.explain.form import CellStatus, RuleStatus, Source
from unit.explain.plans import (
    ANY,
    MISSING,
    PRESENT,
    above,
    between,
    has,
    none_of,
    only,
    ruleset,
    study,
    table,
    term,
    times,
)

PASSED, BLANK, FAILED, UNKNOWN = (
    CellStatus.PASSED,
    CellStatus.BLANK,
    CellStatus.FAILED,
    CellStatus.UNKNOWN,
)

CELLS = [
    (TermType.TEXT, only("GB"), "GB", PASSED),
    (TermType.TEXT, only("GB"), "US", FAILED),
    (TermType.TEXT, only("GB"), None, UNKNOWN),
    (TermType.TEXT, none_of("GB"), None, PASSED),
    (TermType.TEXT, none_of("GB"), "GB", FAILED),
    (TermType.TEXT, ANY, None, BLANK),
    (TermType.TEXT, PRESENT, None, FAILED),
    (TermType.TEXT, PRESENT, "", PASSED),
    (TermType.TEXT, MISSING, None, PASSED),
    (TermType.TEXT, MISSING, "GB", FAILED),
    (TermType.MONEY, between(15000, 30000, "[)"), 15000, PASSED),
    (TermType.MONEY, between(15000, 30000, "[)"), 30000, FAILED),
    (TermType.MONEY, between(15000, 30000, "[)"), 29999.99, PASSED),
    (TermType.MONEY, between(None, 15000), None, UNKNOWN),
    (TermType.YES_NO, only(True), False, FAILED),
    (TermType.YES_NO, only(False), False, PASSED),
    (TermType.DATE, between(date(2026, 1, 1), None), date(2025, 12, 31), FAILED),
    (TermType.DATE, between(date(2026, 1, 1), None), date(2026, 1, 1), PASSED),
    (TermType.WORDS, has("lor"), "Bachelor", FAILED),
    (TermType.WORDS, has("lor"), "my LOR, please", PASSED),
    (TermType.WORDS, has("lor"), None, UNKNOWN),
    (TermType.WORDS, has("lor", negated=True), None, PASSED),
    (TermType.WORDS, has("lor", negated=True), "a lor", FAILED),
    (TermType.SET, has("GB", "IE"), {"IE", "FR"}, PASSED),
    (TermType.SET, has("GB", "IE"), set(), FAILED),
    (TermType.SET, has("GB", negated=True), {"GB"}, FAILED),
]


@pytest.mark.parametrize(("type_", "cell", "fact", "status"), CELLS)
def test_cell_status(type_: TermType, cell: Any, fact: Any, status: CellStatus) -> None:
    """A cell passes, fails, or cannot be told where the fact that it asks for is missing."""
    rules = ruleset(
        [term("fact", type_), term("result")],
        table("last", ["fact"], ["result"], [("only", cell, "x")]),
    )
    (rule,) = explain(rules, "last", {"fact": fact}).step.rules
    assert rule.cells[0].status is status
    assert (
        rule.status
        is {
            PASSED: RuleStatus.FIRED,
            BLANK: RuleStatus.FIRED,
            FAILED: RuleStatus.FAILED,
            UNKNOWN: RuleStatus.CANNOT_TELL,
        }[status]
    )
    assert str(rule.cells[0].cell) == "Last!B4"


def policy_rules(policy: HitPolicy, rows: list[Any], default: Any = None) -> Any:
    return ruleset(
        [term("fact"), term("level", allowed=["high", "mid", "low"]), term("sum", TermType.NUMBER)],
        table("last", ["fact"], ["sum" if policy.aggregates else "level"], rows, policy, default),
    )


TWO = [("a", only("x"), "low"), ("b", only("x", "y"), "high"), ("c", only("z"), "mid")]
NUMBERS = [("a", only("x"), 2), ("b", only("x", "y"), 5), ("c", only("z"), 7)]

FIRED, OVER, NO = RuleStatus.FIRED, RuleStatus.PASSED_OVER, RuleStatus.FAILED

POLICIES = [
    (HitPolicy.FIRST, TWO, (FIRED, OVER, NO), "row 4 (`a`) stands above it"),
    (
        HitPolicy.PRIORITY,
        TWO,
        (OVER, FIRED, NO),
        "`low` stands below `high` in the allowed values of Level",
    ),
    (HitPolicy.RULE_ORDER, TWO, (FIRED, FIRED, NO), None),
    (HitPolicy.OUTPUT_ORDER, TWO, (FIRED, FIRED, NO), None),
    (HitPolicy.COLLECT, TWO, (FIRED, FIRED, NO), None),
    (HitPolicy.COLLECT_SUM, NUMBERS, (FIRED, FIRED, NO), None),
    (HitPolicy.COLLECT_MAX, NUMBERS, (FIRED, FIRED, NO), None),
    (HitPolicy.UNIQUE, TWO, (RuleStatus.CONFLICT, RuleStatus.CONFLICT, NO), None),
    (HitPolicy.ANY, TWO, (RuleStatus.CONFLICT, RuleStatus.CONFLICT, NO), None),
]


@pytest.mark.parametrize(("policy", "rows", "statuses", "reason"), POLICIES)
def test_rows_by_hit_policy(
    policy: HitPolicy, rows: list[Any], statuses: tuple[RuleStatus, ...], reason: str | None
) -> None:
    """Each policy marks the rows that count, and says why it passed the others over."""
    step = explain(policy_rules(policy, rows), "last", {"fact": "x"}).step
    assert tuple(rule.status for rule in step.rules) == statuses
    reasons = [rule.reason for rule in step.rules if rule.status is OVER]
    assert reasons == ([] if reason is None else [reason])


def test_equal_priority_falls_to_the_upper_row() -> None:
    """Where outcomes rank equally under Priority, the reason is the order of rows."""
    rows = [("a", only("x"), "mid"), ("b", only("x"), "mid")]
    step = explain(policy_rules(HitPolicy.PRIORITY, rows), "last", {"fact": "x"}).step
    assert step.rules[1].reason == "its outcome ranks equally, and row 4 (`a`) stands above it"


def test_default_row() -> None:
    """The default row is used when nothing else matches, and else not needed."""
    rules = policy_rules(HitPolicy.FIRST, TWO, default=["mid"])
    used = explain(rules, "last", {"fact": "elsewhere"})
    assert used.fired[0].status is RuleStatus.DEFAULT_USED
    assert used.outcome == {"level": "mid"}
    assert "no other row matches, so row 7 (`otherwise`, Last!A7) holds" in str(used)
    not_needed = explain(rules, "last", {"fact": "x"}).step.rules[-1]
    assert not_needed.status is RuleStatus.DEFAULT_NOT_NEEDED


def test_a_conflict_is_told_and_not_raised() -> None:
    """Where `decide` raises, the explanation holds the same words and names the rows."""
    explanation = explain(policy_rules(HitPolicy.UNIQUE, TWO), "last", {"fact": "x"})
    assert explanation.outcome is None
    assert "`a` (Last!A4), `b` (Last!A5) match together" in explanation.problem
    assert "not decided" in str(explanation)
    assert explanation.fired == ()


def test_a_problem_further_up_ends_the_steps() -> None:
    """When an earlier decision breaks its policy, the asked one is not reached."""
    first = table("first", ["fact"], ["tier"], [("a", ANY, "x"), ("b", ANY, "y")], HitPolicy.ANY)
    last = table("last", ["tier"], ["result"], [("c", ANY, "z")], needs=["first"])
    rules = ruleset([term("fact"), term("tier"), term("result")], first, last)
    explanation = explain(rules, "last", {})
    assert [step.decision for step in explanation.steps] == ["first"]
    assert explanation.problem == explanation.steps[0].problem != ""
    assert explanation.why_not("a").rule.status is RuleStatus.CONFLICT
    assert explanation.nearest({"result": "z"}) == ()
    assert "not decided" in explanation.to_html()


def test_facts_say_where_they_come_from() -> None:
    """A fact was given (with its origin), decided by a table, or is missing."""
    facts = {"milestone": "exam", "yearly_budget": 20000}
    explanation = explain(study(), "template", facts, {"milestone": "goal.milestone"})
    met = {fact.term: fact for step in explanation.steps for fact in step.facts}
    assert (met["milestone"].source, met["milestone"].origin) == (Source.GIVEN, "goal.milestone")
    assert (met["tier"].source, met["tier"].decided_by) == (Source.DECIDED, "Budget tier")
    assert met["tier"].value == "standard"
    assert (met["country"].source, met["country"].value) == (Source.MISSING, None)
    assert met["yearly_budget"].value == Decimal(20000)
    assert [step.decision for step in explanation.steps] == ["budget_tier", "template"]


def test_a_decided_term_that_is_given_needs_no_step() -> None:
    """Facts for a term further down stand in for the decision that would yield it."""
    explanation = explain(study(), "template", {"milestone": "exam", "tier": "budget"})
    assert [step.decision for step in explanation.steps] == ["template"]
    assert explanation.outcome == {"template": "free_practice"}


MISSING_FACTS = [
    ({"milestone": "exam", "yearly_budget": 20000}, ["goal_text"]),
    ({"milestone": "exam", "goal_text": "run"}, ["yearly_budget"]),
    ({"milestone": "visa", "yearly_budget": 20000}, ["country"]),
    ({"milestone": "visa", "country": "US"}, []),
    ({"milestone": "essay"}, []),
    ({"country": "GB"}, ["milestone", "goal_text"]),
    ({}, ["milestone", "country", "goal_text"]),
]


@pytest.mark.parametrize(("facts", "expected"), MISSING_FACTS)
def test_missing_facts_that_matter(facts: dict[str, Any], expected: list[str]) -> None:
    """Only facts that could still change the outcome are named, in the order of the graph."""
    explanation = explain(study(), "template", facts)
    assert [fact.term for fact in explanation.missing] == expected


def test_near_misses_are_ranked() -> None:
    """Rows that fail in one cell come first; of these the ones of which more cells pass."""
    explanation = explain(study(), "template", {"milestone": "exam", "yearly_budget": 20000})
    failing = [len(rule.failing) for rule in explanation.near_misses]
    assert failing == sorted(failing)
    assert [rule.id for rule in explanation.near_misses] == [
        "any_visa",
        "ielts",
        "cheap_exam",
    ]


def test_rows_below_the_first_hit_do_not_count() -> None:
    """What lets a row below match may take out the row that fired: then nothing is claimed."""
    explanation = explain(study(), "template", {"milestone": "visa", "country": "US"})
    below = explanation.why_not("exam")
    assert not below.rule.counts
    assert "even if it matched" not in str(below)  # with `exam` row 4 would no longer match


def test_a_row_that_asks_for_nothing_else_stays_first(discount_path: Path) -> None:
    """Row 4 is blank where row 5 fails, so no order value lets row 5 win."""
    rules = compile_rules(discount_path)
    answer = explain(rules, "discount", {"customer": "vip", "order_value": 20}).why_not("regular")
    assert "even if it matched, row 4 (`vip`) would come first" in str(answer)


def test_why_not_names_the_cells() -> None:
    """Each cell that does not pass, with what it asks for and what it met."""
    explanation = explain(study(), "template", {"milestone": "exam", "yearly_budget": 20000})
    answer = explanation.why_not("us_visa")
    assert [str(cell.cell) for cell in answer.needed] == ["Template!B4", "Template!C4"]
    assert str(answer).splitlines() == [
        "Template, row 4 (`us_visa`, Template!A4): 2 of 2 cells do not pass",
        "  it yields Template us_f1",
        "  Template!B4  Milestone is exam, expected `visa`",
        "  Template!C4  Country is not known, expected `US`",
    ]
    assert explanation.why_not("exam").fired
    assert explanation.why_not("mid").decision == "budget_tier"
    assert explanation.why_not("otherwise").reason.startswith("it holds only when no other")
    json.dumps(answer.to_dict())


def test_why_not_of_an_unknown_row() -> None:
    """An id that no row has is refused, with the nearest that there is."""
    explanation = explain(study(), "template", {})
    with pytest.raises(UnknownRuleError, match="did you mean `us_visa`") as caught:
        explanation.why_not("us_vias")
    assert caught.value.rule == "us_vias"
    assert pickle.loads(pickle.dumps(caught.value)).available == caught.value.available


def test_nearest_rows_of_an_outcome() -> None:
    """The rows that yield the outcome, the nearest first; none for an outcome of no row."""
    rules = ruleset(
        [term("a"), term("b"), term("result")],
        table(
            "last",
            ["a", "b"],
            ["result"],
            [
                ("far", only("x"), only("x"), "hit"),
                ("near", only("y"), ANY, "hit"),
                ("other", ANY, ANY, "miss"),
            ],
        ),
    )
    explanation = explain(rules, "last", {"a": "z"})
    assert [each.rule.id for each in explanation.nearest({"result": "hit"})] == ["near", "far"]
    assert explanation.nearest({"result": "nowhere"}) == ()
    with pytest.raises(FactError, match="`a` is not an output"):
        explanation.nearest({"a": "x"})


def test_expressions_that_cannot_be_told() -> None:
    """An expression over a missing fact cannot be told, and names the fact."""
    rules = ruleset(
        [term("price", TermType.NUMBER), term("limit", TermType.NUMBER), term("result")],
        table("last", ["price"], ["result"], [("over", above("limit"), "too much")]),
    )
    known = explain(rules, "last", {"price": 5, "limit": 3})
    assert known.fired[0].cells[0].status is PASSED
    (rule,) = explain(rules, "last", {"price": 5}).step.rules
    assert (rule.status, rule.cells[0].unknown) == (RuleStatus.CANNOT_TELL, ("limit",))
    assert [each.term for each in explain(rules, "last", {"price": 5}).missing] == ["limit"]
    assert "limit not known" in str(explain(rules, "last", {"price": 5}))


def test_computed_outputs_are_shown_with_their_value() -> None:
    """The row that fired has the computed value; rows that did not match have none."""
    rules = ruleset(
        [term("price", TermType.NUMBER), term("total", TermType.NUMBER)],
        table(
            "last",
            ["price"],
            ["total"],
            [("a", between(0, 10), times("price", 2)), ("b", ANY, times("price", 3))],
            HitPolicy.UNIQUE,
        ),
    )
    step = explain(rules, "last", {"price": 20}).step
    assert [rule.outputs[0].value for rule in step.rules] == [None, Decimal(60)]


def test_bad_questions_are_refused_as_decide_refuses_them() -> None:
    """An unknown decision, an unknown fact, a wrong value."""
    with pytest.raises(UnknownDecisionError):
        explain(study(), "nothing", {})
    with pytest.raises(FactError, match="not a term"):
        explain(study(), "template", {"colour": "red"})
    with pytest.raises(FactError, match="yearly_budget"):
        explain(study(), "template", {"yearly_budget": "much"})


def test_the_explanation_of_a_decision() -> None:
    """`Decision.why()` explains the facts that it was made from."""
    decision = study().decide("template", {"milestone": "visa", "country": "GB"})
    explanation = decision.why()
    assert explanation.outcome == decision.outcome
    assert [rule.id for rule in explanation.fired] == [rule.id for rule in decision.rules]
    assert explanation.ruleset_version == study().version
    assert pickle.loads(pickle.dumps(explanation)) == explanation


def test_to_dict_is_json() -> None:
    """All of it is plain data: numbers as numbers, every row, every cell."""
    facts = {"milestone": "exam", "yearly_budget": Decimal("20000.50"), "goal_text": "toefl"}
    plain = json.loads(json.dumps(explain(study(), "template", facts).to_dict()))
    assert plain["outcome"] == {"template": "english_test"}
    assert plain["facts"]["yearly_budget"] == 20000.5
    assert [step["decision"] for step in plain["steps"]] == ["budget_tier", "template"]
    rows = plain["steps"][1]["rules"]
    assert [row["id"] for row in rows] == [
        rule.id for rule in study().plan.by_name["template"].rules
    ]
    ielts = rows[3]
    assert ielts["status"] == "fired"
    assert ielts["cells"][3] == {
        "cell": "Template!E7",
        "term": "goal_text",
        "label": "Goal text",
        "text": "ielts, toefl",
        "value": "toefl",
        "status": "passed",
        "found": ["toefl"],
    }
