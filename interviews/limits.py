"""Every limit of interviews, in one place."""

from __future__ import annotations

MOST_MINUTES = 14 * 24 * 60
"""A take-home may last two weeks."""

MOST_EXTRA_MINUTES = 24 * 60
"""Beyond the session's time, for one candidate."""

GIVEN_MINUTES = 10
"""What an interviewer adds at a time while somebody sits."""

MOST_ITEMS = 20
MOST_CRITERIA = 12
ANCHORS = 4
"""Points of a rubric's scale: 1 to 4, each with its anchor."""

INVITATION_DAYS = 14
MOST_INVITATION_DAYS = 90

GRACE_SECONDS = 10.0
"""What was on its way when the bell rang is still taken."""

WORK_BYTES = 256 * 1024
"""One answer, as UTF-8."""

SNAPSHOTS = 2000
"""Of one answer; what is written later is kept as it stands last."""

SNAPSHOT_EVERY = 5.0
"""Seconds; what stood for less than that since the last snapshot is none, unless it was pasted. Once half
of the snapshots are taken, the wait doubles with every eighth of them: they last for hours of writing."""

COMMENT_CHARACTERS = 4000
NOTE_CHARACTERS = 20_000
SUMMARY_CHARACTERS = 8000
PER_PAGE = 30
LATEST = 10
"""Runs and submissions that somebody who looks on is shown."""
