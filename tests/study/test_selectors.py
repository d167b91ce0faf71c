"""What comes next, what counts as today, and whose rows are read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from accounts.models import User
from study import collecting, selectors, services
from study.models import Learner, Rating
from study.selectors import Scope
from tests.conftest import MakeUser
from tests.questions.conftest import MakeQuestion
from tests.study.conftest import NOON, ReviewAt


def test_due_cards_come_before_new_questions_and_the_longest_due_first(
    learner: Learner, make_question: MakeQuestion, review_at: ReviewAt
) -> None:
    late, early, new = (make_question(slug) for slug in ("late", "early", "new"))
    review_at(late, NOON)
    review_at(early, NOON - timedelta(hours=1))
    order = []
    now = NOON + timedelta(hours=1)
    for _ in range(3):
        question = selectors.next_question(learner, Scope(), now)
        order.append(question)
        if question:
            review_at(question, now, Rating.EASY)
    assert order == [early, late, new]
    assert selectors.next_question(learner, Scope(), now) is None


def test_new_questions_end_with_the_days_limit_and_go_on_tomorrow(
    learner: Learner, make_question: MakeQuestion, review_at: ReviewAt
) -> None:
    learner.new_per_day = 1
    review_at(make_question("one", position=1), NOON, Rating.EASY)
    second = make_question("two", position=2)
    after = [selectors.next_question(learner, Scope(), NOON + timedelta(hours=hours)) for hours in (1, 13)]
    assert after == [None, second]


def test_scope_narrows_to_a_topic_and_to_bookmarks(
    user: User, learner: Learner, make_question: MakeQuestion, review_at: ReviewAt
) -> None:
    first, other, marked = make_question("a"), make_question("b", "second"), make_question("c")
    collecting.set_bookmark(user, marked, True)
    scopes = [Scope(), Scope(topic="second"), Scope(bookmarked=True), Scope("second", bookmarked=True)]
    before = [selectors.next_question(learner, scope, NOON) for scope in scopes]
    for question in (first, other, marked):
        review_at(question, NOON)
    later = NOON + timedelta(minutes=11)
    due = [
        list(selectors.due_cards(learner, scope, later).values_list("question__slug", flat=True))
        for scope in scopes
    ]
    assert before == [first, other, marked, None]
    assert due == [["a", "b", "c"], ["b"], ["c"], []]


def test_scope_ahead_takes_what_is_due_by_the_end_of_the_day(
    learner: Learner, make_question: MakeQuestion, review_at: ReviewAt
) -> None:
    review_at(make_question(), NOON)  # due in ten minutes
    found = [selectors.due_cards(learner, Scope(ahead=ahead), NOON).count() for ahead in (False, True)]
    assert found == [0, 1]


def test_scope_is_kept_in_addresses() -> None:
    scopes = [Scope(), Scope("a b"), Scope("x", bookmarked=True, ahead=True)]
    assert [scope.query for scope in scopes] == ["", "?topic=a+b", "?topic=x&bookmarked=1&ahead=1"]
    assert Scope("x").ahead_query == "?topic=x&ahead=1"


def test_retired_questions_never_come_up(
    learner: Learner, make_question: MakeQuestion, review_at: ReviewAt
) -> None:
    question = make_question()
    review_at(question, NOON)
    make_question("new", retired=True)
    question.retired = True
    question.save()
    assert selectors.next_question(learner, Scope(), NOON + timedelta(days=1)) is None


def test_others_cards_and_reviews_are_not_read(
    make_user: MakeUser, make_question: MakeQuestion, review_at: ReviewAt
) -> None:
    question = make_question()
    review_at(question, NOON)
    other = services.saved(selectors.learner_of(make_user(username="other")))
    now = NOON + timedelta(days=1)
    lines = selectors.topic_lines(other, now)
    today = selectors.today_of(other, lines, NOON)
    assert [selectors.next_question(other, Scope(), now), selectors.card_of(other.author, question)] == [
        question,
        None,
    ]
    assert [(line.due, line.new) for line in lines] == [(0, 1)]
    assert [today.done, selectors.reviews_of(other.author).count()] == [0, 0]
    assert selectors.last_review(other.author) is None


@pytest.mark.parametrize(
    ("zone", "start"),
    [
        ("UTC", datetime(2026, 3, 10, 0, 0, tzinfo=UTC)),
        ("Pacific/Auckland", datetime(2026, 3, 10, 11, 0, tzinfo=UTC)),
        ("America/Los_Angeles", datetime(2026, 3, 10, 7, 0, tzinfo=UTC)),
        ("Asia/Shanghai", datetime(2026, 3, 9, 16, 0, tzinfo=UTC)),
    ],
)
def test_day_begins_at_midnight_where_the_learner_lives(learner: Learner, zone: str, start: datetime) -> None:
    learner.time_zone = zone
    assert selectors.day_of(learner, NOON)[0] == start


def test_day_on_which_clocks_change_has_23_hours(learner: Learner) -> None:
    learner.time_zone = "Europe/Berlin"
    start, end = selectors.day_of(learner, datetime(2026, 3, 29, 12, 0, tzinfo=UTC))
    assert end.astimezone(UTC) - start.astimezone(UTC) == timedelta(hours=23)


def test_topic_tree_counts_each_question_once(
    learner: Learner, make_question: MakeQuestion, review_at: ReviewAt
) -> None:
    for slug in ("due", "learning", "young"):
        make_question(slug)
    make_question("other", "second")
    questions = {line.slug: line for line in selectors.shown_questions()}
    review_at(questions["due"], NOON - timedelta(hours=1))
    review_at(questions["learning"], NOON)
    review_at(questions["young"], NOON, Rating.EASY)
    (line, second) = selectors.topic_lines(learner, NOON)
    counts = [line.due, line.later, line.new, line.learning, line.young, line.mature, line.total]
    assert counts == [1, 1, 0, 2, 1, 0, 3]
    assert [second.new, second.total] == [1, 1]


def test_today_sums_the_tree_and_bounds_new_questions_by_the_limit(
    learner: Learner, make_question: MakeQuestion, review_at: ReviewAt
) -> None:
    learner.new_per_day = 2
    for slug in "abcd":
        make_question(slug)
    review_at(selectors.shown_questions()[0], NOON)
    today = selectors.today_of(learner, selectors.topic_lines(learner, NOON), NOON)
    assert [today.due, today.later, today.new, today.done, today.goal] == [0, 1, 1, 1, 20]


def test_learner_who_has_not_begun_is_not_stored(user: User) -> None:
    learner = selectors.learner_of(user, "Asia/Tokyo")
    assert [learner.pk, learner.time_zone, services.saved(learner).time_zone] == [
        None,
        "Asia/Tokyo",
        "Asia/Tokyo",
    ]
