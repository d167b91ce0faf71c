"""Packages are read whole, and every fault is named by file and key."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation
from jsonschema import Draft202012Validator

from judge.env import ROOT
from questions.models import Difficulty
from questions.problem_loader import SHIPPED
from questions.problem_package import PackageError, digest_of, json_schema, read_package
from tests.packages import TOML, write_package


def faults(folder: Path) -> list[str]:
    with pytest.raises(PackageError) as refused:
        read_package(folder)
    return refused.value.problems


def test_read_package_gives_texts_hints_and_configuration(tmp_path: Path) -> None:
    package = read_package(write_package(tmp_path / "fake-problem"))
    assert (package.slug, package.config.version, package.config.params) == (
        "fake-problem",
        "1.0",
        {"size": 3},
    )
    assert package.hints == {"zh": ["第一条", "第二条"], "en": ["first", "second"]}
    assert package.starter == "# start here\n"


def test_package_as_its_runner_sees_it(tmp_path: Path) -> None:
    problem = read_package(write_package(tmp_path / "fake-problem")).problem(tmp_path / "data")
    assert (problem.slug, problem.pass_mark, problem.limits.wall_seconds, problem.params) == (
        "fake-problem",
        50,
        2,
        {"size": 3},
    )


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('kind = "fake"', 'kind = "nothing"', "problem.toml, line 2: kind: no such kind is installed"),
        ('version = "1.0"', 'version = "one"', "problem.toml, line 3: version: it must fit"),
        (
            "pass_mark = 50",
            "pass_mark = 500",
            "problem.toml, line 5: pass_mark: it must be 100 at most",
        ),
        ("size = 3", "sice = 3", "problem.toml, line 21: fake.sice: there is no such key"),
        ("size = 3", "size = 13", "problem.toml, line 21: fake.size: it is a bad number"),
        ('zh = "假题"', 'zh = ""', "problem.toml, line 9: title.zh: it must not be empty"),
        ("[scoring]", "[scorign]", "problem.toml: scoring: it is missing"),
        ("cpu_seconds = 1", "cpu_second = 1", "problem.toml, line 12: limits.cpu_seconds: it is missing"),
        (
            'verdict = "accepted"',
            'verdict = "fine"',
            "problem.toml, line 25: solutions.0.verdict: it must be",
        ),
        (
            "pass_mark = 50",
            "pass_mark = 50\ncolour = 1",
            "problem.toml, line 6: colour: there is no such key",
        ),
        ("[title]", "[title", "problem.toml, line 8: there is no ] at the end of the header"),
        ("[title]", "[ti tle]", "problem.toml, line 8: there is no ] at the end of the header"),
        ('kind = "fake"', "kind = fake", "problem.toml, line 2: this is no value"),
        ('"easy"', '"\\x"', "problem.toml, line 4: this cannot be read: Unescaped"),
        (
            'canary = "solutions/reference.py"',
            'canary = "x.py"',
            "problem.toml, line 6: canary: x.py is not among the solutions",
        ),
        (
            'verdict = "accepted"',
            'verdict = "judge_error"',
            "problem.toml, line 25: solutions.0.verdict: it says nothing of the program",
        ),
        (
            'verdict = "accepted"',
            'verdict = "cancelled"',
            "problem.toml, line 25: solutions.0.verdict: it says nothing of the program",
        ),
        ("pass_mark = 50", "pass_mark = 50\nposition = -1", "problem.toml, line 6: position: it must be 0"),
        ("pass_mark = 50", f"position = {2**31}", "problem.toml, line 5: position: it must be 2147483647 at"),
        ("memory_bytes = 67108864", f"memory_bytes = {2**62}", "problem.toml, line 15: limits.memory_bytes:"),
        (
            'version = "1.0"',
            'version = "1.' + "0" * 300 + '"',
            "problem.toml, line 3: version: it must have 20",
        ),
        (
            'zh = "假题"',
            f'zh = "{"题" * 201}"',
            "problem.toml, line 9: title.zh: it must have 200 characters",
        ),
        ("all = 100", "all = nan", "problem.toml, line 18: scoring.all: it must be a number"),
        ("size = 3", f"size = {10**30}", "problem.toml, line 21: fake.size: the number is too large"),
        (
            'en = "Fake problem"',
            'en = "a\\u0000b"',
            "problem.toml, line 10: title.en: the text has a NUL in it",
        ),
        ("[fake]", '[fake."\\u0000"]', "problem.toml: fake: the text has a NUL in it"),
        ("size = 3", "size = " + "[" * 900, "problem.toml: it is nested too deeply"),
        (
            "size = 3",
            "size" + ".a" * 5000 + " = 3",
            "problem.toml: it has 65536 characters, and 2000 in a line",
        ),
        ("size = 3", "size = " + "9" * 5000, "problem.toml: it has 65536 characters, and 2000 in a line"),
        ("size = 3", "size = 3\n" * 10_000, "problem.toml: it has 65536 characters, and 2000 in a line"),
    ],
)
def test_read_package_names_what_is_wrong(tmp_path: Path, old: str, new: str, fault: str) -> None:
    assert old in TOML
    folder = write_package(tmp_path / "fake-problem", TOML.replace(old, new, 1))
    assert [line for line in faults(folder) if line.startswith(fault)] != []


def test_read_package_names_every_missing_file(tmp_path: Path) -> None:
    folder = write_package(tmp_path / "fake-problem")
    (folder / "statement.zh.md").unlink()
    (folder / "solutions" / "reference.py").unlink()
    assert faults(folder) == [
        "statement.zh.md: the file is missing",
        "problem.toml, line 24: solutions.0.file: there is no file solutions/reference.py",
    ]


OUTSIDE = ["/etc/passwd", "../secret.py", "solutions/../../secret.py", "solutions\\\\x.py", ".env", ""]


@pytest.mark.parametrize("path", OUTSIDE)
def test_read_package_takes_no_file_from_outside(tmp_path: Path, path: str) -> None:
    (tmp_path / "secret.py").write_text("secret\n")
    toml = TOML.replace('file = "solutions/reference.py"', f'file = "{path}"')
    (line,) = faults(write_package(tmp_path / "fake-problem", toml))
    assert line == (
        "problem.toml, line 24: solutions.0.file: "
        "a path has letters, digits and _ - . alone, and stays in the folder"
    )
    with translation.override("zh-hans"):
        assert faults(tmp_path / "fake-problem")[0].startswith("problem.toml 第 24 行")


@pytest.mark.parametrize("key", ["reference", "canary"])
def test_read_package_takes_no_other_named_file_from_outside(tmp_path: Path, key: str) -> None:
    toml = TOML.replace('canary = "solutions/reference.py"', f'{key} = "/etc/passwd"')
    (line,) = faults(write_package(tmp_path / "fake-problem", toml))
    assert line.startswith(f"problem.toml, line 6: {key}: a path has letters")


@pytest.mark.parametrize("place", ["solutions/linked.py", "public"])
def test_read_package_follows_no_link(tmp_path: Path, place: str) -> None:
    (tmp_path / "secret").mkdir()
    folder = write_package(tmp_path / "fake-problem")
    (folder / place).symlink_to(tmp_path / "secret")
    assert faults(folder) == [f"{place}: it is a link or a device, not a file"]


def test_read_package_counts_no_program_twice(tmp_path: Path) -> None:
    more = '\n[[solutions]]\nfile = "solutions/{}.py"\nverdict = "wrong_answer"\n'
    toml = TOML + more.format("wrong") + more.format("wrong") + more.format("same")
    folder = write_package(tmp_path / "fake-problem", toml)
    for name in ("wrong", "same"):
        (folder / "solutions" / f"{name}.py").write_text("print('wrong')\n")
    assert faults(folder) == [
        f"problem.toml, line {line}: solutions.{place}.file: "
        "the same program is listed already: solutions/wrong.py"
        for place, line in ((2, 33), (3, 37))
    ]


def test_read_package_names_a_file_that_is_not_text(tmp_path: Path) -> None:
    folder = write_package(tmp_path / "fake-problem")
    (folder / "statement.en.md").write_bytes(b"good\xff")
    assert faults(folder) == ["statement.en.md: it is not UTF-8, at byte 4"]


@pytest.mark.parametrize(
    ("content", "why"),
    [(b"print('\xff')\n", "it is not UTF-8, at byte 7"), (b"print('\0')\n", "the text has a NUL in it")],
)
@pytest.mark.parametrize("name", ["statement.zh.md", "starter.py", "solutions/reference.py"])
def test_read_package_names_texts_that_no_page_and_no_program_can_be(
    tmp_path: Path, name: str, content: bytes, why: str
) -> None:
    folder = write_package(tmp_path / "fake-problem")
    (folder / name).write_bytes(content)
    (line,) = faults(folder)
    assert line.endswith(f"{name}: {why}")


def test_digest_depends_on_names_and_contents_alone(tmp_path: Path) -> None:
    one, two = write_package(tmp_path / "one"), write_package(tmp_path / "two")
    (two / "__pycache__").mkdir()
    (two / "__pycache__" / "x.pyc").write_bytes(b"cache")
    assert digest_of(one) == digest_of(two)
    (two / "starter.py").write_text("# begin here\n", encoding="utf-8")
    assert digest_of(one) != digest_of(two)


SHIPPED_TOMLS = sorted(SHIPPED.glob("*/problem.toml"))


def schema_faults(table: dict[str, Any]) -> list[str]:
    """Where the JSON Schema finds faults."""
    found = Draft202012Validator(json_schema()).iter_errors(table)
    return sorted(".".join(map(str, one.absolute_path)) for one in found)


@pytest.mark.parametrize("path", SHIPPED_TOMLS, ids=lambda path: path.parent.name)
def test_json_schema_takes_every_shipped_package_and_knows_its_kinds_table(path: Path) -> None:
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    kind = table["kind"]
    assert schema_faults(table) == []
    assert schema_faults(table | {kind: table[kind] | {"no_such_key": 1}}) == [kind]
    assert len(schema_faults({key: value for key, value in table.items() if key != kind})) == 1
    assert schema_faults(table | {"colour": 1}) == [""]


def test_json_schema_knows_groups_and_the_databases_difficulties() -> None:
    table = tomllib.loads((SHIPPED / "beam-search" / "problem.toml").read_text(encoding="utf-8"))
    table["function"]["groups"]["samples"] = {"zh": "样例"}
    assert schema_faults(table) == ["function.groups.samples"]
    assert json_schema()["properties"]["difficulty"]["enum"] == Difficulty.values


def test_a_good_package_is_read_where_there_is_no_site() -> None:
    """As the tables of cheats and the benchmarks do: only a fault needs the site's languages."""
    code = "from pathlib import Path; from questions.problem_package import read_package; "
    code += "print(read_package(Path('questions/problems/ngram-language-model')).slug)"
    bare = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=bare, capture_output=True, text=True, check=False
    )
    assert done.stdout == "ngram-language-model\n", done.stderr
