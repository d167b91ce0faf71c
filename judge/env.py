"""The environment variables that configure an installation, validated once at start.

Every name starts with ``TUNEROOM_``. An unknown name or a bad value stops the process with a
message that names it: a typo must not become a default.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from ipaddress import ip_network
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent
PREFIX = "TUNEROOM_"


class Env(BaseSettings):
    """One field, one variable: ``home`` is ``TUNEROOM_HOME``."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True)

    home: Path = Field(ROOT / "var", description="state folder: database, secrets, data, logs")
    debug: bool = Field(False, description="Django's debug pages; never in production")
    development: bool = Field(True, description="demo accounts and plain-http cookies")
    host: str = Field("127.0.0.1", description="address that the web server binds")
    port: int = Field(8000, ge=1, le=65535, description="port that the web server binds")
    server: Literal["wsgi", "asgi"] = Field("wsgi", description="asgi: pages are told of changes at once")
    allowed_hosts: str = Field("127.0.0.1,localhost,[::1]", description="comma-separated host names")
    proxies: str = Field(
        "127.0.0.1,::1",
        description="comma-separated addresses of https proxies, whose word on https and on visitors counts",
    )
    database_url: str = Field("", description="sqlite:///PATH or postgres://...; default is SQLite in home")
    broker_url: str = Field("", description="a Celery broker URL; default is a folder in home")
    problems: str = Field("", description="comma-separated problems to load; default is all")
    problem_folders: str = Field("", description="comma-separated folders with problem packages of your own")
    lanes: str = Field("cpu", description="comma-separated queues that this machine's worker serves")
    slots: int = Field(
        max(1, (os.cpu_count() or 2) // 2),
        ge=1,
        le=64,
        description="submissions judged at once on this machine",
    )
    sandbox: str = Field("docker", description="name of the sandbox backend (entry point)")
    docker_host: str = Field("", description="Docker engine to use; default is the local socket")
    sandbox_runtime: str = Field(
        "", description="OCI runtime of the engine, such as runsc; default is the engine's"
    )
    metrics_token: str = Field("", description="who has it may read /metrics; without, only admins may")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    api_calls_per_minute: int = Field(600, ge=1, description="calls of the API that an account may make")
    active_submissions: int = Field(3, ge=1, description="unfinished submissions a candidate may have")
    submissions_per_hour: int = Field(60, ge=1, description="submissions a candidate may send in an hour")
    lease_seconds: float = Field(20.0, ge=1, description="how long a worker holds a submission unseen")
    reap_seconds: float = Field(5.0, ge=0.5, description="how often lost submissions are looked for")

    @field_validator("proxies")
    @classmethod
    def refuse_what_is_no_address(cls, proxies: str) -> str:
        """Each is an address, or a network such as 10.0.0.0/8."""
        for one in proxies.split(","):
            ip_network(one)
        return proxies

    @model_validator(mode="after")
    def refuse_unknown_names(self) -> Env:
        """Stop on a variable with our prefix that nothing reads."""
        known = {PREFIX + name.upper() for name in type(self).model_fields}
        unknown = sorted(n for n in os.environ if n.startswith(PREFIX) and n.upper() not in known)
        if unknown:
            raise ValueError(f"unknown settings {', '.join(unknown)}; known: {', '.join(sorted(known))}")
        return self


def explain(fault: Mapping[str, Any]) -> str:
    """One of pydantic's faults as a sentence that names the variable."""
    names = [PREFIX + str(part).upper() for part in fault["loc"]]
    return ": ".join([*names, str(fault["msg"]).removeprefix("Value error, ")])


def secret(home: Path, name: str) -> bytes:
    """Return this installation's 32-byte secret ``name``, drawing it on first use (mode 0600)."""
    path = home / "secrets" / name
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return bytes.fromhex(path.read_text())
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_hex(32))
    return bytes.fromhex(path.read_text())
