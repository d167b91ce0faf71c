"""What the front matter of questions and topics may hold, and what a fault in a file is. Reads nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from questions.models import Difficulty

DOCUMENT = "document §"  # begins the source that is the text the bank started from; no reader has it
SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"


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

    @property
    def citations(self) -> list[str]:
        """The sources that a reader can look up, one line each."""
        return [source.citation for source in self.sources if not source.title.startswith(DOCUMENT)]


class TopicFront(_Checked):
    """What ``topic.yaml`` holds."""

    title: Titles
    blurb: Blurbs
    position: int = Field(ge=0)
