"""Question files: one Markdown file a question, both languages in it. Reads and checks; knows no database.

A bank is a folder of topics; a topic is a folder with ``topic.yaml`` and its questions. A question
starts with YAML front matter (``questions.bank_schema``), then come its sections
(``questions.bank_sections``). Every fault of every file is reported, with its file, line and key.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import yaml
from frontmatter.default_handlers import YAMLHandler
from pydantic import BaseModel, ValidationError

from questions.bank_schema import BankError, Fault, Front, TopicFront
from questions.bank_sections import read_sections

TOPIC_FILE = "topic.yaml"
YAML = YAMLHandler()
M = TypeVar("M", bound=BaseModel)


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
    texts = read_sections(body, name, _line_of(text, len(text) - len(body)), faults)
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
