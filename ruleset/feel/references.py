"""Walks over trees: what a node holds, which terms it speaks of, how deep it is."""

from __future__ import annotations

from collections.abc import Iterator

from ruleset.feel.syntax import (
    Binary,
    Call,
    ExpressionTest,
    If,
    In,
    InputValue,
    Interval,
    IntervalTest,
    ListOf,
    Literal,
    MissingTest,
    Negative,
    Node,
    TermRef,
    UnaryTests,
    ValueTest,
)


def parts_of(node: Node) -> tuple[Node, ...]:
    """The nodes directly inside a node, in order of appearance."""
    match node:
        case Negative(operand):
            return (operand,)
        case Binary(_, left, right):
            return (left, right)
        case If(condition, then, otherwise):
            return (condition, then, otherwise)
        case Interval(low, high):
            return tuple(end for end in (low, high) if end is not None)
        case In(operand, tests):
            return (operand, *tests.tests)
        case Call(_, arguments):
            return arguments
        case ListOf(items):
            return items
        case ValueTest(value):
            return (value,)
        case IntervalTest(interval):
            return (interval,)
        case ExpressionTest(expression):
            return (expression,)
        case UnaryTests(tests):
            return tests
        case Literal() | TermRef() | InputValue() | MissingTest():
            return ()


def nodes_of(node: Node) -> Iterator[Node]:
    """The node and everything inside it, in order of appearance."""
    waiting: list[Node] = [node]
    while waiting:
        current = waiting.pop()
        yield current
        waiting += reversed(parts_of(current))


def referenced_terms(node: Node) -> tuple[str, ...]:
    """The names of the terms that the node speaks of, each once, in order of appearance.

    >>> from ruleset.feel.syntax import Operator
    >>> referenced_terms(Binary(Operator.LESS, TermRef("age"), TermRef("limit")))
    ('age', 'limit')
    """
    names = (each.name for each in nodes_of(node) if isinstance(each, TermRef))
    return tuple(dict.fromkeys(names))


def uses_input(node: Node) -> bool:
    """True when `?` stands somewhere in the node."""
    return any(isinstance(each, InputValue) for each in nodes_of(node))


def depth_of(node: Node) -> int:
    """How many nodes stand in each other at the deepest place; a literal has depth 1."""
    deepest = 0
    level: list[Node] = [node]
    while level:
        deepest += 1
        level = [part for each in level for part in parts_of(each)]
    return deepest
