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
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from tuneroom_client import settings
from tuneroom_client.settings import Settings
from tuneroom_client.site import Body, Failed, Site
from tuneroom_client.words import spark, verdict_lines

PROBLEM_FILE = "problem.json"
"""In the folder of a kit; it names the problem that a file beside it is for."""


def main(argv: Sequence[str] | None = None) -> int:
    """Entry point."""
    asked = _parser().parse_args(argv)
    try:
        act: Callable[[argparse.Namespace], int] = asked.act
        return act(asked)
    except (Failed, OSError) as error:
        print(f"tuneroom: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("tuneroom: stopped watching; judging goes on", file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tuneroom", description="Tuneroom from the command line.")
    parser.add_argument("--json", action="store_true", help="print what the site says as JSON")
    parser.add_argument("--language", choices=("zh", "en"), default="en", help="of statements and verdicts")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    login = commands.add_parser("login", help="keep the site's address and a token")
    login.add_argument("--url", default=settings.read().url)
    login.set_defaults(act=_login)
    commands.add_parser("problems", help="list the problems").set_defaults(act=_problems)
    pull = commands.add_parser("pull", help="make a folder with a problem's kit")
    pull.add_argument("slug")
    pull.add_argument("folder", nargs="?", type=Path, help="the problem's name unless given")
    pull.set_defaults(act=_pull)
    for name, act, words in (
        ("run", _run, "try a file on public samples"),
        ("submit", _submit, "send a file in"),
    ):
        command = commands.add_parser(name, help=words)
        command.add_argument("file", type=Path)
        command.add_argument("--problem", help="its name, where the file is in no kit's folder")
        command.set_defaults(act=act)
        if name == "run":
            command.add_argument("--typed", type=Path, help="a file with input of your own")
        else:
            command.add_argument("--watch", action="store_true", help="wait for the verdict")
    for name, act, words in (("watch", _watch, "follow a submission"), ("cancel", _cancel, "stop one")):
        command = commands.add_parser(name, help=words)
        command.add_argument("number", type=int)
        command.set_defaults(act=act)
    return parser


def _site(asked: argparse.Namespace) -> Site:
    return Site(settings.read(), "zh-hans" if asked.language == "zh" else "en")


def _login(asked: argparse.Namespace) -> int:
    """Take a token from standard input, or ask for it unseen; keep it when it works."""
    asking = sys.stdin.isatty()
    url = str(asked.url).rstrip("/")
    token = getpass.getpass(f"Token (made at {url}/accounts/tokens/): ") if asking else sys.stdin.readline()
    kept = Settings(url, token.strip())
    Site(kept).submissions()
    settings.write(kept)
    print(f"Signed in to {kept.url}.")
    return 0


def _problems(asked: argparse.Namespace) -> int:
    found = _site(asked).problems()
    if asked.json:
        return _print_json(found)
    width = max((len(one["slug"]) for one in found), default=0)
    for one in found:
        print(f"{one['slug']:{width}}  {one['difficulty']:6}  {one['title'][asked.language]}")
    return 0


def _pull(asked: argparse.Namespace) -> int:
    """Unpack the kit. A file that is there already is left as it is."""
    folder = asked.folder or Path(asked.slug)
    site = _site(asked)
    kept = []
    with zipfile.ZipFile(io.BytesIO(site.kit(asked.slug))) as kit:
        for entry in kit.infolist():
            target = folder / Path(*Path(entry.filename).parts[1:])
            if not target.resolve().is_relative_to(folder.resolve()):
                raise Failed(f"the kit names a file outside of its folder: {entry.filename}")
            if target.name == "solution.py" and target.exists():
                kept.append(target)
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(kit.read(entry))
    for one in kept:
        print(f"{one} was there already and is as it was.")
    print(f"{folder / 'README.md'} says how to go on.")
    return 0


def _problem_of(asked: argparse.Namespace) -> str:
    """The problem that a file is for: as told, or by the kit that it is in."""
    if asked.problem:
        return str(asked.problem)
    try:
        return str(
            json.loads((asked.file.resolve().parent / PROBLEM_FILE).read_text(encoding="utf-8"))["slug"]
        )
    except (OSError, ValueError, KeyError) as error:
        raise Failed(f"which problem is {asked.file} for? Say --problem NAME") from error


def _run(asked: argparse.Namespace) -> int:
    site, typed = _site(asked), asked.typed.read_text(encoding="utf-8") if asked.typed else ""
    row = site.run(_problem_of(asked), asked.file.read_text(encoding="utf-8"), typed)
    return _follow(site, "runs", row["id"], asked)


def _submit(asked: argparse.Namespace) -> int:
    site = _site(asked)
    row = site.submit(_problem_of(asked), asked.file.read_text(encoding="utf-8"))
    if asked.watch:
        print(f"Submission #{row['id']}", file=sys.stderr)
        return _follow(site, "submissions", row["id"], asked)
    if asked.json:
        return _print_json(row)
    print(f"Submission #{row['id']}: tuneroom watch {row['id']}")
    return 0


def _watch(asked: argparse.Namespace) -> int:
    return _follow(_site(asked), "submissions", asked.number, asked)


def _cancel(asked: argparse.Namespace) -> int:
    row = _site(asked).cancel(asked.number)
    if asked.json:
        return _print_json(row)
    print(f"Submission #{asked.number}: {row['state']}")
    return 0


def _follow(site: Site, what: str, number: int, asked: argparse.Namespace) -> int:
    """Show stages and curve as they come, then the verdict."""
    losses: list[float | None] = []
    told, event = "", {}
    for event in site.follow(what, number):
        line = _stage(event, losses)
        if not told.startswith(line):  # a state that goes on without a new point
            print(line, file=sys.stderr)
            told = line
    verdict: Body = event["verdict"]
    if asked.json:
        _print_json(verdict)
    else:
        print("\n".join(verdict_lines(verdict, asked.language, score=what == "submissions")))
    return 0 if verdict["verdict"] == "accepted" else 1


def _stage(event: Body, losses: list[float | None]) -> str:
    """One line of progress. ``losses`` grows by the first series that came."""
    for name, values in event["points"]["series"][:1]:
        losses += values
        steps = event["points"]["steps"]
        if steps:
            return f"{event['state']} · step {steps[-1]} · {name} {values[-1]} {spark(losses)}"
    place = event["queue_place"]
    return f"{event['state']} · number {place} in line" if place else str(event["state"])


def _print_json(found: Any) -> int:
    print(json.dumps(found, ensure_ascii=False, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
