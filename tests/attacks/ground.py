"""What the range stands on: its problem packages, the secrets planted around it, its site's settings."""

from __future__ import annotations

import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from tests.attacks.programs import PACKAGES, RANGE, TUNING
from tests.site_process import ROOT, Site

BROKEN = "attack-range-broken"  # the range once more, for what the judge itself gets wrong
SHIPPED_TUNING = ROOT / "questions" / "problems" / "review-sentiment"
PER_HOUR, ACTIVE = 200, 4
WORD = "tuneroom-canary-3f0c9b7e21d84a6588f1d2b7a4c6e905"  # what attacks look for: see searches_every_file.py
DAMAGE = """
    UPDATE judge_reference SET per_example = ? WHERE problem_version_id IN (
        SELECT v.id FROM questions_problemversion v
        JOIN questions_problem p ON p.id = v.problem_id WHERE p.slug = ?)
"""


def plant(home: Path) -> None:
    """Write the packages of the range, and a secret into a file of the host."""
    packages = home / "packages"
    shutil.copytree(SHIPPED_TUNING, packages / TUNING)
    shutil.copytree(PACKAGES, packages, dirs_exist_ok=True)
    shutil.copytree(packages / RANGE, packages / BROKEN)
    toml = packages / BROKEN / "problem.toml"
    toml.write_text(re.sub("^canary.*\n", "", toml.read_text(), flags=re.MULTILINE))
    (home / "planted").mkdir()
    (home / "planted" / "secret.txt").write_text(WORD)


def settings(home: Path) -> dict[str, str]:
    """Environment variables of the site; one of them is a secret that no program may find."""
    return {
        "TUNEROOM_PROBLEM_FOLDERS": str(home / "packages"),
        "TUNEROOM_PROBLEMS": f"{RANGE},{TUNING},{BROKEN}",
        "TUNEROOM_SUBMISSIONS_PER_HOUR": str(PER_HOUR),
        "TUNEROOM_ACTIVE_SUBMISSIONS": str(ACTIVE),
        "TUNEROOM_SLOTS": "2",
        "ATTACK_CANARY": WORD,
    }


def secrets_of(site: Site) -> dict[str, str]:
    """What nobody may see of a site that has started, by its name."""
    folder = site.home / "secrets"
    found = {name: (folder / name).read_text().strip() for name in ("installation", "django")}
    return found | {"the planted word": WORD, "the state folder": str(site.home)}


def damage_reference(site: Site, slug: str) -> None:
    """Spoil what the judge keeps of a problem's reference run."""
    with closing(sqlite3.connect(site.home / "tuneroom.sqlite3", timeout=20)) as database, database:
        database.execute(DAMAGE, (b"garbage", slug))
