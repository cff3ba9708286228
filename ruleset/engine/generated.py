"""The functions that decide, written for each table as lines of Python.

A loop over columns, and a call for each, would cost more than all else in a decision. So the
columns' look-ups (`columns.Inline`) are put one after another into one function, made once when the
rules are loaded. The source is registered with `linecache`, so a traceback shows its lines.

    def match(facts):
        get = facts.get
        v0 = get('country')
        v1 = get('income')
        m = texts0[v0]
        if v1.__class__ is int:
            i = bisect_left(whole1, v1)
            m &= at1[i] if whole1[i] == v1 else between1[i]
        …
        return m
"""

from __future__ import annotations

import linecache
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ruleset.engine.columns import Inline
from ruleset.engine.protocol import Answer, Decider

Matcher = Callable[[Mapping[str, Any]], int]
"""From the facts, derived ones included, to the mask of the rules that match."""

Expressions = Callable[[int, Mapping[str, Any]], int]
"""Takes out of a mask the rules whose expressions do not hold for the facts."""

_INFINITY = float("inf")


def matcher(
    name: str, columns: Sequence[tuple[str, Inline]], every: int, expressions: Expressions | None
) -> Matcher:
    """The function that tells which rules match. `every` is the mask of all rules."""
    source = ["def match(facts):", "    get = facts.get", *_values(columns, "get({!r})")]
    source += [*_mask(columns, expressions), "    return m"]
    made: Matcher = _function(name, source, "match", _names(columns, every, expressions))
    return made


def first_decider(
    name: str,
    columns: Sequence[tuple[str, Inline]],
    every: int,
    expressions: Expressions | None,
    hits: Sequence[tuple[int, ...]],
    outcomes: Sequence[dict[str, Any] | None],
    other: Callable[[int, Mapping[str, Any]], Answer],
    check: Callable[[Mapping[str, Any]], None] | None,
) -> Decider:
    """The whole decision under First, with masks whose highest bit is the first rule.

    So the number of the highest bit tells the rule without a walk over the mask. `hits` and
    `outcomes` hold one item a rule and one for no match; where an outcome is None, `other` answers.
    `check` sees the facts unless all of the columns' terms are given and nothing else.
    """
    source = ["def decide(facts):"]
    if check is None:
        source += ["    get = facts.get", *_values(columns, "get({!r})")]
    else:
        source += ["    try:", *_indented(_values(columns, "facts[{!r}]") or ["    pass"])]
        source += ["    except KeyError:", "        check(facts)", "        get = facts.get"]
        source += _indented(_values(columns, "get({!r})"))
        source += ["    else:", f"        if len(facts) != {len(columns)}:"]
        source += ["            check(facts)"]
    source += [
        *_mask(columns, expressions),
        f"    i = {len(hits) - 1} - m.bit_length()",
        "    outcome = outcomes[i]",
        "    if outcome is None:",
        "        return other(i, facts)",
        "    return hits[i], outcome.copy()",
    ]
    names = _names(columns, every, expressions)
    names |= {"hits": hits, "outcomes": outcomes, "other": other, "check": check}
    made: Decider = _function(name, source, "decide", names)
    return made


def _values(columns: Sequence[tuple[str, Inline]], read: str) -> list[str]:
    return [f"    v{n} = {read.format(term)}" for n, (term, _) in enumerate(columns)]


def _mask(columns: Sequence[tuple[str, Inline]], expressions: Expressions | None) -> list[str]:
    if not columns:
        lines = ["    m = every"]
    else:
        lines = [
            f"    {line.format(n=n, v=f'v{n}', m='m =' if n == 0 else 'm &=')}"
            for n, (_, inline) in enumerate(columns)
            for line in inline.lines
        ]
    return lines if expressions is None else [*lines, "    m = expressions(m, facts)"]


def _names(
    columns: Sequence[tuple[str, Inline]], every: int, expressions: Expressions | None
) -> dict[str, Any]:
    names: dict[str, Any] = {
        "every": every,
        "expressions": expressions,
        "bisect_left": bisect_left,
        "infinity": _INFINITY,
    }
    for n, (_, inline) in enumerate(columns):
        names |= {f"{name}{n}": value for name, value in inline.names.items()}
    return names


def _indented(lines: Sequence[str]) -> list[str]:
    return [f"    {line}" for line in lines]


def _function(name: str, source: Sequence[str], function: str, names: dict[str, Any]) -> Any:
    text = "\n".join(source) + "\n"
    file = f"<ruleset: {function} {name}>"
    linecache.cache[file] = (len(text), None, text.splitlines(keepends=True), file)
    # The only texts in the source are names of terms, as literals that `repr` wrote.
    exec(compile(text, file, "exec"), names)  # noqa: S102  # text of our own making
    return names[function]
