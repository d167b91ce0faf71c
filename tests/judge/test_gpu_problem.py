"""The shipped problem for a GPU on a machine without one: it says so, takes nothing in, breaks nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

import questions
from judge import base_models, doctor, references
from judge.models import Submission, Worker
from questions.models import ProblemVersion
from questions.problem_loader import load_package
from questions.problem_package import read_package
from tests.conftest import MakeUser

pytestmark = pytest.mark.django_db

SLUG = "review-sentiment-gpu"
WORDS = "This problem needs a GPU, and no machine of this installation has one."


@pytest.fixture
def version(db: None) -> ProblemVersion:
    """The problem as the set-up loads it, beside a worker of the lane cpu."""
    Worker.objects.create(name="here:1", lanes=["cpu"], seen_at=timezone.now())
    return load_package(read_package(Path(questions.__file__).parent / "problems" / SLUG)).version


def test_shipped_gpu_problem_says_that_there_is_no_gpu_and_takes_nothing_in(
    client: Client, make_user: MakeUser, version: ProblemVersion
) -> None:
    client.force_login(make_user())
    listed = client.get(reverse("problems")).content.decode()
    page = client.get(reverse("problem", args=[SLUG])).content.decode()
    posted = client.post(reverse("problem", args=[SLUG]), {"source": "x", "version": version.pk})
    assert ("Needs a GPU; this installation has none" in listed, WORDS in page) == (True, True)
    assert (posted.status_code, WORDS in posted.content.decode()) == (422, True)
    assert Submission.objects.count() == 0


def test_shipped_gpu_problem_is_nothing_to_do_for_set_up_doctor_and_references(
    version: ProblemVersion, capsys: pytest.CaptureFixture[str]
) -> None:
    checks = {check.name: (check.ok, check.detail) for check in doctor.examine()}
    assert base_models.install_needed(print) == "none needed"
    assert references.request_missing() == 0
    call_command("build_references")
    assert "–  review-sentiment-gpu" in capsys.readouterr().out
    assert checks[f"Problem {SLUG}"] == (True, "version 1.0, waits for a worker of the lane gpu")
    assert [name for name in checks if name.startswith("Base model")] == []
