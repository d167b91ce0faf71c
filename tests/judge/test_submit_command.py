"""``manage.py submit`` without a worker: what it refuses and what it prints. With one: tests/site."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from judge import services
from judge.models import Submission
from questions.models import ProblemVersion
from tests.conftest import MakeUser

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "solution.py"
    path.write_text("print('微调')", encoding="utf-8")
    return path


def test_submit_queues_as_the_judges_own_account(fake_version: ProblemVersion, file: Path) -> None:
    out = StringIO()
    call_command("submit", "fake-problem", str(file), "--json", stdout=out)
    row = Submission.objects.get()
    printed = json.loads(out.getvalue())
    assert (printed["submission"], printed["verdict"], row.source) == (row.pk, None, "print('微调')")
    assert row.author.is_system


def test_submit_as_a_user_keeps_to_the_users_quota(
    fake_version: ProblemVersion, file: Path, make_user: MakeUser
) -> None:
    user = make_user()
    for _ in range(3):
        services.submit(user, fake_version, "x")
    with pytest.raises(CommandError, match="3 of your submissions are still being judged"):
        call_command("submit", "fake-problem", str(file), "--user", user.username)


def test_submit_names_what_is_not_there(fake_version: ProblemVersion, file: Path) -> None:
    with pytest.raises(CommandError, match="there is no problem 'nothing'"):
        call_command("submit", "nothing", str(file))
    with pytest.raises(CommandError, match="there is no user 'nobody'"):
        call_command("submit", "fake-problem", str(file), "--user", "nobody")
    with pytest.raises(CommandError, match="No such file"):
        call_command("submit", "fake-problem", str(file) + "x")


def test_submit_gives_up_waiting_and_says_why(fake_version: ProblemVersion, file: Path) -> None:
    with pytest.raises(CommandError, match=r"no verdict within 0\.2 s.*No judging worker is running"):
        call_command("submit", "fake-problem", str(file), "--wait", "--timeout", "0.2")
