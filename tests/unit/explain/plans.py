"""Small plans for the tests of explanations, built as compiled forms, without a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from ruleset.dmn.form import HitPolicy, Term, TermType, Value, Vocabulary
from ruleset.engine.ruleset import Ruleset
from ruleset.feel import syntax
from ruleset.plan.codec import sealed
from ruleset.plan.form import (
    ANYTHING,
    Accepts,
    CompiledClause,
    CompiledDecision,
    CompiledRule,
    Computed,
    Constant,
    Holds,
    Mentions,
    Output,
    Plan,
    Test,
)
from ruleset.space.value_set import Interval, ValueSet, point

FIRST_ROW = 4


def term(name: str, type: TermType = TermType.TEXT, allowed: Sequence[Value] = ()) -> Term:
    return Term(name, name.replace("_", " ").capitalize(), type, tuple(allowed))


def only(*values: Any) -> tuple[str, Test]:
    """A cell that lists values."""
    return ", ".join(map(str, values)), Accepts(ValueSet.of(map(point, map(exact, values))))


def none_of(*values: Any) -> tuple[str, Test]:
    """A cell `not(...)`: missing passes."""
    text, test = only(*values)
    assert isinstance(test, Accepts)
    return f"not({text})", Accepts(test.values.complement())


def between(low: Any, high: Any, ends: str = "[)") -> tuple[str, Test]:
    """A cell with an interval; None is no bound."""
    low_closed, high_closed = (
        low is not None and ends[0] == "[",
        high is not None and ends[1] == "]",
    )
    interval = Interval(
        None if low is None else exact(low),
        None if high is None else exact(high),
        low_closed,
        high_closed,
    )
    if low is None:
        text = f"{'<=' if high_closed else '<'} {high}"
    elif high is None:
        text = f"{'>=' if low_closed else '>'} {low}"
    else:
        text = f"{ends[0] if low_closed else ']'}{low}..{high}{']' if high_closed else '['}"
    return text, Accepts(ValueSet.of([interval]))


def has(*atoms: str, negated: bool = False) -> tuple[str, Test]:
    """A cell of words or of a set."""
    text = ", ".join(atoms)
    return (f"not({text})" if negated else text), Mentions(atoms, negated, negated)


def above(other: str) -> tuple[str, Test]:
    """The cell `? > other`."""
    expression = syntax.Binary(syntax.Operator.MORE, syntax.InputValue(), syntax.TermRef(other))
    return f"? > {other}", Holds(syntax.UnaryTests((syntax.ExpressionTest(expression),)), (other,))


MISSING: tuple[str, Test] = ("missing", Accepts(ValueSet.of([], missing=True)))
PRESENT: tuple[str, Test] = ("present", Accepts(ValueSet.of([Interval(None, None, False, False)])))
ANY: tuple[str, Test] = ("", ANYTHING)


def times(other: str, factor: int) -> Computed:
    """The output `other * factor`."""
    product = syntax.Binary(
        syntax.Operator.TIMES, syntax.TermRef(other), syntax.Literal(Decimal(factor))
    )
    return Computed(product, (other,))


def exact(value: Any) -> Any:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return Decimal(str(value)) if is_number else value


def table(
    name: str,
    inputs: Sequence[str],
    outputs: Sequence[str],
    rows: Sequence[tuple[Any, ...]],
    policy: HitPolicy = HitPolicy.FIRST,
    default: Sequence[Any] | None = None,
    needs: Sequence[str] = (),
    notes: Sequence[str] = (),
) -> CompiledDecision:
    """A table of rows (id, cell, …, output, …[, note, …]), which stand in row 4 and below."""
    columns = range(2, 2 + len(inputs) + len(outputs) + len(notes))
    clauses = [
        CompiledClause(each, column)
        for each, column in zip((*inputs, *outputs, *notes), columns, strict=True)
    ]
    cut, end = len(inputs), len(inputs) + len(outputs)

    def rule(number: int, row: tuple[Any, ...]) -> CompiledRule:
        id, *cells = row
        yields = [_output(each) for each in cells[cut:end]]
        return CompiledRule(
            id=id,
            rule_number=number,
            row=FIRST_ROW - 1 + number,
            input_texts=tuple(text for text, _ in cells[:cut]),
            tests=tuple(test for _, test in cells[:cut]),
            output_texts=tuple(text for text, _ in yields),
            outputs=tuple(made for _, made in yields),
            annotations=tuple(cells[end:]),
        )

    rules = tuple(rule(number, row) for number, row in enumerate(rows, 1))
    otherwise = None
    if default is not None:
        otherwise = rule(len(rules) + 1, ("otherwise", *([ANY] * cut), *default))
    return CompiledDecision(
        name=name,
        label=name.replace("_", " ").capitalize(),
        sheet=name.replace("_", " ").capitalize(),
        hit_policy=policy,
        inputs=tuple(clauses[:cut]),
        outputs=tuple(clauses[cut:end]),
        annotations=tuple(clauses[end:]),
        rules=rules,
        default=otherwise,
        header_row=FIRST_ROW - 1,
        id_column=1,
        needs=tuple(needs),
    )


def _output(value: Any) -> tuple[str, Output]:
    if isinstance(value, Computed):
        return "computed", value
    made = exact(value)
    text = "" if made is None else made.isoformat() if isinstance(made, date) else str(made)
    return text, Constant(made)


def ruleset(terms: Sequence[Term], *tables: CompiledDecision) -> Ruleset:
    return Ruleset(sealed(Plan("small", Vocabulary.of(terms), tables)))


def study() -> Ruleset:
    """Two tables: a budget tier, and a template that needs it."""
    tier = table(
        "budget_tier",
        ["yearly_budget"],
        ["tier"],
        [
            ("low", between(None, 15000), "budget"),
            ("mid", between(15000, 30000, "[]"), "standard"),
            ("high", between(30000, None, "()"), "premium"),
        ],
        HitPolicy.UNIQUE,
        default=["standard"],
    )
    template = table(
        "template",
        ["milestone", "country", "tier", "goal_text"],
        ["template"],
        [
            ("us_visa", only("visa"), only("US"), ANY, ANY, "us_f1"),
            ("gb_visa", only("visa"), only("GB"), ANY, ANY, "gb_student", "checked in May"),
            ("any_visa", only("visa"), none_of("DE"), ANY, ANY, "visa_anywhere"),
            ("ielts", only("exam"), ANY, ANY, has("ielts", "toefl"), "english_test"),
            ("cheap_exam", only("exam"), ANY, only("budget"), ANY, "free_practice"),
            ("exam", only("exam"), ANY, ANY, ANY, "exam_plan"),
        ],
        needs=["budget_tier"],
        notes=["Comment"],
    )
    return ruleset(
        [
            term("yearly_budget", TermType.MONEY),
            term("tier", allowed=["budget", "standard", "premium"]),
            term("milestone", allowed=["visa", "exam", "essay"]),
            term("country"),
            term("goal_text", TermType.WORDS),
            term("template"),
        ],
        tier,
        template,
    )
