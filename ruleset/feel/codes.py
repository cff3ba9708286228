"""The codes of the cell language's diagnostics. A code keeps its meaning for ever."""

from __future__ import annotations

from typing import Final

DOES_NOT_PARSE: Final = "RS301"
"""The text is not of the language: something is missing, left over or too long."""

WRONG_TYPE: Final = "RS303"
"""A value of another type than the column's, or of none."""

EMPTY_INTERVAL: Final = "RS306"
"""No value lies in the interval, such as `[5..3]`."""

UNKNOWN_NAME: Final = "RS307"
"""A name that is no term."""

UNKNOWN_FUNCTION: Final = "RS308"
"""A name before `(` that is no function, or a function with a wrong number of arguments."""

WRONG_EXPRESSION_TYPE: Final = "RS309"
"""An expression whose parts, or whose result, do not fit together."""

AMBIGUOUS: Final = "RS310"
"""The text can be read in two ways, such as `1,5`."""
