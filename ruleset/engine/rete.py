"""The second opinion: the same rules on durable_rules, a Rete engine in C.

It is given class numbers only, so its own ideas about types cannot matter, and the order of the
decisions in a graph is its own (`rete_network`). Shared with `masks` are what a fact may be
(`facts`), FEEL's evaluator and what a row's outputs yield; apart are the way from a fact to the
cells that accept it (`class_numbers`), the conjunction of cells (the network), the order of
decisions (forward chaining) and the hit policies (`rete_policies`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from threading import Lock
from typing import Any

from ruleset.dmn.form import Value
from ruleset.engine.class_numbers import Property, properties_of
from ruleset.engine.facts import check_for, checked_facts
from ruleset.engine.policies import RuleOutcome, outcome_of_rule
from ruleset.engine.protocol import Answer, Decider
from ruleset.engine.rete_limits import MOST_DECISIONS, MOST_ROWS, refuse_beyond
from ruleset.engine.rete_network import Condition, Network, class_fact, conditions, durable
from ruleset.engine.rete_policies import answer_of, derived
from ruleset.errors import EngineError
from ruleset.plan.form import CompiledDecision, Plan


class ReteEngine:
    """Decides by a Rete network. About a hundred times slower than `masks`, and limited in size.

    Raises EngineError when durable_rules is not installed or cannot bear the plan; its `limit`
    names what is exceeded. Decisions of one graph wait for each other, whatever thread asks.
    """

    name = "rete"

    def __init__(self, plan: Plan) -> None:
        durable()
        self._plan = plan
        self._graphs: dict[str, _Graph] = {}
        for decisions in _connected(plan):
            graph = _Graph(plan, decisions)
            self._graphs |= {decision.name: graph for decision in decisions}

    def decider(self, decision: str) -> Decider:
        graph = self._graphs[decision]

        def decide(facts: Mapping[str, Any]) -> Answer:
            return graph.decide(decision, facts)

        return decide


def _connected(plan: Plan) -> Iterable[list[CompiledDecision]]:
    """The decisions in groups that do not need each other."""
    group = {decision.name: {decision.name} for decision in plan.decisions}
    for decision in plan.decisions:
        for needed in decision.needs:
            joined = group[decision.name] | group[needed]
            group |= dict.fromkeys(joined, joined)
    distinct = {id(names): names for names in group.values()}
    for names in distinct.values():
        yield [decision for decision in plan.decisions if decision.name in names]


class _Table:
    """A decision inside a network: its number, its properties and what its rows yield."""

    def __init__(self, plan: Plan, decision: CompiledDecision, number: int) -> None:
        terms = plan.vocabulary.terms
        self.decision, self.number = decision, number
        self.properties: tuple[Property, ...] = properties_of(decision, terms)
        self.outcome: RuleOutcome = outcome_of_rule(decision, plan.vocabulary)

    def rows(self) -> dict[str, list[Condition]]:
        found = {}
        for row in range(len(self.decision.rules)):
            parts = conditions(self.properties, row)
            if parts is not None:
                found[f"row {self.number} {row}"] = parts
        return found


class _Graph:
    """Decisions that hang together, in one network."""

    def __init__(self, plan: Plan, decisions: list[CompiledDecision]) -> None:
        self._vocabulary = plan.vocabulary
        self._producers = plan.producers
        self._checks = {term.name: check_for(term) for term in plan.vocabulary}
        rows = sum(len(decision.rules) for decision in decisions)
        refuse_beyond("decisions in one graph", len(decisions), MOST_DECISIONS)
        refuse_beyond("rows in one graph", rows, MOST_ROWS)
        self._tables = [
            _Table(plan, decision, number) for number, decision in enumerate(decisions, start=1)
        ]
        self._by_name = {table.decision.name: table for table in self._tables}
        self._lock = Lock()
        self._network = Network()
        for table in self._tables:
            needs = [self._by_name[name].number for name in table.decision.needs]
            self._network.add(table.number, needs, table.rows(), table.properties)
        self._network.load()

    def decide(self, name: str, facts: Mapping[str, Any]) -> Answer:
        known = checked_facts(facts, self._vocabulary, self._checks)
        wanted = self._wanted(name, known)
        with self._lock:
            answers = self._answers(wanted, known)
        if name not in answers:
            raise EngineError(
                f"durable_rules came to no end for `{name}`", engine=ReteEngine.name, limit="no end"
            )
        return answers[name]

    def _wanted(self, name: str, known: Mapping[str, Value]) -> set[str]:
        """The decisions that have to be made: those whose terms are read and not given."""
        wanted: set[str] = set()
        waiting = [name]
        while waiting:
            one = waiting.pop()
            if one not in wanted:
                wanted.add(one)
                reads = self._by_name[one].decision.read_terms
                missing = (term for term in reads if term not in known)
                waiting += [self._producers[term] for term in missing if term in self._producers]
        return wanted

    def _answers(self, wanted: set[str], known: dict[str, Value]) -> dict[str, Answer]:
        """The answers of the wanted decisions; `known` gains what they derive."""
        answers: dict[str, Answer] = {}
        fired: dict[int, list[int]] = {}
        network = self._network

        def act(name: str) -> None:
            kind, *numbers = name.split()
            if kind not in ("ready", "row", "end"):
                return
            table = self._tables[int(numbers[0]) - 1]
            decision = table.decision
            if kind == "row":
                fired.setdefault(table.number, []).append(int(numbers[1]))
            elif decision.name not in wanted:
                return
            elif kind == "ready":
                network.post(class_fact(table.number, table.properties, known))
            else:
                rows = fired.get(table.number, ())
                answer = answer_of(
                    decision, self._vocabulary, rows, lambda row: table.outcome(row, lambda: known)
                )
                answers[decision.name] = answer
                for clause in decision.outputs:
                    value = derived(answer[1], clause.term)
                    if value is not None:
                        known.setdefault(clause.term, value)
                network.post(f'"done":{table.number}')

        needed = {each for name in wanted for each in self._by_name[name].decision.needs}
        given = [f'"done":{self._by_name[name].number}' for name in sorted(needed - wanted)]
        network.run(['"start":1', *given], act)
        return answers
