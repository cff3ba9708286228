"""How long the analysis takes, and what it finds, on tables of the sizes that were published.

`python -m tests.benchmarks.analysis` makes tables as decision trees over synthetic loans:
a rule a leaf, so they are complete and free of overlaps. Then a cell of every tenth rule is shrunk
(for the gaps) or enlarged (for the overlaps), as in Calvanese, Dumas, Laurson, Maggi, Montali and
Teinemaa, Semantics and Analysis of DMN Decision Tables (2016), whose times stand beside ours. Each
table is analysed in a process of its own, so that memory is its own. Times are of the processor, of
one thread, from the compiled rules to the answer.

`--certify` lets z3 prove for one table that its rules and the gaps found leave nothing.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from ruleset.check.analysis import analyse_table
from ruleset.check.gaps import find_gaps
from ruleset.check.overlaps import find_overlaps
from ruleset.check.rule_space import space_of
from ruleset.check.table_index import TableIndex
from ruleset.dmn.form import HitPolicy, Term, TermType, Vocabulary
from ruleset.plan.codec import sealed
from ruleset.plan.form import (
    ANYTHING,
    Accepts,
    CompiledClause,
    CompiledDecision,
    CompiledRule,
    Constant,
    Plan,
    Test,
)
from ruleset.space.budget import Budget, Meter
from ruleset.space.value_set import Interval, ValueSet, point

PUBLISHED: dict[int, list[tuple[int, int, int]]] = {
    3: [(499, 117, 160), (998, 503, 611), (1492, 1263, 1672)],
    5: [(505, 160, 163), (1000, 600, 820), (1506, 1370, 1942)],
    7: [(502, 1374, 2173), (1019, 2069, 7029), (1496, 13405, 18263)],
    9: [(507, 1100, 529), (1012, 4935, 6557), (1524, 30554, 17649)],
    11: [(489, 767, 1083), (1026, 20934, 15809), (1484, 93175, 65450)],
    13: [(515, 1023, 3116), (987, 19641, 50574), (1527, 320105, 316138)],
    15: [(731, 11175, 15598), (1038, 34387, 41448), (1514, 195868, 704510)],
}
"""By columns: rules, and the milliseconds published for overlaps and for missing rules."""

LARGE = ((10, 10_000), (15, 10_000))
AMPLE = Budget(boxes=100_000, pairs=1_000_000, nodes=10_000_000, seconds=120)
SPAN = 1_000_000
CATEGORIES = {
    "grade": tuple("ABCDEFG"),
    "home_ownership": ("rent", "own", "mortgage", "other"),
    "purpose": ("car", "house", "wedding", "medical", "business", "education", "moving", "other"),
    "term": ("36", "60"),
}
NUMBERS = (
    "amount", "income", "debt_share", "age_of_credit", "open_accounts", "inquiries", "balance",
    "utilisation", "late_payments", "years_employed", "installment",
)  # fmt: skip
COLUMNS = (
    "amount", "grade", "income", "debt_share", "purpose", "balance", "home_ownership",
    "utilisation", "inquiries", "open_accounts", "term", "age_of_credit", "late_payments",
    "years_employed", "installment",
)  # fmt: skip

Side = tuple[int, int] | frozenset[str]
Leaf = dict[str, Side]


@dataclass(frozen=True)
class Table:
    """A table, and how many of its rules were shrunk or enlarged."""

    plan: Plan
    injected: int

    @property
    def decision(self) -> CompiledDecision:
        return self.plan.decisions[0]


def make(columns: int, rules: int, change: str, seed: int = 1) -> Table:
    """A tree's leaves, shuffled, with a cell of every tenth one `shrunk` or `enlarged`."""
    random = Random(f"{columns} {rules} {change} {seed}")
    names = COLUMNS[:columns]
    leaves: deque[Leaf] = deque([{}])
    while len(leaves) < rules:
        leaves.extend(_split(leaves.popleft(), names, random))
    made = list(leaves)
    random.shuffle(made)
    chosen = random.sample(range(rules), rules // 10)
    injected = sum(_change(made[each], change, random) for each in chosen)
    return Table(_plan(names, made), injected)


def _split(leaf: Leaf, names: Sequence[str], random: Random) -> list[Leaf]:
    while True:
        name = random.choice(names)
        side = leaf.get(name, _everything(name))
        if isinstance(side, frozenset):
            if len(side) > 1:
                part = frozenset(random.sample(sorted(side), random.randrange(1, len(side))))
                return [{**leaf, name: part}, {**leaf, name: side - part}]
        elif side[1] - side[0] > 1:
            low, high = side
            spread = (high - low) // 4
            cut = random.randint(low + max(1, spread), high - max(1, spread))
            return [{**leaf, name: (low, cut)}, {**leaf, name: (cut, high)}]


def _everything(name: str) -> Side:
    return frozenset(CATEGORIES[name]) if name in CATEGORIES else (0, SPAN)


def _change(leaf: Leaf, change: str, random: Random) -> bool:
    """Shrinks or enlarges one cell in place; False when no cell could be."""
    for name in random.sample(sorted(leaf), len(leaf)):
        side = leaf[name]
        if isinstance(side, frozenset):
            other = (
                sorted(side) if change == "shrunk" else sorted(frozenset(CATEGORIES[name]) - side)
            )
            if other and (change == "enlarged" or len(side) > 1):
                leaf[name] = side ^ {random.choice(other)}
                return True
            continue
        low, high = side
        step = max(1, (high - low) // 3)
        if change == "shrunk" and high - low > 1:
            leaf[name] = (low + step, high) if random.random() < 0.5 else (low, high - step)
            return True
        if change == "enlarged" and (low > 0 or high < SPAN):
            up = low == 0 or (high < SPAN and random.random() < 0.5)
            leaf[name] = (low, min(SPAN, high + step)) if up else (max(0, low - step), high)
            return True
    return False


def _plan(names: Sequence[str], leaves: Sequence[Leaf]) -> Plan:
    terms = [
        Term(name, name.replace("_", " ").capitalize(), TermType.TEXT, CATEGORIES[name])
        if name in CATEGORIES
        else Term(name, name.replace("_", " ").capitalize(), TermType.NUMBER)
        for name in names
    ]
    outcome = Term("outcome", "Outcome", TermType.NUMBER)
    rules = []
    for number, leaf in enumerate(leaves, 1):
        tests = tuple(_test(leaf.get(name), name) for name in names)
        rules.append(
            CompiledRule(
                f"r{number}", number, 3 + number, tuple("?" for _ in names), tests,
                (str(number),), (Constant(Decimal(number)),),
            )
        )  # fmt: skip
    inputs = tuple(CompiledClause(name, 2 + place) for place, name in enumerate(names))
    decision = CompiledDecision(
        "loan", "Loan", "Loan", HitPolicy.UNIQUE, inputs,
        (CompiledClause("outcome", 2 + len(names)),), (), tuple(rules), None, 3, 1,
    )  # fmt: skip
    return sealed(Plan("loans", Vocabulary.of([*terms, outcome]), (decision,)))


def _test(side: Side | None, name: str) -> Test:
    if side is None or side == _everything(name):
        return ANYTHING
    if isinstance(side, frozenset):
        return Accepts(ValueSet.of(map(point, sorted(side))))
    low, high = side
    interval = Interval(
        None if low == 0 else Decimal(low), None if high == SPAN else Decimal(high), low != 0, False
    )
    return Accepts(ValueSet.of([interval]))


def measure(question: str, columns: int, rules: int) -> dict[str, float | int | bool]:
    """One question about one table, from the compiled rules to the answer."""
    table = make(columns, rules, "enlarged" if question == "overlaps" else "shrunk")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    if question == "all":
        found = analyse_table(table.decision, table.plan, AMPLE)
        gaps, complete = found.gaps, found.complete
        count = 0 if gaps is None else len(gaps.known)
    else:
        index = TableIndex(table.decision, space_of(table.decision, table.plan.vocabulary))
        if question == "gaps":
            known = find_gaps(index, Meter(AMPLE))
            count, complete = len(known.known), known.complete
        else:
            pairs = find_overlaps(index, Meter(AMPLE))
            count, complete = len(pairs.pairs), pairs.complete
    seconds = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {
        "ms": round(seconds * 1000),
        "found": count,
        "injected": table.injected,
        "complete": complete,
        "mb": round((peak - before) / 1024),
        "whole_mb": round(peak / 1024),
    }


def apart(question: str, columns: int, rules: int) -> dict[str, float]:
    """The measurement, in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.analysis", "--one", question]
    made = subprocess.run(
        [*command, str(columns), str(rules)], check=True, capture_output=True, text=True
    )
    result: dict[str, float] = json.loads(made.stdout)
    return result


def certify(columns: int, rules: int) -> str:
    """`unsat` when z3 proves that no facts lie outside of the rules and of the gaps found."""
    import z3

    table = make(columns, rules, "shrunk")
    space = space_of(table.decision, table.plan.vocabulary)
    gaps = find_gaps(TableIndex(table.decision, space), Meter(AMPLE))
    solver = z3.Solver()
    variables = [z3.Int(f"x{place}") for place in range(len(space.dimensions))]
    for variable, full in zip(variables, space.domain.full, strict=True):
        # The classes are what a rule can see; missing, the last one, is not asked about.
        solver.add(variable >= 0, variable < full.bit_length() - 1)
    for box in [*(box for boxes in space.boxes for box in boxes), *(g.box for g in gaps.known)]:
        solver.add(z3.Or([z3.Not(_inside(variables[each], side)) for each, side in box.items()]))
    return str(solver.check())


def _inside(variable: object, side: int) -> object:
    import z3

    from ruleset.space.box_index import runs

    return z3.Or([z3.And(variable >= low, variable <= high) for low, high in runs(side)])  # type: ignore[operator]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--one", nargs=3, metavar=("QUESTION", "COLUMNS", "RULES"))
    parser.add_argument("--certify", nargs=2, type=int, metavar=("COLUMNS", "RULES"))
    parser.add_argument("--large", action="store_true", help="only the tables of 10,000 rules")
    given = parser.parse_args()
    if given.one:
        question, columns, rules = given.one
        print(json.dumps(measure(question, int(columns), int(rules))))
        return
    if given.certify:
        start = time.perf_counter()
        columns, rules = given.certify
        said = certify(columns, rules)
        seconds = time.perf_counter() - start
        print(f"{columns} columns, {rules} rules: z3 says {said} in {seconds:.1f} s")
        return
    if not given.large:
        _published()
    print("\n| columns | rules | all analyses | gaps found (injected) | memory | whole process |")
    print("|---|---|---|---|---|---|")
    for columns, rules in LARGE:
        made = apart("all", columns, rules)
        print(
            f"| {columns} | {rules} | {made['ms']} ms | {made['found']} ({made['injected']}) "
            f"| {made['mb']} MB | {made['whole_mb']} MB |",
            flush=True,
        )


def _published() -> None:
    print("| columns | rules | overlaps, published | ours | pairs ", end="")
    print("| gaps, published | ours | boxes (injected) |")
    print("|---|---|---|---|---|---|---|---|")
    for columns, sizes in PUBLISHED.items():
        for rules, overlaps, gaps in sizes:
            ours = apart("overlaps", columns, rules), apart("gaps", columns, rules)
            print(
                f"| {columns} | {rules} | {overlaps} ms | {ours[0]['ms']} ms | {ours[0]['found']} "
                f"| {gaps} ms | {ours[1]['ms']} ms | {ours[1]['found']} ({ours[1]['injected']}) |",
                flush=True,
            )


if __name__ == "__main__":
    main()
