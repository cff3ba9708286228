"""What is loaded when: run time evaluates cells and needs no parser."""

from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.parametrize("module", ["evaluate", "syntax", "text_match", "references", "unparse"])
def test_run_time_needs_no_parser(module: str) -> None:
    """Neither the grammar's library nor our own parser is loaded to evaluate or to print."""
    program = (
        f"import sys, ruleset.feel.{module}\n"
        "loaded = [name for name in sys.modules if name.split('.')[0] == 'lark'"
        " or name in ('ruleset.feel.parse', 'ruleset.feel.lexer')]\n"
        "sys.exit(repr(loaded) if loaded else 0)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_plain_cells_need_no_grammar() -> None:
    """Reading plain values does not even build the grammar."""
    program = (
        "import sys\n"
        "from ruleset.feel.parse import parse_unary_tests, parse_value\n"
        "from ruleset.feel.types import Type\n"
        "parse_unary_tests('UK, IE', Type.TEXT)\n"
        "parse_unary_tests('[5..10]', Type.NUMBER)\n"
        "parse_value('15k', Type.MONEY)\n"
        "sys.exit('lark' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
