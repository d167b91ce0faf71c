"""The site's API as calls. What fails becomes a ``Failed`` with words for a person."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests

from tuneroom_client.language import both
from tuneroom_client.settings import Settings

SECONDS = 30.0
TRIES = 4
WAIT = 1.0
POLL = 1.0
LONGEST_WAIT = 60.0
"""Seconds that a site may ask to wait for; who sits there would take a longer silence for a hang."""
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
        found = self._json(self._send("GET", f"{self._base}/study/problems/"))
        return [one["problem"] for one in found]

    def problem(self, slug: str) -> Body:
        """One problem, whole."""
        return self._call("GET", f"problems/{slug}/")

    def kit(self, slug: str) -> bytes:
        """The zip to work with."""
        absent = both(f"没有编程题“{slug}”。", f"There is no problem “{slug}”.")
        return self._send("GET", f"{self._base}/problems/{slug}/kit/", absent=absent).content

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
        return self._call("POST", f"submissions/{number}/cancel/", absent=_no_submission(number))

    def follow(self, what: str, number: int) -> Iterator[Body]:
        """Each state of ``what`` (submissions or runs) as it is, once a second, to the last."""
        after = ""
        while True:
            path = f"{what}/{number}/events/{after}"
            event = self._call("GET", path, absent=_no_submission(number))
            yield event
            if event["done"]:
                return
            after = "" if event["after"] is None else f"?after={event['after']}"
            time.sleep(POLL)

    def _pages(self, path: str) -> Iterator[Body]:
        answer = self._call("GET", path)
        yield from answer["results"]
        while answer["next"]:  # as the site calls itself, which need not be what this machine calls it
            answer = self._call("GET", f"{path}?{urlsplit(answer['next']).query}")
            yield from answer["results"]

    def _call(
        self,
        method: str,
        path: str,
        body: Body | None = None,
        headers: dict[str, str] | None = None,
        absent: str = "",
    ) -> Body:
        answer: Body = self._json(self._send(method, f"{self._base}/{path}", body, headers, absent))
        return answer

    def _send(
        self,
        method: str,
        url: str,
        body: Body | None = None,
        headers: dict[str, str] | None = None,
        absent: str = "",
    ) -> requests.Response:
        """Send; again after a while where the connection broke, or the site is busy or away for a moment.
        ``absent`` says what is not there, where the site has nothing at the address."""
        for attempt in range(1, TRIES + 1):
            try:
                answer = self._http.request(
                    method, url, json=body, headers=headers, timeout=SECONDS, allow_redirects=False
                )
            except requests.RequestException as error:
                if attempt == TRIES:
                    raise Failed(_unreached(error, self._url)) from error
                time.sleep(WAIT * attempt)
                continue
            if answer.status_code not in {429, 502, 503} or attempt == TRIES:
                break
            time.sleep(_wait(answer, WAIT * attempt))
        if answer.is_redirect:  # what is posted would be asked for there, and the token sent along
            raise Failed(_elsewhere(answer, self._url))
        if answer.status_code == requests.codes.not_found and absent:
            raise Failed(absent)
        if answer.status_code >= requests.codes.bad_request:
            raise Failed(_words(answer, self._url))
        return answer

    def _json(self, answer: requests.Response) -> Any:
        """What the site says, if it is one of ours."""
        try:
            return answer.json()
        except ValueError as error:
            words = both(f"{self._url} 不是微调考场的地址。", f"{self._url} is no address of a Tuneroom.")
            raise Failed(words) from error


def _wait(answer: requests.Response, usual: float) -> float:
    """How long the site asks to wait; a proxy may say until when, and then it is as long as usual."""
    told = answer.headers.get("Retry-After", "")
    return min(float(told), LONGEST_WAIT) if told.isdecimal() else usual


def _elsewhere(answer: requests.Response, url: str) -> str:
    place = urljoin(answer.url, answer.headers["Location"])
    root = place.partition("/api/")[0] if "/api/" in place else place
    return both(
        f"{url} 转到了 {place}。请运行：tuneroom login --url {root}",
        f"{url} leads to {place}. Sign in there: tuneroom login --url {root}",
    )


def _no_submission(number: int) -> str:
    return both(f"没有提交 #{number}。", f"There is no submission #{number}.")


def _unreached(error: requests.RequestException, url: str) -> str:
    if isinstance(error, requests.exceptions.SSLError) and "CERTIFICATE_VERIFY_FAILED" in str(error):
        return both(f"{url} 的证书无法验证。", f"The certificate of {url} cannot be verified.")
    if isinstance(error, requests.exceptions.SSLError) and "WRONG_VERSION_NUMBER" in str(error):
        return both(
            f"无法与 {url} 建立安全连接：地址是否应以 http:// 开头？",
            f"There is no secure connection to {url}: should it begin with http://?",
        )
    return both(
        f"连不上 {url}：请检查地址，以及站点是否在运行。",
        f"{url} cannot be reached: see whether the address is right and the site runs.",
    )


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
