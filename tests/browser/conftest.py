"""A real Chromium, installed from the system's packages where it is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.looking import sign_in
from tests.site_process import Site

Open = Callable[[], Page]


@pytest.fixture(autouse=True)
def no_complaints(page: Page) -> Iterator[None]:
    """Fail on any error that the browser reports, a breach of the content security policy too."""
    complaints: list[str] = []
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield
    assert complaints == []


@pytest.fixture(params=["zh-hans", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=["light", "dark"])
def theme(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def admin(browser: Browser, site: Site, language: str, theme: str) -> Iterator[BrowserContext]:
    """The demo admin, signed in, without a preference but language and theme."""
    context = browser.new_context(reduced_motion="reduce")
    context.add_cookies([
        {"name": "django_language", "value": language, "url": site.url},
        {"name": "theme", "value": theme, "url": site.url},
    ])  # fmt: skip
    page = context.new_page()
    sign_in(page, site, "admin", "/")
    page.close()
    yield context
    context.close()


@pytest.fixture
def visitor(browser: Browser) -> Iterator[BrowserContext]:
    """Somebody who is not signed in."""
    context = browser.new_context(reduced_motion="reduce")
    yield context
    context.close()


@pytest.fixture(params=[("en", 1280), ("zh-hans", 360)], ids=["english desk", "chinese phone"])
def window(request: pytest.FixtureRequest, browser: Browser, site: Site) -> Iterator[Open]:
    """Opens browsers of different people, none of which may have anything to complain about."""
    language, width = request.param
    complaints: list[str] = []
    contexts = []

    def opened() -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, base_url=site.url, reduced_motion="reduce"
        )
        contexts.append(context)
        context.add_cookies([{"name": "django_language", "value": language, "url": site.url}])
        page = context.new_page()
        page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda question: question.accept())
        return page

    yield opened
    assert complaints == []
    for context in contexts:
        context.close()
