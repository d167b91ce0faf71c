"""Requests that no page of the site would send: attacks on the door itself, before anything is judged."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import requests

from tests.attacks.client import Client
from tests.attacks.programs import RANGE, REFERENCE
from tests.attacks.range import DEADLINES, Range

MANY = 100_000_000
SECONDS = 5.0
TOO_MUCH = 256 * 1024 * 1024  # of memory, for a web process


def _bodies() -> Iterator[tuple[str, bytes, str]]:
    """Name, body and content type of each request."""
    text = "application/json"
    ask = {"problem": RANGE}
    yield "empty", b"", text
    yield "no object", b"[1, 2]", text
    yield "no JSON", b"{", text
    yield "not UTF-8", b'{"problem": "\xff"}', text
    yield "deep", b'{"source": ' + b"[" * 100_000, text
    yield "a long number", b'{"source": ' + b"9" * 100_000 + b"}", text
    yield "a list for code", json.dumps(ask | {"source": ["x"]}).encode(), text
    yield "NUL", json.dumps(ask | {"source": "x\0y"}).encode(), text
    yield "half a character", json.dumps(ask | {"source": "\ud800"}).encode(), text
    yield "blank", json.dumps(ask | {"source": " \n"}).encode(), text
    yield "65 KiB", json.dumps(ask | {"source": "#" * 66_000}).encode(), text
    yield "an unknown problem", json.dumps({"problem": "../../etc", "source": "x"}).encode(), text
    yield "a problem that is a table", json.dumps({"problem": {"a": 1}, "source": "x"}).encode(), text
    yield "100 MB", json.dumps(ask | {"source": "#" * MANY}).encode(), text
    yield "100 MB of a form", b"problem=x&source=" + b"a" * MANY, "application/x-www-form-urlencoded"
    yield "many fields", b"&".join(b"a%d=1" % n for n in range(5000)), "application/x-www-form-urlencoded"
    yield "YAML", b"!!python/object/apply:os.system [id]", "application/yaml"
    yield "pickle", b"\x80\x04.", "application/octet-stream"


def knocks_at_the_door(field: Range) -> str:
    """Bodies too large, too deep, of other types or no text: each is refused soon, none is an error."""
    client = field.client("demo-author")
    before = field.site.rows("SELECT count(*) FROM judge_submission")
    wrong = []
    for name, body, kind in _bodies():
        started = time.monotonic()
        status = _post(client, body, kind)
        took = time.monotonic() - started
        if not 400 <= status < 500 or took > SECONDS:
            wrong.append(f"{name}: {status} in {took:.1f} s")
    wrong += [f"a web process has {size >> 20} MiB" for size in _web_memory(field) if size > TOO_MUCH]
    assert not wrong, "; ".join(wrong)
    assert field.site.rows("SELECT count(*) FROM judge_submission") == before
    return f"{len(list(_bodies()))} refused"


def sends_blank_lines(field: Range) -> str:
    """Code that is 60 KB of blank lines: its colours on the page must not cost the web server a minute."""
    source = "x = 1\n" + "\n " * 30_000 + "\n" + REFERENCE.read_text(encoding="utf-8")
    body = field.attacker.wait(field.attacker.submit(RANGE, source), DEADLINES[RANGE])
    started = time.monotonic()
    seen = field.attacker.seen(body)
    took = time.monotonic() - started
    assert body["verdict"]["verdict"] == "accepted", body["verdict"]
    assert took < SECONDS, f"the pages took {took:.1f} s"
    return f"{len(seen.pages)} characters in {took:.1f} s"


def _post(client: Client, body: bytes, kind: str) -> int:
    headers = {"X-CSRFToken": client.token, "Content-Type": kind}
    try:
        answer = client.http.post(f"{client.url}/api/v1/submissions/", data=body, headers=headers, timeout=60)
    except requests.ConnectionError:
        return 413  # hung up before it was read
    return answer.status_code


def _web_memory(field: Range) -> list[int]:
    """The most memory that each web process has had, in bytes."""
    sizes = []
    for pid, command in field.site.running().items():
        if "gunicorn" in command:
            status = Path(f"/proc/{pid}/status").read_text()
            sizes.append(int(status.partition("VmHWM:")[2].split()[0]) * 1024)
    return sizes
