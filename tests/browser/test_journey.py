"""A candidate's whole way in a real browser, with the real judge: sign up, study, write, run, submit,
compare, cancel; in both languages, at a desk and on a phone. No text is looked for but what the judge says.
"""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Browse
from tests.browser.looking import follow
from tests.site_process import FUNCTION, FUNCTION_SOLUTIONS, NGRAM, SOLUTIONS, Site

pytestmark = [pytest.mark.browser, pytest.mark.docker, pytest.mark.slow, pytest.mark.timeout(900)]

JUDGED_WITHIN_MS = 120_000
CARDS = 5


WINDOWS = {"english desk": ("en", 1280), "chinese phone": ("zh-hans", 360)}
MORE_WINDOWS = {"english phone": ("en", 360), "chinese desk": ("zh-hans", 1280)}


@pytest.fixture(params=WINDOWS.values(), ids=WINDOWS)
def newcomer(
    request: pytest.FixtureRequest, browse: Browse, site: Site, complaints: list[str]
) -> Iterator[Page]:
    """Somebody new, whose browser asks no other host for anything."""
    language, width = request.param
    context = browse(viewport={"width": width, "height": 900}, base_url=site.url, reduced_motion="reduce")
    context.add_cookies([{"name": "django_language", "value": language, "url": site.url}])
    page = context.new_page()
    page.on("request", lambda asked: None if asked.url.startswith(site.url) else complaints.append(asked.url))
    page.on("dialog", lambda question: question.accept())
    yield page
    assert page.locator("html").get_attribute("lang") == language


def sign_up(page: Page) -> None:
    page.goto("/accounts/signup/")
    page.fill("[name=username]", f"newcomer-{uuid4().hex[:8]}")
    password = uuid4().hex
    page.fill("[name=password1]", password)
    page.fill("[name=password2]", password)
    page.click("main form button[type=submit]")
    expect(page.locator(".account")).to_be_visible()


def study(page: Page) -> None:
    """Answer, reveal by the button, rate by the key; undo the last and rate it again."""
    for number in range(CARDS):
        page.goto("/study/session/")
        page.fill("[name=attempt]", f"attempt {number}")
        page.click("form[action*='/reveal/'] button[type=submit]")
        expect(page.locator("main")).to_contain_text(f"attempt {number}")
        rate(page)
    with page.expect_navigation():
        page.keyboard.press("u")
    expect(page.locator("main")).to_contain_text(f"attempt {CARDS - 1}")
    rate(page)
    page.goto("/study/history/")
    expect(page.locator("main")).to_contain_text("attempt 0")


def rate(page: Page) -> None:
    with page.expect_navigation():
        page.keyboard.press("3")


def write(page: Page, solution: str) -> None:
    """Bring a file into the editor."""
    page.goto(f"/problems/{NGRAM}/")
    source = (SOLUTIONS / solution).read_text(encoding="utf-8")
    page.set_input_files("[data-editor-file]", SOLUTIONS / solution)
    expect(page.locator("[name=source]")).to_have_value(source)


def run(page: Page) -> None:
    """Run by the key in the editor, with input of one's own."""
    page.click("[data-drawer] > summary")
    page.fill("[name=typed]", "n = 2\nwe tune small models\n? tune\n")
    page.focus(".cm-content")
    page.keyboard.press("Control+'")
    expect(page.locator("#run .outcome.good").first).to_be_visible(timeout=JUDGED_WITHIN_MS)
    expect(page.locator("#run")).to_contain_text("predict(('tune',)) -> 'small'")


def submit(page: Page) -> str:
    """Submit by the button; return the number."""
    follow(page, "#desk button.main[type=submit]")
    return page.url.rstrip("/").rsplit("/", 1)[-1]


