"""Outcomes, regions and rows in words; what all renderings share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ruleset.check.box_text import facts_json, in_words
from ruleset.check.cell_text import value_text
from ruleset.check.difference.form import (
    DecisionDifference,
    Difference,
    Outcome,
    Region,
    RowChange,
    RowKind,
)
from ruleset.check.rule_space import RuleSpace
from ruleset.dmn.form import Vocabulary
from ruleset.feel.unparse import to_feel

MOST_REGIONS = 30
_LISTS = ("list", "part")
_KINDS = {
    "none": "no outcome",
    "conflict": "an error: several rows match",
    "refused": "refused: a value is not allowed",
}


@dataclass(frozen=True, slots=True)
class RegionWords:
    """A region as it is shown: who, from what to what, an example, the rows behind both."""

    when: str
    change: str
    before: str
    after: str
    example: str
    rows: str
    certain: bool


@dataclass(frozen=True, slots=True)
class Section:
    """A decision as it is shown. `through`: the regions as callers see them, other tables counted;
    None when the decision reads no other one, or when not all are known: some would mislead."""

    label: str
    changes: tuple[str, ...]
    regions: tuple[RegionWords, ...]
    through: tuple[RegionWords, ...] | None
    more: int
    notes: tuple[str, ...]
    verdict: str

    @property
    def quiet(self) -> bool:
        """True when there is nothing to show but the verdict."""
        return not (self.changes or self.regions or self.through or self.notes)


def sections(difference: Difference, most: int = MOST_REGIONS) -> tuple[Section, ...]:
    """All decisions, those with nothing to tell too."""
    vocabulary = difference.new.vocabulary
    return tuple(_section(each, vocabulary, most) for each in difference.decisions)


def conclusion(difference: Difference) -> str:
    """The whole difference in one sentence."""
    if difference.no_change:
        return "no outcome changes, whatever the facts: this is proven"
    touched = [each.label for each in difference.decisions if each.regions or each.through]
    gone = [each.label for each in difference.decisions if each.new is None]
    fresh = [each.label for each in difference.decisions if each.old is None]
    parts = []
    if touched:
        parts.append(f"outcomes change in {_names(touched)}")
    if fresh:
        parts.append(f"new: {_names(fresh)}")
    if gone:
        parts.append(f"removed: {_names(gone)}")
    open_ = [e.label for e in difference.decisions if not e.complete and e.old and e.new]
    if open_:
        parts.append(f"not everything could be decided in {_names(open_)}")
    return "; ".join(parts)


def _names(labels: Sequence[str]) -> str:
    every = [f"`{each}`" for each in labels]
    return every[0] if len(every) == 1 else f"{', '.join(every[:-1])} and {every[-1]}"


def _section(found: DecisionDifference, vocabulary: Vocabulary, most: int) -> Section:
    regions = _regions(found.regions, found.space, vocabulary)
    through = None
    if found.through is not None and found.through_complete:
        through = _regions(found.through, found.through_space, vocabulary)
    more = max(0, len(regions) - most) + max(0, len(through or ()) - most)
    if found.old is None:
        verdict = "new decision"
    elif found.new is None:
        verdict = "removed decision"
    elif found.no_change:
        verdict = "no outcome changes: proven"
    elif found.complete:
        verdict = "nothing else changes: proven"
    elif found.own_complete:
        verdict = "in the table itself nothing else changes: proven"
    else:
        verdict = "there may be other changes"
    return Section(
        found.label,
        (*found.settings, *(line for row in found.rows for line in row_lines(row))),
        regions[:most],
        None if through is None else through[:most],
        more,
        found.notes,
        verdict,
    )


def row_lines(row: RowChange) -> list[str]:
    """A row's change in one line, or in one for each cell."""
    at = row.new_cell or row.old_cell
    if row.kind is not RowKind.CHANGED:
        return [f"row `{row.rule}` {row.kind.value} ({at})"]
    return [
        f"row `{row.rule}` ({at}), `{each.column}`: {_cell(each.before)} became {_cell(each.after)}"
        for each in row.cells
    ]


def _cell(text: str) -> str:
    short = " ".join(text.split())
    short = short if len(short) <= 80 else f"{short[:79]}…"
    return f"`{short}`" if short else "blank"


def _regions(
    regions: Sequence[Region], space: RuleSpace | None, vocabulary: Vocabulary
) -> tuple[RegionWords, ...]:
    if space is None:
        return ()
    return tuple(
        RegionWords(
            when=in_words(each.box, space) or "always",
            change=change_text(each.before, each.after, vocabulary),
            before=outcome_text(each.before, vocabulary, each.after),
            after=outcome_text(each.after, vocabulary, each.before),
            example=facts_json(each.facts),
            rows=f"{_rows(each.old_rules)} before, {_rows(each.new_rules)} now",
            certain=each.certain,
        )
        for each in regions
    )


def _rows(ids: Sequence[str]) -> str:
    if not ids:
        return "no row"
    shown = ", ".join(f"`{each}`" for each in ids[:4])
    more = f" and {len(ids) - 4} more" if len(ids) > 4 else ""
    return f"row {shown}" if len(ids) == 1 else f"rows {shown}{more}"


def change_text(before: Outcome, after: Outcome, vocabulary: Vocabulary) -> str:
    """From what to what, in one line; of lists what is gone and what came."""
    was, now = (
        outcome_text(*pair) for pair in ((before, vocabulary, after), (after, vocabulary, before))
    )
    if before[0] not in _LISTS or after[0] not in _LISTS:
        return f"{was} became {now}"
    gone, came = _only(before, after), _only(after, before)
    parts = [f"no longer {was}"] if gone else []
    parts += [f"now also {now}"] if came else []
    return ", ".join(parts) or f"{was} became {now}"


def outcome_text(outcome: Outcome, vocabulary: Vocabulary, other: Outcome | None = None) -> str:
    """The outcome in one line: the values alone when there is one output, else with their names.

    With another outcome only what differs from it.
    """
    kind, content = outcome
    if isinstance(kind, str) and kind in _KINDS:
        return _KINDS[kind]
    pairs: Any = content
    if kind == "one":
        if len(pairs) == 1:
            return _value(pairs[0][1])
        same: Any = other[1] if other is not None and other[0] == "one" else ()
        shown = [pair for pair in pairs if pair not in same] or pairs
        return ", ".join(f"{_label(name, vocabulary)}: {_value(value)}" for name, value in shown)
    if other is not None and kind in _LISTS and other[0] in _LISTS:
        if _only(outcome, other) or _only(other, outcome):
            pairs = _only(outcome, other)
        if not pairs:
            return "–"
    return "; ".join(outcome_text(each, vocabulary) for each in pairs) or "nothing"


def _only(one: Outcome, other: Outcome) -> list[Outcome]:
    """What stands in the first list and, that often, not in the second."""
    left: list[Outcome] = list(other[1])  # type: ignore[call-overload]  # lists, by their kind
    found = []
    for each in one[1]:  # type: ignore[attr-defined]  # outcomes, by its kind
        if each in left:
            left.remove(each)
        else:
            found.append(each)
    return found


def _label(name: str, vocabulary: Vocabulary) -> str:
    return vocabulary[name].label if name in vocabulary else name


def _value(value: Any) -> str:
    if isinstance(value, tuple):
        return f"`{to_feel(value[1])}`" if value[0] == "computed" else "a computed total"
    if value is None:
        return "blank"
    if isinstance(value, frozenset):
        return ", ".join(sorted(value)) or "none"
    return value if isinstance(value, str) else value_text(value)
