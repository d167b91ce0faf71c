"""The package as Anki reads it: a zip with an SQLite collection."""

from __future__ import annotations

import json
import sqlite3
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from questions.models import Question
from questions.selectors import shown_questions
from study.anki import FIELDS, package_of
from tests.questions.conftest import MakeQuestion

ANSWER = "So $a<b$ and\n\n$$\n\\sum_i x_i\n$$\n\n```python\ndef f(x):\n    return x\n```\n"


def opened(content: bytes, folder: Path) -> sqlite3.Connection:
    """The collection in the package."""
    ZipFile(BytesIO(content)).extract("collection.anki2", folder)
    return sqlite3.connect(folder / "collection.anki2")


def notes_in(content: bytes, folder: Path) -> dict[str, dict[str, str]]:
    """The fields of each note, by GUID."""
    with opened(content, folder) as collection:
        rows = collection.execute("select guid, flds from notes").fetchall()
    collection.close()
    return {guid: dict(zip(FIELDS, fields.split("\x1f"), strict=True)) for guid, fields in rows}


def decks_in(content: bytes, folder: Path) -> dict[str, str]:
    """The names of the decks with cards, by id."""
    with opened(content, folder) as collection:
        used = {str(row[0]) for row in collection.execute("select did from cards")}
        decks: dict[str, Any] = json.loads(collection.execute("select decks from col").fetchone()[0])
    collection.close()
    return {number: deck["name"] for number, deck in decks.items() if number in used}


@pytest.fixture
def question(make_question: MakeQuestion) -> Question:
    return make_question(
        answer_en=ANSWER,
        answer_zh="**答案**",
        title_en="A <b> & c",
        tags=["n-gram", "n-gram 模型"],
        sources=["<p. 1>"],
    )


def test_note_holds_the_texts_with_maths_for_mathjax_and_code_in_classes(
    question: Question, tmp_path: Path
) -> None:
    (note,) = notes_in(package_of(shown_questions(), "en"), tmp_path).values()
    assert [note["Title"], note["Sources"]] == ["A &lt;b&gt; &amp; c", "&lt;p. 1&gt;"]
    assert note["Question"] == "<p>question en one</p>\n"
    assert note["Answer"].startswith("<p>So \\(a&lt;b\\) and</p>\n\\[\\sum_i x_i\\]\n")
    assert '<span class="k">def</span>' in note["Answer"]


def test_package_is_in_the_language_asked_for(question: Question, tmp_path: Path) -> None:
    notes = [notes_in(package_of(shown_questions(), language), tmp_path) for language in ("zh", "en")]
    answers = [note["Answer"] for one in notes for note in one.values()]
    assert answers[0] == "<p><strong>答案</strong></p>\n"
    assert set(notes[0]).isdisjoint(notes[1])


def test_text_that_lacks_a_translation_is_exported_in_the_other_language(
    make_question: MakeQuestion, tmp_path: Path
) -> None:
    make_question(explanation_zh="解释")
    (note,) = notes_in(package_of(shown_questions(), "en"), tmp_path).values()
    assert note["Explanation"] == "<p>解释</p>\n"


def test_later_package_updates_the_same_notes_in_the_same_decks(
    question: Question, make_question: MakeQuestion, tmp_path: Path
) -> None:
    make_question("two", "second")
    first = package_of(shown_questions(), "en")
    question.title_en = question.answer_en = "changed"
    question.save()
    later = package_of(shown_questions(), "en")
    assert set(notes_in(first, tmp_path)) == set(notes_in(later, tmp_path))
    assert decks_in(first, tmp_path) == decks_in(later, tmp_path)
    assert sorted(decks_in(later, tmp_path).values()) == ["Tuneroom (en)::Basics", "Tuneroom (en)::Second"]


def test_ids_are_these_forever(question: Question, tmp_path: Path) -> None:
    content = package_of(shown_questions(), "en")
    assert list(notes_in(content, tmp_path)) == ["k1oL:b(dAj"]
    assert list(decks_in(content, tmp_path)) == ["1768927000"]


def test_tags_have_no_blanks(question: Question, tmp_path: Path) -> None:
    with opened(package_of(shown_questions(), "en"), tmp_path) as collection:
        (tags,) = collection.execute("select tags from notes").fetchone()
    collection.close()
    assert tags.split() == ["n-gram", "n-gram-模型", "easy"]


def test_whole_shipped_bank_is_exported(db: None, tmp_path: Path) -> None:
    from questions.bank_loader import load_bank

    load_bank()
    notes = notes_in(package_of(shown_questions(), "zh"), tmp_path)
    assert len(notes) == shown_questions().count() > 0
    assert [note for note in notes.values() if 'class="math' in "".join(note.values())] == []
