"""The smallest changes that lead to another outcome: what they are and how they are said."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from ruleset.dmn.form import HitPolicy, TermType
from ruleset.errors import FactError
from ruleset.explain.explain import explain
from ruleset.explain.options import Edit, State
from ruleset.explain.what_if import WhatIf
from unit.explain.plans import (
    ANY,
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


def one_column(type_: TermType, rows: list[Any], allowed: tuple[Any, ...] = ()) -> Any:
    return ruleset(
        [term("fact", type_, allowed), term("result")],
        table("last", ["fact"], ["result"], rows, default=["none"]),
    )


def said(found: WhatIf) -> list[tuple[list[str], Any]]:
    """Each change: what its facts become, and the value of the outcome."""
    return [
        (
            [each.after for each in change.facts],
            next(iter(change.outcome.values())) if isinstance(change.outcome, dict) else None,
        )
        for change in found.changes
    ]


RANGES = [
    ("a", between(15000, 30000, "[)"), "mid"),
    ("b", between(30000, None, "[)"), "high"),
]
DAYS = [("a", between(date(2026, 1, 1), date(2026, 7, 1), "[)"), "half")]
TEXTS = [("a", only("GB", "IE"), "isles"), ("b", none_of("FR"), "far")]

WORDED = [
    (
        TermType.MONEY,
        RANGES,
        (),
        20000,
        [(["below 15000"], "none"), (["30000 or more"], "high"), (["missing"], "none")],
    ),
    (
        TermType.MONEY,
        RANGES,
        (),
        None,
        [(["15000 or more, below 30000"], "mid"), (["30000 or more"], "high")],
    ),
    (
        TermType.DATE,
        DAYS,
        (),
        date(2026, 3, 1),
        [(["before 2026-01-01 or 2026-07-01 or later"], "none"), (["missing"], "none")],
    ),
    (
        TermType.TEXT,
        TEXTS,
        (),
        "GB",
        [
            (['"FR"'], "none"),
            (['any value but "FR", "GB" and "IE"'], "far"),
            (["missing"], "far"),
        ],
    ),
    (
        TermType.TEXT,
        TEXTS,
        ("FR", "GB", "IE", "US"),
        "GB",
        [(['"FR"'], "none"), (['"US"'], "far"), (["missing"], "far")],
    ),
    (
        TermType.YES_NO,
        [("a", only(True), "on")],
        (),
        True,
        [(["no"], "none"), (["missing"], "none")],
    ),
    (
        TermType.WORDS,
        [("a", has("visa"), "visa"), ("b", has("ielts", "toefl"), "exam")],
        (),
        "my toefl",
        [
            (["contains `visa`"], "visa"),
            (["no longer contains `toefl`"], "none"),
            (["missing"], "none"),
        ],
    ),
    (
        TermType.WORDS,
        [("a", has("visa"), "visa"), ("b", has("ielts", "toefl"), "exam")],
        (),
        "my visa and toefl",
        [
            (["no longer contains `visa`"], "exam"),
            (["no longer contains any of `toefl`, `visa`"], "none"),
            (["missing"], "none"),
        ],
    ),
    (
        TermType.SET,
        [("a", has("GB"), "home")],
        (),
        {"FR"},
        [(["has `GB`"], "home")],
    ),
]


@pytest.mark.parametrize(("type_", "rows", "allowed", "fact", "expected"), WORDED)
def test_changes_in_words(
    type_: TermType, rows: list[Any], allowed: tuple[Any, ...], fact: Any, expected: Any
) -> None:
    """Classes that lead to the same row are one change, said as a person would."""
    found = explain(one_column(type_, rows, allowed), "last", {"fact": fact}).what_if()
    assert said(found) == expected
    assert (found.size, found.complete) == (1, True)


def test_examples_are_near_and_plain() -> None:
    """The example of a change is the value nearest to the present one."""
    rules = one_column(TermType.MONEY, RANGES)
    found = explain(rules, "last", {"fact": 20000}).what_if()
    assert [each.facts[0].example for each in found.changes] == [
        Decimal(14999),
        Decimal(30000),
        None,
    ]


def test_a_text_keeps_its_words() -> None:
    """A word is added to the text as it is; nothing that was there is lost."""
    rules = one_column(TermType.WORDS, [("a", has("visa"), "visa")])
    (change,) = [
        each
        for each in explain(rules, "last", {"fact": "study in Leeds"}).what_if().changes
        if not each.makes_missing
    ]
    assert change.facts[0].example == "study in Leeds and also visa"


def test_phrases_are_not_made_of_the_parts_that_are_added() -> None:
    """A phrase takes in its words, and is not made by chance from two that are added."""
    rules = one_column(
        TermType.WORDS,
        [("a", has("personal statement"), "both"), ("b", has("statement"), "one")],
    )
    found = explain(rules, "last", {"fact": "personal"}).what_if()
    assert said(found) == [
        (["contains `personal statement`"], "both"),
        (["contains `statement`"], "one"),
    ]


def test_changes_pass_through_the_graph() -> None:
    """A fact of an earlier decision changes the asked one; its classes come from both tables."""
    facts = {"milestone": "exam", "yearly_budget": 20000}
    found = explain(study(), "template", facts).what_if()
    (budget,) = [each for each in found.changes if each.facts[0].term == "yearly_budget"]
    assert (budget.facts[0].after, budget.outcome) == ("below 15000", {"template": "free_practice"})
    assert [rule.cell for rule in budget.rules] == ["Template!A8"]


def test_a_given_decided_term_is_the_fact_that_changes() -> None:
    """Where a decided term was given, it changes and not what is behind it, and not to missing."""
    facts = {"milestone": "exam", "tier": "premium", "yearly_budget": 20000}
    found = explain(study(), "template", facts).what_if()
    terms = {each.facts[0].term for each in found.changes}
    assert "tier" in terms and "yearly_budget" not in terms
    tiers = [each.facts[0].after for each in found.changes if each.facts[0].term == "tier"]
    assert tiers == ['"budget"']


def test_two_facts_where_one_is_not_enough() -> None:
    """When no single change is enough, the pairs are found; boxes are merged."""
    rules = ruleset(
        [term("a", TermType.NUMBER), term("b"), term("result")],
        table(
            "last",
            ["a", "b"],
            ["result"],
            [("hit", between(10, None), only("x", "y"), "hit")],
            default=["miss"],
        ),
    )
    found = explain(rules, "last", {"a": 1, "b": "z"}).what_if()
    assert (found.size, said(found)) == (2, [(["10 or more", '"x" or "y"'], "hit")])
    assert str(found).splitlines() == [
        "Last: changing 2 facts is enough for another outcome",
        '  if A were 10 or more and B were "x" or "y": hit, by `hit` (Last!A4)'
        '   (now A is 1, B is "z")',
    ]


def test_when_only_missing_facts_would_change_it() -> None:
    """Changes to missing are told apart, and larger ones that keep facts known are given too."""
    rules = ruleset(
        [term("a", allowed=["x", "y"]), term("b", allowed=["x", "y"]), term("result")],
        table(
            "last",
            ["a", "b"],
            ["result"],
            [
                ("known", only("x"), ANY, "known"),
                ("still", only("y"), only("x"), "known"),
                ("both", only("y"), only("y"), "other"),
            ],
        ),
    )
    found = explain(rules, "last", {"a": "x", "b": "x"}).what_if()
    assert found.size == 1
    assert all(each.makes_missing for each in found.changes)
    assert [[f.after for f in each.facts] for each in found.larger] == [['"y"', '"y"']]


def test_a_wanted_outcome() -> None:
    """With `outcome` only changes that lead there are found; no change when it is so already."""
    explanation = explain(study(), "template", {"milestone": "essay"})
    found = explanation.what_if(outcome={"template": "free_practice"})
    assert said(found) == [(["below 15000", '"exam"'], "free_practice")]
    fired = explain(study(), "template", {"milestone": "exam"})
    assert fired.what_if(outcome={"template": "exam_plan"}).size == 0
    nowhere = fired.what_if(outcome={"template": "nowhere"})
    assert (nowhere.size, nowhere.changes) == (None, ())
    with pytest.raises(FactError):
        fired.what_if(outcome={"colour": "red"})


def test_only_some_facts_may_change() -> None:
    """`only` keeps all other facts as they are."""
    explanation = explain(study(), "template", {"milestone": "visa", "country": "GB"})
    found = explanation.what_if(only=["milestone"])
    assert {each.facts[0].term for each in found.changes} == {"milestone"}
    with pytest.raises(FactError):
        explanation.what_if(only=["colour"])


def test_nothing_changes_a_constant_decision() -> None:
    """Where every point has the same outcome, nothing is found, and that is complete."""
    rules = one_column(TermType.TEXT, [("a", only("x"), "none")])
    found = explain(rules, "last", {"fact": "x"}).what_if()
    assert (found.size, found.changes, found.complete) == (None, (), True)
    assert "no change that was tried" in str(found)


def test_the_budget_is_kept_and_said() -> None:
    """A search that runs out of decisions says so."""
    found = explain(study(), "template", {"milestone": "essay"}).what_if(budget=1)
    assert found.tried == 1
    assert not found.complete
    assert found.why_incomplete == ("the budget of 1 decisions ran out",)


def test_expressions_make_it_inexact_and_it_says_so() -> None:
    """Values around what an expression mentions are tried; the result is not called complete."""
    rules = ruleset(
        [term("price", TermType.NUMBER), term("limit", TermType.NUMBER), term("result")],
        table("last", ["price"], ["result"], [("over", above("limit"), "x")], default=["y"]),
    )
    found = explain(rules, "last", {"price": 2, "limit": 10}).what_if()
    assert {each.facts[0].term: each.facts[0].after for each in found.changes} == {
        "price": "11 (above 10)",
        "limit": "1 (below 2)",
    }
    assert not found.complete
    assert "`? > limit` (Last!B4) is an expression" in found.why_incomplete[0]


def test_computed_outputs_change_with_their_facts() -> None:
    """A fact that an output is computed from changes the outcome, with an example only."""
    rules = ruleset(
        [term("price", TermType.NUMBER), term("total", TermType.NUMBER)],
        table("last", ["price"], ["total"], [("a", ANY, times("price", 2))]),
    )
    found = explain(rules, "last", {"price": 5}).what_if()
    assert not found.complete
    for change in found.changes:
        assert change.outcome != {"total": Decimal(10)}


def test_out_of_a_conflict() -> None:
    """Where the rules cannot decide, what-if finds the changes after which they can."""
    rules = ruleset(
        [term("fact"), term("result")],
        table(
            "last",
            ["fact"],
            ["result"],
            [("a", only("x"), "1"), ("b", only("x", "y"), "2")],
            HitPolicy.UNIQUE,
        ),
    )
    found = explain(rules, "last", {"fact": "x"}).what_if()
    assert said(found) == [
        (['"y"'], "2"),
        (['any value but "x" and "y"'], None),
        (["missing"], None),
    ]


def test_to_dict_is_json() -> None:
    """All of it is plain data."""
    plain = json.loads(json.dumps(explain(study(), "template", {}).what_if().to_dict()))
    assert plain["size"] == 1
    assert plain["complete"] is True
    assert {"facts", "makes_missing", "outcome", "rules"} == set(plain["changes"][0])


def test_states_are_plain_values() -> None:
    """Two edits with the same words are equal, whatever their order."""
    one = Edit(frozenset({"a", "b"}), frozenset())
    assert State("x", one) == State("x", Edit(frozenset({"b", "a"}), frozenset()))
