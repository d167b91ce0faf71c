"""The desk of a problem's page: whoever is signed out in the middle of it is told and loses nothing, and it
speaks the language of the page throughout."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import Browse
from tests.browser.looking import faults_here, follow, sign_in
from tests.site_process import NGRAM, Site

pytestmark = [pytest.mark.browser, pytest.mark.docker, pytest.mark.slow, pytest.mark.timeout(900)]

PATH = f"/problems/{NGRAM}/"
SAVED = "Saved"
WAY_OUT = "Escape, then Tab, leaves the editor."
WITH_A_FORMULA = 4  # which hint


@pytest.fixture
def desk(visitor: BrowserContext, site: Site) -> Page:
    """The page of a problem, with somebody signed in."""
    page = visitor.new_page()
    sign_in(page, site, "candidate", PATH)
    return page


def sign_out_elsewhere(page: Page) -> None:
    page.context.clear_cookies(name="sessionid")


def type_at_the_end(page: Page, text: str) -> None:
    page.click(".cm-content")
    page.keyboard.press("Control+End")
    page.keyboard.type(text)


def unauthorised(complaints: list[str]) -> bool:
    """Whether all that the browser complained of is that nobody was signed in; then it is forgotten."""
    found = [*complaints]
    complaints.clear()
    return bool(found) and all("401" in complaint for complaint in found)


@pytest.mark.parametrize(
    "press",
    [
        lambda page: page.click("[data-run]"),
        lambda page: page.click("#hints button"),
        lambda page: (page.click("text=Give up?"), page.click("#explained button")),
    ],
    ids=["run", "hint", "give up"],
)
def test_who_was_signed_out_is_told_by_every_button(desk: Page, complaints: list[str], press: object) -> None:
    before = [desk.locator("#hints").count(), desk.locator("#explained").count()]
    sign_out_elsewhere(desk)
    assert callable(press)
    press(desk)
    note = desk.locator("#failures [data-live-note=signed-out]")
    expect(note).to_contain_text("Nothing that you wrote is lost")
    assert [desk.locator("#hints").count(), desk.locator("#explained").count()] == before
    assert unauthorised(complaints)


def test_a_network_that_is_away_is_said(desk: Page, complaints: list[str]) -> None:
    desk.context.set_offline(True)
    desk.click("#hints button")
    expect(desk.locator("#failures [data-live-note=lost]")).to_be_visible()
    desk.context.set_offline(False)
    desk.click("#hints button")
    expect(desk.locator("#failures [data-live-note=lost]")).to_be_hidden()
    complaints.clear()


def test_draft_is_saved_and_code_runs_after_signing_in_again_elsewhere(
    desk: Page, site: Site, complaints: list[str]
) -> None:
    note = desk.locator("[data-draft-note]")
    sign_out_elsewhere(desk)
    type_at_the_end(desk, "# written while signed out")
    expect(note).to_contain_text("You were signed out")
    assert unauthorised(complaints)
    sign_in(desk.context.new_page(), site, "candidate", "/")
    expect(note).to_contain_text(SAVED, timeout=15_000)
    desk.click("[data-run]")
    expect(desk.locator("#run[data-stage]")).to_be_visible()
    complaints.clear()  # of saves that were tried before


def test_draft_is_sent_again_by_itself_when_the_server_failed(desk: Page, complaints: list[str]) -> None:
    note = desk.locator("[data-draft-note]")
    desk.route("**/draft/", lambda route: route.fulfill(status=503), times=1)
    type_at_the_end(desk, "# once more")
    expect(note).to_contain_text("Not saved on the server yet")
    expect(note).to_contain_text(SAVED, timeout=15_000)
    complaints.clear()


def test_draft_of_another_account_is_not_overwritten(desk: Page, site: Site, complaints: list[str]) -> None:
    sign_out_elsewhere(desk)
    sign_in(desk.context.new_page(), site, "author", "/")
    type_at_the_end(desk, "# of the candidate")
    expect(desk.locator("[data-draft-note]")).to_contain_text("somebody else is signed in now")
    complaints.clear()


def test_editors_own_panel_is_in_chinese(browse: Browse, site: Site) -> None:
    context = browse()
    context.add_cookies([{"name": "django_language", "value": "zh-hans", "url": site.url}])
    page = context.new_page()
    page.goto(f"{site.url}{PATH}")
    page.click(".cm-content")
    page.keyboard.press("Control+f")
    panel = page.locator(".cm-search")
    named = [panel.get_by_role("textbox").nth(place).get_attribute("aria-label") for place in range(2)]
    shown = [*named, *panel.locator("button, label").all_inner_texts()]
    assert [words for words in shown if words != "×" and words.isascii()] == []
    assert faults_here(page) == []


def test_way_out_of_the_editor_is_shown_and_goes(desk: Page) -> None:
    desk.click(".key-help summary")
    told = desk.locator(".key-help").get_by_text(WAY_OUT)
    expect(told).to_be_visible()
    desk.click(".cm-content")
    expect(told).to_be_hidden()
    expect(desk.locator(".cm-content")).to_have_accessible_description(WAY_OUT)
    desk.keyboard.press("Escape")
    desk.keyboard.press("Tab")
    assert desk.evaluate("document.activeElement.closest('.cm-editor')") is None


def test_editor_is_one_stop_of_the_tab_key(desk: Page) -> None:
    desk.click(".cm-content")
    desk.keyboard.press("Escape")
    desk.keyboard.press("Shift+Tab")
    assert desk.evaluate("document.activeElement.closest('.cm-editor')") is None


def test_escape_leads_from_a_menu_back_to_its_button(desk: Page) -> None:
    menu = desk.locator("details.account")
    menu.locator("summary").click()
    menu.locator("a").last.focus()
    desk.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    expect(menu.locator("summary")).to_be_focused()


def test_who_opens_a_hint_stands_on_it_and_reads_its_formulas(desk: Page) -> None:
    hints = desk.locator("#hints details")
    while (opened := hints.count()) < WITH_A_FORMULA:
        desk.focus("#hints button")
        desk.keyboard.press("Enter")
        expect(hints).to_have_count(opened + 1)
        expect(hints.last.locator("summary")).to_be_focused()
        expect(hints.last.locator(".body")).to_be_visible()
        expect(desk.locator("#hints.htmx-added")).to_have_count(0)  # or the next press would find no script
    expect(hints.nth(WITH_A_FORMULA - 1).locator(".katex").first).to_be_attached()


def test_samples_are_in_the_drawer_before_anything_ran(desk: Page) -> None:
    desk.click("[data-drawer] > summary")
    desk.click("#run summary >> nth=0")
    assert desk.locator("#run dt:visible").all_inner_texts() == ["Given", "Expected"]


def test_two_drafts_are_both_kept_until_one_is_chosen(desk: Page, browse: Browse, site: Site) -> None:
    note, bar = desk.locator("[data-draft-note]"), desk.locator("[data-other-bar]")
    type_at_the_end(desk, "# here")
    expect(note).to_contain_text(SAVED)
    device = browse().new_page()
    sign_in(device, site, "candidate", PATH)
    type_at_the_end(device, "# on another device")
    expect(device.locator("[data-draft-note]")).to_contain_text(SAVED)
    there = device.input_value("[name=source]")

    type_at_the_end(desk, "# meanwhile")
    expect(bar).to_be_visible()
    type_at_the_end(desk, "# and on")
    expect(note).to_contain_text("kept in this browser")
    here = desk.input_value("[name=source]")
    desk.goto(site.url)  # the page goes, and nothing was chosen
    device.reload()
    assert device.input_value("[name=source]") == there
    desk.goto(f"{site.url}{PATH}")
    expect(bar).to_be_visible()
    assert desk.input_value("[name=source]") == here

    bar.locator("[data-leave]").click()
    expect(note).to_contain_text(SAVED)
    device.reload()
    assert device.input_value("[name=source]") == here


def test_draft_from_before_signing_in_does_not_overwrite_the_servers(
    desk: Page, browse: Browse, site: Site
) -> None:
    type_at_the_end(desk, "# on the server")
    expect(desk.locator("[data-draft-note]")).to_contain_text(SAVED)
    kept = desk.input_value("[name=source]")
    page = browse().new_page()
    page.goto(f"{site.url}{PATH}")
    type_at_the_end(page, "# as a visitor")
    written = page.input_value("[name=source]")
    sign_in(page, site, "candidate", PATH)
    expect(page.locator("[data-other-bar]")).to_be_visible()
    assert page.input_value("[name=source]") == written
    page.click("[data-other-bar] [data-take]")
    assert page.input_value("[name=source]") == kept


def test_a_key_says_why_nothing_is_taken_in_until_the_desk_comes_to_life(desk: Page, site: Site) -> None:
    version = f"(SELECT id FROM questions_problem WHERE slug = '{NGRAM}')"
    site.write(f"UPDATE questions_problemversion SET published = 0 WHERE problem_id = {version}")
    try:
        desk.reload()
        expect(desk.locator("#submit-button")).to_be_disabled()
        desk.click(".cm-content")
        desk.keyboard.press("Control+Enter")
        expect(desk.locator("#announcements")).to_contain_text("reference")
    finally:
        site.write(f"UPDATE questions_problemversion SET published = 1 WHERE problem_id = {version}")
    expect(desk.locator("#submit-button")).to_be_enabled(timeout=15_000)
    expect(desk.get_by_text("You can run and submit now.").first).to_be_visible()
    expect(desk.locator("#announcements")).to_have_text("You can run and submit now.")
    desk.keyboard.press("Control+'")  # which presses the new button
    expect(desk.locator("[data-drawer]")).to_have_attribute("open", "")
    assert faults_here(desk) == []


def test_input_of_ones_own_is_there_after_a_reload_and_in_the_other_language(desk: Page) -> None:
    typed = desk.locator("#id_typed")
    desk.click("[data-drawer] > summary")
    typed.fill("n = 3\n微调")
    desk.reload()
    expect(typed).to_have_value("n = 3\n微调")
    follow(desk, "text=简体中文")
    expect(desk.locator("html")).to_have_attribute("lang", "zh-hans")
    expect(typed).to_have_value("n = 3\n微调")


def test_a_sample_is_taken_as_input_of_ones_own(desk: Page) -> None:
    typed, asked = desk.locator("#id_typed"), []
    desk.on("dialog", lambda question: (asked.append(question.message), question.accept()))
    desk.click("[data-drawer] > summary")
    typed.fill("")
    for summary in desk.locator("#run summary").all()[:2]:
        summary.click()
    use = desk.locator("#run [data-use]")
    use.nth(0).click()
    expect(typed).to_be_focused()
    first = typed.input_value()
    use.nth(1).click()
    expect(typed).not_to_have_value(first)
    assert [first.startswith("n = 2\n"), asked] == [True, ["Replace your own input with this sample?"]]
    assert faults_here(desk) == []
