"""Every page, in both languages, both themes, on a wide screen and a phone's: accessible, no request to
another host, nothing that the content policy refuses, nothing that sticks out."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Dialog, Page

from tests.site_process import NGRAM, SOLUTIONS, Site

pytestmark = [pytest.mark.browser, pytest.mark.docker, pytest.mark.slow, pytest.mark.timeout(900)]

OPEN_EVERYTHING = "document.querySelectorAll('main details').forEach(part => { part.open = true })"
STICKS_OUT = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
PAGES = [
    "/",
    "/questions/",
    "/questions/?q=微调",
    "/questions/what-is-a-language-model/",
    "/problems/",
    f"/problems/{NGRAM}/",
    "/submissions/",
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/change/",
]


@pytest.fixture(scope="module")
def verdict_page(site: Site) -> str:
    """The address of a finished submission."""
    return f"/submissions/{site.submit(SOLUTIONS / 'document_bugs.py', '--wait')['submission']}/"


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
    account = json.loads((site.home / "secrets" / "demo_accounts.json").read_text())[-1]
    page = context.new_page()
    page.goto(f"{site.url}/accounts/login/")
    page.fill("[name=login]", account["username"])
    page.fill("[name=password]", account["password"])
    page.click("main button[type=submit]")
    page.wait_for_url(f"{site.url}/")
    page.close()
    yield context
    context.close()


@pytest.fixture
def visitor(browser: Browser) -> Iterator[BrowserContext]:
    """Somebody who is not signed in."""
    context = browser.new_context(reduced_motion="reduce")
    yield context
    context.close()


def faults_of(page: Page, site: Site, path: str, width: int) -> list[str]:
    """Everything that is wrong with a page at a width, in words."""
    faults: list[str] = []
    page.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
    page.on("request", lambda asked: faults.append(asked.url) if not asked.url.startswith(site.url) else None)
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{site.url}{path}", wait_until="networkidle")
    page.evaluate(OPEN_EVERYTHING)
    if (beyond := page.evaluate(STICKS_OUT)) > 0:
        faults.append(f"sticks out by {beyond} px")
    violations = Axe().run(page).response["violations"]
    faults += [f"axe: {found['id']}: {found['nodes'][0]['html']}" for found in violations]
    return [f"{path} at {width}: {fault}" for fault in faults]


def test_pages_have_no_fault_in_any_language_theme_and_width(
    admin: BrowserContext, site: Site, verdict_page: str
) -> None:
    faults = []
    for path in [*PAGES[:7], verdict_page, PAGES[-1]]:
        for width in (1280, 360):
            page = admin.new_page()
            faults += faults_of(page, site, path, width)
            page.close()
    assert faults == []


def test_visitors_pages_have_no_fault(visitor: BrowserContext, site: Site) -> None:
    faults = []
    for path in [*PAGES[:6], *PAGES[7:9]]:
        page = visitor.new_page()
        faults += faults_of(page, site, path, 360)
        page.close()
    assert faults == []


def test_pages_weigh_what_they_may(visitor: BrowserContext, site: Site) -> None:
    assert [weight(visitor, site, "/") < 200_000, weight(visitor, site, f"/problems/{NGRAM}/") < 450_000] == [
        True,
        True,
    ]


def weight(context: BrowserContext, site: Site, path: str) -> int:
    """Bytes that came over the wire for a first visit."""
    page, sizes = context.new_page(), []
    page.on("requestfinished", lambda asked: sizes.append(asked.sizes()["responseBodySize"]))
    page.goto(f"{site.url}{path}", wait_until="networkidle")
    page.close()
    return sum(sizes)


def test_draft_survives_a_reload_and_reset_brings_the_starter_back(
    visitor: BrowserContext, site: Site
) -> None:
    page = visitor.new_page()
    page.on("dialog", lambda question: question.accept())
    page.goto(f"{site.url}/problems/{NGRAM}/")
    starter = page.input_value("[name=source]")
    page.click(".cm-content")
    page.keyboard.press("Control+End")
    page.keyboard.type("# my draft")
    page.reload()
    kept = page.input_value("[name=source]")
    page.click("button[type=reset]")

    assert [kept, page.input_value("[name=source]")] == [f"{starter}# my draft", starter]


def sign_in(page: Page, site: Site, role: str, path: str) -> None:
    """Sign in as the demo account of a role and come out at ``path``."""
    accounts = json.loads((site.home / "secrets" / "demo_accounts.json").read_text())
    (account,) = [account for account in accounts if account["role"] == role]
    page.goto(f"{site.url}/accounts/login/?next={path}")
    page.fill("[name=login]", account["username"])
    page.fill("[name=password]", account["password"])
    page.click("main button[type=submit]")
    page.wait_for_url(f"{site.url}{path}")


def write_at_the_end(page: Page, text: str) -> None:
    page.click(".cm-content")
    page.keyboard.press("Control+End")
    page.keyboard.type(text)


def test_visitors_draft_is_theirs_after_signing_in(visitor: BrowserContext, site: Site) -> None:
    page, path = visitor.new_page(), f"/problems/{NGRAM}/"
    page.goto(f"{site.url}{path}")
    write_at_the_end(page, "# before signing in")
    written = page.input_value("[name=source]")
    sign_in(page, site, "author", path)

    assert page.input_value("[name=source]") == written
    assert page.evaluate(f"localStorage.getItem('draft:visitor:{NGRAM}')") is None


def test_submit_again_asks_before_it_replaces_a_draft(
    visitor: BrowserContext, site: Site, verdict_page: str
) -> None:
    page, path = visitor.new_page(), f"/problems/{NGRAM}/"
    sign_in(page, site, "admin", path)
    write_at_the_end(page, "# my draft")
    mine = page.input_value("[name=source]")
    seen = []
    for answer in ("Keep my draft", "Replace"):
        page.goto(f"{site.url}{verdict_page}")
        page.click("text=Submit again")
        page.wait_for_url(f"{site.url}{path}")
        offered = page.input_value("[name=source]")
        page.click(f"[data-earlier-bar] >> text={answer} >> nth=-1")
        page.reload()
        seen.append((offered, page.input_value("[name=source]"), page.locator("[data-earlier-bar]").count()))

    submitted = (SOLUTIONS / "document_bugs.py").read_text()
    assert seen == [(mine, mine, 0), (mine, submitted, 0)]


def test_submission_opened_without_a_draft_stays_after_edits_and_a_reload(
    visitor: BrowserContext, site: Site, verdict_page: str
) -> None:
    page = visitor.new_page()
    sign_in(page, site, "admin", "/")
    page.goto(f"{site.url}{verdict_page}")
    page.click("text=Submit again")
    write_at_the_end(page, "# more")
    page.reload()

    assert page.input_value("[name=source]") == (SOLUTIONS / "document_bugs.py").read_text() + "# more"


def test_file_asks_before_it_replaces_what_was_written(visitor: BrowserContext, site: Site) -> None:
    page, asked = visitor.new_page(), []

    def refuse(question: Dialog) -> None:
        asked.append(question.message)
        question.dismiss()

    page.on("dialog", refuse)
    page.goto(f"{site.url}/problems/{NGRAM}/")
    page.set_input_files("[name=file]", SOLUTIONS / "empty.py")
    page.wait_for_function("document.querySelector('[name=source]').value.length < 200")
    opened = page.input_value("[name=source]")
    page.set_input_files("[name=file]", SOLUTIONS / "reference.py")
    page.wait_for_function("document.querySelector('[name=file]').value === ''")

    assert (asked, page.input_value("[name=source]")) == (["Replace your code with this file?"], opened)


def test_text_put_in_at_once_breaks_no_policy(page: Page, site: Site) -> None:
    code = (SOLUTIONS / "reference.py").read_text()
    page.goto(f"{site.url}/problems/{NGRAM}/")
    page.fill(".cm-content", code)
    once = page.input_value("[name=source]")
    page.click(".cm-content")
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(code)

    assert (once, page.input_value("[name=source]")) == (code, code)


def test_key_is_hinted_at_only_on_the_next_closed_part(visitor: BrowserContext, site: Site) -> None:
    page = visitor.new_page()
    page.goto(f"{site.url}/questions/what-is-a-language-model/")
    hints = page.locator("details[data-reveal] summary kbd")
    before = [hints.nth(place).is_visible() for place in range(2)]
    page.keyboard.press("Space")

    assert [before, [hints.nth(place).is_visible() for place in range(2)]] == [[True, False], [False, True]]


def test_keys_reveal_and_move(visitor: BrowserContext, site: Site) -> None:
    page = visitor.new_page()
    page.goto(f"{site.url}/questions/what-is-a-language-model/")
    page.keyboard.press("Space")
    revealed = page.locator("details[data-reveal][open]").count()
    following = page.locator("a[rel=next]").get_attribute("href")
    page.keyboard.press("j")
    page.wait_for_url(f"**{following}")
    page.keyboard.press("k")
    page.wait_for_url("**/questions/what-is-a-language-model/")

    assert revealed == 1


def test_theme_switch_is_remembered_by_the_server(visitor: BrowserContext, site: Site) -> None:
    page = visitor.new_page()
    page.goto(site.url)
    page.click("[data-theme-switch]")
    page.click("[data-theme-switch]")

    assert 'data-theme="dark"' in page.request.get(site.url).text()
