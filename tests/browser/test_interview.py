"""An interview from end to end in a real browser, with the real judge: a session is prepared, an invited
candidate takes it, two interviewers review blind and score, and the report is exported.
"""

from __future__ import annotations

import json
import re
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Browse, Open
from tests.browser.looking import faults_here, follow, sign_in
from tests.site_process import SOLUTIONS, Site

pytestmark = [pytest.mark.browser, pytest.mark.docker, pytest.mark.slow, pytest.mark.timeout(600)]

JUDGED_WITHIN_MS = 120_000
PASTE = """(area, text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text", text);
    area.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true }));
    area.value += text;
    area.dispatchEvent(new Event("input", { bubbles: true }));
}"""
BUTTONS_ARE_SEEN = """(() => {
    const desk = document.querySelector(".desk").getBoundingClientRect();
    return innerWidth < 900 || desk.bottom <= innerHeight + 2;  // a border
})()"""
WRITTEN_TOO_LATE = """name => {
    localStorage.setItem(`draft:${name}`, "too late");
    localStorage.setItem(`draft-base:${name}`, "9 unsent 0");
}"""


def prepare(page: Page, mode: str = "take_home") -> str:
    """A blind session of a question and a problem; return the link into it."""
    page.goto("/interviews/sessions/new/")
    assert faults_here(page) == []
    page.fill("[name=title]", "Tuning engineer")
    page.select_option("[name=mode]", mode)
    page.check("[name=blind]")
    values = page.eval_on_selector_all(
        "[name=items-0-subject] option", "options => options.map(option => option.value)"
    )
    page.select_option("[name=items-0-subject]", next(value for value in values if value.startswith("q:")))
    page.select_option("[name=items-1-subject]", next(value for value in values if value.startswith("p:")))
    follow(page, "main .actions button.main")
    page.fill("[name=label]", "Ann Lee")
    follow(page, "form[action$='/invite/'] button.main")
    assert faults_here(page) == []
    copy = page.locator("[data-copy]")
    copy.click()
    expect(copy).to_have_text(copy.get_attribute("data-copied") or "?")
    return page.input_value("#link")


def sit(page: Page, link: str) -> str:
    """Take the interview: answer, paste, run, submit, hand in; return the sitting's number."""
    page.goto(link)
    assert faults_here(page) == []
    follow(page, "main form button.main")
    expect(page.locator("[data-left]")).to_have_text(re.compile(r"^1:29:\d\d$"))
    number = page.url.rstrip("/").rsplit("/", 1)[-1]
    follow(page, ".places a:nth-child(2)")
    page.fill("textarea[data-answer]", "It gives every next token a probability.")
    page.eval_on_selector("textarea[data-answer]", PASTE, "p" * 300)
    expect(page.locator("[data-draft-note]")).not_to_be_empty()
    page.reload()  # as after a crash: everything is still there
    expect(page.locator("textarea[data-answer]")).to_have_value(
        "It gives every next token a probability." + "p" * 300
    )
    assert faults_here(page) == []
    follow(page, ".places a:nth-child(3)")
    assert page.evaluate(BUTTONS_ARE_SEEN)
    assert faults_here(page) == []
    with page.expect_response(lambda answer: answer.url.endswith("/draft/")):
        page.set_input_files("[data-editor-file]", SOLUTIONS / "witten_bell.py")
    page.click("[data-run]")
    expect(page.locator("#run .outcome.good").first).to_be_visible(timeout=JUDGED_WITHIN_MS)
    follow(page, "#desk button.main[type=submit]")
    page.goto("/submissions/")
    back = page.locator(".nav a.button").bounding_box()
    assert back is not None
    assert back["height"] == 32  # a button, and no tab as its neighbours
    page.goto(f"/interviews/sittings/{number}/")
    assert faults_here(page) == []  # which opens what is folded
    page.click("details.fold button.main")
    expect(page.locator(".place .tag")).to_be_visible()
    return number


def review(page: Page, number: str, points: int, recommendation: str) -> None:
    """Read both answers without a name, comment on a line, and file a card."""
    page.goto(f"/interviews/review/{number}/")
    expect(page.locator("main")).to_contain_text("It gives every next token a probability.")
    expect(page.locator(".typing .pasted")).to_have_count(1)
    page.click(".review-desk .tabs a:nth-child(2)")
    expect(page.locator(".numbered-code")).to_contain_text("class NGramModel:")
    expect(page.locator(".typing .pasted")).to_have_count(1)  # the file that was opened
    expect(page.locator("main")).not_to_contain_text("Ann Lee")
    scrub(page)
    for field in page.locator(".scale-field").all()[:-1]:
        field.locator("input").nth(points - 1).check()
    page.check(f"[name=recommendation][value={recommendation}]")
    follow(page, "#line-3 a.no")  # what was rated stays with the tab
    assert faults_here(page) == []
    page.fill("[name=text]", f"said by {recommendation}")
    follow(page, "main form button.main")
    expect(page.locator(".numbered-code")).to_contain_text(f"said by {recommendation}")
    assert faults_here(page) == []
    for field in page.locator(".scale-field").all()[:-1]:
        expect(field.locator("input").nth(points - 1)).to_be_checked()
    page.fill("[name=summary]", f"I say {recommendation}.")
    page.click("form[action*='/card/'] button.main")
    expect(page.locator("h1")).to_have_text("Ann Lee")


