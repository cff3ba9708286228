"""What the second engine bears, measured on durable_rules 2.0.28, with room to spare.

It holds up to 4,096 rules and 251 keys in a fact, and 16 facts can be joined; what it does beyond
its own tables' sizes is told in `rete_network`. The other limits keep loading and deciding within
a few seconds.
"""

from __future__ import annotations

from ruleset.errors import EngineError

MOST_ROWS = 2_000
MOST_DECISIONS = 200
MOST_NEEDED = 15
MOST_PROPERTIES = 200
MOST_COLUMN_TESTS = 1_000
MOST_ALTERNATIVES = 50
MOST_TESTS = 40_000


def refuse_beyond(limit: str, found: int, most: int) -> None:
    """EngineError, naming the limit, when there are more than so many."""
    if found > most:
        raise EngineError(
            f"the engine `rete` bears at most {most:,} {limit}, found {found:,}",
            engine="rete",
            limit=limit,
        )
