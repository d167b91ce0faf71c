"""Every page, in both languages, both themes, on a wide screen and a phone's: accessible, no request to
another host, nothing that the content policy refuses, nothing that sticks out."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, Dialog, FilePayload, Page, expect

from tests.browser.looking import Held, faults_here, faults_of, sign_in, weight
from tests.site_process import FUNCTION, FUNCTION_SOLUTIONS, NGRAM, SOLUTIONS, Site

pytestmark = [pytest.mark.browser, pytest.mark.docker, pytest.mark.slow, pytest.mark.timeout(900)]

JUDGED_WITHIN_MS = 60_000
OPEN = [
    "/",
    "/questions/",
    "/questions/?q=微调",
    "/questions/what-is-a-language-model/",
    "/search/?q=微调",
    "/problems/",
    f"/problems/{NGRAM}/",
    f"/problems/{FUNCTION}/",
    f"/problems/{NGRAM}/leaderboard/",
    "/api/",
]
CLOSED = [
    "/submissions/",
    "/study/",
    "/study/card/what-is-a-language-model/",
    "/study/due/",
    "/study/history/",
    "/study/bookmarks/",
    "/study/notes/",
    "/study/notes/what-is-a-language-model/",
    "/study/reports/",
    "/study/session/?bookmarked=1",
    "/study/settings/",
    "/similar/",
    "/rejudge/",
    "/rejudge/new/",
    "/authoring/import/",
    "/accounts/leaderboard/",
    "/accounts/tokens/",
    "/accounts/password/change/",
]
GBK: FilePayload = {"name": "gbk.py", "mimeType": "text/x-python", "buffer": "# 中文".encode("gbk")}
ENTRANCES = ["/accounts/login/", "/accounts/signup/"]


@pytest.fixture(scope="module")
def verdict_page(site: Site) -> str:
    """The address of a finished submission."""
    return f"/submissions/{site.submit(SOLUTIONS / 'document_bugs.py', '--wait')['submission']}/"


@pytest.fixture(scope="module")
def comparison(site: Site, verdict_page: str) -> str:
    """The address where it is compared with another."""
    other = site.submit(SOLUTIONS / "empty.py", "--wait")["submission"]
    return f"{verdict_page}compare/{other}/"


@pytest.fixture(scope="module")
def function_pages(site: Site) -> list[str]:
    """The addresses of a finished submission to a function problem, and where it is compared with another."""
    wrong, right = (
        site.submit(FUNCTION_SOLUTIONS / file, "--wait", slug=FUNCTION)["submission"]
        for file in ("scale_held_constant.py", "reference.py")
    )
    return [f"/submissions/{wrong}/", f"/submissions/{wrong}/compare/{right}/"]


@pytest.mark.parametrize(
    ("language", "theme", "width"),
    [("zh-hans", "dark", 320), ("en", "light", 1280)],
    indirect=["language", "theme"],
)
def test_pages_have_no_fault_in_any_language_theme_and_width(
    admin: BrowserContext,
    site: Site,
    verdict_page: str,
    comparison: str,
    function_pages: list[str],
    width: int,
) -> None:
    faults = []
    for path in [*OPEN, *CLOSED, verdict_page, comparison, *function_pages]:
        page = admin.new_page()
        faults += faults_of(page, site, path, width)
        page.close()
    assert faults == []


@pytest.mark.parametrize(
    ("language", "theme", "width", "card"),
    [
        ("zh-hans", "light", 360, "what-is-a-language-model"),
        ("en", "dark", 1280, "what-is-full-parameter-fine-tuning"),
    ],
    indirect=["language", "theme"],
)
def test_pages_that_something_leads_to_have_no_fault(
    admin: BrowserContext, site: Site, width: int, card: str
) -> None:
    faults = faults_of(page := admin.new_page(), site, Held(site).path, width)
    page.goto(f"{site.url}/study/card/{card}/")
    page.click("[data-key=' ']")
    page.wait_for_selector(".ratings")
    faults += faults_here(page)
    for slug in (NGRAM, FUNCTION):
        faults += faults_of_a_run(page, site, slug, width)
    assert faults == []


def faults_of_a_run(page: Page, site: Site, slug: str, width: int) -> list[str]:
    """What is wrong with a Run's own page, and with the drawer once it has the result."""
    page.goto(f"{site.url}/problems/{slug}/")
    page.set_input_files("[data-editor-file]", GBK)
    expect(page.locator("[data-file-fault]")).to_be_visible()
    page.click("[data-run]")
    expect(page.locator("[data-file-fault]")).to_be_hidden()
    asked = page.locator("#run[data-live]").get_attribute("hx-get")
    assert asked is not None
    faults = faults_of(own := page.context.new_page(), site, asked.removesuffix("status/"), width)
    own.close()
    expect(
        page.locator("[data-drawer][open] #run .measures, [data-drawer][open] #run .case")
    ).not_to_have_count(0, timeout=JUDGED_WITHIN_MS)
    return faults + [f"the drawer of {slug} at {width}: {fault}" for fault in faults_here(page)]


