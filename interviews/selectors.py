"""Every read of interviews for pages and files. Nothing here writes.

What a reviewer may know depends on what they have done: in a blind session no name before their own
scorecard is in, and no scorecard of others either.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery

from accounts.models import User
from interviews import limits
from interviews.models import Comment, Entry, Item, PrivateNote, Scorecard, Session, Sitting, Work
from judge.models import Submission, Verdict
from judge.similarity_models import SimilarityDecision, SimilarityFinding
from runners.base import VerdictCode

UNCOUNTED = (VerdictCode.JUDGE_ERROR, VerdictCode.CANCELLED)
"""Verdicts that say nothing of a program: any other one goes before them."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What the queue is narrowed to, "" or False where it is not. ``mine``: open or filed."""

    session: str = ""
    problem: str = ""
    verdict: str = ""
    flagged: bool = False
    mine: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One item of a sitting: what was written, what was submitted, and the Runs, both the newest first."""

    item: Item
    work: Work | None
    submissions: list[Submission]
    runs: list[Submission]

    @property
    def best(self) -> Verdict | None:
        """The best verdict that counts; of equals the first."""
        found = [verdict for row in reversed(self.submissions) if (verdict := row.latest_verdict)]
        counted = [one for one in found if one.code not in UNCOUNTED]
        return max(counted, key=lambda one: one.score, default=None)

    @property
    def begun(self) -> bool:
        """Whether anything was written."""
        return bool(self.submissions) or bool(self.work and self.work.text.strip())


@dataclass(frozen=True, slots=True)
class Cards:
    """The scorecards of a sitting as somebody may see them: ``mine`` as last filed, ``others`` once it is in,
    ``locked``: how many are there and not shown."""

    mine: Scorecard | None
    others: list[Scorecard]
    locked: int


@dataclass(frozen=True, slots=True)
class Said:
    """The comments on a submission as somebody may see them, by line. ``locked``: how many are not shown;
    ``withdrawn``: their own that they took back."""

    by_line: dict[int, list[Comment]]
    locked: int
    withdrawn: list[Comment]


def sessions_with_counts() -> QuerySet[Session]:
    """All sessions, newest first, with ``sat`` and ``asked``."""
    return (
        Session.objects.select_related("author")
        .order_by("-pk")
        .annotate(sat=Count("sittings", distinct=True), asked=Count("items", distinct=True))
    )


def items_of(session: Session) -> list[Item]:
    """The items of a session, in order, with what they ask."""
    return list(session.items.select_related("problem_version__problem"))


def sittings(reader: User) -> QuerySet[Sitting]:
    """All sittings, with what every page says of them to an interviewer: ``filed``, whether theirs is in."""
    return Sitting.objects.select_related("session", "author").annotate(filed=_filed_by(reader))


def _filed_by(rater: User) -> Exists:
    return Exists(Scorecard.objects.filter(sitting=OuterRef("pk"), author=rater))


def has_filed(sitting: Sitting) -> bool:
    """Whether the scorecard of who reads the sitting is in."""
    return bool(sitting.filed)  # type: ignore[attr-defined] # annotated


def entry_of(submission: Submission, candidate: User) -> Entry | None:
    """Where in a sitting of theirs the candidate made it; None for anything else."""
    rows = Entry.objects.filter(submission=submission, sitting__author=candidate)
    return rows.select_related("sitting", "item").first()


def parts_of(sitting: Sitting) -> list[Part]:
    """The items of a sitting with what was done, in a fixed number of queries."""
    works = {work.item_id: work for work in sitting.works.all()}
    verdicts = Prefetch("submission__verdicts", queryset=Verdict.objects.order_by("-attempt"))
    entries = list(
        sitting.entries.select_related("submission__problem_version__problem", "submission__author")
        .prefetch_related(verdicts)
        .order_by("-submission_id")
    )
    return [_part(item, works.get(item.pk), entries) for item in items_of(sitting.session)]


def _part(item: Item, work: Work | None, entries: Iterable[Entry]) -> Part:
    mine = [entry.submission for entry in entries if entry.item_id == item.pk]
    runs = [row for row in mine if row.purpose == Submission.Purpose.RUN]
    return Part(item, work, [row for row in mine if row.purpose != Submission.Purpose.RUN], runs)


def find_sittings(user: User, filters: Filters) -> QuerySet[Sitting]:
    """The ended sittings that pass all filters, the oldest first: who waits longest is reviewed first."""
    rows = sittings(user).filter(ended_at__isnull=False).order_by("ended_at", "pk")
    rows = rows.prefetch_related(Prefetch("entries", _best()))
    rows = rows.annotate(
        raters=Count("scorecards__author", distinct=True),
        flagged=Exists(_rejected()) | Exists(_alike()),
    )
    if filters.session:
        rows = rows.filter(session_id=filters.session)
    if filters.problem or filters.verdict:
        rows = rows.filter(Exists(_entries_with(filters)))
    if filters.flagged:
        rows = rows.filter(flagged=True)
    if filters.mine:
        rows = rows.filter(_filed_by(user) if filters.mine == "filed" else ~_filed_by(user))
    return rows


def _best() -> QuerySet[Entry]:
    """Of each item of each sitting the submission with the best verdict, of equals the first, without
    its code. The queue shows these, and is narrowed to these."""
    rivals = Entry.objects.filter(
        sitting=OuterRef("sitting"), item=OuterRef("item"), submission__purpose=Submission.Purpose.CANDIDATE
    )
    counted = rivals.exclude(submission__code="").annotate(says_nothing=Q(submission__code__in=UNCOUNTED))
    best = counted.order_by("says_nothing", F("submission__score").desc(nulls_last=True), "submission_id")
    rows = Entry.objects.filter(pk=Subquery(best.values("pk")[:1])).order_by("item__position")
    return rows.select_related("submission").defer("submission__source")


def codes_of(sitting: Sitting) -> list[str]:
    """The verdict of the best submission to each item, on rows of ``find_sittings``."""
    return [entry.submission.code for entry in sitting.entries.all()]


def _entries_with(filters: Filters) -> QuerySet[Entry]:
    """The entries of one sitting that a filter on programs asks for."""
    entries = _best().filter(submission__code=filters.verdict) if filters.verdict else Entry.objects.all()
    if filters.problem:
        entries = entries.filter(submission__problem_version__problem__slug=filters.problem)
    return entries.filter(sitting=OuterRef("pk"))


def _rejected() -> QuerySet[Entry]:
    """Entries of the outer sitting that an audit rejected."""
    return Entry.objects.filter(sitting=OuterRef("pk"), submission__code=VerdictCode.REJECTED.value)


def _alike() -> QuerySet[SimilarityFinding]:
    """Findings of likeness of the outer sitting's programs with somebody else's, without those whose latest
    decision dismisses them."""
    mine = Entry.objects.filter(sitting=OuterRef(OuterRef("pk"))).values("submission")
    rows = SimilarityFinding.objects.filter(Q(later__in=mine) | Q(earlier__in=mine))
    decided = SimilarityDecision.objects.filter(finding=OuterRef("pk")).order_by("-pk")
    rows = rows.annotate(latest=Subquery(decided.values("outcome")[:1]))
    return rows.filter(Q(latest__isnull=True) | Q(latest=SimilarityDecision.Outcome.CONFIRMED))


def neighbours(user: User, filters: Filters, sitting: Sitting) -> tuple[int | None, int | None]:
    """The sittings before and after this one in the queue."""
    numbers = list(find_sittings(user, filters).values_list("pk", flat=True))
    if sitting.pk not in numbers:
        return None, numbers[0] if numbers else None
    at = numbers.index(sitting.pk)
    return (numbers[at - 1] if at else None), (numbers[at + 1] if at + 1 < len(numbers) else None)


def name_of(sitting: Sitting) -> str:
    """What the reader of a sitting may call its candidate now."""
    if sitting.session.blind and not has_filed(sitting):
        return sitting.alias
    return sitting.label or sitting.author.shown_name


def cards_for(user: User, sitting: Sitting) -> Cards:
    """The newest card of each interviewer, as far as the user may see them."""
    newest = newest_cards(sitting)
    mine = newest.pop(user.pk, None)
    if mine is None:
        return Cards(None, [], len(newest))
    return Cards(mine, list(newest.values()), 0)


def newest_cards(sitting: Sitting) -> dict[int, Scorecard]:
    """The card that counts, by interviewer."""
    rows = Scorecard.objects.filter(sitting=sitting).select_related("author").order_by("pk")
    return {row.author_id: row for row in rows}


def history_of(sitting: Sitting) -> QuerySet[Scorecard]:
    """Every filing that the reader of the sitting may see, newest first."""
    rows = Scorecard.objects.filter(sitting=sitting).select_related("author")
    return rows if has_filed(sitting) else rows.none()


def said_of(submission: Submission, sitting: Sitting, user: User) -> Said:
    """What was said of a submission: until the user's scorecard is in, by themselves."""
    rows = list(Comment.objects.filter(submission=submission).select_related("author"))
    said = [row for row in rows if row.withdrawn_at is None]
    shown = [row for row in said if has_filed(sitting) or row.author_id == user.pk]
    by_line: dict[int, list[Comment]] = {}
    for comment in shown:
        by_line.setdefault(comment.line, []).append(comment)
    withdrawn = [row for row in rows if row.withdrawn_at is not None and row.author_id == user.pk]
    return Said(by_line, len(said) - len(shown), withdrawn)


def note_of(user: User, sitting: Sitting) -> str:
    """The user's private note, "" when there is none."""
    found = PrivateNote.objects.filter(sitting=sitting, author=user).first()
    return found.text if found else ""


def sittings_of(candidate: User) -> QuerySet[Sitting]:
    """The candidate's own, newest first."""
    return Sitting.objects.filter(author=candidate).select_related("session", "author")


def latest_entries(sitting: Sitting) -> list[Entry]:
    """The newest Runs and submissions of a sitting, for who looks on."""
    verdicts = Prefetch("submission__verdicts", queryset=Verdict.objects.order_by("-attempt"))
    rows = sitting.entries.select_related("item", "submission__problem_version__problem")
    return list(rows.prefetch_related(verdicts).order_by("-submission_id")[: limits.LATEST])
