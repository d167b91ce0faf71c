"""Lists follow what is unfinished by themselves."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.looking import Held, faults_here, sign_in
from tests.site_process import NGRAM, Site

pytestmark = [pytest.mark.browser, pytest.mark.docker, pytest.mark.slow, pytest.mark.timeout(600)]

PLACES = {"/": "#events-live", "/submissions/": "#listed", f"/problems/{NGRAM}/": "#mine-live"}


def test_lists_show_a_verdict_when_it_is_there(visitor: BrowserContext, site: Site) -> None:
    sign_in(visitor.new_page(), site, "admin", "/")
    held, pages = Held(site), {}
    for path, place in PLACES.items():
        pages[path] = page = visitor.new_page()
        page.goto(f"{site.url}{path}")
        line = page.locator(place).locator("li, tr").filter(has=page.locator(f"a[href='{held.path}']"))
        expect(line.locator(".outcome.now")).to_be_visible()
        line.locator("a").focus()
    queued = pages["/"].locator(f"#queue-live a[href='{held.path}']")
    expect(queued).to_be_visible()
    held.finish()
    for path, place in PLACES.items():
        page = pages[path]
        line = page.locator(place).locator("li, tr").filter(has=page.locator(f"a[href='{held.path}']"))
        expect(line.locator(".outcome:not(.now)")).to_be_visible(timeout=15_000)
        expect(line.locator("a")).to_be_focused()
        assert faults_here(page) == []
    expect(queued).to_have_count(0)
