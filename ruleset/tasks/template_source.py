"""A template's texts as one Jinja program, and what can be known about it without any facts.

The program has a block a text: `description`, `title`, `done_0` and so on. Reading it yields the
facts it reads and prints, and the problems that would show only for some people: an optional fact
printed outside `{% if %}`, a name that is no fact, a construct that would lose a value's origin.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from jinja2 import TemplateSyntaxError, nodes

from ruleset.diagnostics import nearest, or_list
from ruleset.tasks.fact_names import KNOWN_FACTS
from ruleset.tasks.sandbox import ENVIRONMENT

STEP = "\x1e"  # stands for the number of a step; no user value can hold it
TITLE_LENGTH = 100
_SHORTEST_VALUE = 14  # characters that a title must leave for each value it prints

_STEP_NUMBER = re.compile(r"\d+(?=\. )")
_ONLY_TAGS = re.compile(r"\s*(?:\{%(?:(?!%\}).)*%\}\s*)+")
_CODES = {
    "country": "country_name",
    "home_country": "home_country_name",
    "target_countries": "country_name",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem in the program: `line` counts from 1 in the program's own text."""

    line: int
    message: str
    help: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a program reads (`variables`), prints, and what is wrong with it."""

    variables: frozenset[str]
    printed: frozenset[str]
    findings: tuple[Finding, ...]


def program_of(title: str, body: str, done: Sequence[str]) -> str:
    """The texts as one program. Line 2 is the body's first line; the title's line follows its end.

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


def read(program: str, requires: Iterable[str], uses: Iterable[str]) -> Reading:
    """What the program reads and what is wrong with it, given the facts that it lists."""
    try:
        tree = ENVIRONMENT.parse(program)
    except TemplateSyntaxError as problem:
        message = f"the template language does not parse: {(problem.message or '').rstrip('.')}"
        return Reading(frozenset(), frozenset(), (Finding(problem.lineno, message, _SYNTAX),))
    reader = _Reader(frozenset(requires))
    blocks = [node for node in tree.body if isinstance(node, nodes.Block)]
    for block in blocks:
        reader.statements(block.body, reader.required)
    for block in blocks:
        if block.name == "title":
            reader.title(block)
    listed = reader.required | set(uses)
    for name in sorted(set(reader.variables) - listed):
        reader.unlisted(name)
    for name in sorted(listed - set(reader.variables)):
        if name in KNOWN_FACTS:
            reader.find(0, f"lists `{name}` but never reads it", "take it out of the list")
    findings = sorted(reader.findings, key=lambda found: found.line)
    return Reading(frozenset(reader.variables), frozenset(reader.printed), tuple(findings))


_SYNTAX = "write `{{ fact }}` for a value and `{% if fact %}...{% endif %}` around optional text"
_ALLOWED = "a template may use `{{ fact }}`, `{% if %}`, `{% for %}` and the listed filters"


