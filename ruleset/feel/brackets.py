"""What each bracket stands for: a group, a call, a list, an interval, `not( )` or `in ( )`.

Second part of reading: afterwards every bracket has a kind of its own (`CALL_OPEN`, `INTERVAL_OPEN`
…), all of them pair up, and commas inside numbers are thousands or have become separators. Knowing
this before the grammar is what lets it take `]1..5[` and `(1..5)` beside groups and lists.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ruleset.feel import codes
from ruleset.feel.errors import FeelError, shown
from ruleset.feel.lexer import Lexeme
from ruleset.feel.spellings import decimal_comma

MOST_NESTING = 100
"""How deep brackets may stand in each other, and how deep the tree of an expression may be."""

_BEFORE_VALUES = frozenset(
    {"DOTS", "COMPARE", "PLUS", "MINUS", "TIMES", "DIVIDE", "POWER", "COMMA", "AND", "OR", "IN"}
    | {"IF", "THEN", "ELSE", "BETWEEN", "(", "["}
)
_GROUPS = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?(?![\d,])")
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(slots=True)
class Bracket:
    """An opened bracket: the index of its lexeme, what it opens, and what it has met so far."""

    index: int
    kind: str
    dots: bool = False
    commas: list[int] = field(default_factory=list)


def paired(text: str, lexemes: Sequence[Lexeme], *, tests: bool) -> list[Lexeme]:
    """The lexemes with brackets told apart and numbers cut at separating commas.

    Errors: RS301 for brackets without a partner or more than 100 deep, RS310 for decimal commas.
    """
    open_brackets: list[Bracket] = []
    kinds: dict[int, str] = {}
    inside: dict[int, str] = {}
    starts_not = tests and [each.text.casefold() for each in lexemes[:2]] == ["not", "("]
    numbers: list[tuple[int, Bracket | None]] = []
    for index, lexeme in enumerate(lexemes):
        top = open_brackets[-1] if open_brackets else None
        match lexeme.kind:
            case "DOTS" if top is not None:
                top.dots = True
            case "NUMBER":
                numbers.append((index, top))
            case "(" | "[" | "]" | ")" if top is not None and _closes(top, lexemes, index):
                open_brackets.pop()
                _name(top, lexemes, index, kinds)
                if (
                    top.kind == "NOT"
                    and lexemes[index + 1 :][:1]
                    and lexemes[index + 1].kind == "COMMA"
                ):
                    raise not_in_part(text, lexemes[0].start, lexeme.end)
            case ")":
                raise _unopened(text, lexeme)
            case "(" | "[" | "]":
                if lexeme.kind == "]" and not _may_open(lexemes, index):
                    raise _unopened(text, lexeme)
                opens = "NOT" if starts_not and index == 1 else _opens(lexemes, index)
                open_brackets.append(Bracket(index, opens))
                if len(open_brackets) > MOST_NESTING:
                    raise too_deep(text, lexeme.span)
    if open_brackets:
        raise _unclosed(text, lexemes, open_brackets[-1])
    for index, around in numbers:
        inside[index] = kinds[around.index] if around is not None else ""
    return _resolved(text, lexemes, kinds, inside, tests=tests)


def _opens(lexemes: Sequence[Lexeme], index: int) -> str:
    before = lexemes[index - 1].kind if index else ""
    match lexemes[index].kind:
        case "(":
            return {"FUNCTION": "CALL", "IN": "IN"}.get(before, "GROUP")
        case "[":
            return "LIST"
        case _:
            return "INTERVAL"


def _closes(top: Bracket, lexemes: Sequence[Lexeme], index: int) -> bool:
    """True when the sign ends what `top` opened: as its partner, or as the end of an interval.

    A `[` ends an interval only after a value; elsewhere it opens a list.
    """
    sign = lexemes[index].kind
    if sign == "[" and lexemes[index - 1].kind in _BEFORE_VALUES:
        return False
    if top.kind == "INTERVAL" or (top.dots and top.kind in ("GROUP", "IN", "LIST")):
        return sign in ")][" if top.dots else False
    return sign == ("]" if top.kind == "LIST" else ")")


def _may_open(lexemes: Sequence[Lexeme], index: int) -> bool:
    """A `]` opens an interval only where a value may begin and dots follow."""
    begins = index == 0 or lexemes[index - 1].kind in ("COMMA", "(", "IN", "[", "AND", "OR")
    return begins and any(each.kind == "DOTS" for each in lexemes[index + 1 : index + 12])


def _name(top: Bracket, lexemes: Sequence[Lexeme], close: int, kinds: dict[int, str]) -> None:
    if top.dots and top.kind in ("GROUP", "IN", "LIST", "INTERVAL"):
        kinds[top.index], kinds[close] = "INTERVAL_OPEN", "INTERVAL_CLOSE"
        return
    kinds[top.index] = f"{top.kind}_OPEN"
    kinds[close] = "LIST_CLOSE" if top.kind == "LIST" else "CLOSE"
    if top.kind == "NOT" and close < len(lexemes) - 1:
        kinds[top.index] = "CALL_OPEN"  # the function, within an expression


def _resolved(
    text: str,
    lexemes: Sequence[Lexeme],
    kinds: dict[int, str],
    inside: dict[int, str],
    *,
    tests: bool,
) -> list[Lexeme]:
    found: list[Lexeme] = []
    for index, lexeme in enumerate(lexemes):
        if index in kinds:
            kind = kinds[index]
            found.append(replace(lexeme, kind=kind))
        elif lexeme.kind == "NUMBER" and "," in lexeme.text:
            context = inside[index]
            found += _cut(text, lexeme, context, many=tests and context in ("", "NOT_OPEN"))
        else:
            found.append(lexeme)
    if tests and kinds.get(1) == "NOT_OPEN":
        found[0] = replace(found[0], kind="NOT")
        found[-1] = replace(found[-1], kind="NOT_CLOSE")
    return found


def _cut(text: str, number: Lexeme, context: str, *, many: bool) -> list[Lexeme]:
    """The number itself, or several numbers where the commas in it separate values."""
    digits = _DIGITS.search(number.text)
    assert digits is not None  # noqa: S101  # a number with a comma has digits around it
    groups = _GROUPS.match(digits[0]) is not None
    if context in ("CALL_OPEN", "LIST_OPEN", "IN_OPEN"):
        if groups:
            spaced = ", ".join(digits[0].split(","))
            raise FeelError(
                codes.AMBIGUOUS,
                f"{shown(number.text)} can be read in two ways",
                number.span,
                label="thousands, or several values?",
                help=f"write `{digits[0].replace(',', '')}` for one number, `{spaced}` for several",
            )
    elif groups:
        return [number]
    elif not many or digits[0].count(",") == 1 or _mixed(digits[0]):
        raise decimal_comma(digits[0], number.text, number.span)
    return _separated(number)


def _mixed(digits: str) -> bool:
    return any(len(part) == 3 for part in digits.split(",")[1:])


def _separated(number: Lexeme) -> list[Lexeme]:
    found: list[Lexeme] = []
    at = number.start
    for position, part in enumerate(number.text.split(",")):
        if position:
            found.append(Lexeme("COMMA", ",", at, at + 1, ","))
            at += 1
        found.append(Lexeme("NUMBER", part, at, at + len(part), part))
        at += len(part)
    return found


def too_deep(text: str, span: tuple[int, int]) -> FeelError:
    """The error for brackets or operations more than `MOST_NESTING` deep."""
    return FeelError(
        codes.DOES_NOT_PARSE,
        f"{shown(text)} is nested too deeply",
        span,
        label=f"more than {MOST_NESTING} deep",
        help="split it over several rows or columns",
    )


def not_in_part(text: str, start: int, end: int) -> FeelError:
    """The error for `not( )` that is one of several items."""
    return FeelError(
        codes.DOES_NOT_PARSE,
        f"{shown(text)} mixes `not(...)` with other values",
        (start, end),
        label="expected `not(...)` around the whole cell",
        help="put what is excluded inside one `not(...)`, and the rest in a row of its own",
    )


def _unopened(text: str, lexeme: Lexeme) -> FeelError:
    return FeelError(
        codes.DOES_NOT_PARSE,
        f"{shown(text)} closes a bracket that was never opened",
        lexeme.span,
        label=f"nothing opens this `{lexeme.text}`",
        help=f"leave the `{lexeme.text}` out, or open it before",
    )


def _unclosed(text: str, lexemes: Sequence[Lexeme], top: Bracket) -> FeelError:
    lexeme = lexemes[top.index]
    close = ")" if lexeme.kind == "(" else "]"
    short = text.rstrip() if len(text) < 60 else text[lexeme.start :].strip()[:40]
    return FeelError(
        codes.DOES_NOT_PARSE,
        f"{shown(text)} opens a bracket that is never closed",
        lexeme.span,
        label=f"expected `{close}` for this `{lexeme.text}`",
        help=f"write `{short}{close}`",
    )
