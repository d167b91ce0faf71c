"""The question bank as a package for Anki, in one language. Reads rows that it is given; nothing else.

Ids are made from slugs alone, so that importing a later package updates the notes instead of doubling them.
Maths becomes MathJax, which Anki brings; code comes in colours by classes and a style sheet.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from io import BytesIO

import genanki
from django.utils.html import escape

from questions.models import Question, Topic
from questions.render import DARK_STYLE, LIGHT_STYLE, render_markdown, style_rules

ROOT_DECK = "Tuneroom"
MODEL_ID = 1_732_560_401  # drawn once; another number would be another type of note
FIELDS = ("Title", "Question", "Answer", "Explanation", "Misconceptions", "Sources")
TEXTS = ("question", "answer", "explanation", "errata")
INLINE = re.compile(r'<span class="math inline">(.*?)</span>', re.DOTALL)
DISPLAY = re.compile(r'<(div|span) class="math display"[^>]*>(.*?)</\1>', re.DOTALL)

FRONT = '<article class="q"><h1>{{Title}}</h1>{{Question}}</article>'
BACK = """{{FrontSide}}<hr id="answer"><article>{{Answer}}</article>
{{#Explanation}}<hr><article>{{Explanation}}</article>{{/Explanation}}
{{#Misconceptions}}<hr><article>{{Misconceptions}}</article>{{/Misconceptions}}
{{#Sources}}<hr><footer>{{Sources}}</footer>{{/Sources}}"""
LOOK = """.card { font-family: sans-serif; font-size: 18px; line-height: 1.6; text-align: left; }
.card > * { max-width: 46rem; margin-inline: auto; }
h1 { font-size: 1.35em; } hr { border: 0; border-top: 1px solid #8884; margin: 1.5em 0; }
pre { padding: .8em; background: #8881; border-radius: 4px; overflow-x: auto; font-size: .85em; }
table { border-collapse: collapse; } th, td { border: 1px solid #8886; padding: .3em .7em; }
.align-right { text-align: right; } .align-center { text-align: center; }
footer { font-size: .8em; opacity: .8; }
"""


def package_of(questions: Iterable[Question], language: str) -> bytes:
    """Return the ``.apkg`` of ``questions``, each topic a deck; ``language`` is "zh" or "en"."""
    model, decks = _model(), {}
    for question in questions:
        topic = question.topic
        if topic.slug not in decks:
            decks[topic.slug] = genanki.Deck(
                _number("deck", language, topic.slug), _deck_name(topic, language)
            )
        decks[topic.slug].add_note(_note(model, question, language))
    file = BytesIO()
    genanki.Package(list(decks.values())).write_to_file(file)
    return file.getvalue()


def _number(*names: str) -> int:
    """A number from 2**30 to 2**31 that depends on the names alone; Anki keeps ids of decks in this range."""
    digest = hashlib.sha256("/".join(names).encode()).digest()
    return (1 << 30) + int.from_bytes(digest[:4]) % (1 << 30)


def _deck_name(topic: Topic, language: str) -> str:
    """Anki nests decks at "::"; a title may not do so by chance."""
    title = _in(topic, "title", language).replace("::", ":")
    return f"{ROOT_DECK} ({language})::{title}"


def _in(thing: Question | Topic, field: str, language: str) -> str:
    """The text in the language, in the other one where it is missing."""
    other = "en" if language == "zh" else "zh"
    return str(getattr(thing, f"{field}_{language}") or getattr(thing, f"{field}_{other}"))


def _note(model: genanki.Model, question: Question, language: str) -> genanki.Note:
    texts = [_html(_in(question, field, language)) for field in TEXTS]
    sources = "<br>".join(escape(source) for source in question.sources)
    return genanki.Note(
        model=model,
        fields=[escape(_in(question, "title", language)), *texts, sources],
        tags=[re.sub(r"\s+", "-", tag) for tag in (*question.tags, question.difficulty)],
        guid=genanki.guid_for("tuneroom", language, question.slug),
    )


def _html(text: str) -> str:
    """Markdown as HTML with maths in MathJax's brackets. What stands in the brackets is escaped already."""
    page = INLINE.sub(r"\\(\1\\)", render_markdown(text))
    return DISPLAY.sub(r"\\[\2\\]", page)


def _model() -> genanki.Model:
    light = style_rules(LIGHT_STYLE, ".highlight")
    dark = style_rules(DARK_STYLE, ".nightMode .highlight")
    return genanki.Model(
        MODEL_ID,
        ROOT_DECK,
        fields=[{"name": name} for name in FIELDS],
        templates=[{"name": "Recall", "qfmt": FRONT, "afmt": BACK}],
        css=f"{LOOK}{light}\n{dark}\n",
    )
