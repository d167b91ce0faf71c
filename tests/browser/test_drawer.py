"""How high the drawer of a Run is: as its grip says, dragged, clicked or by keys; also after a reload."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.looking import faults_here, sign_in
from tests.site_process import NGRAM, Site

pytestmark = [pytest.mark.browser, pytest.mark.docker, pytest.mark.slow, pytest.mark.timeout(900)]

PATH = f"/problems/{NGRAM}/"


def height(page: Page, part: str) -> float:
    box = page.locator(part).bounding_box()
    assert box is not None
    return box["height"]


def test_grip_gives_the_editor_more_or_less_room(visitor: BrowserContext, site: Site) -> None:
    page = visitor.new_page()
    page.set_viewport_size({"width": 1280, "height": 800})
    sign_in(page, site, "candidate", PATH)
    page.click("[data-drawer] > summary")
    grip = page.locator("[data-grip]")
    both = height(page, ".drawer-body") + height(page, ".desk-editor")

    grip.focus()
    page.keyboard.press("Home")
    by_keys = [height(page, ".drawer-body")]
    for _ in range(2):
        page.keyboard.press("ArrowUp")
    by_keys.append(height(page, ".drawer-body"))
    expect(grip).to_have_attribute("aria-valuenow", "20")

    grip.hover()
    page.mouse.down()
    page.mouse.move(640, 0)
    page.mouse.move(640, 100, steps=3)
    page.mouse.up()
    assert [*by_keys, height(page, ".drawer-body")] == [80, 160, 480]  # of 800, of which no more than 60 %
    assert height(page, ".drawer-body") + height(page, ".desk-editor") == both
    assert faults_here(page) == []

    grip.click()
    by_clicks = [height(page, ".drawer-body")]
    grip.click()
    assert [*by_clicks, height(page, ".drawer-body")] == [80, 480]

    page.reload()
    page.click("[data-drawer] > summary")
    assert height(page, ".drawer-body") == 480
    expect(grip).to_have_attribute("aria-valuenow", "60")
