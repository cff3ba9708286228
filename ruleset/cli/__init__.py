"""The command line: a module a command. `main` is the entry point."""

from __future__ import annotations


def main() -> None:
    """Runs the command line; the only place where the library's errors become exit codes."""
    from ruleset.cli.app import run

    run()
