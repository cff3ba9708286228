"""Patterns for `matches`: the regular expressions of XPath that rule authors use, in linear time.

Literals, `.`, `[a-z]` and `[^a-z]`, `\\d \\w \\s` and their opposites, `( )`, `(?: )`, `|`, `* + ?
{n} {n,} {n,m}`, `^` and `$`; the flags `i` (any case) and `s` (`.` takes line ends too). What needs
backtracking (back-references, looking ahead) is refused, so that no pattern and no text can make a
decision hang: a pattern becomes an automaton (Thompson's construction), whose sets of states are
made into single states when they are first met. Cost: one step a character.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache

MOST_STATES = 500
"""The size of the automaton, which counted repetition multiplies."""

_MOST_LENGTH = 500
_MOST_NESTING = 40
_MOST_REPEATS = 200
_MOST_STEPS = 20_000

Test = Callable[[str], bool]

_CLASSES: dict[str, Test] = {
    "d": str.isdecimal,
    "w": lambda char: char.isalnum() or char == "_",
    "s": str.isspace,
}
_CONTROLS = {"n": "\n", "r": "\r", "t": "\t"}


class PatternError(ValueError):
    """The text is no pattern of this kind; the message says why."""


def matches(text: str, pattern: str, flags: str = "") -> bool | None:
    """True when the pattern fits somewhere in the text; None when it is no pattern.

    >>> matches("Computer Science (MSc)", "science", "i"), matches("abc", "^b")
    (True, False)
    """
    try:
        return compiled_pattern(pattern, flags).found_in(text)
    except PatternError:
        return None


@lru_cache(maxsize=256)
def compiled_pattern(pattern: str, flags: str = "") -> Automaton:
    """The automaton of the pattern; PatternError says what is wrong with it."""
    if set(flags) - {"i", "s"}:
        raise PatternError("the flags are `i` for any case and `s` for dots that take line ends")
    if len(pattern) > _MOST_LENGTH:
        raise PatternError(f"a pattern has at most {_MOST_LENGTH} characters")
    reader = _Reader(pattern, any_case="i" in flags, dot_takes_all="s" in flags)
    return reader.whole()


@dataclass(slots=True)
class _State:
    """One state: a test leads to `then[0]`; without a test, all of `then` are entered at once."""

    test: Test | None = None
    then: list[int] = field(default_factory=list)
    anchor: str = ""


@dataclass(slots=True)
class Automaton:
    """The states, the first of them last added; state 0 is the end, where the pattern has fit."""

    states: list[_State]
    first: int
    steps: dict[tuple[frozenset[int], str], frozenset[int]] = field(default_factory=dict)

    def found_in(self, text: str) -> bool:
        """True when the pattern fits somewhere in the text."""
        current = self._entered([self.first], at_start=True)
        again = self._entered([self.first])
        for char in text:
            if 0 in current:
                return True
            following = self.steps.get((current, char))
            if following is None:
                following = self._step(current, char) | again
                if len(self.steps) > _MOST_STEPS:
                    self.steps.clear()
                self.steps[current, char] = following
            current = following
        return 0 in current or 0 in self._entered(current, at_start=not text, at_end=True)

    def _step(self, current: frozenset[int], char: str) -> frozenset[int]:
        reached = []
        for number in current:
            test = self.states[number].test
            if test is not None and test(char):
                reached += self.states[number].then
        return self._entered(reached)

    def _entered(
        self, numbers: Iterable[int], *, at_start: bool = False, at_end: bool = False
    ) -> frozenset[int]:
        """All states reached without a character, where the anchors allow it."""
        seen: set[int] = set()
        waiting = list(numbers)
        while waiting:
            number = waiting.pop()
            if number in seen:
                continue
            seen.add(number)
            state = self.states[number]
            if state.test is None and (
                not state.anchor
                or (state.anchor == "^" and at_start)
                or (state.anchor == "$" and at_end)
            ):
                waiting += state.then
        return frozenset(seen)


Piece = Callable[[int], int]
"""A part of a pattern: given the state that follows it, builds its states and gives the first."""


class _Reader:
    """Reads a pattern by recursive descent into pieces, then builds the states back to front."""

    def __init__(self, pattern: str, *, any_case: bool, dot_takes_all: bool) -> None:
        self.pattern = pattern
        self.at = 0
        self.depth = 0
        self.any_case = any_case
        self.dot_takes_all = dot_takes_all
        self.states = [_State()]

    def whole(self) -> Automaton:
        piece = self._alternatives()
        if self.at < len(self.pattern):
            raise PatternError("a `)` that nothing opens")
        first = piece(0)
        return Automaton(self.states, first)

    def _add(self, state: _State) -> int:
        if len(self.states) >= MOST_STATES:
            raise PatternError("the pattern repeats too much")
        self.states.append(state)
        return len(self.states) - 1

    def _peek(self) -> str:
        return self.pattern[self.at : self.at + 1]

    def _take(self) -> str:
        char = self._peek()
        if not char:
            raise PatternError("the pattern ends too early")
        self.at += 1
        return char

    def _alternatives(self) -> Piece:
        ways = [self._sequence()]
        while self._peek() == "|":
            self.at += 1
            ways.append(self._sequence())
        if len(ways) == 1:
            return ways[0]
        return lambda after: self._add(_State(then=[way(after) for way in ways]))

    def _sequence(self) -> Piece:
        pieces: list[Piece] = []
        while self._peek() and self._peek() not in "|)":
            pieces.append(self._repeated(self._atom()))

        def build(after: int) -> int:
            for piece in reversed(pieces):
                after = piece(after)
            return after

        return build

    def _repeated(self, piece: Piece) -> Piece:
        while (mark := self._peek()) and mark in "*+?{":
            self.at += 1
            least, most = {"*": (0, None), "+": (1, None), "?": (0, 1)}.get(mark) or self._counts()
            if self._peek() == "?":  # a lazy repetition fits the same texts
                self.at += 1
            elif self._peek() == "+":
                raise PatternError("a repetition of a repetition")
            piece = self._times(piece, least, most)
        return piece

    def _counts(self) -> tuple[int, int | None]:
        inside, closed, _ = self.pattern[self.at :].partition("}")
        low, comma, high = inside.partition(",")
        known = low.isdecimal() and (not high or high.isdecimal()) and len(inside) < 10
        if not closed or not known:
            raise PatternError("`{` opens a count such as `{2,4}`; write `\\{` for the character")
        self.at += len(inside) + 1
        least = int(low)
        most = (int(high) if high else None) if comma else least
        if max(least, most or 0) > _MOST_REPEATS:
            raise PatternError(f"a count is at most {_MOST_REPEATS}")
        if most is not None and most < least:
            raise PatternError(f"`{{{inside}}}` counts down")
        return least, most

    def _times(self, piece: Piece, least: int, most: int | None) -> Piece:
        def build(after: int) -> int:
            if most is None:
                loop = self._add(_State())
                self.states[loop].then = [piece(loop), after]
                after = loop
            else:
                end = after
                for _ in range(most - least):
                    after = self._add(_State(then=[piece(after), end]))
            for _ in range(least):
                after = piece(after)
            return after

        return build

    def _atom(self) -> Piece:
        char = self._take()
        match char:
            case "(":
                return self._group()
            case "^" | "$":
                return lambda after: self._add(_State(then=[after], anchor=char))
            case "*" | "+" | "?" | "{":
                raise PatternError(f"nothing before `{char}` that it could repeat")
            case ".":
                return self._one(lambda found: self.dot_takes_all or found not in "\n\r")
            case "[":
                return self._one(self._set())
            case "\\":
                return self._one(self._escaped())
            case _:
                return self._one(self._same(char))

    def _one(self, test: Test) -> Piece:
        return lambda after: self._add(_State(test, [after]))

    def _same(self, char: str) -> Test:
        if self.any_case:
            folded = char.casefold()
            return lambda found: found.casefold() == folded
        return lambda found: found == char

    def _group(self) -> Piece:
        if self.pattern.startswith("?:", self.at):
            self.at += 2
        elif self._peek() == "?":
            raise PatternError("`(?` opens what cannot be matched here")
        self.depth += 1
        if self.depth > _MOST_NESTING:
            raise PatternError("too many groups inside each other")
        piece = self._alternatives()
        self.depth -= 1
        if self._peek() != ")":
            raise PatternError("a `(` that is never closed")
        self.at += 1
        return piece

    def _escaped(self) -> Test:
        char = self._take()
        if char.lower() in _CLASSES:
            test = _CLASSES[char.lower()]
            return test if char.islower() else lambda found: not test(found)
        if char in _CONTROLS:
            return self._same(_CONTROLS[char])
        if char.isalnum():
            raise PatternError(f"`\\{char}` is not known")
        return self._same(char)

    def _set(self) -> Test:
        opposite = self._peek() == "^"
        self.at += opposite
        tests: list[Test] = []
        while self._peek() != "]" or not tests:
            char = self._take()
            if char == "\\":
                tests.append(self._escaped())
            elif self._peek() == "-" and self.pattern[self.at + 1 : self.at + 2] not in ("]", ""):
                self.at += 1
                tests.append(self._range(char, self._take()))
            else:
                tests.append(self._same(char))
        self.at += 1
        return lambda found: any(test(found) for test in tests) is not opposite

    def _range(self, low: str, high: str) -> Test:
        if low > high:
            raise PatternError(f"`{low}-{high}` runs backwards")
        if self.any_case:
            return lambda found: any(
                low <= form <= high for form in (found, found.lower(), found.upper())
            )
        return lambda found: low <= found <= high
