"""A real Chromium, installed from the system's packages where it is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.looking import sign_in
from tests.site_process import Site

Open = Callable[[], Page]
Browse = Callable[..., BrowserContext]


@pytest.fixture(autouse=True)
def complaints() -> Iterator[list[str]]:
    """Every error that any browser of the test reports, a breach of the content security policy too: the test
    fails by it, unless it expects it and takes it out."""
    found: list[str] = []
    yield found
    assert found == []


@pytest.fixture
def browse(browser: Browser, complaints: list[str]) -> Iterator[Browse]:
    """Opens browsers of different people, every page of which is watched."""
    contexts = []

    def opened(**options: Any) -> BrowserContext:
        context = browser.new_context(**options)
        contexts.append(context)
        context.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
        context.on("weberror", lambda thrown: complaints.append(str(thrown.error)))
        return context

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def context(browse: Browse, browser_context_args: dict[str, Any]) -> BrowserContext:
    """That of the fixture ``page``."""
    return browse(**browser_context_args)


@pytest.fixture(params=["zh-hans", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=["light", "dark"])
def theme(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def admin(browse: Browse, site: Site, language: str, theme: str) -> BrowserContext:
    """The demo admin, signed in, without a preference but language and theme."""
    context = browse(reduced_motion="reduce")
    context.add_cookies([
        {"name": "django_language", "value": language, "url": site.url},
        {"name": "theme", "value": theme, "url": site.url},
    ])  # fmt: skip
    page = context.new_page()
    sign_in(page, site, "admin", "/")
    page.close()
    return context


@pytest.fixture
def visitor(browse: Browse) -> BrowserContext:
    """Somebody who is not signed in."""
    return browse(reduced_motion="reduce")


@pytest.fixture(params=[("en", 1280), ("zh-hans", 360)], ids=["english desk", "chinese phone"])
def window(request: pytest.FixtureRequest, browse: Browse, site: Site) -> Open:
    """Opens browsers of different people, in one language and on one kind of screen."""
    language, width = request.param

    def opened() -> Page:
        context = browse(viewport={"width": width, "height": 900}, base_url=site.url, reduced_motion="reduce")
        context.add_cookies([{"name": "django_language", "value": language, "url": site.url}])
        page = context.new_page()
        page.on("dialog", lambda question: question.accept())
        return page

    return opened
