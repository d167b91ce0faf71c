"""Makes rows for measuring pages under load: questions, people, submissions with verdicts, and what learners
leave behind. Nothing is judged.

All of it is marked by its names, so that it can be taken away again. Never for a site that people use. The
first of the people has most rows of each kind (``busiest``).
"""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from accounts.models import Role, User
from judge import synthetic_study
from judge.models import Best, Submission, Verdict
from judge.standings import UNRANKED, points_of
from judge.states import State
from questions import index
from questions.models import Difficulty, ProblemVersion, Question, Topic
from runners.base import VerdictCode

MARK = "synthetic-"
NO_PASSWORD = "!synthetic"  # noqa: S105 - no hash: nobody signs in by it, and no real account has it
BATCH = 2_000
CODES = (VerdictCode.ACCEPTED, VerdictCode.WRONG_ANSWER, VerdictCode.RUNTIME_ERROR, VerdictCode.REJECTED)
WORDS = [
    "模型",
    "微调",
    "显存",
    "参数",
    "梯度",
    "数据",
    "训练",
    "推理",
    "损失",
    "注意力",
    "token",
    "batch",
    "loss",
    "layer",
    "model",
    "weight",
]
SPAN = timedelta(days=365)


class NothingToSolve(Exception):
    """There is no published problem to submit to."""


def load(
    questions: int, people: int, submissions: int, cards: int = 0, reviews: int = 0, seed: int = 1
) -> None:
    """Make so many of each, cards and reviews of the busiest; the same seed makes the same.

    Raises:
        NothingToSolve: no problem is published here.
    """
    luck = random.Random(seed)  # noqa: S311 - no secret
    versions = list(ProblemVersion.objects.filter(published=True))
    if not versions:
        raise NothingToSolve
    with transaction.atomic():
        made = _questions(questions, luck)
        users = _people(people)
        _submissions(submissions, users, versions, luck)
        synthetic_study.load(users, made, cards, reviews, luck)
    index.rebuild()


def busiest() -> User:
    """Who has most rows of each kind."""
    return User.objects.get(username=f"{MARK}0")


def remove() -> int:
    """Take all of it away; return how many submissions there were. Verdicts are never changed by the site, so
    their table is told directly."""
    users = User.objects.filter(username__startswith=MARK, password=NO_PASSWORD)
    mine = Submission.objects.filter(author__in=users)
    count = mine.count()
    with transaction.atomic():
        Best.objects.filter(author__in=users).delete()
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM judge_verdict WHERE submission_id IN (SELECT s.id FROM judge_submission s "
                "JOIN accounts_user u ON u.id = s.author_id WHERE u.username LIKE %s AND u.password = %s)",
                [f"{MARK}%", NO_PASSWORD],
            )
        mine.delete()
        users.delete()
        Question.objects.filter(slug__startswith=MARK).delete()
        Topic.objects.filter(slug__startswith=MARK).delete()
    index.rebuild()
    return count


def _questions(count: int, luck: random.Random) -> list[Question]:
    topics = [
        Topic(
            slug=f"{MARK}{number}",
            title_zh=f"主题 {number}",
            title_en=f"Topic {number}",
            position=100 + number,
        )
        for number in range(20)
    ]
    Topic.objects.bulk_create(topics)
    return Question.objects.bulk_create(
        [_question(number, topics[number % len(topics)], luck) for number in range(count)], BATCH
    )


def _question(number: int, topic: Topic, luck: random.Random) -> Question:
    text = " ".join(luck.choices(WORDS, k=200))
    parts = {
        f"{part}_{language}": text for part in ("question", "answer", "plain") for language in ("zh", "en")
    }
    return Question(
        slug=f"{MARK}{number}",
        topic=topic,
        position=number,
        difficulty=luck.choice(Difficulty.values),
        tags=luck.sample(WORDS, 3),
        title_zh=f"{' '.join(luck.sample(WORDS, 4))}（{number}）",
        title_en=f"{' '.join(luck.sample(WORDS, 4))} ({number})",
        **parts,
    )


def _people(count: int) -> list[User]:
    """Half of them on leaderboards. None can sign in: they have no password."""
    users = [
        User(
            username=f"{MARK}{number}",
            role=Role.CANDIDATE,
            password=NO_PASSWORD,
            board_name=f"Person {number}" if number % 2 else "",
            board_key=f"{MARK}{number}" if number % 2 else None,
        )
        for number in range(count)
    ]
    return User.objects.bulk_create(users, BATCH)


def _submissions(count: int, users: list[User], versions: list[ProblemVersion], luck: random.Random) -> None:
    start = timezone.now() - SPAN
    best: dict[tuple[int, int], Best] = {}
    for first in range(0, count, BATCH):
        rows = [
            _submission(_somebody(users, luck), luck.choice(versions), start + SPAN * (number / count))
            for number in range(first, min(first + BATCH, count))
        ]
        made = Submission.objects.bulk_create(rows)
        # ``auto_now_add`` puts the present in a column that must spread over the year.
        for row, number in zip(made, range(first, count), strict=False):
            row.created_at = start + SPAN * (number / count)
        Submission.objects.bulk_update(made, ["created_at"], BATCH)
        for verdict in Verdict.objects.bulk_create([_verdict(row, luck) for row in made]):
            verdict.submission.code, verdict.submission.score = verdict.code, verdict.score
            _keep_best(best, verdict)
        Submission.objects.bulk_update(made, ["code", "score"], BATCH)
    Best.objects.bulk_create(best.values(), BATCH)


def _somebody(users: list[User], luck: random.Random) -> User:
    """The busiest one time in fifty, else anybody."""
    return users[0] if luck.random() < 0.02 else luck.choice(users)


def _submission(user: User, version: ProblemVersion, at: datetime) -> Submission:
    return Submission(
        author=user,
        problem_version=version,
        source="print('synthetic')\n" * 40,
        state=State.DONE,
        lane=version.lane,
        attempt=1,
        finished_at=at + timedelta(seconds=30),
    )


def _verdict(row: Submission, luck: random.Random) -> Verdict:
    code = luck.choice(CODES)
    scored = code in {VerdictCode.ACCEPTED, VerdictCode.WRONG_ANSWER}
    score = (
        round(luck.uniform(80, 100) if code == VerdictCode.ACCEPTED else luck.uniform(0, 80), 1)
        if scored
        else 0.0
    )
    group = {"key": "all", "title": {"zh": "测试", "en": "Tests"}, "points": score, "max_points": 100.0}
    return Verdict(
        submission=row,
        attempt=1,
        code=code.value,
        score=score,
        score_low=max(0.0, score - 3) if scored else None,
        score_high=min(100.0, score + 3) if scored else None,
        summary={"zh": "合成数据。", "en": "Synthetic."},
        groups=[group | {"sample": False, "cases": []}],
        metrics=[],
        audits=[],
        resources={},
        timing={},
        seeds={},
    )


def _keep_best(best: dict[tuple[int, int], Best], verdict: Verdict) -> None:
    """As ``judge.standings`` would, for rows that come in the order in which they were sent in."""
    row, points = verdict.submission, points_of(verdict.score)
    key = (row.author_id, row.problem_version_id)
    if points <= 0 or verdict.code in UNRANKED or (key in best and points <= best[key].points):
        return
    best[key] = Best(
        author_id=key[0], problem_version_id=key[1], verdict=verdict, points=points, reached_at=row.created_at
    )
