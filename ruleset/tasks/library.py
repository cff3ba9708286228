"""The library of task templates: every file read, checked and ready, or all their problems at once.

A template is one file, `<id>.md`: front matter in YAML between lines of `---`, then the body, the
task's instructions. Reading all files takes about 0.1 s; the template language is compiled when a
template is first rendered.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ruleset.diagnostics import nearest, or_list
from ruleset.errors import RulesetError
from ruleset.tasks.fact_names import KNOWN_FACTS
from ruleset.tasks.template_source import Finding, program_of, read

Energy = Literal["low", "medium", "high"]
Deliverable = Literal[
    "spreadsheet", "doc", "email", "recording", "link", "shortlist", "file", "note", "other"
]

MILESTONES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "study": (
            "university_research",
            "exam_prep",
            "sop_drafting",
            "recommendations",
            "applications",
            "scholarships",
            "visa_process",
        ),
        "career": (
            "linkedin_optimization",
            "resume_update",
            "job_search",
            "networking",
            "job_applications",
            "interview_prep",
            "skill_building",
        ),
    }
)
"""The milestones of each category that has templates, in the order of its journey."""

TEMPLATES_DIRECTORY = Path(__file__).with_name("templates")


@dataclass(frozen=True, slots=True)
class Done:
    """One item of a definition of done. The weights of a template's items sum to 100."""

    text: str
    weight: int


@dataclass(frozen=True, slots=True)
class Source:
    """An official page that a template's facts of the world rest on."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Template:
    """One task template.

    `requires` are the facts without which the text makes no sense, `uses` those it adds when they
    are known; both in the file's order. `shaped_by` are facts of these that choose among texts but
    never appear in one. `countries` are ISO codes, empty when the text holds anywhere. `program`
    and `done_texts` are what the renderer compiles.
    """

    id: str
    title: str
    category: str
    milestone: str
    minutes: int
    priority: int
    energy: Energy
    deliverable: Deliverable
    done: tuple[Done, ...]
    requires: tuple[str, ...]
    uses: tuple[str, ...]
    countries: tuple[str, ...]
    sources: tuple[Source, ...]
    review: date | None
    body: str
    path: str
    program: str
    done_texts: tuple[str, ...]
    shaped_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TemplateProblem:
    """One problem of one file: `path` below the library's directory, `line` from 1."""

    path: str
    line: int
    message: str
    help: str

    def __str__(self) -> str:
        return f"error: {self.message}\n  --> {self.path}:{self.line}\n   = help: {self.help}"


class TemplateError(RulesetError):
    """Templates cannot be used: `problems` holds all of them, by file and line."""

    problems: tuple[TemplateProblem, ...]

    def __init__(self, problems: tuple[TemplateProblem, ...]) -> None:
        head = f"{len(problems)} problem{'s' if len(problems) != 1 else ''} in the templates"
        super().__init__("\n".join([head, *map(str, problems)]), problems=problems)


class Library(Mapping[str, Template]):
    """The templates by id, in the order of their files.

    `version` is the hash of all files. `requires` gives the required facts of each template.
    """

    __slots__ = ("_templates", "requires", "version")
    _templates: Mapping[str, Template]
    requires: Mapping[str, tuple[str, ...]]
    version: str

    def __init__(self, templates: Iterable[Template], version: str) -> None:
        by_id = MappingProxyType({template.id: template for template in templates})
        object.__setattr__(self, "_templates", by_id)
        object.__setattr__(self, "version", version)
        requires = {id: template.requires for id, template in by_id.items()}
        object.__setattr__(self, "requires", MappingProxyType(requires))

    def __getitem__(self, id: str) -> Template:
        return self._templates[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._templates)

    def __len__(self) -> int:
        return len(self._templates)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("a library does not change; load the templates again")

    def __delattr__(self, name: str) -> None:
        raise AttributeError("a library does not change; load the templates again")

    def __reduce__(self) -> tuple[Any, ...]:
        return Library, (tuple(self.values()), self.version)

    def __repr__(self) -> str:
        return f"<Library of {len(self)} templates, version {self.version}>"


