"""Input entries of text columns: bare words between commas, quotes where a comma belongs to a text.

Bare text is taken as it stands: any letters, signs and words, `and` and `to` included. Commas in
round brackets that close again do not separate. Only a sign of comparison in front, an interval of
quoted texts, `not( )`, `missing`, `null` and `present` mean something else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ruleset.feel import codes
from ruleset.feel.brackets import not_in_part, paired
from ruleset.feel.errors import FeelError, shown
from ruleset.feel.functions import FUNCTIONS
from ruleset.feel.lexer import STRING, Lexeme, lexemes_of, unclosed_quote, unquoted
from ruleset.feel.names import Spellings
from ruleset.feel.spellings import MISSING_WORDS, PRESENT_WORDS
from ruleset.feel.types import Type

_NOT = re.compile(r"\s*(not)\s*(\()", re.IGNORECASE)
_QUOTED = re.compile(STRING, re.DOTALL)
_SIGNS = re.compile(r"<|>|=|≤|≥|≠|!=")
_COMMA = re.compile(r"\s*,")
_INTERVAL = re.compile(rf"[\[\](]\s*{STRING}\s*(?:\.\.|…)\s*{STRING}\s*[\])\[]", re.DOTALL)
"""An interval of texts: its two signs need not be partners, as in `]"a".."m")`."""
_CALL = re.compile(rf"({'|'.join(FUNCTIONS)})\s*\(", re.IGNORECASE)
_NO_NAMES: Spellings[str] = Spellings({})


def asks_for_expression(text: str) -> bool:
    """True when a `?` stands outside quotes: the entry is an expression, not a list of texts."""
    return "?" in text and "?" in _QUOTED.sub("", text)


@dataclass(slots=True)
class _Scan:
    text: str
    type: Type
    at: int
    stop: int


def item_lexemes(text: str, type: Type) -> list[Lexeme]:
    """The lexemes of a list of texts, in order; RS301 with the characters at fault."""
    opening = _NOT.match(text)
    if opening is None:
        return _items(_Scan(text, type, 0, len(text)))
    stop = len(text.rstrip()) - 1
    close = _closing(text, opening.end(2))
    if close is None:
        raise FeelError(
            codes.DOES_NOT_PARSE,
            f"{shown(text)} opens a bracket that is never closed",
            opening.span(2),
            label="expected `)` for this `(`",
            help=f"write `{text.strip()})`" if len(text) < 80 else "write `)` at the end",
        )
    if close < stop:
        raise not_in_part(text, opening.start(1), close + 1)
    return [
        Lexeme("NOT", opening[1], *opening.span(1), "not"),
        Lexeme("NOT_OPEN", "(", *opening.span(2), "("),
        *_items(_Scan(text, type, opening.end(2), stop)),
        Lexeme("NOT_CLOSE", ")", stop, stop + 1, ")"),
    ]


def _closing(text: str, start: int) -> int | None:
    """Where the bracket that was opened before `start` is closed; None when nowhere."""
    depth = 1
    at = start
    item_starts = True
    while at < len(text):
        char = text[at]
        quoted = _QUOTED.match(text, at) if char == '"' and item_starts else None
        quoted = quoted or (_INTERVAL.match(text, at) if item_starts else None)
        if quoted is not None:
            at = quoted.end()
            item_starts = False
            continue
        depth += (char == "(") - (char == ")")
        if depth == 0:
            return at
        item_starts = char in ",([])<>=" or (item_starts and char.isspace())
        at += 1
    return None


def _items(scan: _Scan) -> list[Lexeme]:
    found: list[Lexeme] = []
    while True:
        scan.at = _skipped(scan)
        if scan.at >= scan.stop or scan.text[scan.at] == ",":
            raise _empty_item(scan, found)
        found += _item(scan)
        comma = _COMMA.match(scan.text, scan.at, scan.stop)
        if comma is None:
            return found
        found.append(Lexeme("COMMA", ",", comma.end() - 1, comma.end(), ","))
        scan.at = comma.end()


def _skipped(scan: _Scan) -> int:
    at = scan.at
    while at < scan.stop and scan.text[at].isspace():
        at += 1
    return at


def _empty_item(scan: _Scan, before: list[Lexeme]) -> FeelError:
    """The error for a comma too many, or for brackets with nothing in them."""
    at = scan.at
    comma = before[-1].span if before else (at, min(at + 1, len(scan.text)))
    between = before and at < scan.stop
    where = "between the commas" if between else "after the comma" if before else "before the comma"
    if not before and at >= scan.stop:
        where, comma = "in the brackets", (at - 1, at + 1)
    return FeelError(
        codes.DOES_NOT_PARSE,
        f"{shown(scan.text)} has an empty place in its list",
        (comma[0], at + 1) if between else comma,
        label=f"expected {scan.type.noun} {where}",
        help="leave the comma out, or write the missing value; `missing` stands for no value"
        if where != "in the brackets"
        else "write the excluded values in the brackets, such as `not(UK, IE)`",
    )


def _item(scan: _Scan) -> list[Lexeme]:
    text, start = scan.text, scan.at
    if text[start] == '"':
        return [_quoted_item(scan)]
    end = _item_end(scan)
    piece = text[start:end].rstrip()
    scan.at = end
    if _SIGNS.match(text, start, end):
        return _compared_item(scan, start, start + len(piece))
    if piece[0] in "[](" and (".." in piece or "…" in piece) and scan.type is Type.TEXT:
        return paired(text, _formal(scan, start, start + len(piece)), tests=False)
    span = start, start + len(piece)
    word = " ".join(piece.casefold().split())
    if word in MISSING_WORDS:
        return [Lexeme("NULL", piece, *span, None)]
    if word in PRESENT_WORDS:
        return [Lexeme("PRESENT", piece, *span, None)]
    if piece in ("-", "–", "—"):
        raise FeelError(
            codes.DOES_NOT_PARSE,
            f"{shown(text)} has `{piece}`, which means any value, beside other values",
            span,
            label="any value",
            help=f'leave the cell blank for any value, or write `"{piece}"` for the sign itself',
        )
    if '"' in piece:
        quote = start + piece.index('"')
        call = _CALL.match(piece)
        if call is not None:
            raise FeelError(
                codes.DOES_NOT_PARSE,
                f"{shown(text)} calls `{call[1]}`, but does not say on what",
                (start, start + len(call[1])),
                label="expected `?` in the brackets",
                help=f"write `{call[1]}(?, ...)`: `?` stands for the column's value",
            )
        doubled = piece.replace('"', '""')
        raise FeelError(
            codes.DOES_NOT_PARSE,
            f"{shown(text)} has a quote inside a text",
            (quote, quote + 1),
            label="a quote in the middle",
            help=f'put the whole text in quotes and double those inside: `"{doubled}"`',
        )
    return [Lexeme("BARE", piece, *span, piece)]


def _item_end(scan: _Scan) -> int:
    """Where a bare item ends: at the next comma that stands in no round bracket."""
    depth = 0
    opened = scan.at
    interval = _INTERVAL.match(scan.text, scan.at, scan.stop)
    at = scan.at if interval is None else interval.end()
    before_quote = True
    while at < scan.stop:
        char = scan.text[at]
        if char == '"' and before_quote:
            quoted = _QUOTED.match(scan.text, at, scan.stop)
            if quoted is None:
                raise unclosed_quote(scan.text, at)
            at = quoted.end()
            continue
        before_quote = char in "<>=≤≥≠!([].," or (before_quote and char.isspace())
        if char == "," and depth <= 0:
            break
        if char == "(":
            opened = at if depth == 0 else opened
            depth += 1
        depth -= char == ")"
        at += 1
    piece = scan.text[scan.at : at]
    dots = ".." in piece or "…" in piece
    formal = piece[0] in "<>=≤≥≠!" or (piece[0] in "[](" and dots and scan.type is Type.TEXT)
    if depth and not formal:
        place = opened if depth > 0 else scan.text.index(")", scan.at)
        raise FeelError(
            codes.DOES_NOT_PARSE,
            f"{shown(scan.text)} has a round bracket without its partner",
            (place, place + 1),
            label="expected `)` for this `(`" if depth > 0 else "nothing opens this `)`",
            help="close the bracket, or put the whole text in quotes",
        )
    return at


def _quoted_item(scan: _Scan) -> Lexeme:
    match = _QUOTED.match(scan.text, scan.at, scan.stop)
    if match is None:
        raise unclosed_quote(scan.text, scan.at)
    scan.at = match.end()
    rest = _skipped(scan)
    if rest < scan.stop and scan.text[rest] != ",":
        raise FeelError(
            codes.DOES_NOT_PARSE,
            f"{shown(scan.text)} goes on after a quoted text",
            (rest, scan.stop),
            label="expected `,` or the end after the closing quote",
            help="put the whole text in one pair of quotes, or a comma between two texts",
        )
    return Lexeme("STRING", match[0], *match.span(), unquoted(match[0]))


def _compared_item(scan: _Scan, start: int, end: int) -> list[Lexeme]:
    if scan.type is not Type.TEXT:
        raise FeelError(
            codes.WRONG_TYPE,
            f"{shown(scan.text)} compares, but a column of type `{scan.type.value}` holds words",
            (start, end),
            label="expected words",
            help=f'put it in quotes if it is a text: `"{scan.text[start:end]}"`',
        )
    return _formal(scan, start, end)


def _formal(scan: _Scan, start: int, end: int) -> list[Lexeme]:
    """Lexemes of a comparison or an interval, where every text needs its quotes."""
    found = lexemes_of(scan.text, _NO_NAMES, None, tests=False, start=start, end=end)
    allowed = ("COMPARE", "STRING", "DOTS", "(", ")", "[", "]")
    bad = [lexeme for lexeme in found if lexeme.kind not in allowed]
    if not bad:
        return found
    if found[0].value == "!=":
        raise FeelError(
            codes.DOES_NOT_PARSE,
            f"{shown(scan.text)} excludes a value with `{found[0].text}`",
            found[0].span,
            label="expected `not(...)`",
            help=f"write `not({scan.text[found[0].end : end].strip()})`",
        )
    span = bad[0].start, bad[-1].end
    bare = scan.text[span[0] : span[1]]
    piece = scan.text[start:end]
    if ".." in piece:
        low, _, high = piece[1:-1].partition("..")
        fixed = f'{piece[0]}"{low.strip()}".."{high.strip()}"{piece[-1]}'
    else:
        fixed = f'{scan.text[start : span[0]]}"{bare}"'
    raise FeelError(
        codes.DOES_NOT_PARSE,
        f"{shown(scan.text)} compares with a text that has no quotes",
        span,
        label="expected a text in quotes",
        help=f"write `{fixed}`"
        + ("; for numbers, give the term the type `number`" if bare[:1].isdigit() else ""),
    )
