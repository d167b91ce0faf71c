"""``tuneroom``: log in, see problems, pull one, run, submit, watch.

Exit status 0 when the verdict is accepted (a Run: when all went well), 1 when it is not, 2 when something is
wrong with the call, the site or the connection.
"""

from __future__ import annotations

import argparse
import getpass
import io
import json
import sys
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from tuneroom_client import settings
from tuneroom_client.arguments import Parser
from tuneroom_client.language import LANGUAGES, both, choose, chosen, named
from tuneroom_client.settings import Settings
from tuneroom_client.site import Body, Failed, Site
from tuneroom_client.words import file_fault, spark, verdict_lines

PROBLEM_FILE = "problem.json"
"""In the folder of a kit; it names the problem that a file beside it is for."""


def main(argv: Sequence[str] | None = None) -> int:
    """Entry point."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a file on Windows has no ✓ and no Chinese
            stream.reconfigure(errors="backslashreplace")
    choose(sys.argv[1:] if argv is None else argv, settings.read().language)
    asked = _parser().parse_args(argv, argparse.Namespace(json=False, language=""))
    try:
        act: Callable[[argparse.Namespace], int] = asked.act
        return act(asked)
    except (Failed, OSError) as error:
        words = file_fault(error) if isinstance(error, OSError) else str(error)
        print(f"tuneroom: {words}", file=sys.stderr)
        return 2
    except (KeyboardInterrupt, EOFError):  # the latter where a token was asked for
        print(both("tuneroom: 已中断", "tuneroom: interrupted"), file=sys.stderr)
        return 2


def _parser() -> Parser:
    about = both("在命令行里使用微调考场。", "Tuneroom from the command line.")
    options = _options()
    parser = Parser(prog="tuneroom", description=about, parents=[options])
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    login = commands.add_parser(
        "login",
        help=both("保存站点地址与令牌", "keep the site's address and a token"),
        parents=[options],
    )
    login.add_argument("--url", default=settings.read().url)
    login.set_defaults(act=_login)
    problems = commands.add_parser("problems", help=both("列出题目", "list the problems"), parents=[options])
    following = both("只列出接下来可以做的", "only those to try next")
    problems.add_argument("--next", action="store_true", help=following)
    problems.set_defaults(act=_problems)
    kit = both("下载一道题的工具包", "make a folder with a problem's kit")
    pull = commands.add_parser("pull", help=kit, parents=[options])
    pull.add_argument("slug")
    folder = both("默认与题目同名", "the problem's name unless given")
    pull.add_argument("folder", nargs="?", type=Path, help=folder)
    pull.set_defaults(act=_pull)
    for name, act, words in (
        ("run", _run, both("用公开样例试运行一个文件", "try a file on public samples")),
        ("submit", _submit, both("提交一个文件", "send a file in")),
    ):
        command = commands.add_parser(name, help=words, parents=[options])
        command.add_argument("file", type=Path)
        problem = both(
            "题目名称（文件不在工具包文件夹里时）", "its name, where the file is in no kit's folder"
        )
        command.add_argument("--problem", help=problem)
        command.set_defaults(act=act)
        if name == "run":
            typed = both("含自备输入的文件", "a file with input of your own")
            command.add_argument("--typed", type=Path, help=typed)
        else:
            watch = both("等待评测结果", "wait for the verdict")
            command.add_argument("--watch", action="store_true", help=watch)
    for name, act, words in (
        ("watch", _watch, both("跟踪一次提交", "follow a submission")),
        ("cancel", _cancel, both("取消一次提交", "stop one")),
    ):
        command = commands.add_parser(name, help=words, parents=[options])
        command.add_argument("number", type=int)
        command.set_defaults(act=act)
    return parser


def _options() -> Parser:
    """What may stand before the command or after it."""
    options = Parser(add_help=False, argument_default=argparse.SUPPRESS)
    as_json = both("以 JSON 打印站点的回答", "print what the site says as JSON")
    options.add_argument("--json", action="store_true", help=as_json)
    language = both(
        "本程序、题面与评测结果的语言；login 会记住它",
        "of this program, statements and verdicts; login remembers it",
    )
    options.add_argument("--language", choices=LANGUAGES, help=language)
    return options


def _site(kept: Settings | None = None) -> Site:
    return Site(kept or settings.read(), "zh-hans" if chosen() == "zh" else "en")


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        words = both(
            f"{path} 不是 UTF-8 文本；请另存为 UTF-8。", f"{path} is no UTF-8 text; save it as UTF-8."
        )
        raise Failed(words) from error


def _login(asked: argparse.Namespace) -> int:
    """Take a token from standard input, or ask for it unseen; keep it when it works."""
    asking = sys.stdin.isatty()
    url = str(asked.url).rstrip("/")
    page = f"{url}/accounts/tokens/"
    prompt = both(f"令牌（在 {page} 创建）：", f"Token (made at {page}): ")
    token = getpass.getpass(prompt) if asking else sys.stdin.readline()
    if not token.strip().isascii():
        raise Failed(both("这不是令牌，请完整地复制。", "This is no token; copy all of it and nothing else."))
    kept = Settings(url, token.strip(), asked.language or settings.read().language)
    _site(kept).submissions()
    settings.write(kept)
    print(both(f"已登录 {kept.url}。", f"Signed in to {kept.url}."))
    return 0


def _problems(asked: argparse.Namespace) -> int:
    found = _site().suggested() if asked.next else _site().problems()
    if asked.json:
        return _print_json(found)
    width = max((len(one["slug"]) for one in found), default=0)
    for one in found:
        print(f"{one['slug']:{width}}  {named(one['difficulty']):6}  {one['title'][chosen()]}")
    return 0


def _pull(asked: argparse.Namespace) -> int:
    """Unpack the kit. A file that is there already is left as it is."""
    folder = asked.folder or Path(asked.slug)
    site = _site()
    kept = []
    with _opened(site.kit(asked.slug)) as kit:
        for entry in kit.infolist():
            target = folder / Path(*Path(entry.filename).parts[1:])
            if not target.resolve().is_relative_to(folder.resolve()):
                raise Failed(
                    both("工具包里有文件在其文件夹之外：", "the kit names a file outside of its folder: ")
                    + entry.filename
                )
            if target.name == "solution.py" and target.exists():
                kept.append(target)
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(kit.read(entry))
    for one in kept:
        print(both(f"{one} 已经存在，保持原样。", f"{one} was there already and is as it was."))
    guide = folder / "README.md"
    print(both(f"接下来怎么做，见 {guide}。", f"{guide} says how to go on."))
    return 0


def _opened(content: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(content))
    except zipfile.BadZipFile as error:
        words = both("下载的工具包不完整，请再试一次。", "The kit did not come whole; try again.")
        raise Failed(words) from error


def _problem_of(asked: argparse.Namespace) -> str:
    """The problem that a file is for: as told, or by the kit that it is in."""
    if asked.problem:
        return str(asked.problem)
    try:
        return str(
            json.loads((asked.file.resolve().parent / PROBLEM_FILE).read_text(encoding="utf-8"))["slug"]
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        words = both(
            f"{asked.file} 是哪道题的？请加 --problem 题目名",
            f"which problem is {asked.file} for? Say --problem NAME",
        )
        raise Failed(words) from error


def _run(asked: argparse.Namespace) -> int:
    site, source, typed = _site(), _read(asked.file), _read(asked.typed) if asked.typed else ""
    row = site.run(_problem_of(asked), source, typed)
    return _follow(site, "runs", row["id"], asked)


def _submit(asked: argparse.Namespace) -> int:
    site, source = _site(), _read(asked.file)
    row = site.submit(_problem_of(asked), source)
    name = _name(row["id"])
    if asked.watch:
        print(name, file=sys.stderr)
        return _follow(site, "submissions", row["id"], asked)
    if asked.json:
        return _print_json(row)
    print(f"{name}: tuneroom watch {row['id']}")
    return 0


def _name(number: int) -> str:
    return both(f"提交 #{number}", f"Submission #{number}")


def _watch(asked: argparse.Namespace) -> int:
    return _follow(_site(), "submissions", asked.number, asked)


def _cancel(asked: argparse.Namespace) -> int:
    row = _site().cancel(asked.number)
    if asked.json:
        return _print_json(row)
    print(f"{_name(asked.number)}: {named(row['state'])}")
    return 0


def _follow(site: Site, what: str, number: int, asked: argparse.Namespace) -> int:
    """Show stages and curve as they come, then the verdict."""
    try:
        verdict = _watched(site.follow(what, number))
    except KeyboardInterrupt as stop:
        raise Failed(both("不再等待；评测继续进行", "stopped watching; judging goes on")) from stop
    if asked.json:
        _print_json(verdict)
    else:
        print("\n".join(verdict_lines(verdict, chosen(), score=what == "submissions")))
    return 0 if verdict["verdict"] == "accepted" else 1


def _watched(events: Iterator[Body]) -> Body:
    """Show each event; return the verdict of the last."""
    losses: list[float | None] = []
    told, seen, event = "", None, {}
    for event in events:
        steps = event["points"]["steps"]
        if event["after"] is None or (steps and seen is not None and steps[0] <= seen):
            losses.clear()  # another attempt begins its curve anew
        seen = event["after"]
        line = _stage(event, losses)
        if not told.startswith(line):  # a state that goes on without a new point
            print(line, file=sys.stderr)
            told = line
    verdict: Body = event["verdict"]
    return verdict


def _stage(event: Body, losses: list[float | None]) -> str:
    """One line of progress. ``losses`` grows by the first series that came."""
    state = named(event["state"])
    for name, values in event["points"]["series"][:1]:
        losses += values
        steps = event["points"]["steps"]
        known = [value for value in losses if value is not None]  # a point of another series has none of it
        if steps and known:
            step = both(f"第 {steps[-1]} 步", f"step {steps[-1]}")
            return f"{state} · {step} · {name} {known[-1]} {spark(losses)}"
    place = event["queue_place"]
    return f"{state} · " + both(f"排在第 {place} 位", f"number {place} in line") if place else state


def _print_json(found: Any) -> int:
    """In the terminal's own letters where it has all of them."""
    unicode = (sys.stdout.encoding or "").lower().startswith("utf")
    print(json.dumps(found, ensure_ascii=not unicode, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
