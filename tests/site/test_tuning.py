"""The fine-tuning problems on a whole site, at full size: the base model is installed, the references are
made on command, and a submission is judged beside them with its curve kept."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looking import sign_in
from tests.runners.tuning.problems import CLASSIFIER, DIALOGUE, SHIPPED
from tests.site_process import Site

pytestmark = [
    pytest.mark.browser,
    pytest.mark.docker,
    pytest.mark.slow,
    pytest.mark.whole_machine,
    pytest.mark.timeout(1200),
]

SOLUTIONS = SHIPPED / CLASSIFIER / "solutions"


def watch(page: Page, site: Site) -> None:
    """See the curve of one's own training grow in the browser, then stop it; what came stays."""
    sign_in(page, site, "candidate", f"/problems/{CLASSIFIER}/")
    page.set_input_files("[data-editor-file]", SOLUTIONS / "reference.py")
    page.click("#desk button.main[type=submit]")
    rows = page.locator(".points-table tbody tr")
    expect(page.locator(".plot-area canvas")).to_be_visible(timeout=60_000)
    page.click(".plot-table summary")
    early = rows.count()
    expect(rows.nth(early + 2)).to_be_attached(timeout=60_000)
    page.click("#cancel")
    expect(page.locator("#submission .verdict")).to_be_visible(timeout=60_000)
    assert rows.count() > early
    assert site.rows("SELECT code FROM judge_verdict ORDER BY id DESC LIMIT 1") == [("cancelled",)]


def test_references_are_built_and_submissions_are_judged_beside_it(tmp_path: Path, page: Page) -> None:
    with Site(tmp_path / "home", more={"TUNEROOM_PROBLEMS": f"{CLASSIFIER},{DIALOGUE}"}) as site:
        site.start()
        site.wait_until_ready()
        assert "in the making" in site.log

        site.manage("build_references")
        built = site.rows("SELECT count(*) FROM judge_reference")
        curves = site.rows("SELECT reported FROM judge_curve")
        assert (built, [reported > 10 for (reported,) in curves]) == ([(2,)], [True, True])

        found = site.submit(SOLUTIONS / "document_bugs.py", "--wait", slug=CLASSIFIER)
        assert (found["verdict"], found["score"]) == ("runtime_error", 0.0)
        assert "the tokenizer does not have a padding token" in json.dumps(found)

        watch(page, site)

        assert site.stop() == 0
        assert site.containers() == []
