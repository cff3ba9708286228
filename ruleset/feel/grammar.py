"""The LALR parser of `grammar.lark`, built when it is first needed, once a process."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.resources import files
from typing import Any

from lark import Lark, Token, UnexpectedInput
from lark.lexer import Lexer

from ruleset.feel.lexer import Lexeme
from ruleset.feel.tree import TreeBuilder


class UnexpectedError(Exception):
    """The grammar cannot go on at the lexeme of that index (the number of lexemes: at the end)."""

    def __init__(self, index: int) -> None:
        super().__init__(index)
        self.index = index


class _NoLexer(Lexer):
    """Lark wants a lexer; ours runs before and feeds the parser itself."""

    def __init__(self, conf: Any) -> None:
        """Nothing to prepare."""

    def lex(self, lexer_state: Any, parser_state: Any = None) -> Iterator[Token]:
        return iter(())


@lru_cache(maxsize=1)
def _parser() -> Lark:
    text = files("ruleset.feel").joinpath("grammar.lark").read_text("utf-8")
    return Lark(
        text,
        parser="lalr",
        lexer=_NoLexer,
        start=["unary_tests", "expression"],
        transformer=TreeBuilder(),
    )


def parsed(lexemes: Iterable[Lexeme], start: str) -> Any:
    """The tree that the lexemes make; `UnexpectedError` where they make none."""
    parser = _parser().parse_interactive(start=start)
    index = 0
    try:
        for lexeme in lexemes:
            parser.feed_token(
                Token(lexeme.kind, lexeme.value, start_pos=lexeme.start, end_pos=lexeme.end)
            )
            index += 1
        return parser.feed_eof()  # type: ignore[no-untyped-call]  # Lark's omission
    except UnexpectedInput as error:
        raise UnexpectedError(index) from error