def test_pages_of_errors_have_no_fault(visitor: BrowserContext, site: Site, complaints: list[str]) -> None:
    faults = []
    sign_in(page := visitor.new_page(), site, "candidate", "/")
    for path, words in [
        ("/nowhere/", "There is no such page"),
        ("/interviews/sessions/", "You have no access to this page"),
    ]:
        faults += faults_of(page, site, path, 360)
        expect(page.locator("h1")).to_have_text(words)
    assert faults == []
    assert [line.partition("status of ")[2] for line in complaints] == ["404 (Not Found)", "403 (Forbidden)"]
    complaints.clear()


def test_visitors_pages_have_no_fault(visitor: BrowserContext, site: Site) -> None:
    faults = []
    for path in [*OPEN, *ENTRANCES]:
        page = visitor.new_page()
        faults += faults_of(page, site, path, 360)
        page.close()
    assert faults == []


def test_pages_weigh_what_they_may(visitor: BrowserContext, site: Site) -> None:
    assert [weight(visitor, site, "/") < 200_000, weight(visitor, site, f"/problems/{NGRAM}/") < 450_000] == [
        True,
        True,
    ]


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
    reset = page.input_value("[name=source]")
    write_at_the_end(page, "# anew")
    page.click("[data-undo-reset]")
    assert [kept, reset, page.input_value("[name=source]")] == [f"{starter}# my draft", starter, kept]

    page.set_input_files("[data-editor-file]", GBK)
    expect(page.locator("[data-file-fault]")).to_be_visible()
    assert page.input_value("[name=source]") == kept
    page.set_input_files("[data-editor-file]", GBK | {"buffer": "# 中文".encode()})
    expect(page.locator("[data-file-fault]")).to_be_hidden()
    expect(page.locator("[name=source]")).to_have_value("# 中文")
    page.set_input_files("[data-editor-file]", GBK)
    expect(page.locator("[data-file-fault]")).to_be_visible()
    write_at_the_end(page, " ")
    expect(page.locator("[data-file-fault]")).to_be_hidden()


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
    expect(page.locator("[name=source]")).to_have_value(re.compile(r"^.{0,199}$", re.DOTALL))
    opened = page.input_value("[name=source]")
    page.set_input_files("[name=file]", SOLUTIONS / "reference.py")
    expect(page.locator("[name=file]")).to_have_value("")

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
    expect(hints.nth(0)).to_be_visible()
    expect(hints.nth(1)).to_be_hidden()
    page.keyboard.press("Space")
    expect(hints.nth(0)).to_be_hidden()
    expect(hints.nth(1)).to_be_visible()


def test_keys_reveal_and_move(visitor: BrowserContext, site: Site) -> None:
    page = visitor.new_page()
    page.goto(f"{site.url}/questions/what-is-a-language-model/")
    page.keyboard.press("Space")
    expect(page.locator("details[data-reveal][open]")).to_have_count(1)
    following = page.locator("a[rel=next]").get_attribute("href")
    page.keyboard.press("j")
    page.wait_for_url(f"**{following}")
    page.keyboard.press("k")
    page.wait_for_url("**/questions/what-is-a-language-model/")


def test_arrows_scroll_what_has_the_focus_and_turn_no_page(visitor: BrowserContext, site: Site) -> None:
    page = visitor.new_page()
    page.goto(f"{site.url}/questions/what-is-a-language-model/")
    page.evaluate(
        """() => {
            const block = document.createElement("pre");
            block.id = "long";
            block.tabIndex = 0;
            block.textContent = "x".repeat(2000);
            document.querySelector(".question .prose").append(block);
            block.focus();
            const drawn = (then) => requestAnimationFrame(() => requestAnimationFrame(then));
            return new Promise(drawn);  // what was not drawn yet does not scroll by a key
        }"""
    )
    page.keyboard.press("ArrowRight")
    expect(page.locator("#long")).not_to_have_js_property("scrollLeft", 0)
    assert page.url.endswith("/what-is-a-language-model/")


def test_space_closes_the_part_whose_title_has_the_focus(visitor: BrowserContext, site: Site) -> None:
    page = visitor.new_page()
    page.goto(f"{site.url}/questions/what-is-a-language-model/")
    parts = page.locator("details[data-reveal]")
    opened = parts.locator("xpath=self::*[@open]")
    for _ in range(2):
        page.keyboard.press("Space")
    expect(opened).to_have_count(2)
    parts.first.locator("summary").focus()
    page.keyboard.press("Space")
    expect(opened).to_have_count(1)


def test_keys_can_be_turned_off_for_good(visitor: BrowserContext, site: Site) -> None:
    page = visitor.new_page()
    page.goto(f"{site.url}/questions/what-is-a-language-model/")
    page.get_by_role("switch").click()
    page.reload()
    page.locator("h1").click()
    for key in ("j", "/", "Space"):
        page.keyboard.press(key)

    assert page.url.endswith("/what-is-a-language-model/")
    assert page.locator("details[data-reveal][open]").count() == 0
    expect(page.get_by_role("switch")).not_to_be_checked()


def test_theme_switch_is_remembered_by_the_server(visitor: BrowserContext, site: Site) -> None:
    page = visitor.new_page()
    page.goto(site.url)
    page.click("[data-theme-switch]")
    page.click("[data-theme-switch]")

    assert 'data-theme="dark"' in page.request.get(site.url).text()