@dataclass(slots=True)
class _Reader:
    required: frozenset[str]
    variables: dict[str, int] = field(default_factory=dict)
    printed: set[str] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)
    loops: dict[str, str] = field(default_factory=dict)

    def find(self, line: int, message: str, advice: str) -> None:
        self.findings.append(Finding(line, message, advice))

    def unlisted(self, name: str) -> None:
        line = self.variables[name]
        if name in KNOWN_FACTS:
            advice = f"add `{name}` to `uses`, or to `requires` when the text needs it"
            self.find(line, f"reads `{name}` but does not list it", advice)
            return
        near = nearest(name, KNOWN_FACTS)
        advice = f"did you mean `{near}`?" if near else f"known facts: {or_list(KNOWN_FACTS)}"
        self.find(line, f"`{name}` is not a known fact", advice)

    def statements(self, body: Iterable[nodes.Node], known: frozenset[str]) -> None:
        for node in body:
            match node:
                case nodes.Output():
                    for part in node.nodes:
                        if not isinstance(part, nodes.TemplateData):
                            self.output(part, known)
                case nodes.If():
                    self.branches(node, known)
                case nodes.For(target=nodes.Name(name=name)):
                    self.expression(node.iter, known)
                    facts = [each.name for each in _names(node.iter)]
                    self.loops[name] = facts[0] if facts else name
                    self.statements(node.body, known)
                    self.statements(node.else_, known)
                    del self.loops[name]
                case _:
                    kind = type(node).__name__.lower()
                    self.find(node.lineno, f"`{kind}` is not allowed in a template", _ALLOWED)

    def branches(self, node: nodes.If, known: frozenset[str]) -> None:
        self.test(node.test, known)
        self.statements(node.body, known | _when_true(node.test))
        known |= _when_false(node.test)
        for other in node.elif_:
            self.test(other.test, known)
            self.statements(other.body, known | _when_true(other.test))
            known |= _when_false(other.test)
        self.statements(node.else_, known)

    def output(self, node: nodes.Node, known: frozenset[str]) -> None:
        """One printed expression: a fact, through filters or by its place in a list."""
        if isinstance(node, nodes.CondExpr):
            self.test(node.test, known)
            self.output(node.expr1, known | _when_true(node.test))
            if node.expr2 is not None:
                self.output(node.expr2, known | _when_false(node.test))
            return
        self.expression(node, known)
        inner: nodes.Node = node
        while isinstance(inner, nodes.Filter | nodes.Getitem) and inner.node is not None:
            inner = inner.node
        if isinstance(inner, nodes.Const):
            return
        if not isinstance(inner, nodes.Name):
            self.find(node.lineno, "prints an expression that would lose its origin", _ALLOWED)
            return
        name = self.loops.get(inner.name, inner.name)
        self.printed.add(name)
        if name in _CODES:
            advice = f"print `{_CODES[name]}`, and keep `{name}` for comparisons"
            self.find(node.lineno, f"prints `{name}`, which is a code", advice)
        elif name in KNOWN_FACTS and KNOWN_FACTS[name].kind == "yes/no":
            advice = f"write `{{% if {name} %}}...{{% endif %}}`"
            self.find(node.lineno, f"prints `{name}`, which is yes or no", advice)

    def test(self, node: nodes.Node, known: frozenset[str]) -> None:
        """A condition: a fact that may be missing may be asked for, or compared for equality."""
        match node:
            case nodes.Name():
                self.note(node)
            case nodes.And():
                self.test(node.left, known)
                self.test(node.right, known | _when_true(node.left))
            case nodes.Or():
                self.test(node.left, known)
                self.test(node.right, known | _when_false(node.left))
            case nodes.Not():
                self.test(node.node, known)
            case nodes.Compare(expr=nodes.Name() as left, ops=[nodes.Operand() as operand]) if (
                operand.op in ("eq", "ne", "in", "notin")
            ):
                self.note(left)
                self.expression(operand.expr, known)
            case _:
                self.expression(node, known)

    def expression(self, node: nodes.Node, known: frozenset[str]) -> None:
        """Any other use of facts: each must be known where it stands."""
        for each in (node, *node.find_all(_EVERY)):
            if not isinstance(each, _EXPRESSIONS):
                kind = type(each).__name__.lower()
                self.find(each.lineno, f"`{kind}` is not allowed in a template", _ALLOWED)
            if isinstance(each, nodes.Filter) and each.name not in ENVIRONMENT.filters:
                advice = f"available: {or_list(sorted(ENVIRONMENT.filters))}"
                self.find(each.lineno, f"`{each.name}` is not a filter of templates", advice)
        for name in _names(node):
            self.note(name)
            if name.name in self.loops or name.name == "loop":
                continue
            if name.name not in known and name.name in KNOWN_FACTS:
                advice = (
                    f"put it inside `{{% if {name.name} %}}...{{% endif %}}`, or require the fact"
                )
                message = f"`{name.name}` is optional and may be missing here"
                self.find(name.lineno, message, advice)

    def note(self, name: nodes.Name) -> None:
        if name.name not in self.loops and name.name != "loop":
            self.variables.setdefault(name.name, name.lineno)

    def title(self, block: nodes.Block) -> None:
        longest, values = _longest(block.body)
        if longest + values * _SHORTEST_VALUE > TITLE_LENGTH:
            left = TITLE_LENGTH - values * _SHORTEST_VALUE
            message = (
                f"the title's own words take up to {longest} characters, expected {left} at most"
            )
            advice = (
                f"a title has {TITLE_LENGTH} characters, {_SHORTEST_VALUE} of them for each value"
            )
            self.find(block.lineno, message, advice)


_EVERY: type[nodes.Node] = nodes.Node
_EXPRESSIONS = (
    nodes.Name,
    nodes.Const,
    nodes.Filter,
    nodes.Getitem,
    nodes.Slice,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.List,
    nodes.Tuple,
)


def _names(node: nodes.Node) -> Iterator[nodes.Name]:
    if isinstance(node, nodes.Name):
        yield node
    yield from node.find_all(nodes.Name)


def _when_true(test: nodes.Node | None) -> frozenset[str]:
    """The facts that are certainly known where the test holds."""
    match test:
        case nodes.Name():
            return frozenset((test.name,))
        case nodes.And():
            return _when_true(test.left) | _when_true(test.right)
        case nodes.Or():
            return _when_true(test.left) & _when_true(test.right)
        case nodes.Not():
            return _when_false(test.node)
        case nodes.Compare(expr=nodes.Name(name=name), ops=[nodes.Operand(op="eq" | "in")]):
            return frozenset((name,))
    return frozenset()


def _when_false(test: nodes.Node | None) -> frozenset[str]:
    """The facts that are certainly known where the test does not hold."""
    match test:
        case nodes.Not():
            return _when_true(test.node)
        case nodes.Or():
            return _when_false(test.left) | _when_false(test.right)
        case nodes.And():
            return _when_false(test.left) & _when_false(test.right)
    return frozenset()


def _longest(body: Iterable[nodes.Node]) -> tuple[int, int]:
    """The most characters of fixed text, and the values printed beside them, over all branches."""
    length = values = 0
    for node in body:
        if isinstance(node, nodes.Output):
            for part in node.nodes:
                if isinstance(part, nodes.TemplateData):
                    length += len(part.data)
                else:
                    values += 1
        elif isinstance(node, nodes.If):
            options = [_longest(node.body), *(_longest(each.body) for each in node.elif_)]
            options.append(_longest(node.else_))
            length_, values_ = max(options, key=lambda pair: pair[0] + pair[1] * _SHORTEST_VALUE)
            length, values = length + length_, values + values_
    return length, values
