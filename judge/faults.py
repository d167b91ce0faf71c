"""What becomes of a submission whose attempt a fault of ours has ended: given back, or closed unblamed.

Whose fault it is was decided before (``judge.pipeline``, ``sandbox.job.SandboxError``), but for one question
that only the machine answers: could it run anything at all?
"""

from __future__ import annotations

import logging

from django.db import DatabaseError, connection

from judge import limits, services
from judge.heartbeat import UNFIT
from judge.models import Submission
from sandbox.job import Sandbox, SandboxError

log = logging.getLogger(__name__)


def after_fault(held: Submission, error: SandboxError, sandbox: Sandbox) -> None:
    """Retry what may succeed later; close the rest as a judge error. A submission is not to be blamed for a
    machine that could not run any. When not even that can be written, the lease runs out and the reaper does
    the same."""
    blameless = error.engine_down or not _fit(sandbox)
    if blameless:
        UNFIT.set()
    try:
        if blameless and held.attempt <= limits.FREE_ATTEMPTS:
            services.give_back(held)
        elif (blameless or error.retryable) and held.failures < limits.MAX_RETRIES:
            services.give_back(held, after_failure=True)
        else:
            _close(held, "沙箱出现故障。这不计入你的成绩。", "The sandbox failed. This does not count.")
    except DatabaseError:
        log.exception("submission %s is left to the reaper", held.pk)
        connection.close()


def _fit(sandbox: Sandbox) -> bool:
    """Whether this machine can judge, once something failed."""
    try:
        return all(check.ok for check in sandbox.check())
    except (SandboxError, OSError):
        return False


def after_bug(held: Submission) -> None:
    """The kind's own code or the package broke: nobody else should run into it. What is judged does not
    depend on what only a Run uses."""
    if held.purpose == Submission.Purpose.RUN:
        _close(held, "运行本题的程序出现故障。", "What runs programs for this problem failed.")
        return
    services.pause(
        held.problem_version,
        "本题的评分程序出现故障，需要出题人检查。",
        "The scorer of this problem failed; its authors have to look.",
    )
    _close(
        held,
        "本题的评分程序出现故障，题目已暂停。这不计入你的成绩。",
        "The scorer of this problem failed and the problem is paused. This does not count.",
    )


def _close(held: Submission, zh: str, en: str) -> None:
    try:
        services.judge_error(held, zh, en)
    except services.LeaseLost as reason:
        log.info("submission %s: %s", held.pk, reason)
