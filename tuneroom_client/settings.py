"""Which site, and the token for it: kept in one file that its owner alone may read."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

URL, TOKEN = "TUNEROOM_URL", "TUNEROOM_TOKEN"
DEFAULT_URL = "http://127.0.0.1:8000"


@dataclass(frozen=True, slots=True)
class Settings:
    """``url`` without a slash at its end; ``token`` is "" before ``tuneroom login``; ``language`` is the one
    that was asked for there, or ""."""

    url: str = DEFAULT_URL
    token: str = ""
    language: str = ""


def place() -> Path:
    """The file: below ``XDG_CONFIG_HOME``, or ``~/.config``."""
    base = os.environ.get("XDG_CONFIG_HOME") or str(Path.home() / ".config")
    return Path(base) / "tuneroom" / "client.json"


def read() -> Settings:
    """What the variables say, then what the file says."""
    try:
        kept = Settings(**json.loads(place().read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        kept = Settings()
    url = os.environ.get(URL) or kept.url
    return Settings(url.rstrip("/"), os.environ.get(TOKEN) or kept.token, kept.language)


def write(settings: Settings) -> None:
    """Keep them; the file is never readable by others, not even for a moment."""
    file = place()
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = file.with_suffix(".part")
    beside.unlink(missing_ok=True)
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        json.dump(asdict(settings), stream)
    beside.replace(file)
