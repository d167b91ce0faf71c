"""Question files: what is read, and that every fault is told with its place."""

from pathlib import Path

import pytest

from questions.bank_files import read_bank
from questions.bank_schema import BankError, Fault, Source


def faults_of(folder: Path) -> list[Fault]:
    with pytest.raises(BankError) as caught:
        read_bank(folder)
    return caught.value.faults


def faults_after(bank: Path, text: str) -> list[tuple[int, str, str]]:
    (bank / "basics" / "what-is-it.md").write_text(text, encoding="utf-8")
    return [(fault.line, fault.key, fault.message) for fault in faults_of(bank)]


def test_read_bank_cuts_sections_and_minds_fences(bank: Path) -> None:
    read = read_bank(bank)
    assert [topic.slug for topic in read.topics] == ["basics"]
    assert read.questions[0].file == "basics/what-is-it.md"
    assert read.questions[0].texts == {
        "question_zh": "问",
        "answer_zh": "答",
        "question_en": "Ask",
        "answer_en": "```python\n# English\n## Question\n```",
    }
    assert read.questions[0].front.sources[0] == Source(title="document §1.1")


def test_source_citation_leaves_out_what_is_unknown() -> None:
    full = Source(title="A Paper.", authors="Somebody", year=2020, arxiv="2001.08361")
    assert full.citation == "Somebody (2020). A Paper. https://arxiv.org/abs/2001.08361"
    assert Source(title="document §1.1").citation == "document §1.1"


def test_front_matter_faults_name_line_and_key(bank: Path, question_text: str) -> None:
    text = question_text.replace('"1.1"', "1.1").replace("easy", "trivial").replace("position: 1", "place: 1")
    text = text.replace('arxiv: "2001.08361"', "arxiv: x")
    assert [(line, key) for line, key, _ in faults_after(bank, text)] == [
        (1, "position"),
        (4, "section"),
        (5, "place"),
        (6, "difficulty"),
        (10, "sources.1.arxiv"),
    ]


def test_broken_yaml_names_its_line(bank: Path, question_text: str) -> None:
    text = question_text.replace("tags: [model, 模型]", "tags: [model")
    assert [(line, key) for line, key, _ in faults_after(bank, text)] == [(8, "front matter")]


@pytest.mark.parametrize("text", ["", "no front matter", "# x\n---\na: 1\n---\n"])
def test_file_without_front_matter_is_refused(bank: Path, text: str) -> None:
    message = "the file must start with YAML between two lines of ---"
    assert faults_after(bank, text) == [(1, "front matter", message)]


def test_section_faults_are_all_reported(bank: Path, question_text: str) -> None:
    text = question_text.replace("## 答案\n\n答", "## 答案\n\n## 题目\n\n再问\n\n## 解答\n\n答")
    text = text.replace("# 中文\n", "stray\n\n# 中文\n\nstray\n").replace("## Answer", "## Explanation")
    assert faults_after(bank, text) == [
        (14, "body", "text before the first heading"),
        (14, "en/Answer", "is missing"),
        (14, "zh/解析", "is missing"),
        (17, "中文", "text between the language and its first section"),
        (25, "答案", "is empty"),
        (27, "题目", "stands twice"),
        (31, "解答", "no section is called so: write ## 题目, ## 答案, ## 解析, ## 勘误"),
    ]


def test_unknown_language_is_told(bank: Path, question_text: str) -> None:
    faults = faults_after(bank, question_text.replace("# English\n\n## Question", "# Deutsch\n\n## Question"))
    message = "no language is called so: write # 中文 or # English"
    assert faults == [
        (14, "en/Answer", "is missing"),
        (14, "en/Question", "is missing"),
        (25, "Deutsch", message),
        (27, "Question", message),
        (31, "Answer", message),
    ]


def test_wrong_folder_repeated_id_and_missing_topic_are_told(bank: Path, question_text: str) -> None:
    (bank / "other").mkdir()
    (bank / "other" / "again.md").write_text(question_text, encoding="utf-8")
    assert [str(fault) for fault in faults_of(bank)] == [
        "other/again.md:1: id: what-is-it is already that of basics/what-is-it.md",
        "other/again.md:1: section: 1.1 is already that of basics/what-is-it.md",
        "other/again.md:1: topic: is basics, but the folder is other",
        "other/topic.yaml:1: topic: this folder has no topic file",
    ]


def test_topic_faults_name_line_and_key(bank: Path) -> None:
    (bank / "basics" / "topic.yaml").write_text(
        "title: {zh: 基础}\nblurb: {zh: a, en: b}\nposition: -1\n", "utf-8"
    )
    assert [(fault.line, fault.key) for fault in faults_of(bank)] == [(1, "title.en"), (3, "position")]


def test_missing_folder_is_told(tmp_path: Path) -> None:
    assert [fault.message for fault in faults_of(tmp_path / "nowhere")] == ["is not a folder"]
