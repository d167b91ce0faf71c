"""The site's API as calls. What fails becomes a ``Failed`` with words for a person."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from typing import Any

import requests

from tuneroom_client.language import both
from tuneroom_client.settings import Settings

SECONDS = 30.0
TRIES = 4
WAIT = 1.0
POLL = 1.0
Body = dict[str, Any]


class Failed(Exception):
    """The site refused, or cannot be reached; the message says why and what to do."""


class Site:
    """One site, as one account."""

    def __init__(self, settings: Settings, language: str = "en") -> None:
        self._base = f"{settings.url}/api/v1"
        self._url = settings.url
        self._http = requests.Session()
        self._http.headers["Accept-Language"] = language
        if settings.token:
            self._http.headers["Authorization"] = f"Bearer {settings.token}"

    def problems(self) -> list[Body]:
        """All problems."""
        return list(self._pages("problems/"))

    def suggested(self) -> list[Body]:
        """The problems to try next."""
        return [one["problem"] for one in self._send("GET", f"{self._base}/study/problems/").json()]

    def problem(self, slug: str) -> Body:
        """One problem, whole."""
        return self._call("GET", f"problems/{slug}/")

    def kit(self, slug: str) -> bytes:
        """The zip to work with."""
        return self._send("GET", f"{self._base}/problems/{slug}/kit/").content

    def submissions(self) -> list[Body]:
        """One page of one's own submissions: enough to see that the token works."""
        found: list[Body] = self._call("GET", "submissions/?page_size=1")["results"]
        return found

    def submit(self, slug: str, source: str) -> Body:
        """Send code in, once, however often the connection breaks."""
        key = {"Idempotency-Key": uuid.uuid4().hex}
        return self._call("POST", "submissions/", {"problem": slug, "source": source}, key)

    def run(self, slug: str, source: str, typed: str) -> Body:
        """Run code on public samples. Sent again, it stops the one before: only the last counts."""
        return self._call("POST", "runs/", {"problem": slug, "source": source, "typed": typed})

    def cancel(self, number: int) -> Body:
        """Stop judging a submission."""
        return self._call("POST", f"submissions/{number}/cancel/")

    def follow(self, what: str, number: int) -> Iterator[Body]:
        """Each state of ``what`` (submissions or runs) as it is, once a second, to the last."""
        after = ""
        while True:
            event = self._call("GET", f"{what}/{number}/events/{after}")
            yield event
            if event["done"]:
                return
            after = "" if event["after"] is None else f"?after={event['after']}"
            time.sleep(POLL)

    def _pages(self, path: str) -> Iterator[Body]:
        answer = self._call("GET", path)
        yield from answer["results"]
        while answer["next"]:
            answer = self._send("GET", answer["next"]).json()
            yield from answer["results"]

    def _call(
        self, method: str, path: str, body: Body | None = None, headers: dict[str, str] | None = None
    ) -> Body:
        answer: Body = self._send(method, f"{self._base}/{path}", body, headers).json()
        return answer

    def _send(
        self, method: str, url: str, body: Body | None = None, headers: dict[str, str] | None = None
    ) -> requests.Response:
        """Send; again after a while where the connection broke, or the site is busy or away for a moment."""
        for attempt in range(1, TRIES + 1):
            try:
                answer = self._http.request(method, url, json=body, headers=headers, timeout=SECONDS)
            except requests.RequestException as error:
                if attempt == TRIES:
                    raise Failed(
                        both(f"连不上 {self._url}：", f"{self._url} cannot be reached: ") + str(error)
                    ) from error
                time.sleep(WAIT * attempt)
                continue
            if answer.status_code not in {429, 502, 503} or attempt == TRIES:
                break
            time.sleep(float(answer.headers.get("Retry-After") or WAIT * attempt))
        if answer.status_code >= requests.codes.bad_request:
            raise Failed(_words(answer, self._url))
        return answer


def _words(answer: requests.Response, url: str) -> str:
    """What the site says of a refusal."""
    try:
        detail = str(answer.json()["detail"])
    except (ValueError, KeyError, TypeError):
        detail = both(f"{url} 的回答是 {answer.status_code}", f"{url} answered {answer.status_code}")
    if answer.status_code == requests.codes.unauthorized:
        page = f"{url}/accounts/tokens/"
        advice = both(f"请在 {page} 创建令牌，然后运行：", f"Make a token at {page}, then: ")
        return f"{detail} {advice}tuneroom login --url {url}"
    if answer.status_code == requests.codes.not_found:
        return f"{detail} {answer.url}"
    return detail
