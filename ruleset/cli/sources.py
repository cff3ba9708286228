"""Where commands take workbooks, rules and facts from."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import typer

from ruleset.check.test_cases import fact_from_text
from ruleset.diagnostics import nearest, or_list
from ruleset.dmn.form import Term, TermType, code_name
from ruleset.engine.facts import refuse_unknown
from ruleset.engine.ruleset import Ruleset, load
from ruleset.engine.ruleset import compile as compile_rules
from ruleset.errors import FactError, RulesetError
from ruleset.feel.errors import FeelError

TABLES = Path("decision_tables")
MOST_INPUT = 64 * 2**20


def workbooks(given: list[Path] | None) -> list[Path]:
    """The workbooks to work on: those named, those in a named folder, or all in decision_tables."""
    places = given or [TABLES]
    found: list[Path] = []
    for place in places:
        if place.is_dir():
            inside = sorted(
                path for path in place.glob("*.xlsx") if not path.name.startswith((".", "~$"))
            )
            if not inside:
                raise typer.BadParameter(f"there is no .xlsx workbook in {place}")
            found += inside
        elif given is None:
            raise typer.BadParameter(
                f"there is no folder {TABLES} here; name a workbook, or make one with `ruleset new`"
            )
        else:
            found.append(place)
    return found


def open_rules(rules: Path | None, workbook: Path | None, engine: str = "masks") -> Ruleset:
    """The rules that the options name; without options those that the library carries."""
    if rules is not None and workbook is not None:
        raise typer.BadParameter("give --rules or --workbook, not both")
    if workbook is not None:
        return compile_rules(workbook, engine=engine)
    if rules is None:
        from ruleset.tasks.flagship import rules_path

        rules = rules_path()
    return load(rules, engine=engine)


def read_facts(pairs: Iterable[str], source: Path | None, rules: Ruleset) -> dict[str, Any]:
    """The facts of `--fact term=value` pairs and of a JSON object in a file or on standard input.

    A value after `=` is read as a cell of the term's type would be; JSON values must have the type.
    """
    given = list(pairs)
    facts: dict[str, Any] = {}
    if source is not None or (not given and not sys.stdin.isatty()):
        text = read_text(source if source is not None else Path("-"))
        facts.update(_json_facts(text, rules) if text.strip() else {})
    for pair in given:
        name, equals, text = pair.partition("=")
        if not equals:
            raise typer.BadParameter(f"`{pair}` is not of the form term=value")
        term = _term(name, rules)
        try:
            facts[term.name] = fact_from_text(text, term)
        except FeelError as problem:
            help = f"; {problem.help}" if problem.help else ""
            raise FactError(
                f"the fact `{term.name}` is `{text}`: {problem.message}{help}",
                term=term.name,
                value=text,
                expected=term.type.value,
                suggestion=None,
            ) from problem
    return facts


def read_text(source: Path) -> str:
    """The text of a file, or of standard input for `-`; an error that names it when unreadable."""
    try:
        raw = sys.stdin.buffer.read(MOST_INPUT + 1) if str(source) == "-" else _read_bounded(source)
        if len(raw) > MOST_INPUT:
            raise RulesetError(f"{source} is larger than {MOST_INPUT // 2**20} MB")
        return raw.decode("utf-8-sig")
    except OSError as problem:
        raise RulesetError(f"{source} cannot be read: {problem.strerror}") from problem
    except UnicodeDecodeError as problem:
        raise RulesetError(f"{source} is not a text in UTF-8") from problem


def _read_bounded(source: Path) -> bytes:
    with source.open("rb") as file:
        return file.read(MOST_INPUT + 1)


def _json_facts(text: str, rules: Ruleset) -> dict[str, Any]:
    try:
        raw = json.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError) as problem:
        raise RulesetError(f"the facts are not JSON: {problem}") from problem
    if not isinstance(raw, Mapping):
        raise RulesetError('the facts must be one JSON object, such as `{"country": "GB"}`')
    return {_term(name, rules).name: _json_fact(_term(name, rules), raw[name]) for name in raw}


def _json_fact(term: Term, raw: Any) -> Any:
    """JSON has no days: a text of the form 2026-01-31 stands for one."""
    if term.type is TermType.DATE and isinstance(raw, str):
        try:
            return date.fromisoformat(raw)
        except ValueError:
            return raw  # refused by the decision, with the term's name
    return raw


def _term(name: str, rules: Ruleset) -> Term:
    known = code_name(name)
    if known not in rules.terms:
        refuse_unknown(name, rules.terms)
    return rules.terms[known]


def parse_day(text: str | None) -> date:
    """The day that an option names; today when there is none."""
    if text is None:
        return date.today()  # noqa: DTZ011  # the user's own day is meant
    try:
        return date.fromisoformat(text)
    except ValueError as problem:
        raise typer.BadParameter(f"`{text}` is not a day such as 2026-01-31") from problem


def decision_name(name: str, rules: Ruleset) -> str:
    """The decision's name in code, from its label or name; an error with the nearest otherwise."""
    known = code_name(name)
    if known in rules.decisions:
        return known
    near = nearest(name, rules.decisions)
    tail = f"did you mean `{near}`?" if near else f"there are {or_list(rules.decisions)}"
    raise typer.BadParameter(f"`{name}` is not a decision of these rules; {tail}")