def scrub(page: Page) -> None:
    """Step through the attempts by the arrow keys: what stood in the editor, the Run, the submission."""
    slider, newest = page.locator("[data-steps]"), page.locator("#at").input_value()
    slider.press("Home")
    expect(page.locator("#attempt .numbered-code span.no").first).to_be_visible()
    slider.press("ArrowRight")
    expect(page.locator("#attempt #run .outcome.good").first).to_be_visible()
    assert slider.get_attribute("aria-valuetext") == " ".join(
        page.eval_on_selector("#at", "list => list.selectedOptions[0].textContent").split()
    )
    page.select_option("#diff", "previous")
    expect(page.locator("#attempt .diff")).to_be_visible()
    page.select_option("#diff", "")
    slider.press("End")
    expect(page.locator("#attempt .verdict")).to_be_visible()
    assert page.locator("#at").input_value() == newest
    assert f"at={newest}" in page.url
    expect(slider).to_be_focused()
    assert faults_here(page) == []


def test_who_looks_on_sees_typing_and_runs(window: Open, site: Site) -> None:
    interviewer, candidate = window(), window()
    sign_in(interviewer, site, "interviewer", "/interviews/sessions/")
    candidate.goto(prepare(interviewer, "live"))
    follow(candidate, "main form button.main")
    number = candidate.url.rstrip("/").rsplit("/", 1)[-1]
    interviewer.reload()
    interviewer.click(f"main a[href$='/{number}/live/']")
    watched = interviewer.locator("#live")
    candidate.click(".places a:nth-child(2)")
    candidate.locator("textarea[data-answer]").press_sequentially("As it is typed", delay=20)
    expect(watched).to_contain_text("As it is typed", timeout=10_000)
    candidate.click(".places a:nth-child(3)")
    candidate.set_input_files("[data-editor-file]", SOLUTIONS / "witten_bell.py")
    expect(watched).to_contain_text("class NGramModel:", timeout=10_000)
    expect(interviewer.locator("[id^=newest-]")).to_have_count(0)
    code = interviewer.locator("#live-text-2")
    code.focus()
    scrolled = code.evaluate("code => { code.scrollLeft = 40; return code.scrollLeft }")
    candidate.click("[data-run]")
    newest = interviewer.locator("[id^=newest-]")
    expect(newest.locator("#run .outcome.good").first).to_be_visible(timeout=JUDGED_WITHIN_MS)
    expect(newest).to_contain_text("class NGramModel:")
    newest.locator("details").first.evaluate("part => { part.open = !part.open; part.dataset.seen = 'yes' }")
    candidate.click(".places a:nth-child(2)")
    candidate.locator("textarea[data-answer]").press_sequentially(", and goes on", delay=20)
    expect(watched).to_contain_text(", and goes on", timeout=10_000)
    expect(newest.locator("details[data-seen]")).to_have_count(1)  # what is read does not fold under the eyes
    stays = code.evaluate("code => [document.activeElement === code, code.scrollLeft]")
    assert stays == [True, scrolled]
    assert faults_here(interviewer) == []

    follow(interviewer, ".crumbs a >> nth=-1")
    follow(interviewer, "form[action$='/give-time/'] button")
    expect(candidate.locator("[data-left]")).to_have_text(re.compile(r"^1:3\d:\d\d$"), timeout=15_000)
    interviewer.click(".sure summary")
    assert faults_here(interviewer) == []
    follow(interviewer, ".sure form button")
    candidate.locator("textarea[data-answer]").press_sequentially(", to the last", delay=20)
    ended = f"{site.url}/interviews/sittings/{number}/"
    candidate.wait_for_url(ended, timeout=30_000)  # nobody pressed anything
    expect(candidate.locator(".messages")).to_contain_text(re.compile("ended it|面试官结束了面试"))
    texts = site.rows("SELECT text FROM interviews_work WHERE sitting_id = ?", number)
    assert any(", to the last" in text for (text,) in texts)
    candidate.evaluate(WRITTEN_TOO_LATE, f"sitting-{number}:1")
    candidate.reload()
    candidate.click("[data-left-over] summary")
    expect(candidate.locator("[data-left-over] pre").first).to_have_text("too late")
    expect(candidate.locator("[data-left-over]").nth(1)).to_be_hidden()
    assert faults_here(candidate) == []


