"""A rejudge in a real browser, with the real judge: the dry run finds a verdict that was wrong, shows the
difference, and is applied; the verdict that was wrong stays in the record."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.looking import faults_here, follow, sign_in
from tests.site_process import SOLUTIONS, Site

pytestmark = [pytest.mark.browser, pytest.mark.docker, pytest.mark.slow, pytest.mark.timeout(600)]

JUDGED_WITHIN_MS = 120_000
SPOIL = """UPDATE judge_{} SET code = 'wrong_answer', score = 12.5 WHERE {} = ?"""


@pytest.mark.parametrize("window", [("zh-hans", 360)], indirect=True)
def test_dry_run_shows_what_would_change_and_is_applied(window: Open, site: Site) -> None:
    number = site.submit(SOLUTIONS / "witten_bell.py", "--wait")["submission"]
    ((right,),) = site.rows("SELECT score FROM judge_submission WHERE id = ?", number)
    site.write(SPOIL.format("verdict", "submission_id").replace("?", str(number)))
    site.write(SPOIL.format("submission", "id").replace("?", str(number)))
    page = window()
    sign_in(page, site, "interviewer", f"/submissions/{number}/")
    expect(page.locator("#submission")).to_contain_text("12.5")
    follow(page, "main .actions a[href*='/rejudge/new/']")
    assert faults_here(page) == []
    page.fill("[name=reason]", "The scorer was mended.")
    follow(page, "main form button.main")
    assert faults_here(page) == []
    page.click("form[action$='/start/'] button")
    apply = page.locator("form[action$='/apply/'] button")
    expect(apply).to_be_visible(timeout=JUDGED_WITHIN_MS)
    line = page.locator("table.rejudged tbody tr")
    expect(line).to_have_count(1)
    expect(line).to_contain_text(re.compile(rf"12\.5[\s\S]*{round(right, 1):g}"))
    expect(line.locator(".standing.better")).to_be_visible()
    assert faults_here(page) == []
    ((kept,),) = site.rows("SELECT score FROM judge_submission WHERE id = ?", number)
    assert kept == 12.5

    apply.click()
    expect(page.locator("form[action$='/apply/']")).to_have_count(0)
    page.goto(f"/submissions/{number}/")
    expect(page.locator("#submission .outcome, #submission h2").first).to_contain_text(
        re.compile("Accepted|通过")
    )
    scores = site.rows("SELECT score FROM judge_verdict WHERE submission_id = ? ORDER BY attempt", number)
    assert [score for (score,) in scores] == [12.5, right]
