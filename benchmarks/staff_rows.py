"""Rows for the pages of interviewers and authors, for ``benchmarks.list_pages`` alone: findings, rejudges, a
session with sittings, drafts. Beside ``manage.py load_synthetic``, in a folder that is thrown away.
"""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from interviews.models import Session, Sitting
from judge.models import Submission
from judge.rejudge_models import Rejudge
from judge.similarity_models import SimilarityFinding
from questions.models import QuestionDraft, Topic

FINDINGS, REJUDGES, SITTINGS, DRAFTS = 2_000, 200, 500, 1_000


def load(interviewer: User, author: User) -> None:
    """Make so many of each."""
    pairs = list(Submission.objects.order_by("-id").values_list("pk", flat=True)[: 2 * FINDINGS])
    SimilarityFinding.objects.bulk_create(
        SimilarityFinding(later_id=later, earlier_id=earlier, score=0.9, regions=[[1, 20, 1, 20, 300]])
        for later, earlier in zip(pairs[::2], pairs[1::2], strict=True)
    )
    Rejudge.objects.bulk_create(
        Rejudge(by=interviewer, reason=f"rejudge {number}", chosen={}) for number in range(REJUDGES)
    )
    session = Session.objects.create(author=interviewer, title="Synthetic session")
    end = timezone.now() + timedelta(hours=1)
    people = User.objects.filter(role="candidate").order_by("pk")[:SITTINGS]
    Sitting.objects.bulk_create(
        Sitting(session=session, author=one, alias=f"C-{number}", ends_at=end)
        for number, one in enumerate(people)
    )
    topic = Topic.objects.latest("pk")
    QuestionDraft.objects.bulk_create(
        QuestionDraft(
            slug=f"draft-{number}", topic=topic, author=author, difficulty="easy", title_en=f"Draft {number}"
        )
        for number in range(DRAFTS)
    )