@pytest.mark.parametrize(
    "newcomer", (WINDOWS | MORE_WINDOWS).values(), ids=WINDOWS | MORE_WINDOWS, indirect=True
)
def test_the_whole_way(newcomer: Page, site: Site) -> None:
    page = newcomer
    sign_up(page)
    study(page)
    write(page, "witten_bell.py")
    run(page)
    first = submit(page)
    expect(page.locator("#submission .verdict")).to_be_visible(timeout=JUDGED_WITHIN_MS)
    write(page, "add_k.py")
    second = submit(page)
    expect(page.locator("#submission .verdict")).to_be_visible(timeout=JUDGED_WITHIN_MS)

    page.click("form[action$='/compare/'] button[type=submit]")
    page.wait_for_url(f"**/submissions/{second}/compare/{first}/")
    expect(page.locator("h1")).to_contain_text(f"#{first}")
    expect(page.locator("main")).to_contain_text("class NGramModel:")

    write(page, "never_returns.py")
    submit(page)
    page.click("#cancel")
    expect(page.locator("#submission .verdict")).to_be_visible(timeout=JUDGED_WITHIN_MS)
    verdicts = site.rows(
        "SELECT v.code FROM judge_verdict v JOIN judge_submission s ON s.id = v.submission_id "
        "WHERE s.purpose = 'candidate' "
        "AND s.author_id = (SELECT author_id FROM judge_submission WHERE id = ?) ORDER BY s.id",
        int(first),
    )
    assert [code for (code,) in verdicts[1:]] == ["wrong_answer", "cancelled"]


def test_the_whole_way_without_javascript(browse: Browse, site: Site) -> None:
    page = browse(java_script_enabled=False, base_url=site.url).new_page()
    sign_up(page)
    page.goto("/study/session/")
    page.fill("[name=attempt]", "my attempt")
    page.click("form[action*='/reveal/'] button[type=submit]")
    expect(page.locator("main")).to_contain_text("my attempt")
    page.click(".rating.r3")
    page.goto("/study/history/")
    expect(page.locator("main")).to_contain_text("my attempt")

    source = (FUNCTION_SOLUTIONS / "reference.py").read_text(encoding="utf-8")
    page.goto(f"/problems/{FUNCTION}/")
    page.fill("textarea[name=source]", source)
    page.click("[data-drawer] > summary")
    page.click("[data-run]")
    page.wait_for_url("**/runs/*/")  # from here on the page loads itself anew
    expect(page.locator("#run .case.good").first).to_be_visible(timeout=JUDGED_WITHIN_MS)
    page.get_by_role("link", name="Back to this code").click()
    assert page.input_value("textarea[name=source]").strip() == source.strip()
    page.click("#desk button.main[type=submit]")
    page.wait_for_url("**/submissions/*/")
    expect(page.locator("#submission .verdict.good")).to_be_visible(timeout=JUDGED_WITHIN_MS)


def test_hints_and_the_explanation_leave_what_was_written(newcomer: Page) -> None:
    page = newcomer
    sign_up(page)
    write(page, "empty.py")
    written = page.input_value("[name=source]")
    page.click("#hints button")
    expect(page.locator("#hints details")).to_have_count(1)
    page.click("#explained summary")
    page.click("#explained button")
    expect(page.locator("#explanation")).to_be_visible()
    page.reload()
    expect(page.locator("#hints details")).to_have_count(1)
    assert page.input_value("[name=source]") == written


def test_what_was_written_is_found_on_another_device(newcomer: Page, browse: Browse, site: Site) -> None:
    page = newcomer
    sign_up(page)
    with page.expect_response("**/draft/") as saved:
        write(page, "empty.py")
    assert saved.value.status == 200
    written = page.input_value("[name=source]")
    other = browse(base_url=site.url, storage_state={"cookies": page.context.cookies(), "origins": []})
    elsewhere = other.new_page()
    elsewhere.goto(f"/problems/{NGRAM}/")
    assert elsewhere.input_value("[name=source]") == written
    with elsewhere.expect_response("**/draft/") as saved:
        elsewhere.click(".cm-content")
        elsewhere.keyboard.type("# from elsewhere\n")
    assert saved.value.status == 200
    page.click(".cm-content")
    page.keyboard.press("Control+End")
    page.keyboard.type("# from here")
    page.click("[data-other-bar] [data-take]", timeout=20_000)
    expect(page.locator("[name=source]")).to_have_value(elsewhere.input_value("[name=source]"))
