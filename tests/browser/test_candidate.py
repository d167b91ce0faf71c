"""A newcomer in a real browser against the real site: sign up, read, submit, see the verdict."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.site_process import NGRAM, SOLUTIONS, Site

pytestmark = [pytest.mark.browser, pytest.mark.docker, pytest.mark.slow, pytest.mark.timeout(900)]

JUDGED_WITHIN_MS = 180_000


def sign_up(page: Page, site: Site) -> str:
    name, password = f"visitor-{uuid4().hex[:8]}", uuid4().hex
    page.goto(f"{site.url}/accounts/signup/")
    page.fill("input[name=username]", name)
    page.fill("input[name=password1]", password)
    page.fill("input[name=password2]", password)
    page.click("main form button[type=submit]")
    expect(page.get_by_role("banner")).to_contain_text(name)
    return name


def submit_file(page: Page, site: Site, file: Path) -> None:
    page.goto(f"{site.url}/problems/{NGRAM}/")
    page.set_input_files("input[name=file]", str(file))
    page.get_by_role("button", name="Submit", exact=True).click()
    page.wait_for_url("**/submissions/*/")


def test_candidate_signs_up_reads_a_question_and_gets_the_reference_accepted(page: Page, site: Site) -> None:
    sign_up(page, site)
    page.goto(f"{site.url}/questions/")
    page.get_by_role("link", name="What is a language model").first.click()
    expect(page.locator("h1")).to_contain_text("language model")
    answer = page.locator("main details").first
    expect(answer).not_to_have_attribute("open", "")
    answer.locator("summary").click()
    expect(answer).to_have_attribute("open", "")

    submit_file(page, site, SOLUTIONS / "reference.py")
    expect(page.locator("#submission")).to_contain_text("Accepted", timeout=JUDGED_WITHIN_MS)
    expect(page.locator("#submission")).to_contain_text("100")


def test_candidate_sees_why_the_documents_program_fails(page: Page, site: Site) -> None:
    sign_up(page, site)
    submit_file(page, site, SOLUTIONS / "document_bugs.py")
    expect(page.locator("#submission")).to_contain_text("Wrong answer", timeout=JUDGED_WITHIN_MS)
    expect(page.locator("#submission")).to_contain_text("characters")
    expect(page.locator("#submission")).to_contain_text("last n-gram")


def test_candidate_reads_the_whole_site_in_chinese(page: Page, site: Site) -> None:
    page.goto(site.url)
    page.get_by_role("button", name="中文").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-hans")
    page.goto(f"{site.url}/questions/?q=微调")
    expect(page.locator("main")).to_contain_text("全参数微调")


def test_candidate_sees_only_their_own_submissions(page: Page, site: Site) -> None:
    number = site.submit(SOLUTIONS / "empty.py", "--wait")["submission"]
    sign_up(page, site)
    answer = page.request.get(f"{site.url}/submissions/{number}/")
    assert answer.status == 404
