"""Question files: one Markdown file a question, both languages in it. Reads and checks; knows no database.

A bank is a folder of topics; a topic is a folder with ``topic.yaml`` and its questions. A question
starts with YAML front matter (``Front``) and goes on under ``# 中文`` and ``# English``, each with the
``##`` sections of ``PARTS``. Every fault of every file is reported, with its file, line and key.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, TypeVar

import yaml
from frontmatter.default_handlers import YAMLHandler
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from questions.markdown import new_parser
from questions.models import Difficulty

LANGUAGES = {"中文": "zh", "English": "en"}
PARTS = {
    "zh": {"题目": "question", "答案": "answer", "解析": "explanation", "勘误": "errata"},
    "en": {"Question": "question", "Answer": "answer", "Explanation": "explanation", "Errata": "errata"},
}
REQUIRED = ("question", "answer")
TOPIC_FILE = "topic.yaml"
SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
YAML = YAMLHandler()
PARSER = new_parser()
M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """What is wrong at one place. ``line`` counts from 1; ``key`` is a front-matter key or a section."""

    file: str
    line: int
    key: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.key}: {self.message}"


class BankError(Exception):
    """The bank cannot be loaded. ``faults`` holds everything that is wrong, in file order."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


class _Checked(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Titles(_Checked):
    """A short text in both languages."""

    zh: str = Field(min_length=1, max_length=100)
    en: str = Field(min_length=1, max_length=100)


class Blurbs(_Checked):
    """One or two sentences in both languages."""

    zh: str = Field(min_length=1, max_length=300)
    en: str = Field(min_length=1, max_length=300)


class Source(_Checked):
    """Where facts come from; a plain string in the file is a source with only a title."""

    title: str = Field(min_length=1)
    authors: str = ""
    year: int | None = Field(None, ge=1900, le=2100)
    arxiv: str = Field("", pattern=r"^(\d{4}\.\d{4,5})?$")
    url: str = Field("", pattern=r"^(https://\S+)?$")

    @property
    def citation(self) -> str:
        """One line: authors (year), title, address; without what is not known."""
        year = f"({self.year})" if self.year else ""
        link = self.url or (f"https://arxiv.org/abs/{self.arxiv}" if self.arxiv else "")
        head = " ".join(filter(None, [self.authors, year]))
        return ". ".join(filter(None, [head, self.title.rstrip("."), link]))


def _titled(value: Any) -> Any:
    return {"title": value} if isinstance(value, str) else value


class Front(_Checked):
    """The front matter of a question file."""

    id: str = Field(pattern=SLUG, max_length=100)
    topic: str = Field(pattern=SLUG, max_length=50)
    section: str = Field("", pattern=r"^(\d+(\.\d+)*)?$", max_length=20)
    position: int = Field(ge=0)
    difficulty: Difficulty
    tags: list[Annotated[str, Field(min_length=1)]] = Field(min_length=1)
    sources: list[Annotated[Source, BeforeValidator(_titled)]] = Field(min_length=1)
    problem: str = Field("", pattern=rf"{SLUG}|^$", max_length=100)
    title: Titles


class TopicFront(_Checked):
    """What ``topic.yaml`` holds."""

    title: Titles
    blurb: Blurbs
    position: int = Field(ge=0)


@dataclass(frozen=True, slots=True)
class TopicFile:
    """One topic; its slug is the name of its folder."""

    slug: str
    front: TopicFront


@dataclass(frozen=True, slots=True)
class QuestionFile:
    """One question. ``texts`` maps ``question_zh``, ``answer_en`` and so on to Markdown."""

    file: str
    front: Front
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Bank:
    """All topics and questions of a folder."""

    topics: tuple[TopicFile, ...]
    questions: tuple[QuestionFile, ...]


def read_bank(folder: Path) -> Bank:
    """Read every topic and question under ``folder``. Raises BankError with all faults there are."""
    faults: list[Fault] = []
    if not folder.is_dir():
        raise BankError([Fault(str(folder), 1, "path", "is not a folder")])
    folders = sorted(path for path in folder.iterdir() if path.is_dir())
    topics = [topic for path in folders if (topic := _read_topic(path, faults))]
    files = [file for path in folders for file in sorted(path.glob("*.md"))]
    questions = [question for path in files if (question := _read_question(path, folder, faults))]
    faults += [*_misplaced(questions), *_repeated(questions)]
    if faults:
        raise BankError(sorted(faults))
    return Bank(tuple(topics), tuple(questions))


def _read_topic(folder: Path, faults: list[Fault]) -> TopicFile | None:
    path = folder / TOPIC_FILE
    name = f"{folder.name}/{TOPIC_FILE}"
    if not path.is_file():
        faults.append(Fault(name, 1, "topic", "this folder has no topic file"))
        return None
    front = _checked(TopicFront, path.read_text("utf-8"), name, 1, faults)
    return TopicFile(folder.name, front) if front else None


def _read_question(path: Path, folder: Path, faults: list[Fault]) -> QuestionFile | None:
    name = path.relative_to(folder).as_posix()
    text = path.read_text("utf-8")
    parts = YAML.FM_BOUNDARY.split(text, 2)
    if len(parts) < 3 or parts[0]:
        message = "the file must start with YAML between two lines of ---"
        faults.append(Fault(name, 1, "front matter", message))
        return None
    _, front_text, body = parts
    front = _checked(Front, front_text, name, _line_of(text, text.index(front_text)), faults)
    texts = _read_body(body, name, _line_of(text, len(text) - len(body)), faults)
    return QuestionFile(name, front, texts) if front else None


def _line_of(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def _checked(model: type[M], text: str, name: str, first_line: int, faults: list[Fault]) -> M | None:
    """Return YAML ``text``, whose first line is ``first_line`` of its file, as a ``model``."""
    try:
        value = YAML.load(text)
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line if error.problem_mark else 0
        faults.append(Fault(name, first_line + line, "front matter", error.problem or "is not YAML"))
        return None
    try:
        return model.model_validate(value)
    except ValidationError as error:
        for one in error.errors(include_url=False):
            key = ".".join(map(str, one["loc"])) or "front matter"
            faults.append(Fault(name, first_line + _yaml_line(node, one["loc"]), key, one["msg"]))
        return None


def _yaml_line(node: yaml.Node | None, path: Sequence[int | str]) -> int:
    """Return the line, from 0, of the value at ``path``, or of what is nearest above it."""
    line = 0
    for step in path:
        if isinstance(node, yaml.MappingNode):
            pairs = [(key, value) for key, value in node.value if key.value == step]
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
            pairs = [(node.value[step], node.value[step])]
        else:
            pairs = []
        if not pairs:
            break
        line, node = pairs[0][0].start_mark.line, pairs[0][1]
    return line


@dataclass(frozen=True, slots=True)
class _Section:
    """A heading of the first or second level and what stands under it; level "" is what comes before."""

    level: str
    title: str
    line: int
    text: str


def _cut(body: str) -> list[_Section]:
    """Cut ``body`` at its headings. A ``#`` inside a fence or a list is no heading."""
    lines = body.split("\n")
    places = [("", "", 0, 0)]
    for opening, inline in itertools.pairwise(PARSER.parse(body)):
        top_level = opening.type == "heading_open" and opening.level == 0
        if top_level and opening.tag in {"h1", "h2"} and opening.map:
            first, after = opening.map
            places.append((opening.tag, inline.content.strip(), first, after))
    ends = [place[2] for place in places[1:]] + [len(lines)]
    return [
        _Section(level, title, line, "\n".join(lines[start:end]).strip())
        for (level, title, line, start), end in zip(places, ends, strict=True)
    ]


def _read_body(body: str, name: str, first_line: int, faults: list[Fault]) -> dict[str, str]:
    """Return the sections of ``body`` by part and language, as in ``question_zh``."""
    texts: dict[str, str] = {}
    language = ""
    for section in _cut(body):
        if section.level == "h1":
            language = LANGUAGES.get(section.title, "")
        part = PARTS.get(language, {}).get(section.title, "")
        key = f"{part}_{language}"
        message = _refusal(section, language, part, key in texts)
        if message:
            faults.append(Fault(name, first_line + section.line, section.title or "body", message))
        if part:
            texts.setdefault(key, section.text)
    faults += (Fault(name, first_line, key, "is missing") for key in _missing(texts))
    return texts


def _refusal(section: _Section, language: str, part: str, known: bool) -> str:
    """Say why ``section`` cannot stand where it stands; "" when it can."""
    if not section.level:
        return "text before the first heading" if section.text else ""
    if not language:
        return f"no language is called so: write # {' or # '.join(LANGUAGES)}"
    if section.level == "h1":
        return "text between the language and its first section" if section.text else ""
    if not part:
        return f"no section is called so: write ## {', ## '.join(PARTS[language])}"
    if known:
        return "stands twice"
    return "" if section.text else "is empty"


def _missing(texts: Mapping[str, str]) -> Iterator[str]:
    """Yield the sections that must be there: the required ones, and what the other language has."""
    for language, parts in PARTS.items():
        for title, part in parts.items():
            wanted = part in REQUIRED or any(f"{part}_{other}" in texts for other in PARTS)
            if wanted and f"{part}_{language}" not in texts:
                yield f"{language}/{title}"


def _misplaced(questions: Iterable[QuestionFile]) -> Iterator[Fault]:
    for question in questions:
        folder = question.file.partition("/")[0]
        if question.front.topic != folder:
            yield Fault(question.file, 1, "topic", f"is {question.front.topic}, but the folder is {folder}")


def _repeated(questions: Iterable[QuestionFile]) -> Iterator[Fault]:
    """Yield a fault for each id or document section that an earlier file has."""
    for key in ("id", "section"):
        owners: dict[str, str] = {}
        for question in questions:
            value = getattr(question.front, key)
            owner = owners.setdefault(value, question.file)
            if value and owner != question.file:
                yield Fault(question.file, 1, key, f"{value} is already that of {owner}")
