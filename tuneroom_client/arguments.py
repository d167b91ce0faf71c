"""A command line that speaks the reader's language where ``argparse`` itself speaks English alone: headings,
help and what is wrong with a call. What each argument is for, its commands say.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable
from typing import Any, NoReturn

from tuneroom_client.language import both

HEADINGS = {"positional arguments": "参数", "options": "选项"}
FAULTS = (
    (r"the following arguments are required: (.+)", r"缺少参数：\1"),
    (r"unrecognized arguments: (.+)", r"无法识别的参数：\1"),
    (r"argument (.+?): expected one argument", r"\1 后面缺少值"),
    (r"argument (.+?): ignored explicit argument (.+)", r"\1 不带值，却给了 \2"),
    (r"argument (.+?): invalid choice: (.+) \(choose from (.+)\)", r"\1 不能是 \2，可以是：\3"),
    (r"argument (.+?): invalid int value: (.+)", r"\1 应是整数，不能是 \2"),
)
"""What our own arguments can be refused for; anything else stays in English."""


class _Help(argparse.HelpFormatter):
    """Help with its headings in the reader's language."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        """``prefix`` is "" for what stands before a command."""
        super().add_usage(usage, actions, groups, both("用法：", "usage: ") if prefix is None else prefix)

    def start_section(self, heading: str | None) -> None:
        """One of the headings of ``HEADINGS``."""
        super().start_section(both(HEADINGS.get(heading or "", heading or ""), heading or ""))


class Parser(argparse.ArgumentParser):
    """Of the program and of each of its commands."""

    def __init__(self, *, add_help: bool = True, **options: Any) -> None:
        super().__init__(formatter_class=_Help, add_help=False, **options)
        if add_help:
            words = both("显示这段帮助", "show this help message and exit")
            self.add_argument("-h", "--help", action="help", help=words)

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the call, and exit with 2."""
        found = ((re.fullmatch(pattern, message), words) for pattern, words in FAULTS)
        chinese = next((match.expand(words) for match, words in found if match), message)
        self.print_usage(sys.stderr)
        self.exit(2, both(f"{self.prog}：{chinese}\n", f"{self.prog}: error: {message}\n"))
