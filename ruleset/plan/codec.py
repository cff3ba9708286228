"""The compiled file, `rules/<workbook>.json`: one rule a line, so a diff reads as a change log.

The file is JSON. Every term, decision head and rule stands on a line of its own, in the order of
the workbook. `version` is `sha256:` and the hash of all other lines, so that the file proves that
it was not altered. A rule's line holds its cells' texts as written (`if`, `then`, `notes`) and what
they mean (`tests`, `values`). Its row is the row of the line above plus one, unless `row` says
otherwise: so a row that is inserted changes one line and not all below it, and every cell still has
its address, from the row and from the columns in the decision's head.
"""

from __future__ import annotations

import gc
import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import InvalidOperation
from pathlib import Path
from typing import Any

from ruleset.dmn.form import HitPolicy, Term, TermType, Vocabulary
from ruleset.errors import RulesFileError
from ruleset.locations import column_letters, column_number
from ruleset.plan.encoding import (
    decode_output,
    decode_test,
    encode_output,
    encode_test,
    encode_value,
    value_reader,
)
from ruleset.plan.form import CompiledClause, CompiledDecision, CompiledRule, Output, Plan, Test

FORMAT = 1
"""The version of this layout. A reader refuses a number that it does not know."""

MOST_BYTES = 512 * 2**20
_VERSION_LINE = re.compile(r'^"version": "([^"]*)",\n', re.MULTILINE)
_OTHERWISE = "otherwise"


def sealed(plan: Plan) -> Plan:
    """The same plan with its version, the hash of its content."""
    return replace(plan, version=_hash("".join(_lines(plan))))


def dump(plan: Plan) -> str:
    """The text of the compiled file. The same plan gives the same bytes."""
    head, *rest = _lines(plan)
    return "".join([head, f'"version": {_json(plan.version)},\n', *rest])


def write(plan: Plan, path: Path) -> None:
    """The compiled file stands at `path`, whole: it is written beside it and then moved."""
    import tempfile  # only who compiles needs it

    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(dump(plan))
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def read(path: str | os.PathLike[str]) -> Plan:
    """The plan of a compiled file.

    RulesFileError when there is none (RS501), when its format is not known (RS502) or when its
    content does not match its version (RS503).
    """
    name = os.fspath(path)
    try:
        if Path(name).stat().st_size > MOST_BYTES:
            raise _unusable(name, "RS501", f"it is larger than {MOST_BYTES // 2**20} MB")
        text = Path(name).read_bytes().decode("utf-8")
    except OSError as problem:
        raise _unusable(name, "RS501", (problem.strerror or str(problem)).lower()) from problem
    except UnicodeDecodeError as problem:
        raise _unusable(name, "RS501", "it is not a text in UTF-8") from problem
    return parse(text, name)


def parse(text: str, name: str = "rules") -> Plan:
    """The plan that `dump` wrote; errors as for `read`, with `name` as the path."""
    text = text.replace("\r\n", "\n")
    with collector_resting():
        return _parsed(text, name)


@contextmanager
def collector_resting() -> Iterator[None]:
    """Within it, Python's garbage collector does not run by itself.

    It would walk over all objects again and again while many are made of which none is garbage,
    and take most of the time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _parsed(text: str, name: str) -> Plan:
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise _unusable(name, "RS501", f"it is not JSON: {problem}") from problem
    if not isinstance(raw, dict) or "format" not in raw:
        raise _unusable(name, "RS501", "it does not look like the output of `ruleset compile`")
    if raw["format"] != FORMAT:
        raise _unusable(
            name,
            "RS502",
            f"its format is {raw['format']!r}, this version reads {FORMAT}; compile it again",
        )
    if _hash(_VERSION_LINE.sub("", text, count=1)) != raw.get("version"):
        raise _unusable(
            name,
            "RS503",
            "its content does not match its version: it was changed by hand or damaged; "
            "compile the workbook again",
        )
    try:
        return _plan(raw)
    except (
        KeyError,
        ValueError,
        TypeError,
        IndexError,
        AttributeError,
        AssertionError,
        InvalidOperation,
        RecursionError,
    ) as problem:
        raise _unusable(name, "RS501", f"it is incomplete: {problem!r}") from problem


def _unusable(path: str, code: str, why: str) -> RulesFileError:
    return RulesFileError(f"{path} cannot be used as compiled rules: {why}", path=path, code=code)


def _hash(text: str) -> str:
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": "))


def _rows(items: Iterable[dict[str, Any]]) -> str:
    """Objects one a line, for a JSON list."""
    return ",\n".join(_json(item) for item in items)


def _lines(plan: Plan) -> list[str]:
    """The file without its version, cut so that the version's line fits after the first part."""
    return [
        f'{{\n"format": {FORMAT},\n',
        f'"name": {_json(plan.name)},\n',
        f'"vocabulary": [\n{_rows(map(_term, plan.vocabulary))}\n],\n',
        '"decisions": [\n' + ",\n".join(map(_decision, plan.decisions)) + "\n]\n}\n",
    ]


def _term(term: Term) -> dict[str, Any]:
    found: dict[str, Any] = {"term": term.name, "label": term.label, "type": term.type.value}
    if term.allowed:
        found["allowed"] = [encode_value(value) for value in term.allowed]
    if term.meaning:
        found["meaning"] = term.meaning
    if term.example:
        found["example"] = term.example
    return found


