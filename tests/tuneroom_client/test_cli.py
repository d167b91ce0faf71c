"""The client against a live server: everything that needs no judging, and what it says of failures."""

from __future__ import annotations

import io
import json
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import requests
from fake_kind import ScriptedSandbox
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from accounts.tokens import make_token
from judge import pipeline
from judge.models import Submission
from questions.models import ProblemVersion
from sandbox.job import Outcome
from tests.conftest import MakeUser
from tuneroom_client import cli, language, settings, site

Call = Callable[..., int]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site, "POLL", 0.01)
    monkeypatch.setattr(site, "WAIT", 0.01)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A configuration folder and a working folder of the test's own."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv(settings.URL, raising=False)
    monkeypatch.delenv(settings.TOKEN, raising=False)
    for name in language.LOCALE:
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    return tmp_path


@pytest.fixture
def owner(transactional_db: None, make_user: MakeUser) -> User:
    return make_user()


@pytest.fixture
def token(owner: User) -> str:
    return make_token(owner, "client", may_submit=True, days=1)[1]


@pytest.fixture
def signed_in(
    live_server: LiveServer,
    fake_version: ProblemVersion,
    home: Path,
    token: str,
    monkeypatch: pytest.MonkeyPatch,
) -> str:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{token}\n"))
    assert cli.main(["login", "--url", f"{live_server.url}/"]) == 0
    return live_server.url


def judge_all(monkeypatch: pytest.MonkeyPatch, outcome: Outcome = Outcome.OK) -> None:
    """Judge what waits at the first look."""
    follow = site.Site.follow

    def judged(self: site.Site, what: str, number: int) -> Any:
        for row in Submission.objects.filter(state="queued"):
            pipeline.judge(row.pk, ScriptedSandbox([outcome]))
        return follow(self, what, number)

    monkeypatch.setattr(site.Site, "follow", judged)


def test_login_keeps_a_token_that_nobody_else_reads(signed_in: str, token: str) -> None:
    assert settings.read() == settings.Settings(signed_in, token)
    assert stat.S_IMODE(settings.place().stat().st_mode) == 0o600


def test_login_keeps_no_token_that_does_not_work(
    live_server: LiveServer, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("tun_wrong\n"))
    assert cli.main(["login", "--url", live_server.url]) == 2
    assert f"{live_server.url}/accounts/tokens/" in capsys.readouterr().err
    assert not settings.place().exists()