def test_two_texts_of_an_answer_are_both_kept_until_one_is_chosen(
    window: Open, browse: Browse, site: Site, complaints: list[str]
) -> None:
    interviewer, candidate = window(), window()
    sign_in(interviewer, site, "interviewer", "/interviews/sessions/")
    candidate.goto(prepare(interviewer, "live"))
    follow(candidate, "main form button.main")
    follow(candidate, ".places a:nth-child(2)")
    answer = "textarea[data-answer]"
    device = browse(storage_state=candidate.context.storage_state()).new_page()
    device.goto(candidate.url)
    device.fill(answer, "written there")
    expect(device.locator("[data-draft-note]")).to_contain_text(re.compile("Saved|已保存"))

    bar = candidate.locator("[data-other-bar]")
    candidate.fill(answer, "written here")
    expect(bar).to_be_visible()
    candidate.locator(answer).press_sequentially(", and on")
    candidate.reload()  # the page goes, and nothing was chosen
    device.reload()
    expect(bar).to_be_visible()
    assert [page.input_value(answer) for page in (candidate, device)] == [
        "written here, and on",
        "written there",
    ]

    bar.locator("[data-leave]").click()
    expect(candidate.locator("[data-draft-note]")).to_contain_text(re.compile("Saved|已保存"))
    device.reload()
    assert device.input_value(answer) == "written here, and on"

    candidate.context.set_offline(True)
    candidate.fill(answer, "written while the network was away")
    expect(candidate.locator("[data-draft-note]")).to_contain_text(re.compile("trying again|正在重试"))
    candidate.close()
    again = candidate.context.new_page()
    candidate.context.set_offline(False)
    complaints.clear()  # of the network
    again.goto(candidate.url.rsplit("/", 2)[0] + "/")
    again.click("details.fold summary")
    again.click("form[data-hand-in] button")
    expect(again.locator("form[data-hand-in]")).to_have_count(0)
    ((text,),) = site.rows("SELECT text FROM interviews_work ORDER BY id DESC LIMIT 1")
    assert text == "written while the network was away"


def sign_in_anew(page: Page, site: Site, path: str) -> None:
    """Sign in as an interviewer beside the demo account of the role."""
    name, password = f"interviewer-{uuid4().hex[:8]}", uuid4().hex
    made = f"User.objects.create_user({name!r}, password={password!r}, role=Role.INTERVIEWER)"
    site.manage("shell", "--no-imports", "-c", f"from accounts.models import Role, User; {made}")
    page.goto(f"/accounts/login/?next={path}")
    page.fill("[name=login]", name)
    page.fill("[name=password]", password)
    page.click("main button[type=submit]")
    page.wait_for_url(f"{site.url}{path}")


def test_an_interview_from_end_to_end(window: Open, site: Site) -> None:
    first, second, candidate = window(), window(), window()
    sign_in(first, site, "interviewer", "/interviews/sessions/")
    sign_in_anew(second, site, "/interviews/review/")
    number = sit(candidate, prepare(first))

    site.wait(
        lambda: (
            site.rows(
                "SELECT 1 FROM interviews_entry e JOIN judge_submission s ON s.id = e.submission_id "
                "WHERE e.sitting_id = ? AND s.purpose = 'candidate' AND s.code = 'accepted'",
                int(number),
            )
            != []
        ),
        120,
    )
    review(first, number, 3, "yes")
    second.goto("/interviews/review/")
    assert faults_here(second) == []
    second.goto(f"/interviews/review/{number}/report/")
    expect(second).to_have_url(f"{site.url}/interviews/review/{number}/")  # locked until the card is in
    expect(second.locator("main")).not_to_contain_text("I say yes.")
    review(second, number, 4, "strong_yes")
    expect(second.locator("main")).to_contain_text("I say yes.")

    second.goto(f"/interviews/review/{number}/report/")
    expect(second.locator("main")).to_contain_text("I say strong_yes.")
    assert faults_here(second) == []
    with second.expect_download() as pdf:
        second.evaluate("document.querySelector('a[href$=\"report.pdf\"]').click()")
    assert pdf.value.path().read_bytes()[:5] == b"%PDF-"
    ((session,),) = site.rows("SELECT session_id FROM interviews_sitting WHERE id = ?", int(number))
    exported = second.request.get(f"/interviews/sessions/{session}/export.json")
    (told,) = json.loads(exported.text())
    assert [one["verdict"] for one in told["results"]] == ["", "accepted"]
    assert [criterion["mean"] for criterion in told["criteria"]] == [3.5] * 4
