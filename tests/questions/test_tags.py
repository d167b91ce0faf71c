"""No tag that we ship is English on a Chinese page, but for names."""

from __future__ import annotations

from questions.bank_files import read_bank
from questions.bank_loader import BANK
from questions.problem_loader import SHIPPED
from questions.problem_package import read_package
from questions.tags import CHINESE

NAMES = {
    *("AdamW", "GPT", "GPT-2", "GPU", "Kneser-Ney", "LLM", "PEFT", "PyTorch", "RLHF", "ZeRO"),
    *("n-gram", "transformers"),
}


def test_every_shipped_tag_is_a_name_or_has_a_chinese_one() -> None:
    packages = [read_package(file.parent) for file in SHIPPED.glob("*/problem.toml")]
    tags = {tag for package in packages for tag in package.config.tags}
    tags |= {tag for question in read_bank(BANK).questions for tag in question.front.tags}
    assert {tag for tag in tags if tag.isascii() and tag.lower() not in CHINESE} == NAMES
