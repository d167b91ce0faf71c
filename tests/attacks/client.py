"""A candidate's browser without the browser: signs in, sends code in, asks what became of it.

Everything goes over HTTP with a session and a CSRF token, as from the pages of the site.
"""

from __future__ import annotations

import json
import time
from pathlib import Path

import requests

from tests.attacks.reading import Body, Seen

POLL_SECONDS = 0.1
HTTP_SECONDS = 30.0
SOURCE_SECTION = '<div class="body source">'


class Client:
    """One signed-in account of a site. Not for several threads at once: each makes its own."""

    def __init__(self, url: str, username: str, password: str) -> None:
        self.url = url
        self.http = requests.Session()
        # A connection that is kept open may be closed by the server just when it is used again.
        self.http.headers.update({"Accept-Language": "en", "Connection": "close"})
        login = f"{url}/accounts/login/"
        self.http.get(login, timeout=HTTP_SECONDS).raise_for_status()
        answer = self.http.post(
            login,
            data={"login": username, "password": password, "csrfmiddlewaretoken": self.token},
            timeout=HTTP_SECONDS,
        )
        assert "sessionid" in self.http.cookies, f"{username} could not sign in ({answer.status_code})"

    @property
    def token(self) -> str:
        """The CSRF token of the session."""
        return str(self.http.cookies["csrftoken"])

    def post(self, path: str, body: object = None) -> requests.Response:
        """Post JSON to the API; the answer may be a refusal."""
        headers = {"X-CSRFToken": self.token}
        return self.http.post(f"{self.url}/api/v1/{path}", json=body, headers=headers, timeout=HTTP_SECONDS)

    def try_submit(self, slug: str, source: str) -> requests.Response:
        """Send code in; the answer may be a refusal."""
        return self.post("submissions/", {"problem": slug, "source": source})

    def submit(self, slug: str, source: str) -> int:
        """Send code in; return the submission's number."""
        answer = self.try_submit(slug, source)
        assert answer.status_code == 201, answer.text
        return int(answer.json()["id"])

    def read(self, number: int) -> Body:
        """The submission as the API tells of it."""
        answer = self.http.get(f"{self.url}/api/v1/submissions/{number}/", timeout=HTTP_SECONDS)
        assert answer.status_code == 200, answer.text
        body: Body = answer.json()
        return body

    def wait(self, number: int, seconds: float) -> Body:
        """Wait for the verdict; the last state when it does not come within ``seconds``."""
        deadline = time.monotonic() + seconds
        while (body := self.read(number))["state"] != "done" and time.monotonic() < deadline:
            time.sleep(POLL_SECONDS)
        return body

    def cancel(self, number: int) -> requests.Response:
        """Ask to stop judging."""
        return self.post(f"submissions/{number}/cancel/")

    def get(self, path: str) -> requests.Response:
        """Get a page."""
        return self.http.get(f"{self.url}/{path}", timeout=HTTP_SECONDS)

    def seen(self, body: Body) -> Seen:
        """Everything that this account sees of a submission but the code that it sent in itself."""
        number = body["id"]
        page, section, _ = self.get(f"submissions/{number}/").text.partition(SOURCE_SECTION)
        assert section, "the page has no section with the code"
        curve = self.get(f"submissions/{number}/curve.csv")
        answer = {key: value for key, value in body.items() if key != "source"}
        return Seen(
            answer=json.dumps(answer, ensure_ascii=False),
            pages=page + self.get(f"submissions/{number}/status/").text,
            form=self.get(f"problems/{body['problem']}/?from={number}").text,
            curve=curve.text if curve.status_code == 200 else "",
        )


def passwords(home: Path) -> dict[str, str]:
    """The demo accounts of the site with this state folder: name -> password."""
    rows = json.loads((home / "secrets" / "demo_accounts.json").read_text(encoding="utf-8"))
    return {row["username"]: row["password"] for row in rows}
