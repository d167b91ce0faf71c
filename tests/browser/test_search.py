"""The search as it is typed: with an input method, and when somebody comes back to it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.site_process import Site

pytestmark = [pytest.mark.browser, pytest.mark.docker, pytest.mark.slow, pytest.mark.timeout(600)]

SEARCHES = ["/search/", "/questions/"]
LONG_AFTER_MS = 600  # the search asks 250 ms after a change


def queries_of(page: Page) -> list[str]:
    """Fills with the address of every search that the page asks for from here on."""
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url) if one.headers.get("hx-request") else None)
    return asked


@pytest.mark.parametrize("path", SEARCHES)
def test_nothing_is_asked_before_an_input_method_is_done(
    visitor: BrowserContext, site: Site, path: str
) -> None:
    page = visitor.new_page()
    page.goto(f"{site.url}{path}")
    asked, keyboard = queries_of(page), visitor.new_cdp_session(page)
    page.focus("#q")
    page.keyboard.type("a")
    keyboard.send("Input.imeSetComposition", {"text": "weitiao", "selectionStart": 7, "selectionEnd": 7})
    page.wait_for_timeout(LONG_AFTER_MS)
    assert asked == []
    keyboard.send("Input.insertText", {"text": "微调"})
    expect(page.locator("#results [data-said]")).to_contain_text("a微调")
    expect(page.locator("#announcements")).to_contain_text("a微调")
    assert len(asked) == 1


@pytest.mark.parametrize("path", SEARCHES)
def test_who_comes_back_finds_the_search_as_it_was(visitor: BrowserContext, site: Site, path: str) -> None:
    page = visitor.new_page()
    page.goto(f"{site.url}/problems/")
    page.goto(f"{site.url}{path}")
    page.focus("#q")
    for part in ("微调", " SFT"):
        with page.expect_response(lambda answer: "q=" in answer.url):
            page.keyboard.insert_text(part)
    expect(page.locator("#results [data-said]")).to_contain_text("微调 SFT")
    found = page.locator("#results .entry-title")
    titles = found.all_inner_texts()
    assert titles != []
    expect(page).to_have_url(re.compile("q="))
    found.first.click()
    page.wait_for_url(lambda url: "q=" not in url)  # a click does not wait for the page it leads to
    page.go_back()
    expect(page.locator("#q")).to_have_value("微调 SFT")
    assert found.all_inner_texts() == titles

    page.evaluate("location.hash = 'main'")
    page.go_back()  # within the page: it comes whole, from the server
    for name in ("theme", "keys"):
        expect(page.locator(f"[data-{name}-switch]")).to_be_visible()
    page.click("[data-theme-switch]")
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
    page.go_back()
    page.wait_for_url(f"{site.url}/problems/")  # no pause in typing is a page to go back to
