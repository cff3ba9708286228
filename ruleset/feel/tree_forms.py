"""What the form of an expression shows, before anything about terms is known."""

from __future__ import annotations

from ruleset.feel.functions import FUNCTIONS
from ruleset.feel.syntax import Binary, Call, Expression, If, In, Operator

_YES_OR_NO = frozenset(
    {
        Operator.EQUAL,
        Operator.NOT_EQUAL,
        Operator.LESS,
        Operator.AT_MOST,
        Operator.MORE,
        Operator.AT_LEAST,
        Operator.AND,
        Operator.OR,
    }
)


def says_yes_or_no(expression: Expression) -> bool:
    """True when the form of the expression shows that its result is yes, no or unknown."""
    match expression:
        case Binary(operator):
            return operator in _YES_OR_NO
        case In():
            return True
        case Call(function):
            return FUNCTIONS[function].says_yes_or_no
        case If(_, then, otherwise):
            return says_yes_or_no(then) or says_yes_or_no(otherwise)
        case _:
            return False
