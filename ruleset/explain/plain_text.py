"""The explanation as plain text, for logs and plain terminals: short, most needed first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ruleset.explain.form import (
    CellStatus,
    CellVerdict,
    Explanation,
    FactMet,
    RuleStatus,
    RuleVerdict,
    Source,
    Step,
)
from ruleset.explain.why_not import failure, row_name
from ruleset.explain.wording import one_of, plural, shown, shown_outcome

MOST_ROWS = 4
MOST_NEAR = 3
MOST_FIRED = 6


def plain_text(explanation: Explanation) -> str:
    """Outcome, the rows behind it, why others are not, nearest misses, what is not known."""
    step = explanation.step
    lines = [f"{explanation.label}: {headline(explanation)}"]
    lines += _indented(_step(step))
    if explanation.missing:
        labels = ", ".join(f"{each.label} (`{each.term}`)" for each in explanation.missing)
        lines.append(f"  not known, and could matter: {labels}")
    if len(explanation.steps) > 1:
        lines.append("  decided before it:")
        for before in explanation.steps[:-1]:
            lines += _indented(_step_before(before), 4)
    lines.append(f"  rules: {explanation.ruleset_name}, {explanation.ruleset_version}")
    return "\n".join(lines)


def headline(explanation: Explanation) -> str:
    """The outcome in one line, or why there is none."""
    if explanation.problem:
        return f"not decided: {explanation.problem}"
    return shown_outcome(explanation.outcome, output_labels(explanation.step))


def output_labels(step: Step) -> dict[str, str]:
    """The labels of the step's outputs, by term."""
    return {each.term: each.label for rule in step.rules[:1] for each in rule.outputs}


def because(step: Step) -> str:
    """Why the outcome is what it is, in a clause, without the cells."""
    fired = step.fired
    if step.problem:
        return step.problem
    if not fired:
        return "no row matches"
    if fired[0].status is RuleStatus.DEFAULT_USED:
        return f"no other row matches, so {row_name(fired[0])} holds"
    if len(fired) == 1:
        return f"{row_name(fired[0])} matches"
    return f"{plural(len(fired), 'row')} match"


def source_of(fact: FactMet) -> str:
    """Where the fact came from, in a few words."""
    if fact.source is Source.DECIDED:
        return f"decided by {fact.decided_by}"
    return fact.origin if fact.origin else fact.source.value


def passed_over(step: Step) -> tuple[RuleVerdict, ...]:
    """The rows that match and did not fire."""
    matched = (RuleStatus.PASSED_OVER, RuleStatus.CONFLICT)
    return tuple(rule for rule in step.rules if rule.status in matched)


def rows_above(step: Step) -> tuple[RuleVerdict, ...]:
    """Where the order of rows decides: those above the one that fired, the closest first."""
    fired = step.fired
    if len(fired) != 1 or fired[0].status is not RuleStatus.FIRED:
        return ()
    above = (rule for rule in step.rules if rule.status.misses and rule.row < fired[0].row)
    return tuple(reversed([rule for rule in above if rule.counts]))


def _step(step: Step) -> Iterable[str]:
    yield f"because {because(step)}" + (":" if step.fired and not step.problem else "")
    facts = {fact.term: fact for fact in step.facts}
    for rule in step.fired[:MOST_FIRED]:
        if len(step.fired) > 1:
            outcome = ", ".join(each.text for each in rule.outputs)
            yield f"  {row_name(rule)}: {outcome}"
        yield from _indented(_cells(rule, facts), 2 if len(step.fired) == 1 else 4)
    if len(step.fired) > MOST_FIRED:
        yield f"  and {plural(len(step.fired) - MOST_FIRED, 'more row')}"
    shown_ids: set[str] = set()
    for title, rules, most in (
        ("matched too, but passed over:", passed_over(step), MOST_ROWS),
        ("rows above it that do not match:", rows_above(step), MOST_ROWS),
        ("nearest rows that do not match:", step.near_misses, MOST_NEAR),
    ):
        kept = [rule for rule in rules if rule.id not in shown_ids]
        if kept and not (step.problem and not passed_over(step)):
            yield title
            yield from _indented(map(_verdict, kept[:most]))
            if len(kept) > most and title.startswith(("rows", "matched")):
                yield f"  and {len(kept) - most} more"
        shown_ids.update(rule.id for rule in kept)


def _cells(rule: RuleVerdict, facts: Mapping[str, FactMet]) -> Sequence[str]:
    rows = [
        (cell.label, f"`{shown(cell.text, 36)}`", met(cell), source_of(facts[cell.term]))
        for cell in rule.asking
        if cell.status is CellStatus.PASSED
    ]
    widths = [max(map(len, column), default=0) for column in zip(*rows, strict=True)]
    return [
        f"{label:{widths[0]}}  {text:{widths[1]}}  met {value:{widths[2]}}  ({source})".rstrip()
        for label, text, value, source in rows
    ]


def met(cell: CellVerdict) -> str:
    """What the cell met, in a few words: of words and sets, what it found in them."""
    if cell.found and cell.status is CellStatus.PASSED:
        return one_of((f"`{each}`" for each in cell.found), "and", 3)
    return shown(cell.value, 48)


def _verdict(rule: RuleVerdict) -> str:
    if not rule.status.misses:
        return f"{row_name(rule)}: {rule.reason}"
    told = "; ".join(failure(cell) for cell in rule.failing[:3])
    more = f"; and {len(rule.failing) - 3} more cells" if len(rule.failing) > 3 else ""
    return f"{row_name(rule)}: {told}{more}"


def _step_before(step: Step) -> Iterable[str]:
    outcome = step.problem or shown_outcome(step.outcome, output_labels(step))
    yield f"{step.label}: {outcome}, because {because(step)}"
    facts = {fact.term: fact for fact in step.facts}
    if len(step.fired) == 1:
        yield from _indented(_cells(step.fired[0], facts))


def _indented(lines: Iterable[str], by: int = 2) -> Iterable[str]:
    return (f"{' ' * by}{line}" for line in lines)
