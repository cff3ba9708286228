"""One value of an interval; see `ruleset.space.examples`."""

from ruleset.space.examples import example

__all__ = ["example"]
