"""A template's texts as one Jinja program, and what can be known about it without any facts.

The program has a block a text: `description`, `title`, `done_0` and so on. Reading it yields the
facts it reads and prints, and the problems that would show only for some people: an optional fact
printed outside `{% if %}`, a name that is no fact, a construct that would lose a value's origin.

Templates use a small part of Jinja: `{{ }}`, `{% if %}`, `{% for %}`, filters, comparisons. In
that part expressions are also Python expressions (`skills | listed` reads as an "or" of bits), so
they are read by Python's own parser, so that 150 files load in a tenth of a second (Jinja's parser
takes half a second). Each template is compiled by Jinja when it is first rendered.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from jinja2 import TemplateSyntaxError

from ruleset.diagnostics import nearest, or_list
from ruleset.tasks.fact_names import KNOWN_FACTS
from ruleset.tasks.sandbox import ENVIRONMENT

STEP = "\x1e"  # stands for the number of a step; no user value can hold it
TITLE_LENGTH = 100
_SHORTEST_VALUE = 14  # characters that a title must leave for each value it prints

_STEP_NUMBER = re.compile(r"\d+(?=\. )")
_ONLY_TAGS = re.compile(r"\s*(?:\{%(?:(?!%\}).)*%\}\s*)+")
_TAG = re.compile(
    r"""\{\{[-+]?(?P<printed>(?:[^"'{}]++|"[^"]*"|'[^']*')*+)\}\}"""
    r"""|\{%[-+]?\s*+(?P<word>\w++)(?P<rest>(?:[^"'{}%]++|"[^"]*"|'[^']*')*+)%\}"""
    r"""|\{\#.*?\#\}""",
    re.DOTALL,
)
_STRAY = re.compile(r"\{[{%#]|[}%#]\}")
_FOR = re.compile(r"(\w+)\s+in\s+(.+)", re.DOTALL)
_CODES = {
    "country": "country_name",
    "home_country": "home_country_name",
    "target_countries": "country_name",
}
_SYNTAX = "write `{{ fact }}` for a value and `{% if fact %}...{% endif %}` around optional text"
_ALLOWED = "a template may use `{{ fact }}`, `{% if %}`, `{% for %}` and the listed filters"


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem: `line` counts from 1 in the text of that `part` (`description`, `title`, ...).

    `part` is empty when the lists of facts are meant.
    """

    part: str
    line: int
    message: str
    help: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a template reads (`variables`), prints, and what is wrong with it."""

    variables: frozenset[str]
    printed: frozenset[str]
    findings: tuple[Finding, ...]


def program_of(title: str, body: str, done: Sequence[str]) -> str:
    """The texts as one program, a block each.

    Numbers of steps become marks, so that the steps that remain can be counted when rendering. A
    line of tags alone vanishes with its line break; a line with text keeps it (Jinja would join
    "... {% endif %}" with the next line).
    """
    lines = ["{% block description %}", *map(_line, body.split("\n")), "{% endblock %}"]
    lines += [f"{{% block title %}}{title}{{% endblock %}}"]
    lines += [f"{{% block done_{at} %}}{text}{{% endblock %}}" for at, text in enumerate(done)]
    return "\n".join(lines)


def _line(text: str) -> str:
    numbered = _STEP_NUMBER.match(text)
    text = text.rstrip() if numbered is None else STEP + text[numbered.end() :].rstrip()
    if text.endswith("%}") and not text.endswith(("-%}", "+%}")) and not _ONLY_TAGS.fullmatch(text):
        return text[:-2] + "+%}"
    return text


def read(
    title: str, body: str, done: Sequence[str], requires: Iterable[str], uses: Iterable[str]
) -> Reading:
    """What the texts read and what is wrong with them, given the facts that the file lists."""
    reader = _Reader(frozenset(requires))
    reader.text("description", body)
    longest, values = reader.text("title", title)
    if longest + values * _SHORTEST_VALUE > TITLE_LENGTH:
        left = TITLE_LENGTH - values * _SHORTEST_VALUE
        message = f"the title's own words take up to {longest} characters, expected {left} at most"
        advice = f"a title has {TITLE_LENGTH} characters, {_SHORTEST_VALUE} of them for each value"
        reader.findings.append(Finding("title", 1, message, advice))
    for at, text in enumerate(done):
        reader.text(f"done_{at}", text)
    listed = reader.required | set(uses)
    for name in sorted(set(reader.variables) - listed):
        reader.unlisted(name)
    for name in sorted(listed - set(reader.variables)):
        if name in KNOWN_FACTS:
            message = f"lists `{name}` but never reads it"
            reader.findings.append(Finding("", 0, message, "take it out of the list"))
    return Reading(frozenset(reader.variables), frozenset(reader.printed), tuple(reader.findings))


@dataclass(slots=True)
class _Open:
    """An open `{% if %}` or `{% for %}`: what is known around it, and how long it gets."""

    word: str
    line: int
    outside: frozenset[str]  # known after it
    next_branch: frozenset[str]  # known where the next branch begins
    before: tuple[int, int]  # length and values of the text before it
    longest: tuple[int, int] = (0, 0)  # of the branches that are closed
    loop: str = ""
    has_else: bool = False


@dataclass(slots=True)
class _Reader:
    required: frozenset[str]
    variables: dict[str, tuple[str, int]] = field(default_factory=dict)
    printed: set[str] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)
    loops: dict[str, str] = field(default_factory=dict)
    part: str = ""
    line: int = 1
    known: frozenset[str] = frozenset()

    def find(self, message: str, advice: str) -> None:
        self.findings.append(Finding(self.part, self.line, message, advice))

    def unlisted(self, name: str) -> None:
        self.part, self.line = self.variables[name]
        if name in KNOWN_FACTS:
            advice = f"add `{name}` to `uses`, or to `requires` when the text needs it"
            self.find(f"reads `{name}` but does not list it", advice)
            return
        near = nearest(name, KNOWN_FACTS)
        advice = f"did you mean `{near}`?" if near else f"known facts: {or_list(KNOWN_FACTS)}"
        self.find(f"`{name}` is not a known fact", advice)

    def text(self, part: str, source: str) -> tuple[int, int]:
        """Reads one text; its longest fixed words and the values beside them, over all branches."""
        self.part, self.line, self.known = part, 1, self.required
        opened: list[_Open] = []
        size, end, stray = (0, 0), 0, -1
        for tag in _TAG.finditer(source):
            between = source[end : tag.start()]
            if stray < 0 and (found := _STRAY.search(between)) is not None:
                stray = end + found.start()
            self.line += between.count("\n")
            size = (size[0] + len(between), size[1])
            end = tag.end()
            if tag["printed"] is not None:
                self.output(tag["printed"])
                size = (size[0], size[1] + 1)
            elif tag["word"] is not None:
                size = self.statement(tag["word"], tag["rest"], opened, size)
            self.line += tag[0].count("\n")
        if stray < 0 and (found := _STRAY.search(source, end)) is not None:
            stray = found.start()
        for left in opened:
            self.line = left.line
            self.find(f"`{{% {left.word} %}}` is not closed", f"add `{{% end{left.word} %}}`")
        if stray >= 0:
            self.line = 1 + source.count("\n", 0, stray)
            self.find(f"the template language does not parse: {_complaint(source)}", _SYNTAX)
        return size[0] + len(source) - end, size[1]

    def statement(
        self, word: str, rest: str, opened: list[_Open], size: tuple[int, int]
    ) -> tuple[int, int]:
        match word:
            case "if":
                opened.append(_Open(word, self.line, self.known, self.known, size))
                self.branch(rest, opened[-1])
                return (0, 0)
            case "elif" | "else" if opened and not opened[-1].has_else:
                top = opened[-1]
                top.longest = max(top.longest, size, key=_room)
                top.has_else = word == "else"
                self.known = top.next_branch
                if word == "elif":
                    self.branch(rest, top)
                return (0, 0)
            case "for" if (found := _FOR.fullmatch(rest.strip())) is not None:
                opened.append(_Open(word, self.line, self.known, self.known, size, loop=found[1]))
                names = self.expression(found[2])
                self.loops[found[1]] = names[0] if names else found[1]
                return (0, 0)
            case "endif" | "endfor" if opened and opened[-1].word == word[3:]:
                top = opened.pop()
                self.known = top.outside
                self.loops.pop(top.loop, None)
                inside = max(top.longest, size, key=_room)
                return (top.before[0] + inside[0], top.before[1] + inside[1])
        self.find(f"`{{% {word} %}}` is not allowed here", _ALLOWED)
        return size

    def branch(self, test: str, top: _Open) -> None:
        tree = self.parsed(test)
        if tree is None:
            return
        self.test(tree, top.next_branch)
        self.known = top.next_branch | _when_true(tree)
        top.next_branch |= _when_false(tree)

    def parsed(self, text: str) -> ast.expr | None:
        text = text.rstrip("-+ \n").lstrip().replace("\n", " ")
        tree = _expression(text)
        if tree is None:
            self.find(f"`{text}` does not parse", _SYNTAX)
        return tree

    def output(self, text: str) -> None:
        tree = self.parsed(text)
        if tree is not None:
            self.print(tree, self.known)

    def print(self, tree: ast.expr, known: frozenset[str]) -> None:
        """One printed expression: a fact, through filters or by its place in a list."""
        if isinstance(tree, ast.IfExp):
            self.test(tree.test, known)
            self.print(tree.body, known | _when_true(tree.test))
            self.print(tree.orelse, known | _when_false(tree.test))
            return
        before = len(self.findings)
        self.value(tree, known)
        if len(self.findings) > before:
            return
        inner = tree
        while isinstance(inner, ast.BinOp | ast.Subscript):
            inner = inner.left if isinstance(inner, ast.BinOp) else inner.value
        if isinstance(inner, ast.Constant):
            return
        if not isinstance(inner, ast.Name):
            self.find("prints an expression that would lose its origin", _ALLOWED)
            return
        name = self.loops.get(inner.id, inner.id)
        self.printed.add(name)
        if name in _CODES:
            advice = f"print `{_CODES[name]}`, and keep `{name}` for comparisons"
            self.find(f"prints `{name}`, which is a code", advice)
        elif name in KNOWN_FACTS and KNOWN_FACTS[name].kind == "yes/no":
            advice = f"write `{{% if {name} %}}...{{% endif %}}`"
            self.find(f"prints `{name}`, which is yes or no", advice)

    def test(self, tree: ast.expr, known: frozenset[str]) -> None:
        """A condition: a fact that may be missing may be asked for, or compared for equality."""
        match tree:
            case ast.Name():
                self.note(tree.id)
            case ast.BoolOp(op=op, values=parts):
                for part in parts:
                    self.test(part, known)
                    known |= _when_true(part) if isinstance(op, ast.And) else _when_false(part)
            case ast.UnaryOp(op=ast.Not()):
                self.test(tree.operand, known)
            case ast.Compare(
                left=ast.Name(id=name), ops=[ast.Eq() | ast.NotEq() | ast.In() | ast.NotIn()]
            ):
                self.note(name)
                self.value(tree.comparators[0], known)
            case _:
                self.value(tree, known)

    def expression(self, text: str) -> list[str]:
        """The facts of an expression whose value is needed."""
        tree = self.parsed(text)
        if tree is None:
            return []
        self.value(tree, self.known)
        return list(_names(tree))

    def value(self, tree: ast.expr, known: frozenset[str]) -> None:
        """Any other use of facts: each must be known where it stands."""
        for problem, advice in _problems(tree):
            self.find(problem, advice)
        for name in _names(tree):
            self.note(name)
            if name not in self.loops and name not in known and name in KNOWN_FACTS:
                advice = f"put it inside `{{% if {name} %}}...{{% endif %}}`, or require the fact"
                self.find(f"`{name}` is optional and may be missing here", advice)

    def note(self, name: str) -> None:
        if name not in self.loops and name != "loop":
            self.variables.setdefault(name, (self.part, self.line))


def _complaint(source: str) -> str:
    """What Jinja says of a text with braces that are no tag."""
    try:
        ENVIRONMENT.parse(source)
    except TemplateSyntaxError as problem:
        return (problem.message or "braces that are not a tag").rstrip(".")
    return "braces that are not a tag"


def _room(size: tuple[int, int]) -> int:
    return size[0] + size[1] * _SHORTEST_VALUE


@lru_cache(maxsize=4096)
def _expression(text: str) -> ast.expr | None:
    """The expression's tree, or None when it is none; a few hundred differ in a whole library."""
    try:
        return ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _filter(node: ast.expr) -> tuple[str, Sequence[ast.expr]] | None:
    """The name and arguments of what stands to the right of `|`."""
    match node:
        case ast.Name(id=name):
            return name, ()
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]):
            return name, arguments
    return None


def _names(tree: ast.expr) -> Iterator[str]:
    """The names that are read, filters' names left out, in the order of reading."""
    match tree:
        case ast.Name(id=name):
            yield name
        case ast.BinOp(left=left, right=right):
            yield from _names(left)
            if isinstance(right, ast.Call):
                for argument in right.args:
                    yield from _names(argument)
        case _:
            for child in ast.iter_child_nodes(tree):
                if isinstance(child, ast.expr):
                    yield from _names(child)


def _problems(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """The constructs of an expression that templates may not use."""
    match tree:
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            yield from _problems(left)
            applied = _filter(right)
            if applied is None or applied[0] not in ENVIRONMENT.filters:
                advice = f"available: {or_list(sorted(ENVIRONMENT.filters), 20)}"
                yield f"`{ast.unparse(right)}` is not a filter of templates", advice
            elif not all(isinstance(each, ast.Constant) for each in applied[1]):
                yield f"the argument of `{applied[0]}` is not plain text or a number", _ALLOWED
        case ast.Constant(value=value) if isinstance(value, str | int | float):
            return
        case ast.Attribute(value=ast.Name(id="loop")):
            return
        case (
            ast.Name()
            | ast.Subscript()
            | ast.Slice()
            | ast.Compare()
            | ast.BoolOp()
            | ast.List()
            | ast.Tuple()
            | ast.UnaryOp(op=ast.Not())
            | ast.UnaryOp(op=ast.USub(), operand=ast.Constant())
        ):
            for child in ast.iter_child_nodes(tree):
                if isinstance(child, ast.expr):
                    yield from _problems(child)
        case _:
            yield f"`{ast.unparse(tree)}` is not allowed in a template", _ALLOWED


def _when_true(test: ast.expr) -> frozenset[str]:
    """The facts that are certainly known where the test holds."""
    match test:
        case ast.Name(id=name):
            return frozenset((name,))
        case ast.BoolOp(op=ast.And(), values=parts):
            return frozenset().union(*map(_when_true, parts))
        case ast.BoolOp(op=ast.Or(), values=parts):
            return frozenset.intersection(*map(_when_true, parts))
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return _when_false(operand)
        case ast.Compare(left=ast.Name(id=name), ops=[ast.Eq() | ast.In()]):
            return frozenset((name,))
    return frozenset()


def _when_false(test: ast.expr) -> frozenset[str]:
    """The facts that are certainly known where the test does not hold."""
    match test:
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return _when_true(operand)
        case ast.BoolOp(op=ast.Or(), values=parts):
            return frozenset().union(*map(_when_false, parts))
        case ast.BoolOp(op=ast.And(), values=parts):
            return frozenset.intersection(*map(_when_false, parts))
    return frozenset()