def _decision(decision: CompiledDecision) -> str:
    head = {
        "decision": decision.name,
        "label": decision.label,
        "sheet": decision.sheet,
        "hit_policy": decision.hit_policy.value,
        "needs": list(decision.needs),
        "header_row": decision.header_row,
        "id_column": column_letters(decision.id_column),
        "if": _columns(decision.inputs),
        "then": _columns(decision.outputs),
        "notes": _columns(decision.annotations),
    }
    row = decision.header_row
    rules = []
    for rule in decision.every_rule:
        rules.append(_rule(rule, row))
        row = rule.row
    return f'{_json(head)[:-1]}, "rules": [\n{_rows(rules)}\n]}}'


def _columns(clauses: Iterable[CompiledClause]) -> list[list[str]]:
    return [[column_letters(clause.column), clause.term] for clause in clauses]


def _rule(rule: CompiledRule, row_above: int) -> dict[str, Any]:
    found: dict[str, Any] = {"id": rule.id}
    if rule.row != row_above + 1:
        found["row"] = rule.row
    found["if"] = list(rule.input_texts)
    found["then"] = list(rule.output_texts)
    if any(rule.annotations):
        found["notes"] = list(rule.annotations)
    found["tests"] = [encode_test(test) for test in rule.tests]
    found["values"] = [encode_output(output) for output in rule.outputs]
    return found


def _plan(raw: dict[str, Any]) -> Plan:
    vocabulary = Vocabulary.of(_read_term(each) for each in raw["vocabulary"])
    decisions = tuple(_read_decision(each, vocabulary) for each in raw["decisions"])
    return Plan(raw["name"], vocabulary, decisions, raw["version"])


def _read_term(raw: dict[str, Any]) -> Term:
    type_ = TermType(raw["type"])
    reader = value_reader(TermType.TEXT if type_ is TermType.SET else type_)
    allowed = tuple(value for each in raw.get("allowed", ()) if (value := reader(each)) is not None)
    return Term(
        raw["term"], raw["label"], type_, allowed, raw.get("meaning", ""), raw.get("example", "")
    )


def _read_decision(raw: dict[str, Any], vocabulary: Vocabulary) -> CompiledDecision:
    inputs, outputs, notes = (_read_columns(raw[band]) for band in ("if", "then", "notes"))
    hit_policy = HitPolicy(raw["hit_policy"])
    reader = _RuleReader(
        [value_reader(_item_type(vocabulary[clause.term].type)) for clause in inputs],
        [
            value_reader(
                TermType.TEXT
                if hit_policy is HitPolicy.COLLECT_COUNT
                else vocabulary[clause.term].type
            )
            for clause in outputs
        ],
    )
    rules = []
    row = raw["header_row"]
    for number, each in enumerate(raw["rules"], start=1):
        row = each.get("row", row + 1)
        rules.append(reader.rule(each, row, number, len(notes)))
    has_default = bool(rules) and rules[-1].id.casefold() == _OTHERWISE
    return CompiledDecision(
        name=raw["decision"],
        label=raw["label"],
        sheet=raw["sheet"],
        hit_policy=hit_policy,
        inputs=inputs,
        outputs=outputs,
        annotations=notes,
        rules=tuple(rules[:-1] if has_default else rules),
        default=rules[-1] if has_default else None,
        header_row=raw["header_row"],
        id_column=column_number(raw["id_column"]),
        needs=tuple(raw["needs"]),
    )


def _item_type(type_: TermType) -> TermType:
    return TermType.TEXT if type_ is TermType.SET else type_


def _read_columns(raw: list[list[str]]) -> tuple[CompiledClause, ...]:
    return tuple(CompiledClause(term, column_number(letters)) for letters, term in raw)


class _RuleReader:
    """Reads the rules of one table; equal texts of a column mean the same and are read once."""

    def __init__(self, input_readers: list[Any], output_readers: list[Any]) -> None:
        self.input_readers, self.output_readers = input_readers, output_readers
        self.tests: list[dict[str, Test]] = [{} for _ in input_readers]
        self.outputs: list[dict[str, Output]] = [{} for _ in output_readers]

    def rule(self, raw: dict[str, Any], row: int, number: int, notes: int) -> CompiledRule:
        input_texts, output_texts = tuple(raw["if"]), tuple(raw["then"])
        tests = []
        for seen, text, each, reader in zip(
            self.tests, input_texts, raw["tests"], self.input_readers, strict=True
        ):
            test = seen.get(text)
            if test is None:
                test = seen[text] = decode_test(each, reader)
            tests.append(test)
        outputs = []
        for known, text, each, reader in zip(
            self.outputs, output_texts, raw["values"], self.output_readers, strict=True
        ):
            output = known.get(text)
            if output is None:
                output = known[text] = decode_output(each, reader)
            outputs.append(output)
        return CompiledRule(
            id=raw["id"],
            rule_number=number,
            row=row,
            input_texts=input_texts,
            tests=tuple(tests),
            output_texts=output_texts,
            outputs=tuple(outputs),
            annotations=tuple(raw.get("notes", [""] * notes)),
        )
