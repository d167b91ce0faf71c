"""A site as a server with many users has it, on PostgreSQL and ASGI: pages are told of changes at once."""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looking import sign_in
from tests.postgresql import postgresql
from tests.site_process import NGRAM, SOLUTIONS, Site

pytestmark = [pytest.mark.browser, pytest.mark.docker, pytest.mark.slow, pytest.mark.timeout(900)]

OWN_PACE = 5.0  # seconds after which a page that is told of changes asks by itself


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with postgresql() as url:
        more = {"TUNEROOM_SERVER": "asgi", "TUNEROOM_DATABASE_URL": url}
        with Site(tmp_path_factory.mktemp("server"), more=more) as site:
            site.start()
            site.wait_until_ready()
            yield site
            assert site.stop() == 0
            assert site.processes() == []


def test_a_submission_is_followed_by_events(server: Site, page: Page) -> None:
    streams, asked = [], []
    page.on("response", lambda one: streams.append(one) if one.url.endswith("/stream/") else None)
    page.on("request", lambda one: asked.append(time.monotonic()) if "/status/" in one.url else None)
    sign_in(page, server, "candidate", f"/problems/{NGRAM}/")
    page.set_input_files("input[name=file]", str(SOLUTIONS / "reference.py"))
    page.get_by_role("button", name="Submit", exact=True).click()
    expect(page.locator("#submission")).to_contain_text("Accepted", timeout=180_000)

    (stream,) = streams
    assert stream.status == 200
    assert stream.headers["content-type"].startswith("text/event-stream")
    between = [later - earlier for earlier, later in pairwise(asked)]
    assert min(between) < OWN_PACE / 2
    assert page.locator("[data-stream]").count() == 0


def test_a_stream_is_for_who_may_see_the_submission(server: Site, page: Page) -> None:
    assert page.request.get(f"{server.url}/submissions/1/stream/").status == 401
    sign_in(page, server, "candidate", "/")
    assert page.request.get(f"{server.url}/submissions/1/stream/").status == 404


def test_search_finds_chinese_on_postgresql(server: Site, page: Page) -> None:
    page.goto(f"{server.url}/search/?q=微调")
    expect(page.locator("main mark").first).to_have_text("微调")
