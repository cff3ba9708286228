"""What the analysis found, as diagnostics: at its cells, with an example and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ruleset.check.analysis import Analysis, TableAnalysis
from ruleset.check.box_text import facts_json, in_words, row_text
from ruleset.check.cell_text import cell_text, value_text
from ruleset.check.gaps import Gap
from ruleset.check.overlaps import Overlap
from ruleset.check.precedence import Masked, Redundant
from ruleset.check.rule_space import RuleSpace
from ruleset.check.usage import usage
from ruleset.diagnostics import Diagnostic, error, note, warning
from ruleset.dmn.form import Definitions, HitPolicy
from ruleset.locations import Cell
from ruleset.plan.form import CompiledDecision, CompiledRule, Plan

MOST_SHOWN = 20
"""Findings of one kind that a table shows one by one; a last one says how many more there are."""


def report(
    analysis: Analysis, definitions: Definitions | None = None, most: int = MOST_SHOWN
) -> tuple[Diagnostic, ...]:
    """All findings, table by table, then those about the whole workbook."""
    found: list[Diagnostic] = []
    for table in analysis.tables:
        found += _Report(table, analysis.plan, most).findings()
    return (*found, *usage(analysis.plan, definitions))


class _Report:
    """The findings of one table."""

    def __init__(self, table: TableAnalysis, plan: Plan, most: int) -> None:
        self.table, self.plan, self.most = table, plan, most
        self.decision: CompiledDecision = table.decision

    def findings(self) -> Iterator[Diagnostic]:
        for each in (
            self.gaps(),
            self.missing_gaps(),
            self.overlaps(),
            self.masked(),
            self.misleading(),
            self.redundant(),
            self.merges(),
            self.dead_values(),
            self.advice(),
            self.undecided(),
        ):
            yield from self._cut(list(each))

    def _cut(self, found: Sequence[Diagnostic]) -> Iterator[Diagnostic]:
        yield from found[: self.most]
        if len(found) > self.most:
            last = found[self.most]
            yield Diagnostic(
                last.code,
                last.severity,
                f"{len(found) - self.most} more findings of this kind in `{self.decision.label}`",
                self.header(),
                help="mend those above first; `--format json` lists all",
            )

    def header(self, term: str | None = None) -> Cell:
        """The header cell of the term's column, or of the table."""
        for clause in self.decision.inputs:
            if clause.term == term:
                return Cell(self.decision.sheet, self.decision.header_row, clause.column)
        return Cell(self.decision.sheet, self.decision.header_row, self.decision.id_column)

    def rule(self, index: int) -> CompiledRule:
        return self.decision.every_rule[index]

    def named(self, rules: Iterable[int]) -> str:
        """The rules by id, for a sentence."""
        every = [f"`{self.rule(each).id}`" for each in rules]
        if len(every) > self.most:
            every = [*every[: self.most], f"{len(every) - self.most} more"]
        return every[0] if len(every) == 1 else f"{', '.join(every[:-1])} and {every[-1]}"

    def cells(self, rules: Iterable[int], why: str) -> tuple[tuple[Cell, str], ...]:
        shown = list(rules)[: self.most]
        return tuple((self.decision.cell(self.rule(each)), why) for each in shown)

    def gaps(self) -> Iterator[Diagnostic]:
        callers = self.table.callers_gap
        never = callers is not None and callers.facts is None
        tell = note if never else warning
        given = ", but only if callers give what other tables decide" if never else ""
        for gap in self.table.gaps.known if self.table.gaps is not None else ():
            facts = gap.facts
            if callers is not None and callers.facts is not None and len(self._known()) == 1:
                facts = callers.facts
            yield tell(
                "RS401",
                f"no rule matches {_when(gap, self.table.gap_space)}{given}",
                self.header(_first_term(gap, self.table.gap_space)),
                example=facts_json(facts),
                help=self._closing(gap),
            )

    def _known(self) -> Sequence[Gap]:
        return () if self.table.gaps is None else self.table.gaps.known

    def _closing(self, gap: Gap) -> str:
        cells = row_text(gap.box, self.table.gap_space, self.decision, known=True)
        outputs = " | ".join("…" for _ in self.decision.outputs)
        if cells is None:
            return "add a row for it, or a last row `otherwise`"
        return (
            f"add the row `new | {' | '.join(cells)} | {outputs}`, or a last row `otherwise` for "
            "all that no row covers"
        )

    def missing_gaps(self) -> Iterator[Diagnostic]:
        for gap in self.table.gaps.missing if self.table.gaps is not None else ():
            yield note(
                "RS414",
                f"no rule matches when `{gap.term.label}` is missing",
                self.header(gap.term.name),
                term=gap.term.label,
                example=facts_json(gap.facts),
                help="if it can be, add a row with `missing` in this column, or a last row "
                "`otherwise`",
            )

    def overlaps(self) -> Iterator[Diagnostic]:
        overlaps = self.table.overlaps
        pairs = [each for each in overlaps.pairs if each.certain] if overlaps is not None else []
        if self.decision.hit_policy is HitPolicy.ANY:
            yield from map(self._conflict, pairs)
        else:
            yield from map(self._overlap, pairs)

    def _overlap(self, pair: Overlap) -> Diagnostic:
        first, second = self.rule(pair.first), self.rule(pair.second)
        tell = warning if pair.conflict is False else error
        same = " with the same outcome" if pair.conflict is False else ""
        mend = (
            "take one of the rows out, or narrow one"
            if pair.conflict is False
            else "narrow one of the rows; or let the upper one win with `Hit policy: First`"
        )
        return tell(
            "RS402",
            f"rules `{first.id}` and `{second.id}` match together{same}"
            f"{_where(pair, self.table.space)}, but the hit policy is Unique",
            self.decision.cell(second),
            rule=second.id,
            related=((self.decision.cell(first), f"rule `{first.id}`"),),
            example=facts_json(self.table.space.facts(pair.box)),
            help=mend,
        )

    def _conflict(self, pair: Overlap) -> Diagnostic:
        first, second = self.rule(pair.first), self.rule(pair.second)
        tell = error if pair.conflict else warning
        differ = "with different outcomes" if pair.conflict else "and may yield different outcomes"
        return tell(
            "RS403",
            f"rules `{first.id}` and `{second.id}` match together {differ}"
            f"{_where(pair, self.table.space)}, but the hit policy is Any",
            self.decision.cell(second),
            rule=second.id,
            related=((self.decision.cell(first), f"rule `{first.id}`"),),
            example=facts_json(self.table.space.facts(pair.box)),
            help="narrow one of the rows, or give both the same outcome",
        )

    def masked(self) -> Iterator[Diagnostic]:
        for each in self.table.masked:
            yield self._masked(each)

    def _masked(self, masked: Masked) -> Diagnostic:
        rule = self.rule(masked.rule)
        if masked.by:
            verb = "takes" if len(masked.by) == 1 else "together take"
            message = (
                f"rule `{rule.id}` can never win: {self.named(masked.by)} {verb} all that it "
                "matches"
            )
            help = "move the row above them, narrow them, or take the row out"
        else:
            message = f"rule `{rule.id}` can never match: no allowed value fulfils all its cells"
            help = "compare its cells with the allowed values in the Vocabulary"
        return warning(
            "RS404",
            message,
            self.decision.cell(rule),
            rule=rule.id,
            related=self.cells(masked.by, "wins over it"),
            help=help,
        )

    def misleading(self) -> Iterator[Diagnostic]:
        for each in self.table.misleading:
            rule, winner = self.rule(each.rule), self.rule(each.loses_to)
            yield note(
                "RS405",
                f"rule `{rule.id}` stands above `{winner.id}` but loses to it, because the outcome "
                "of the lower row has priority",
                self.decision.cell(rule),
                rule=rule.id,
                related=((self.decision.cell(winner), "wins over it"),),
                example=facts_json(each.facts),
                help="move rows with the more important outcome up, so that the order of the rows "
                "shows what happens",
            )

    def redundant(self) -> Iterator[Diagnostic]:
        for each in self.table.redundant:
            yield self._redundant(each)

    def _redundant(self, redundant: Redundant) -> Diagnostic:
        rule = self.rule(redundant.rule)
        instead = list(redundant.instead)
        if redundant.with_default:
            instead.append(len(self.decision.rules))
        return note(
            "RS406",
            f"rule `{rule.id}` can be taken out: {self.named(instead)} "
            f"{'yields' if len(instead) == 1 else 'yield'} the same where it matches",
            self.decision.cell(rule),
            rule=rule.id,
            related=self.cells(instead, "yields the same"),
            help="take the row out, or keep it if it says something to readers",
        )

    def merges(self) -> Iterator[Diagnostic]:
        for each in self.table.merges:
            head, *others = (self.rule(rule) for rule in each.rules)
            clause = self.decision.inputs[each.input]
            term = self.plan.vocabulary[clause.term]
            text = cell_text(each.test, term)
            yield note(
                "RS407",
                f"rules {self.named(each.rules)} differ only in `{term.label}`; one row can say "
                "the same",
                self.decision.cell(head, clause),
                rule=head.id,
                term=term.label,
                related=tuple((self.decision.cell(rule), "merged into it") for rule in others),
                help=f"write `{text}` in this cell and take the other "
                f"{'row' if len(others) == 1 else 'rows'} out",
            )

    def dead_values(self) -> Iterator[Diagnostic]:
        for each in self.table.dead_values:
            rule, clause = self.rule(each.rule), self.decision.inputs[each.input]
            value = each.value
            shown = "" if isinstance(value, frozenset) else value_text(value)
            yield warning(
                "RS408",
                f"{shown} never decides here: {self.named(each.by)} "
                f"{'takes' if len(each.by) == 1 else 'take'} it before",
                self.decision.cell(rule, clause),
                rule=rule.id,
                term=self.plan.vocabulary[clause.term].label,
                related=self.cells(each.by, "wins over it"),
                help="take the value out of this cell, or move the row up",
            )

    def advice(self) -> Iterator[Diagnostic]:
        if self.table.never_together:
            yield note(
                "RS413",
                f"no two rules of `{self.decision.label}` ever match together, so the hit policy "
                "could be Unique",
                Cell(self.decision.sheet, 1, self.decision.id_column),
                help="with `Hit policy: Unique` the order of the rows stops to matter, and a row "
                "that overlaps another one is told",
            )

    def undecided(self) -> Iterator[Diagnostic]:
        texts = [rule for rule in self.decision.rules if rule in self._uncertain()]
        gaps = self.table.gaps
        if gaps is not None and gaps.undecided is not None:
            yield self._cannot_tell(
                f"whether a rule matches {_when(gaps.undecided, self.table.gap_space)} cannot be "
                "decided",
                texts,
                facts_json(gaps.undecided.facts),
            )
        overlaps = self.table.overlaps
        doubtful = [p for p in overlaps.pairs if not p.certain] if overlaps is not None else []
        if doubtful:
            pair = doubtful[0]
            more = f", and {len(doubtful) - 1} more pairs" if len(doubtful) > 1 else ""
            yield self._cannot_tell(
                f"whether rules {self.named((pair.first, pair.second))} match together{more} "
                "cannot be decided",
                texts,
                None,
            )
        if self.table.unfinished:
            yield note(
                "RS420",
                f"the analysis of `{self.decision.label}` is not finished: "
                f"{', '.join(self.table.unfinished)}",
                self.header(),
                help="what is told was proven; there may be more. Give it more time with "
                "`--seconds`, or split the table",
            )

    def _cannot_tell(
        self, message: str, rules: Sequence[CompiledRule], example: str | None
    ) -> Diagnostic:
        return note(
            "RS420",
            message,
            self.header(),
            related=tuple(
                (self.decision.cell(rule), f"rule `{rule.id}` has an expression")
                for rule in rules[:3]
            ),
            example=example,
            help="an expression over several terms is not analysed; plain cells are, or a row "
            "below that takes what is left",
        )

    def _uncertain(self) -> list[CompiledRule]:
        return [self.rule(each) for each in sorted(self.table.space.uncertain)]


def _when(gap: Gap, space: RuleSpace) -> str:
    words = in_words(gap.box, space, known=True)
    return f"when {words}" if words else "at all"


def _where(pair: Overlap, space: RuleSpace) -> str:
    words = in_words(pair.box, space)
    return f" when {words}" if words else ""


def _first_term(gap: Gap, space: RuleSpace) -> str | None:
    return space.dimensions[min(gap.box)].term.name if gap.box else None
