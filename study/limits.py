"""Numbers of study that are choices, in one place."""

from __future__ import annotations

from datetime import timedelta

DAILY_GOAL = 20
NEW_PER_DAY = 10
RETENTION = 0.9
RETENTION_LOW, RETENTION_HIGH = 0.7, 0.97
MOST_A_DAY = 1000

REVEAL_LASTS = timedelta(hours=1)
"""How long a revealed answer waits for its rating; afterwards the question is asked again."""

LONGEST_REVIEW = timedelta(hours=1)
"""A card on the screen for longer was left there; its duration counts as this."""

MATURE_DAYS = 21
"""A card with this stability is called known well, as Anki does."""

FIT_FROM = 100
"""Reviews from which the parameters of FSRS are fitted to a learner."""

FIT_EVERY = 50
"""Reviews after which they are fitted anew."""

ATTEMPT_CHARACTERS = 20_000
NOTE_CHARACTERS = 50_000
REPORT_CHARACTERS = 4_000
REPORTS_A_DAY = 30
PER_PAGE = 30
FORECAST_DAYS = 14
HEAT_WEEKS = 26
