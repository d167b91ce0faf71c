"""What an attack may have left behind or changed: containers, processes, volumes, files, rows.

It only looks, from the host, with the host's own rights.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import docker

from tests.site_process import Site

UIDS = range(20_000, 60_000)  # of candidates' processes
WAITING = "waiting"  # the label of a container that has no job yet
SLACK = 2
CONTAINER = re.compile(r"[0-9a-f]{64}")
SYSTEM_FILES = ("/etc/passwd", "/etc/shadow", "/etc/hosts", "/proc/sys/kernel/core_pattern")


@dataclass(frozen=True, slots=True)
class Host:
    """Files by their hash, and Docker's volumes and networks."""

    files: dict[str, str]
    volumes: frozenset[str]
    networks: frozenset[str]


def host(folders: Iterable[Path]) -> Host:
    """The host as it is now: the files in these folders and some of the system's own."""
    paths = [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]
    paths += [Path(name) for name in SYSTEM_FILES]
    with closing(docker.APIClient()) as api:
        volumes = api.volumes()["Volumes"] or []
        networks = api.networks()
    return Host(
        files={str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths},
        volumes=frozenset(volume["Name"] for volume in volumes),
        networks=frozenset(network["Name"] for network in networks),
    )


def containers(site: Site) -> dict[str, bool]:
    """The site's containers: id -> whether it was made before there was a job for it. Such a one keeps the
    label when it gets its job, so their number tells whether they are removed afterwards."""
    with closing(docker.APIClient()) as api:
        found = api.containers(all=True, filters={"label": site.label})
    return {one["Id"]: one["Labels"].get("tuneroom.job") == WAITING for one in found}


def left(site: Site, waiting: int) -> list[str]:
    """Containers of the site that are kept for nothing, and candidates' processes outside of any container
    that may have one. So many ``waiting`` ones are normal, and a few more while the next are made."""
    mine = containers(site)
    idle = {number for number, made_before in mine.items() if made_before}
    with closing(docker.APIClient()) as api:
        allowed = {one["Id"] for one in api.containers(all=True)} - set(mine) | idle
    found = [f"container {number[:12]}" for number in set(mine) - idle]
    found += [f"{len(idle) - waiting} more waiting containers"] if len(idle) > waiting + SLACK else []
    return found + [f"process {pid}" for pid, container in _candidates() if container not in allowed]


def _candidates() -> list[tuple[int, str]]:
    """Every process of a candidate's user: (pid, id of its container, "" outside of any)."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            try:
                owner = folder.stat().st_uid
                status = (folder / "status").read_text()
                group = CONTAINER.search((folder / "cgroup").read_text())
            except OSError:
                continue  # it has ended
            uid = int(status.partition("Uid:")[2].split()[0])
            if owner in UIDS or uid in UIDS:
                found.append((int(folder.name), group[0] if group else ""))
    return found


@dataclass(frozen=True, slots=True)
class Ledger:
    """The database's own check, and every submission with its verdicts as one line."""

    check: str
    submissions: dict[int, str]
    verdicts: int


ROWS = """
    SELECT s.id, s.author_id, s.state, s.source, s.attempt, s.failures, v.id, v.code, v.score, v.output
    FROM judge_submission s LEFT JOIN judge_verdict v ON v.submission_id = s.id ORDER BY s.id, v.id
"""


def ledger(site: Site) -> Ledger:
    """The submissions as they are now."""
    ((check,),) = site.rows("PRAGMA quick_check")
    ((verdicts,),) = site.rows("SELECT count(*) FROM judge_verdict")
    lines: dict[int, str] = {}
    for number, *row in site.rows(ROWS):
        lines[number] = hashlib.sha256((lines.get(number, "") + repr(row)).encode()).hexdigest()
    return Ledger(str(check), lines, int(verdicts))


def changed(before: Ledger, after: Ledger, number: int) -> list[str]:
    """What is wrong with the rows after the submission ``number`` got its one verdict."""
    wrong = [] if after.check == "ok" else [f"the database says {after.check}"]
    others = {key: line for key, line in after.submissions.items() if key != number}
    if others != {key: line for key, line in before.submissions.items() if key != number}:
        wrong.append("other submissions were changed")
    if after.verdicts != before.verdicts + 1:
        wrong.append(f"{after.verdicts - before.verdicts} verdicts instead of one")
    return wrong