def load_templates(directory: Path | None = None) -> Library:
    """The library of a directory (by default the one that comes with the package).

    Files are taken from all folders below it, in the order of their paths. TemplateError when any
    file has a problem, with the problems of all files.

    >>> load_templates()["visa_document_checklist"].milestone
    'visa_process'
    """
    root = TEMPLATES_DIRECTORY if directory is None else directory
    problems: list[TemplateProblem] = []
    templates: dict[str, Template] = {}
    content = hashlib.sha256()
    for path in sorted(root.rglob("*.md")):
        name = path.relative_to(root).as_posix()
        raw = path.read_bytes()
        content.update(f"{name}\0{len(raw)}\0".encode() + raw)
        template = _read_file(name, raw, problems)
        if template is None:
            continue
        if template.id in templates:
            other = templates[template.id].path
            message = f"the id `{template.id}` is already taken by {other}"
            problems.append(TemplateProblem(name, 2, message, "rename one of the two files"))
        else:
            templates[template.id] = template
    if not templates and not problems:
        message, advice = "found no template", "expected files `<id>.md` in this folder or below it"
        problems.append(TemplateProblem(root.as_posix(), 1, message, advice))
    if problems:
        raise TemplateError(tuple(sorted(problems, key=lambda found: (found.path, found.line))))
    return Library(templates.values(), content.hexdigest()[:16])


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


_Words = Annotated[str, Field(min_length=1, pattern=r"\S")]


class _Done(_Strict):
    text: _Words
    weight: Annotated[int, Field(ge=1, le=100)]


class _Source(_Strict):
    name: _Words
    url: Annotated[str, Field(pattern=r"^https://\S+$")]


class _FrontMatter(_Strict):
    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    title: _Words
    category: Literal["study", "career"]
    milestone: str
    minutes: Annotated[int, Field(ge=5, le=480)]
    priority: Annotated[int, Field(ge=1, le=3)]
    energy: Energy
    deliverable: Deliverable
    done: Annotated[list[_Done], Field(min_length=2, max_length=4)]
    requires: list[str]
    uses: list[str]
    countries: list[Annotated[str, Field(pattern=r"^[A-Z]{2}$")]] = []
    sources: list[_Source] = []
    review: date | None = None


_FENCE = re.compile(r"---[ \t]*\n(.*?\n)---[ \t]*(?:\n|\Z)", re.DOTALL)


def _read_file(path: str, raw: bytes, problems: list[TemplateProblem]) -> Template | None:
    """The template of one file, or None after adding its problems."""
    before = len(problems)

    def problem(line: int, message: str, advice: str) -> None:
        problems.append(TemplateProblem(path, line, message, advice))

    try:
        text = raw.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError:
        problem(1, "the file is not UTF-8 text", "save it as UTF-8")
        return None
    fence = _FENCE.match(text)
    if fence is None:
        advice = "begin the file with a line `---`, the fields, and a second line `---`"
        problem(1, "expected front matter between two lines of `---`, found none", advice)
        return None
    lines, front = _front_matter(fence.group(1), problem)
    if front is None:
        return None
    rest = text[fence.end() :]
    body = rest.strip()
    if not body:
        problem(text.count("\n") + 1, "the body is empty", "write the task's instructions")
        return None
    first_line = text[: fence.end() + rest.index(body[0])].count("\n") + 1
    if front.id != Path(path).stem:
        problem(
            lines(("id",)),
            f"the id `{front.id}` is not the file's name",
            f"rename the file to `{front.id}.md`",
        )
    _check_front(front, lines, problem)
    title = " ".join(front.title.split())
    done = tuple(Done(" ".join(each.text.split()), each.weight) for each in front.done)
    reading = read(title, body, [each.text for each in done], front.requires, front.uses)
    for found in reading.findings:
        problem(_file_line(found, first_line, lines), found.message, found.help)
    if len(problems) > before:
        return None
    return Template(
        id=front.id,
        title=title,
        category=front.category,
        milestone=front.milestone,
        minutes=front.minutes,
        priority=front.priority,
        energy=front.energy,
        deliverable=front.deliverable,
        done=done,
        requires=tuple(front.requires),
        uses=tuple(front.uses),
        countries=tuple(front.countries),
        sources=tuple(Source(each.name, each.url) for each in front.sources),
        review=front.review,
        body=body,
        path=path,
        program=program_of(title, body, [each.text for each in done]),
        done_texts=tuple(each.text for each in done),
        shaped_by=tuple(
            name for name in (*front.requires, *front.uses) if name not in reading.printed
        ),
    )


