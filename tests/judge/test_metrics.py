"""What a monitor reads: derived from rows, the same however often and wherever it is read."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from accounts.models import Role
from judge import limits, metrics
from judge.metrics import Durations
from judge.models import Submission, Worker
from judge.states import State
from questions.models import ProblemVersion
from runners.base import VerdictCode
from tests.conftest import MakeUser
from tests.rows import new_verdict

TIMING = {"queued_ms": 20.0, "process_ms": 7.0, "scoring_ms": 0.0, "overhead_ms": 45.0}


def judged(version: ProblemVersion, make_user: MakeUser, **timing: float) -> None:
    """One submission with a verdict."""
    author = make_user(username=f"candidate-{Submission.objects.count()}")
    row = Submission.objects.create(author=author, problem_version=version, source="x", state=State.DONE)
    new_verdict(VerdictCode.ACCEPTED, submission=row, attempt=1, timing=timing).save()


@pytest.fixture
def old_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A verdict counts from the moment it is stored."""
    monkeypatch.setattr(limits, "METRICS_AFTER", -1.0)


def read(durations: Durations) -> dict[str, tuple[int, float]]:
    """Count and sum of each stage."""
    return {key[0]: (sum(counts), round(total, 6)) for key, counts, total in durations.read()}


@pytest.mark.usefixtures("old_at_once")
def test_durations_add_up_what_is_new(fake_version: ProblemVersion, make_user: MakeUser) -> None:
    durations = Durations()
    assert read(durations) == {}
    judged(fake_version, make_user, **TIMING)
    judged(fake_version, make_user)  # without any measurement
    assert read(durations)["overhead"] == (1, 0.045)
    judged(fake_version, make_user, **TIMING)
    assert read(durations)["overhead"] == (2, 0.09)
    assert read(durations) == read(durations) == read(Durations())


def test_durations_leave_out_what_may_still_be_overtaken(
    fake_version: ProblemVersion, make_user: MakeUser
) -> None:
    row = Submission.objects.create(author=make_user(), problem_version=fake_version, source="x")
    new_verdict(VerdictCode.ACCEPTED, submission=row, attempt=1, timing=TIMING).save()
    assert read(Durations()) == {}


def test_metrics_are_for_admins_and_holders_of_the_token(
    client: Client, make_user: MakeUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404
    client.force_login(make_user(Role.INTERVIEWER))
    assert client.get("/metrics").status_code == 404
    client.force_login(make_user(Role.ADMIN))
    assert client.get("/metrics").status_code == 200
    client.logout()
    monkeypatch.setattr(settings, "ENV", settings.ENV.model_copy(update={"metrics_token": "s3cret"}))
    assert client.get("/metrics", headers={"Authorization": "Bearer wrong"}).status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer s3cret"}).status_code == 200


@pytest.mark.usefixtures("old_at_once")
def test_metrics_are_prometheus_text(
    client: Client, fake_version: ProblemVersion, make_user: MakeUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(metrics, "_registry", metrics.new_registry())  # another test's verdicts are gone
    judged(fake_version, make_user, **TIMING)
    author = make_user(Role.ADMIN)
    Submission.objects.create(author=author, problem_version=fake_version, source="x")
    idle = [{"image": "base", "memory_limit_bytes": 1, "count": 2, "bytes_each": 100}]
    Worker.objects.create(name="w", lanes=["cpu"], seen_at=timezone.now(), waiting=idle)
    client.force_login(author)
    text = client.get("/metrics").content.decode()
    samples = {
        (one.name, *sorted(one.labels.values())): one.value
        for family in text_string_to_metric_families(text)
        for one in family.samples
    }
    assert samples["tuneroom_unfinished_submissions", "cpu", "queued"] == 1
    assert samples["tuneroom_workers", "yes"] == 1
    assert samples["tuneroom_waiting_containers", "base"] == 2
    assert samples["tuneroom_waiting_bytes", "base"] == 200
    labels = ("accepted", "fake", "overhead")
    assert samples["tuneroom_stage_seconds_count", *labels] == 1
    assert samples["tuneroom_stage_seconds_bucket", *sorted(("0.05", *labels))] == 1
    assert samples["tuneroom_stage_seconds_bucket", *sorted(("0.025", *labels))] == 0
