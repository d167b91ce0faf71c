"""The bank that is shipped: complete, in both languages, and its programs do what the text says."""

import re
import subprocess
import sys

import pytest

from questions.bank_files import QuestionFile, read_bank
from questions.bank_loader import BANK
from questions.bank_sections import PARTS
from questions.markdown import new_parser
from questions.render import render_markdown
from questions.search import searchable_text

QUESTIONS = {question.front.section: question for question in read_bank(BANK).questions}
SECTIONS = ["1.1", "1.2", "2.1", "2.2", "3.1", "3.2", "3.3", "3.4"]
PROBLEMS = {"3.2": "ngram-language-model", "3.3": "review-sentiment", "3.4": "dialogue-generation"}
TEXTS = [(section, name) for section in SECTIONS for name in QUESTIONS[section].texts]


def fences(markdown: str) -> list[tuple[str, str]]:
    """The fenced blocks of a text: (language, content)."""
    return [(token.info, token.content) for token in new_parser().parse(markdown) if token.type == "fence"]


PROGRAMS = [
    pytest.param(program, printed, id=f"{section}-{name}-{number}")
    for section, name in TEXTS
    for number, ((language, program), (following, printed)) in enumerate(
        zip(fences(QUESTIONS[section].texts[name]), fences(QUESTIONS[section].texts[name])[1:], strict=False)
    )
    if (language, following) == ("python", "text")
]


def test_bank_covers_every_section_of_the_document_once() -> None:
    assert sorted(QUESTIONS) == SECTIONS
    assert len(read_bank(BANK).questions) == len(SECTIONS)


@pytest.mark.parametrize("section", SECTIONS)
def test_question_is_complete_in_both_languages(section: str) -> None:
    question = QUESTIONS[section]
    expected = {f"{part}_{language}" for language, parts in PARTS.items() for part in parts.values()}
    assert {name for name, text in question.texts.items() if text.strip()} == expected
    assert question.front.sources[0].title == f"document §{section}"


@pytest.mark.parametrize("section", PROBLEMS)
def test_coding_question_links_its_problem(section: str) -> None:
    assert QUESTIONS[section].front.problem == PROBLEMS[section]


def shape(question: QuestionFile, language: str) -> dict[str, list[str]]:
    """The blocks of each section: headings, lists, tables, formulas and code, but not their words."""
    parser = new_parser()
    return {
        part: [token.type for token in parser.parse(question.texts[f"{part}_{language}"])]
        for part in ("question", "answer", "explanation", "errata")
    }


@pytest.mark.parametrize("section", SECTIONS)
def test_languages_say_the_same_in_the_same_order(section: str) -> None:
    assert shape(QUESTIONS[section], "zh") == shape(QUESTIONS[section], "en")


@pytest.mark.parametrize("section", SECTIONS)
def test_languages_state_the_same_numbers_in_formulas(section: str) -> None:
    formulas = [
        [
            re.findall(r"\d[\d.,{}]*", token.content)
            for token in new_parser().parse(text)
            if token.type == "math_block"
        ]
        for text in (QUESTIONS[section].texts["explanation_zh"], QUESTIONS[section].texts["explanation_en"])
    ]
    assert formulas[0] == formulas[1]


@pytest.mark.parametrize(("section", "name"), TEXTS)
def test_text_renders_without_leftover_markup(section: str, name: str) -> None:
    outside_code = re.sub(
        r"<(pre|code|span|div)\b.*?</\1>", "", render_markdown(QUESTIONS[section].texts[name]), flags=re.S
    )
    assert [mark for mark in ("**", "$", "```", "@@", "&lt;") if mark in outside_code] == []


@pytest.mark.parametrize(("section", "name"), TEXTS)
def test_search_sees_no_tex(section: str, name: str) -> None:
    assert re.findall(r"\\[a-z]+\{|\$", searchable_text(QUESTIONS[section].texts[name])) == []


@pytest.mark.parametrize(("section", "name"), TEXTS)
def test_text_does_not_lean_on_a_document_no_reader_has(section: str, name: str) -> None:
    assert re.findall("原文|[Tt]he document", QUESTIONS[section].texts[name]) == []


@pytest.mark.parametrize(("section", "name"), TEXTS)
def test_python_blocks_compile(section: str, name: str) -> None:
    programs = [
        content for language, content in fences(QUESTIONS[section].texts[name]) if language == "python"
    ]
    assert [compile(program, name, "exec").co_filename for program in programs] == [name] * len(programs)


@pytest.mark.parametrize(("program", "printed"), PROGRAMS)
def test_programs_print_what_the_text_says(program: str, printed: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True
    )
    assert (ran.stdout, ran.stderr) == (printed, "")


def test_programs_that_print_are_all_there() -> None:
    assert len(PROGRAMS) == 10
