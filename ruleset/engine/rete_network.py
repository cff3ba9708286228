"""Decision tables as a network of durable_rules, and the conversation with it.

Every decision takes part with three kinds of rule, so that the order of decisions is the network's:

- *ready*: fires when every decision that this one needs is done (or at the start, when it needs
  none); its action asserts the decision's class numbers as one fact;
- one for each row: a conjunction of equalities and inequalities on class numbers;
- *end*: fires after the rows, being of lower priority; its action asserts that the decision is
  done.

We speak to the engine in C, as `durable.engine.Host` does, because a Host starts two timer threads
for ever and turns an exception of an action into a field of its state. What that engine does not
check itself is kept here (found by reading and running version 2.0.28):

- a node has room for 511 successors, 255 rules and 127 alternatives, and corrupts memory beyond:
  rows hang in a tree of small groups below tests that always hold, so no node comes near;
- at most 64 nodes may wait while a fact is matched (its error 303): the groups see to that too;
- a state that is deleted before any action ran in it frees wild pointers: a state is warmed up
  with an action when it is made. It is used again for every decision, since making one is slow.
"""

from __future__ import annotations

import json
import weakref
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import ModuleType
from typing import Any

from ruleset.dmn.form import Value
from ruleset.engine.class_numbers import Property
from ruleset.engine.rete_limits import (
    MOST_ALTERNATIVES,
    MOST_NEEDED,
    MOST_PROPERTIES,
    MOST_TESTS,
    refuse_beyond,
)
from ruleset.errors import EngineError

_GROUP = 8  # rows below one node
_ALWAYS = 1_000_000  # no decision has a number as high, so `decision != _ALWAYS + n` always holds
_STATE = "s"

Condition = dict[str, Any]


def durable() -> ModuleType:
    """The engine's module. EngineError when it is not installed."""
    try:
        import durable_rules_engine
    except ImportError as problem:
        raise EngineError(
            "the engine `rete` needs durable_rules, which is not installed: install "
            "`ruleset[rete]` on Python 3.11 or 3.12 (durable_rules has no Python 3.13 or later)",
            engine="rete",
            limit="not installed",
        ) from problem
    return durable_rules_engine  # type: ignore[no-any-return]  # it has no types


def conditions(properties: Sequence[Property], row: int) -> list[Condition] | None:
    """The conjunction that a row states on class numbers; None when it can never hold."""
    equal: list[Condition] = []
    others: list[Condition] = []
    for index, each in enumerate(properties):
        accepted = each.accepted.get(row)
        if accepted is None or accepted == each.numbers:
            continue
        if not accepted:
            return None
        key, rejected = f"c{index}", each.numbers - accepted
        shorter = min(len(accepted), len(rejected))
        refuse_beyond("classes to tell apart in one cell", shorter, MOST_ALTERNATIVES)
        if len(accepted) == 1:
            equal.append({key: next(iter(accepted))})
        elif len(rejected) <= len(accepted):
            others += [{"$neq": {key: number}} for number in sorted(rejected)]
        else:
            others.append({"$or": [{key: number} for number in sorted(accepted)]})
    return equal + others


def class_fact(decision: int, properties: Sequence[Property], facts: Mapping[str, Value]) -> str:
    """The fact that states a decision's class numbers. A test that fails goes without saying."""
    numbers = ((index, each, each.number(facts)) for index, each in enumerate(properties))
    parts = [
        f',"c{index}":{number}' for index, each, number in numbers if number or not each.is_test
    ]
    return f'"d":{decision}{"".join(parts)}'


class Network:
    """A network in memory. Deciding leaves no fact in it. Not safe for two threads at once."""

    def __init__(self) -> None:
        self._durable = durable()
        self._rules: dict[str, Any] = {"warm": {"all": [{"m": {"warm": 1}}]}}
        self._tests = 0
        self._asserted: list[str] = []
        self._offset = 0
        self._handle: int | None = None

    def add(
        self,
        decision: int,
        needs: Sequence[int],
        rows: Mapping[str, Sequence[Condition]],
        properties: Sequence[Property],
    ) -> None:
        """A decision becomes part of the network: its number from 1, those it needs, its rows."""
        refuse_beyond("needed decisions of one decision", len(needs), MOST_NEEDED)
        refuse_beyond("distinct tests in one table", len(properties), MOST_PROPERTIES)
        starts = [{"done": each} for each in needs] or [{"start": 1}]
        self._rules[f"ready {decision}"] = {
            "all": [{f"m{index}": each} for index, each in enumerate(starts)]
        }
        for place, (name, parts) in enumerate(rows.items()):
            tests: list[Condition] = [{"d": decision}, *_groups(place, len(rows)), *parts]
            self._tests += sum(len(each.get("$or", "1")) for each in tests)
            self._rules[name] = {"all": [{"m": {"$and": tests}}]}
        refuse_beyond("tests in one graph", self._tests, MOST_TESTS)
        self._rules[f"end {decision}"] = {"all": [{"m": {"d": decision}}], "pri": 1}

    def load(self) -> None:
        """The network stands, ready to be asked."""
        self._handle = self._call(
            "create_ruleset", "ruleset", json.dumps(self._rules), handle=False
        )
        self._rules = {}
        weakref.finalize(self, _free, self._durable, self._handle).atexit = False
        self._warm_up()

    def post(self, text: str) -> None:
        """A fact (the inside of a JSON object) is asserted."""
        name = f"f{len(self._asserted)}"
        self._asserted.append(name)
        fact = f'{{"sid":"{_STATE}","id":"{name}",{text}}}'
        code, self._offset = self._call("assert_fact", fact)
        if code not in (0, 1):  # 1: no rule reads it
            raise self._failed("assert_fact", f"result {code}")

    def run(self, facts: Iterable[str], act: Callable[[str], None]) -> None:
        """The names of the rules that fire on the facts, one by one, given to `act`.

        `act` may post more facts. Afterwards none is left; an exception of `act` goes through.
        """
        try:
            for fact in facts:
                self.post(fact)
            started = self._call("start_action_for_state", self._offset)
            message = started[1] if started else None
            while message:
                act(message[2 : message.index('"', 2)])
                message = self._call("complete_and_start_action", self._offset)
            for name in self._asserted:
                self._call("retract_fact", f'{{"sid":"{_STATE}","id":"{name}"}}')
        except BaseException:
            self._call("delete_state", _STATE)
            self._warm_up()
            raise
        finally:
            self._asserted = []

    def _warm_up(self) -> None:
        self._asserted = []
        self.run(['"warm":1'], lambda name: None)

    def _call(self, function: str, *arguments: Any, handle: bool = True) -> Any:
        first = (self._handle,) if handle else ()
        try:
            return getattr(self._durable, function)(*first, *arguments)
        except self._durable.error as problem:
            raise self._failed(function, str(problem)) from problem

    def _failed(self, function: str, why: str) -> EngineError:
        return EngineError(
            f"durable_rules cannot hold or run these rules: {function}: {why}",
            engine="rete",
            limit=f"durable_rules: {why}",
        )


def _groups(place: int, rows: int) -> list[Condition]:
    """Tests that always hold, as a path to the small group that the row belongs to."""
    path = []
    level = 0
    while rows > _GROUP:
        place, rows = place // _GROUP, -(-rows // _GROUP)
        path.append({"$neq": {"d": _ALWAYS * (level + 1) + place}})
        level += 1
    return path[::-1]


def _free(module: ModuleType, handle: int) -> None:
    module.delete_state(handle, _STATE)
    module.delete_ruleset(handle)
