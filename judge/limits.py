"""Every number that bounds judging itself, named, in one place. Seconds unless said otherwise."""

from typing import Final

RETRY_DELAYS: Final = (2.0, 10.0, 60.0)
"""How long a submission waits after the first, second and third infrastructure fault of its own."""

MAX_RETRIES: Final = len(RETRY_DELAYS)
"""How often a submission is put back after our own fault before it becomes a judge error."""

FREE_ATTEMPTS: Final = 20
"""From this attempt on a submission is counted as failed even where the machine was found unfit: it may be
what makes it so."""

STORE_AGAIN: Final = 1.0
"""How soon a verdict that the database did not take is offered again."""

STORE_SECONDS: Final = 600.0
"""How long it is offered."""

HAND_BACK_AFTER: Final = 3.0
"""How long a worker that stops waits for its jobs to end before it hands back their submissions."""

CANCEL_AFTER: Final = 10.0
"""How long a cancel waits for the job to end before the submission is closed all the same."""

REFERENCES_EVERY: Final = 30.0
"""How often references are looked for that nobody has made yet."""

FIT_EVERY: Final = 60.0
"""How often learners are looked for whose schedules are due to be fitted."""

HINT_AGAIN_AFTER: Final = 60.0
"""A queued row announced longer ago is announced again: its message may be lost."""

HINTS_AT_ONCE: Final = 20
"""Queued rows announced again in one round: the oldest, so that a long queue floods nothing."""

RUN_LOOK: Final = 0.1
"""How often a worker looks for a Run: its lane has no queue of messages."""

RUN_SLOTS: Final = 2
"""Runs that a worker does at once, beside what it judges."""

RUNS_AT_ONCE: Final = 10
RUNS_WITHIN: Final = 60.0
"""A candidate may start so many Runs within so many seconds."""

TYPED_BYTES: Final = 4096
"""Of what is typed for a Run."""

KITS_PER_MINUTE: Final = 20
"""That one account, or one visitor's address, may download: a kit may hold a whole model."""

DRAFT_EVERY: Final = 0.5
"""A draft is not saved more often; the editor waits longer by itself."""

DRAFT_BYTES: Final = 256 * 1024
"""Of a draft: more than any kind takes as a program."""

LEASE_POLL: Final = 0.5
"""How often a worker renews its lease and looks whether to stop."""

WORKER_BEAT: Final = 3.0
"""How often a worker shows that it lives."""

WORKER_LOOK: Final = 1.0
"""How soon a worker that was found unfit looks again whether it can judge."""

WORKER_SILENT_AFTER: Final = 15.0
"""A worker unseen for longer counts as gone."""

WORKER_FORGOTTEN_AFTER: Final = 3600.0
"""A worker unseen for longer is taken out of the table."""

OUTPUT_SHOWN: Final = 16_384
"""Characters of a candidate's own output that are kept."""

METRICS_AFTER: Final = 5.0
"""Verdicts younger than this are not in the metrics yet."""

SWEEP_EVERY: Final = 60.0
"""How often containers that outlived their deadline are looked for."""

CURVE_POINTS: Final = 2_000
"""Points of a reported curve that are kept; of more, an evenly thinned set."""

CURVE_SERIES: Final = 12
"""Different scalars of a curve that are kept."""

CURVE_STRANDS: Final = 16
"""Different sets of scalars that are thinned apart from each other."""

CURVE_NAME: Final = 40
"""Characters of a scalar's name that are kept."""

CURVE_EVERY: Final = 1.0
"""A growing curve is stored at most this often."""

CURVE_ROWS: Final = 100
"""Rows of a curve's table on the page; the file to download has all points that are kept."""

REJUDGE_EVERY: Final = 1.0
"""How often dry runs of rejudges are queued."""

REJUDGED_AT_ONCE: Final = 1
"""Dry runs of rejudges that are queued or judged in one lane: whoever submits waits behind no more of
them."""

REJUDGE_MOST: Final = 10_000
"""Submissions of one rejudge."""

REASON_CHARACTERS: Final = 2_000
"""Of the reason for a rejudge."""

COMPARE_EVERY: Final = 5.0
"""How often submissions are looked for that are judged and not compared with others yet."""

COMPARED_AT_ONCE: Final = 20
"""Submissions that one such round compares."""

FINDINGS_EACH: Final = 10
"""People to whose submissions one is found to be like, at most: the most alike."""

REGIONS_KEPT: Final = 100
"""Regions of a finding that are kept: the longest."""

DECISION_CHARACTERS: Final = 2_000
"""Of the note to a decision."""

BOARD_PAGE: Final = 50
"""Lines of a leaderboard on one page."""

SIBLINGS: Final = 100
"""Submissions that a comparison offers to choose from, the newest."""

NUMBER_DIGITS: Final = 18
"""Digits of a submission's number that a database can hold."""