_Place = tuple[str | int, ...]
_Lines = Callable[[_Place], int]
_Problem = Callable[[int, str, str], None]


def _file_line(found: Finding, first_line: int, lines: _Lines) -> int:
    """The file's line of a finding in one of the texts."""
    match found.part.split("_"):
        case ["description"]:
            return first_line + found.line - 1
        case ["done", at]:
            return lines(("done", int(at)))
        case ["title"]:
            return lines(("title",))
    return lines(("requires",))


def _front_matter(text: str, problem: _Problem) -> tuple[_Lines, _FrontMatter | None]:
    """The fields with the line of each, or None after naming every problem."""
    loader = yaml.CSafeLoader(text) if yaml.__with_libyaml__ else yaml.SafeLoader(text)
    node: yaml.Node | None = None

    def lines(place: _Place) -> int:
        return _line_of(node, place)

    try:
        node = loader.get_single_node()
        data = None if node is None else _plain(node, loader)
    except yaml.MarkedYAMLError as broken:
        mark = broken.problem_mark
        line = 2 if mark is None else mark.line + 2
        problem(line, f"the front matter is not YAML: {broken.problem}", _YAML_HELP)
        return lines, None
    except ValueError as broken:  # a date that is none, such as 2027-02-30
        problem(2, f"the front matter is not YAML: {broken}", _YAML_HELP)
        return lines, None
    finally:
        loader.dispose()
    if not isinstance(data, dict) or not isinstance(node, yaml.MappingNode):
        problem(2, "expected fields such as `id: my_template`, found none", _YAML_HELP)
        return lines, None
    if len(data) != len(node.value):
        keys = [str(key.value) for key, _ in node.value]
        for twice in sorted({key for key in keys if keys.count(key) > 1}):
            problem(lines((twice,)), f"the field `{twice}` stands twice", "keep one of them")
    try:
        return lines, _FrontMatter.model_validate(data)
    except ValidationError as invalid:
        for each in invalid.errors():
            problem(lines(tuple(each["loc"])), *_in_words(each))
        return lines, None


_TEXT = "tag:yaml.org,2002:str"


def _plain(node: yaml.Node, loader: yaml.SafeLoader | yaml.CSafeLoader) -> Any:
    """What the safe loader would construct, without its detours for anchors and references."""
    if isinstance(node, yaml.MappingNode):
        return {str(key.value): _plain(value, loader) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(each, loader) for each in node.value]
    if node.tag == _TEXT:
        return node.value
    return loader.construct_object(node)


