"""Value sets: the algebra of intervals with open and closed ends."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ruleset.space.bit_sets import set_bits
from ruleset.space.partition import Partition
from ruleset.space.value_set import ALL_VALUES, EVERYTHING, Interval, ValueSet, point

ENDS = st.none() | st.integers(-3, 3)


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    """Any interval over small integers, empty ones included."""
    low, high = draw(ENDS), draw(ENDS)
    return Interval(
        low,
        high,
        draw(st.booleans()) and low is not None,
        draw(st.booleans()) and high is not None,
    )


SETS = st.builds(ValueSet.of, st.lists(intervals(), max_size=4), st.booleans())
HALVES = [number / 2 for number in range(-8, 9)]


@given(st.lists(intervals(), max_size=4))
def test_a_union_holds_what_one_of_its_intervals_holds(parts: list[Interval]) -> None:
    """`of` neither loses a value nor adds one."""
    union = ValueSet.of(parts)
    assert [value in union for value in HALVES] == [
        any(value in part for part in parts) for value in HALVES
    ]


@given(SETS)
def test_a_complement_holds_what_the_set_does_not(values: ValueSet) -> None:
    """Complement changes sides for every value and for missing, and undoes itself."""
    other = values.complement()
    assert [value in other for value in HALVES] == [value not in values for value in HALVES]
    assert other.missing is not values.missing
    assert other.complement() == values


def test_intervals_that_touch_become_one() -> None:
    """[1..2) and [2..3] are [1..3]; (1..2) and (2..3) stay apart, since 2 is in neither."""
    joined = ValueSet.of([Interval(2, 3, True, True), Interval(1, 2, True, False)])
    assert joined.intervals == (Interval(1, 3, True, True),)
    apart = ValueSet.of([Interval(1, 2, False, False), Interval(2, 3, False, False)])
    assert len(apart.intervals) == 2


def test_everything_has_one_representation() -> None:
    """A set and its complement together are everything."""
    small = ValueSet.of([point(1)])
    both = ValueSet.of([*small.intervals, *small.complement().intervals], missing=True)
    assert both == ALL_VALUES
    assert both.intervals == (EVERYTHING,)


@given(st.dictionaries(SETS, st.integers(1, 255), max_size=5))
def test_a_partition_tells_which_sets_hold_a_value(tests: dict[ValueSet, int]) -> None:
    """The mask of a value is the union of the masks of the sets that hold it."""
    disjoint = {values: 1 << index for index, values in enumerate(tests)}
    partition = Partition.of(disjoint)
    for value in [*HALVES, None]:
        expected = sum(mask for values, mask in disjoint.items() if value in values)
        assert partition.mask(value) == expected


@given(st.dictionaries(SETS, st.just(0), max_size=5))
def test_atoms_of_one_class_are_told_apart_by_no_set(tests: dict[ValueSet, int]) -> None:
    """Two atoms share a class number exactly when the same sets hold them."""
    disjoint = {values: 1 << index for index, values in enumerate(tests)}
    partition = Partition.of(disjoint)
    numbers = partition.classes()
    for one, first in enumerate(numbers):
        for other, second in enumerate(numbers):
            assert (first == second) == (partition.masks[one] == partition.masks[other])


@given(st.integers(0, 2**70))
def test_bits_are_the_positions_of_ones(mask: int) -> None:
    """`set_bits` lists them lowest first."""
    assert list(set_bits(mask)) == [index for index in range(80) if mask >> index & 1]
