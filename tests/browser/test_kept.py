"""What is typed outlives the page that it was typed on."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.looking import fill_in_account, follow, sign_in
from tests.site_process import Site

pytestmark = [pytest.mark.browser, pytest.mark.docker, pytest.mark.slow, pytest.mark.timeout(900)]


def test_an_answer_half_written_survives_links_errors_and_signing_in_again(
    visitor: BrowserContext, site: Site, complaints: list[str]
) -> None:
    page = visitor.new_page()
    sign_in(page, site, "candidate", "/study/")
    page.goto(f"{site.url}/study/session/")
    card = page.url
    page.fill("[name=attempt]", "half an answer")
    page.goto(f"{site.url}/study/")
    page.goto(card)
    expect(page.locator("[name=attempt]")).to_have_value("half an answer")
    page.fill("[name=attempt]", "a whole answer")
    visitor.clear_cookies(name="sessionid")
    follow(page, "form[action*='/reveal/'] button[type=submit]")
    fill_in_account(page, site, "candidate")
    expect(page).to_have_url(card)
    expect(page.locator("[name=attempt]")).to_have_value("a whole answer")
    failed = visitor.request.get(f"{site.url}/nowhere/")
    page.route("**/reveal/**", lambda asked: asked.fulfill(response=failed))
    follow(page, "form[action*='/reveal/'] button[type=submit]")
    expect(page.locator(".error-page")).to_be_visible()
    complaints.clear()  # of the error
    page.unroute("**/reveal/**")
    follow(page, ".error-page a")
    page.goto(card)
    expect(page.locator("[name=attempt]")).to_have_value("a whole answer")
    follow(page, "form[action*='/reveal/'] button[type=submit]")
    expect(page.locator("main")).to_contain_text("a whole answer")
    assert page.evaluate("Object.keys(sessionStorage).filter((name) => name.startsWith('kept')).length") == 0