def test_problems_are_listed(signed_in: str, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert cli.main(["problems"]) == 0
    assert capsys.readouterr().out == "fake-problem  easy    Fake problem\n"
    assert cli.main(["--language", "zh", "problems"]) == 0
    assert " 简单 " in capsys.readouterr().out
    assert cli.main(["--json", "problems"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["slug"] == "fake-problem"


def test_problems_to_try_next_are_those_not_solved(
    signed_in: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def listed() -> str:
        capsys.readouterr()
        assert cli.main(["problems", "--next"]) == 0
        return capsys.readouterr().out

    assert listed() == "fake-problem  easy    Fake problem\n"
    Path("x.py").write_text("x = 1\n")
    judge_all(monkeypatch)
    assert cli.main(["submit", "x.py", "--problem", "fake-problem", "--watch"]) == 0
    assert listed() == ""


def test_pull_makes_a_folder_and_leaves_ones_own_code(signed_in: str, home: Path) -> None:
    assert cli.main(["pull", "fake-problem"]) == 0
    solution = Path("fake-problem", "solution.py")
    assert solution.read_text() == "# start here\n"
    solution.write_text("mine = 1\n")
    assert cli.main(["pull", "fake-problem"]) == 0
    assert solution.read_text() == "mine = 1\n"


@pytest.mark.parametrize(("outcome", "status"), [(Outcome.OK, 0), (Outcome.RUNTIME_ERROR, 1)])
def test_submit_and_watch_to_the_verdict(
    signed_in: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    outcome: Outcome,
    status: int,
) -> None:
    cli.main(["pull", "fake-problem"])
    capsys.readouterr()
    judge_all(monkeypatch, outcome)
    assert cli.main(["submit", "fake-problem/solution.py", "--watch"]) == status
    said = capsys.readouterr()
    assert said.out == ("accepted · 100 / 100\ngood\n" if status == 0 else "runtime_error · 0 / 100\nbad\n")
    assert f"Submission #{Submission.objects.get().pk}" in said.err


def test_its_own_words_are_chinese_when_asked(
    signed_in: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    cli.main(["--language=zh", "pull", "fake-problem"])
    assert capsys.readouterr().out.splitlines()[-1] == "接下来怎么做，见 fake-problem/README.md。"
    judge_all(monkeypatch, Outcome.RUNTIME_ERROR)
    assert cli.main(["--language", "zh", "submit", "fake-problem/solution.py", "--watch"]) == 1
    said = capsys.readouterr()
    assert said.out == "运行错误 · 0 / 100\n坏\n"
    assert said.err.splitlines()[0] == f"提交 #{Submission.objects.get().pk}"
    with pytest.raises(SystemExit):
        cli.main(["--language", "zh", "--help"])
    assert "提交一个文件" in capsys.readouterr().out


def test_its_language_is_the_terminals_or_the_one_of_login(
    signed_in: str, token: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def titles(*argv: str) -> str:
        capsys.readouterr()
        cli.main(["problems", *argv])
        return capsys.readouterr().out

    assert "Fake problem" in titles()
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert "Fake problem" not in titles()
    assert "Fake problem" in titles("--language", "en")
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{token}\n"))
    assert cli.main(["login", "--url", signed_in, "--language", "en"]) == 0
    assert "Fake problem" in titles()


def test_run_shows_what_was_typed_and_is_no_submission(
    signed_in: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("x.py").write_text("x = 1\n")
    Path("typed.txt").write_text("my input")
    capsys.readouterr()
    judge_all(monkeypatch)
    assert cli.main(["run", "x.py", "--problem", "fake-problem", "--typed", "typed.txt"]) == 0
    assert capsys.readouterr().out == "accepted\nIt ran\nmy input\n"
    assert Submission.objects.get().purpose == Submission.Purpose.RUN


def test_a_broken_connection_makes_no_second_submission(
    signed_in: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    send, broken = requests.Session.request, []

    def once_broken(self: requests.Session, method: str, url: str, **options: Any) -> requests.Response:
        answer = send(self, method, url, **options)
        if method == "POST" and not broken:
            broken.append(url)
            raise requests.ConnectionError("the line went dead after the request")
        return answer

    monkeypatch.setattr(requests.Session, "request", once_broken)
    Path("x.py").write_text("x = 1\n")
    assert cli.main(["submit", "x.py", "--problem", "fake-problem"]) == 0
    assert len(broken) == 1
    assert Submission.objects.count() == 1


def test_cancel_stops_one(signed_in: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("x.py").write_text("x = 1\n")
    cli.main(["submit", "x.py", "--problem", "fake-problem"])
    number = Submission.objects.get().pk
    capsys.readouterr()
    assert cli.main(["cancel", str(number)]) == 0
    assert capsys.readouterr().out == f"Submission #{number}: done\n"


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (["submit", "nowhere.py"], "There is no file nowhere.py."),
        (["--language", "zh", "run", "nowhere.py"], "没有文件 nowhere.py。"),
        (["--language", "zh", "run", "x.py", "--typed", "."], ". 是文件夹，不是文件。"),
        (["--language", "zh", "submit", "x.py/y.py"], "x.py/y.py 不在文件夹里。"),
        (["submit", "x.py"], "Say --problem NAME"),
        (["submit", "x.py", "--problem", "none"], "There is no problem"),
        (["watch", "999999"], "There is no submission #999999."),
        (["--language", "zh", "cancel", "999999"], "没有提交 #999999。"),
        (["pull", "fake-problem", "x.py"], "x.py is a file and no folder."),
        (["pull", "none"], "There is no problem “none”."),
        (["submit", "latin.py", "--problem", "fake-problem"], "latin.py is no UTF-8 text"),
        (["--language", "zh", "submit", "x.py"], "请加 --problem 题目名"),
    ],
)
def test_what_is_wrong_is_said(
    signed_in: str, capsys: pytest.CaptureFixture[str], argv: list[str], words: str
) -> None:
    Path("x.py").write_text("x = 1\n")
    Path("latin.py").write_bytes(b"# caf\xe9\n")
    assert cli.main(argv) == 2
    said = capsys.readouterr().err
    assert (words in said, "[Errno" in said) == (True, False)


def test_a_site_that_is_away_is_said(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(settings.URL, "http://127.0.0.1:9")
    assert cli.main(["--language", "zh", "problems"]) == 2
    assert capsys.readouterr().err == (
        "tuneroom: 连不上 http://127.0.0.1:9：请检查地址，以及站点是否在运行。\n"
    )


@pytest.mark.parametrize(
    ("cause", "said"),
    [
        ("CERTIFICATE_VERIFY_FAILED", "The certificate of https://x cannot be verified."),
        ("WRONG_VERSION_NUMBER", "There is no secure connection to https://x: should it begin with http://?"),
    ],
)
def test_why_there_is_no_secure_connection_is_said(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], cause: str, said: str
) -> None:
    def fails(*_given: Any, **_options: Any) -> requests.Response:
        raise requests.exceptions.SSLError(f"HTTPSConnectionPool(host='x', port=443): [SSL: {cause}]")

    monkeypatch.setattr(requests.Session, "request", fails)
    monkeypatch.setenv(settings.URL, "https://x")
    assert cli.main(["problems"]) == 2
    assert capsys.readouterr().err == f"tuneroom: {said}\n"


def answered(
    monkeypatch: pytest.MonkeyPatch, status: int, *contents: bytes, **headers: str
) -> list[tuple[str, str]]:
    """Let requests be answered so, one after the other, not by the site; they are kept."""
    asked: list[tuple[str, str]] = []

    def answer(_self: requests.Session, method: str, url: str, **_options: Any) -> requests.Response:
        made = requests.Response()
        made.status_code, made.url = status, url
        made._content = contents[len(asked)] if contents else b""
        asked.append((method, url))
        made.headers.update({name.replace("_", "-"): value for name, value in headers.items()})
        return made

    monkeypatch.setattr(requests.Session, "request", answer)
    monkeypatch.setenv(settings.URL, "http://x")
    return asked


def test_a_site_that_moved_is_told_and_not_followed(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Followed, a submission would become a look at the list."""

    def moved(_self: requests.Session, _method: str, url: str, **options: Any) -> requests.Response:
        made = requests.Response()
        made.url, made.status_code, made._content = url, 200, b'{"results": []}'
        if not options.get("allow_redirects", True):
            made.status_code, made.headers["Location"] = 301, url.replace("http:", "https:")
        return made

    monkeypatch.setattr(requests.Session, "request", moved)
    monkeypatch.setenv(settings.URL, "http://x")
    Path("x.py").write_text("x = 1\n")
    assert cli.main(["submit", "x.py", "--problem", "p"]) == 2
    assert capsys.readouterr().err == (
        "tuneroom: http://x leads to https://x/api/v1/submissions/."
        " Sign in there: tuneroom login --url https://x\n"
    )


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["problems"], "http://x is no address of a Tuneroom."),
        (["problems", "--next"], "http://x is no address of a Tuneroom."),
        (["pull", "p"], "The kit did not come whole; try again."),
    ],
)
def test_what_is_no_answer_of_the_site_is_said(
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    argv: list[str],
    said: str,
) -> None:
    answered(monkeypatch, 200, b"<html>Sign in to this network</html>")
    assert cli.main(argv) == 2
    assert capsys.readouterr().err == f"tuneroom: {said}\n"


@pytest.mark.parametrize(
    ("told", "waits"), [("2", 2.0), ("Wed, 21 Oct 2037 07:28:00 GMT", 0.01), ("86400", 60.0), ("-1", 0.01)]
)
def test_how_long_it_waits_for_a_busy_site(
    home: Path, monkeypatch: pytest.MonkeyPatch, told: str, waits: float
) -> None:
    waited: list[float] = []
    monkeypatch.setattr(site.time, "sleep", waited.append)
    asked = answered(monkeypatch, 503, Retry_After=told)
    assert cli.main(["problems"]) == 2
    assert (len(asked), waited[0]) == (site.TRIES, waits)


def test_pages_are_asked_of_the_site_that_one_signed_in_to(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    more = b'{"results": [], "next": "http://within/api/v1/problems/?cursor=abc"}'
    asked = answered(monkeypatch, 200, more, b'{"results": [], "next": null}')
    assert cli.main(["problems"]) == 0
    assert asked == [("GET", "http://x/api/v1/problems/"), ("GET", "http://x/api/v1/problems/?cursor=abc")]


def test_a_token_that_cannot_be_one_is_refused(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("tun_令牌\n"))
    assert cli.main(["login", "--url", "http://x"]) == 2
    assert capsys.readouterr().err == "tuneroom: This is no token; copy all of it and nothing else.\n"


@pytest.mark.parametrize(("argv", "title"), [([], "\\u5fae\\u8c03"), (["--json"], "\\u5fae\\u8c03")])
def test_what_a_terminal_has_no_letters_for_is_spelt_out(
    home: Path, monkeypatch: pytest.MonkeyPatch, argv: list[str], title: str
) -> None:
    line = {"slug": "p", "difficulty": "easy", "title": {"zh": "微调", "en": "微调"}}
    answered(monkeypatch, 200, json.dumps({"results": [line], "next": None}).encode())
    out = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(out, encoding="cp1252", write_through=True))
    assert cli.main(["problems", *argv]) == 0
    assert title in out.getvalue().decode("cp1252")


def test_a_curve_that_begins_anew_is_drawn_anew(
    monkeypatch: pytest.MonkeyPatch, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def event(state: str, after: int | None, *points: tuple[int, float | None]) -> dict[str, Any]:
        series = [["loss", [value for _, value in points]]] if points else []
        told = {"steps": [step for step, _ in points], "series": series}
        blank = {"score": 1.0, "summary": {"en": "Good"}, "output": ""}
        verdict = blank | {"verdict": "accepted"} | dict.fromkeys(("groups", "metrics", "audits"), ())
        return {"state": state, "points": told, "after": after, "queue_place": None, "verdict": verdict}

    events = [
        *(event("running", 1, (1, 0.0)), event("running", 2, (2, None)), event("preparing", None)),
        *(event("running", 7, (7, 5.0)), event("running", 2, (1, 3.0), (2, 3.0)), event("done", 2)),
    ]
    monkeypatch.setattr(site.Site, "follow", lambda *_: iter(events))
    assert cli.main(["watch", "1"]) == 0
    assert capsys.readouterr().err.splitlines() == [
        *("running · step 1 · loss 0.0 ▁", "running · step 2 · loss 0.0 ▁", "preparing"),
        *("running · step 7 · loss 5.0 ▁", "running · step 2 · loss 3.0 ▁▁", "done"),
    ]


@pytest.mark.parametrize(
    ("argv", "stop", "said"),
    [
        (["watch", "1"], KeyboardInterrupt, "stopped watching; judging goes on"),
        (["problems"], KeyboardInterrupt, "interrupted"),
        (["problems"], EOFError, "interrupted"),
    ],
)
def test_who_stops_it_is_told_what_that_means(
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    argv: list[str],
    stop: type[BaseException],
    said: str,
) -> None:
    def stopped(*_given: Any, **_options: Any) -> requests.Response:
        raise stop

    monkeypatch.setattr(requests.Session, "request", stopped)
    assert cli.main(argv) == 2
    assert capsys.readouterr().err == f"tuneroom: {said}\n"