def _line_of(node: yaml.Node | None, place: _Place) -> int:
    """The file's line of a field or item, or of the nearest field around it."""
    line = 2
    for step in place:
        if isinstance(node, yaml.MappingNode):
            found = [pair for pair in node.value if pair[0].value == step]
            if not found:
                break
            line, node = found[-1][0].start_mark.line + 2, found[-1][1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
            if step >= len(node.value):
                break
            node = node.value[step]
            line = node.start_mark.line + 2
        else:
            break
    return line


_YAML_HELP = "one field a line, `name: value`; put a text with `:` or `{` in double quotes"


def _in_words(found: Mapping[str, Any]) -> tuple[str, str]:
    """A validation error as message and help, without the language's type names."""
    name = ".".join(str(part) for part in found["loc"])
    context = found.get("ctx", {})
    shown = (
        f"`{found['input']}`" if isinstance(found["input"], str | int | float) else "something else"
    )
    match found["type"]:
        case "missing":
            return f"the field `{name}` is missing", f"add `{name}:`"
        case "extra_forbidden":
            near = nearest(str(found["loc"][-1]), _FrontMatter.model_fields)
            known = f"known fields: {or_list(_FrontMatter.model_fields, 20)}"
            return f"`{name}` is not a field", f"did you mean `{near}`?" if near else known
        case "literal_error":
            return f"`{name}`: found {shown}", f"expected {context['expected']}"
        case "greater_than_equal" | "less_than_equal":
            word, bound = ("least", "ge") if "ge" in context else ("most", "le")
            return f"`{name}`: found {shown}", f"expected at {word} {context[bound]}"
        case "too_short" | "too_long":
            word, bound = (
                ("least", "min_length") if "min_length" in context else ("most", "max_length")
            )
            return f"`{name}`: found {context['actual_length']} items", (
                f"expected at {word} {context[bound]}"
            )
        case "string_pattern_mismatch":
            return f"`{name}`: found {shown}", _PATTERNS.get(name.split(".")[0], "write some text")
        case "string_type":
            return f"`{name}`: expected text, found {shown}", "put it in double quotes"
        case "int_type":
            return f"`{name}`: expected a whole number, found {shown}", "write digits, no quotes"
        case "list_type":
            return f"`{name}`: expected a list, found {shown}", "write `[a, b]`, or `[]` for none"
        case "date_type":
            return f"`{name}`: expected a date, found {shown}", "write it as 2027-01-31, no quotes"
    return f"`{name}`: {found['msg']}", _YAML_HELP


_PATTERNS = {
    "id": "small letters, digits and underscores, beginning with a letter",
    "countries": "two capital letters, the ISO 3166 code: GB, DE, KZ",
    "sources": "the full address, beginning with https://",
}


def _check_front(front: _FrontMatter, lines: _Lines, problem: _Problem) -> None:
    """What the fields must be to each other."""
    weights = sum(each.weight for each in front.done)
    if weights != 100:
        problem(lines(("done",)), f"the weights sum to {weights}", "make them sum to 100")
    if front.milestone not in MILESTONES[front.category]:
        advice = f"expected one of {or_list(MILESTONES[front.category])}"
        message = f"`{front.milestone}` is not a milestone of {front.category}"
        problem(lines(("milestone",)), message, advice)
    if front.sources and front.review is None:
        advice = "add `review: 2027-01-31`, the day by which someone must read the sources again"
        problem(lines(("sources",)), "has sources but no review date", advice)
    if "UK" in front.countries:
        problem(lines(("countries",)), "`UK` is not an ISO code", "write GB")
    _check_names("requires", front.requires, lines, problem)
    _check_names("uses", front.uses, lines, problem)
    for name in sorted(set(front.requires) & set(front.uses)):
        problem(lines(("uses",)), f"`{name}` is both required and optional", "keep one of the two")


def _check_names(field: str, names: Sequence[str], lines: _Lines, problem: _Problem) -> None:
    for index, name in enumerate(names):
        line = lines((field, index))
        if name in names[:index]:
            problem(line, f"`{name}` stands twice in `{field}`", "keep one of them")
        if name not in KNOWN_FACTS:
            near = nearest(name, KNOWN_FACTS)
            advice = f"did you mean `{near}`?" if near else f"known facts: {or_list(KNOWN_FACTS)}"
            problem(line, f"`{name}` is not a known fact", advice)
