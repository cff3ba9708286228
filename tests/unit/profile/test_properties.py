"""Laws that hold for every input: nothing raises, every fact has an origin, money is linear."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ruleset.tasks.profile import extract
from ruleset.tasks.profile.countries import read_field, read_text
from ruleset.tasks.profile.dates import find_intake, read_moment
from ruleset.tasks.profile.grades import read_grade
from ruleset.tasks.profile.money import read_money, yearly
from ruleset.tasks.profile.money_words import RATES
from ruleset.tasks.profile.scores import read_scores
from unit.profile.profile_fields import (
    GOAL_FIELDS,
    PROFILE_FIELDS,
    SPECIFICATIONS,
    names,
    sound,
)

TODAY = date(2026, 11, 24)
PIECES = names(
    """
    $ € £ ¥ ₹ k K m to - – . , / + % ( ) 10 20k 15,000 1.5 per year month semester total for
    2 years up to from under over fully funded only no limit lakh USD EUR GBP usd тысяч
    долларов в год до млн not the in UK US Germany England Georgia IELTS 6.5 7 MSc master's
    bachelor CS Jan 2027 15 03/04/2027 Fall and or but except from
    """
)

texts = st.one_of(
    st.text(max_size=60),
    st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join),
    st.lists(st.sampled_from(PIECES), max_size=8).map("".join),
)
leaves = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.decimals(),
    st.dates(),
    st.datetimes(),
    st.binary(max_size=5),
    texts,
)
values = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(
            st.one_of(
                texts,
                st.sampled_from(["name", "min", "max", "currency", "IELTS", "title", "years"]),
            ),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=8,
)
amounts = st.integers(min_value=200, max_value=900_000)


def rows(names: tuple[str, ...]) -> st.SearchStrategy[dict[str, object]]:
    """Rows with some of these fields."""
    return st.dictionaries(st.sampled_from(names), values, max_size=8)


@settings(max_examples=150, deadline=None)
@given(
    profile=rows(PROFILE_FIELDS),
    goal=rows(GOAL_FIELDS),
    entries=rows(SPECIFICATIONS),
    category=st.sampled_from(["study", "career", None]),
    as_objects=st.booleans(),
)
def test_never_raises_and_every_fact_has_an_origin(
    profile: dict[str, object],
    goal: dict[str, object],
    entries: dict[str, object],
    category: str | None,
    as_objects: bool,
) -> None:
    """Any profile and goal give sound facts, the same from dicts and from objects."""
    goal = {"category": category, "specifications": entries, **goal}
    extraction = extract(profile, goal, TODAY)
    sound(extraction)
    assert extract(profile, goal, TODAY) == extraction
    if as_objects:
        other = extract(SimpleNamespace(**profile), SimpleNamespace(**goal), TODAY)
        assert other.facts == extraction.facts


@settings(max_examples=200, deadline=None)
@given(text=texts)
def test_no_reader_raises(text: str) -> None:
    """Each reader takes any text."""
    yearly(read_money(text), RATES)
    read_text(text)
    read_field(text)
    read_moment(text, TODAY)
    find_intake(text)
    read_grade(text)
    read_scores(text, "profile.test_scores")


@settings(max_examples=150, deadline=None)
@given(
    number=amounts,
    notation=st.sampled_from(
        ["${:,}", "{}", "{:,} USD", "USD {}", "{} dollars", "$ {:,}", "{:,.2f}", "{} a year"]
    ),
)
def test_a_number_in_any_notation_is_that_number(number: int, notation: str) -> None:
    """Writing a sum and reading it gives the sum."""
    assert _sum(notation.format(number)) == number


@settings(max_examples=100, deadline=None)
@given(number=amounts, code=st.sampled_from(sorted(RATES)))
def test_a_sum_is_linear_in_its_rate(number: int, code: str) -> None:
    """A sum in a currency is the sum times the rate."""
    expected = Decimal(number) * RATES[code]
    result = _sum(f"{number} {code}")
    if expected < 100:
        assert result is None
    else:
        assert result is not None
        assert abs(result - expected) < Decimal("0.01")


@settings(max_examples=100, deadline=None)
@given(number=st.integers(min_value=1, max_value=900))
def test_a_unit_multiplies(number: int) -> None:
    """Thousands, months, semesters and years each multiply or divide."""
    assert _sum(f"{number}k") == 1000 * number
    assert _sum(f"${number}k per month") == 12_000 * number
    assert _sum(f"${number}k per semester") == 2000 * number
    assert _sum(f"${2 * number}k total for 2 years") == 1000 * number
    assert _sum(f"{number} lakh INR") == 1200 * number
    assert _sum(f"{number} тысяч долларов") == 1000 * number


@settings(max_examples=100, deadline=None)
@given(low=amounts, more=st.integers(min_value=1, max_value=500_000))
def test_money_is_monotone(low: int, more: int) -> None:
    """A higher sum is never read as a lower one, and a range has its ends in order."""
    lower, higher = _sum(f"${low:,}"), _sum(f"${low + more:,}")
    assert lower is not None
    assert higher is not None
    assert lower < higher
    result, _ = yearly(read_money(f"${low:,} - ${low + more:,}"), RATES)
    assert result is not None
    assert (result.amount, result.low, result.high) == (low, low, low + more)


@pytest.mark.parametrize("seed", ["0", "1", "20261124"])
def test_the_hash_seed_changes_nothing(seed: str) -> None:
    """Sets in the input are read in an order of their own."""
    import os
    import subprocess
    import sys

    code = (
        "from datetime import date\n"
        "from ruleset.tasks.profile import extract\n"
        "goal = {'category': 'study', 'specifications': {'target_countries': {'UK', 'DE', 'FR', "
        "'NL'}}}\n"
        "profile = {'skills': {'Go', 'Python', 'SQL', 'Rust'}}\n"
        "facts = extract(profile, goal, date(2026, 11, 24)).facts\n"
        "print(facts['target_countries'].value, facts['skills'].value)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONHASHSEED": seed},
    )
    assert done.stdout == "('DE', 'FR', 'NL', 'GB') ('Go', 'Python', 'Rust', 'SQL')\n"


def _sum(text: str) -> Decimal | None:
    result, _ = yearly(read_money(text), RATES)
    return None if result is None else result.amount
