"""What is wrong with a call is said in the reader's language, as are the headings of the help."""

from __future__ import annotations

import re

import pytest

from tuneroom_client import cli


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (["run"], "tuneroom run：缺少参数：file"),
        (["submit", "x.py", "y.py"], "tuneroom：无法识别的参数：y.py"),
        (["watch", "x"], "tuneroom watch：number 应是整数，不能是 'x'"),
        (["submit", "x.py", "--problem"], "tuneroom submit：--problem 后面缺少值"),
        (["--json=3", "problems"], "tuneroom：--json 不带值，却给了 '3'"),
        (["nope"], "tuneroom：COMMAND 不能是 'nope'，可以是："),
    ],
)
def test_a_wrong_call_is_told_in_chinese(
    capsys: pytest.CaptureFixture[str], argv: list[str], words: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["--language", "zh", *argv])
    usage, *_more, said = capsys.readouterr().err.splitlines()
    assert (ended.value.code, usage[:4], said[: len(words)]) == (2, "用法：t", words)


@pytest.mark.parametrize(
    ("language", "expected"),
    [("zh", ["用法：", "参数:", "选项:"]), ("en", ["usage: ", "positional arguments:", "options:"])],
)
def test_help_has_its_headings_in_the_language(
    capsys: pytest.CaptureFixture[str], language: str, expected: list[str]
) -> None:
    with pytest.raises(SystemExit):
        cli.main(["--language", language, "run", "--help"])
    shown = capsys.readouterr().out
    assert re.findall(r"^(?:用法：|usage: |\S.*:$)", shown, re.MULTILINE) == expected


def test_a_wrong_call_is_told_in_english(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["--language", "en", "watch", "x"])
    assert capsys.readouterr().err.splitlines()[-1] == (
        "tuneroom watch: error: argument number: invalid int value: 'x'"
    )
