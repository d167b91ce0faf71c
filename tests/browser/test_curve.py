"""The training curve in a real browser: it grows while the reader stays where they are, and is a table
without JavaScript. The points come from a held row of the site's own database; no job runs."""

from __future__ import annotations

from itertools import product

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import Browse
from tests.browser.held import NAMES
from tests.browser.looking import Held, faults_of, sign_in, weight
from tests.site_process import Site

pytestmark = [pytest.mark.browser, pytest.mark.docker, pytest.mark.slow, pytest.mark.timeout(900)]


@pytest.fixture(scope="module")
def finished(site: Site) -> Held:
    """A finished submission with a curve, three metrics and ten audits."""
    held = Held(site)
    held.report(700)
    held.finish()
    return held


@pytest.fixture(scope="module")
def compared(site: Site, finished: Held) -> str:
    """The address where it is compared with another, whose curve is shorter and lies elsewhere."""
    other = Held(site)
    other.report(500, times=1.5)
    other.finish()
    return f"{other.path}compare/{finished.number}/"


@pytest.fixture
def plain(browse: Browse) -> BrowserContext:
    """A browser that runs no script."""
    return browse(java_script_enabled=False)


def test_curve_grows_while_the_reader_stays(page: Page, site: Site) -> None:
    held = Held(site)
    sign_in(page, site, "admin", held.path)
    before = page.locator("#curve").is_visible()
    held.report(30)
    plot, rows = page.locator(".plot-area"), page.locator(".points-table tbody tr")
    expect(plot.locator("canvas")).to_be_visible()
    page.locator(".plot-table summary").click()
    plot.locator("canvas").evaluate("canvas => { canvas.dataset.same = 'yes' }")
    plot.focus()
    for _ in range(2):
        page.keyboard.press("ArrowLeft")
    told = plot.get_attribute("aria-valuetext")

    held.report(60)
    expect(rows).to_have_count(60)
    expect(plot).to_have_attribute("aria-valuemax", "59")
    assert (before, told) == (False, "step 27, loss 0.03571, lr 2.7e-4, <b>=1</b> 40")
    expect(plot).to_have_attribute("aria-valuetext", str(told))
    expect(plot).to_be_focused()
    expect(plot.locator("canvas")).to_have_attribute("data-same", "yes")

    held.report(90)
    held.finish()
    expect(page.locator("#submission")).to_contain_text("Rejected by an audit")
    expect(page.locator("#findings")).to_contain_text("Audits passed: 8")
    expect(page.locator(".plot-table")).to_have_attribute("open", "")
    expect(rows).to_have_count(90)
    expect(plot.locator("canvas")).to_have_attribute("data-same", "yes")


def test_curve_lines_are_chosen_by_their_keys(page: Page, site: Site, finished: Held) -> None:
    sign_in(page, site, "admin", finished.path)
    keys = page.locator(".plot-keys button")
    first = [keys.nth(place).get_attribute("aria-pressed") for place in range(3)]
    keys.nth(2).focus()
    page.keyboard.press("Enter")
    expect(keys.nth(2)).to_have_attribute("aria-pressed", "true")

    assert first == ["true", "true", "false"]
    assert keys.nth(1).locator("bdi").inner_text() == "lr (right axis)"


def test_curve_is_a_table_without_javascript(plain: BrowserContext, site: Site, finished: Held) -> None:
    page = plain.new_page()
    sign_in(page, site, "admin", finished.path)
    page.locator(".plot-table summary").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download CSV").click()

    assert page.locator(".points-table tbody tr").count() == 100
    assert page.locator("[data-plot]").is_visible() is False
    assert len(download.value.path().read_text().splitlines()) == 701


def test_compared_curves_are_drawn_over_each_other(page: Page, site: Site, compared: str) -> None:
    sign_in(page, site, "admin", compared)
    plot, keys = page.locator(".plot-area"), page.locator(".plot-keys button")
    names = keys.locator("bdi").all_inner_texts()
    looks = keys.locator("line").evaluate_all(
        "lines => lines.map(line => [line.style.stroke, line.getAttribute('stroke-dasharray')])"
    )
    pressed = [key.get_attribute("aria-pressed") for key in keys.all()]
    shown = [plot.locator("canvas").evaluate("canvas => canvas.toDataURL()")]
    for key in keys.all():
        key.click()
        page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        shown.append(plot.locator("canvas").evaluate("canvas => canvas.toDataURL()"))

    assert [name.split(" #")[0] for name in names] == [name for name in NAMES for _ in range(2)]
    assert [pressed, plot.get_attribute("aria-valuemax")] == [["true"] * 4 + ["false"] * 2, "699"]
    hues, dashes = zip(*looks, strict=True)
    assert [hues[0::2] == hues[1::2], len(set(hues)), len(set(dashes))] == [True, 3, 2]
    assert len(set(shown)) == len(shown)  # each line that comes or goes changes the picture


def test_pages_with_curves_have_no_fault_in_any_language_theme_and_width(
    admin: BrowserContext, site: Site, finished: Held, compared: str
) -> None:
    faults = []
    for path, width in product((finished.path, compared), (1280, 360)):
        page = admin.new_page()
        faults += faults_of(page, site, path, width)
        expect(page.locator(".plot-area canvas")).to_be_visible()
        page.close()
    assert faults == []


def test_plot_is_fetched_only_where_there_is_a_curve(
    visitor: BrowserContext, site: Site, finished: Held
) -> None:
    page, asked = visitor.new_page(), []
    sign_in(page, site, "admin", "/")
    page.close()
    bare = Held(site)
    bare.finish()
    visitor.on("request", lambda request: asked.append("curve" in request.url))
    weights = [weight(visitor, site, path) for path in (bare.path, finished.path)]

    assert (sum(asked), weights[0] < 200_000, weights[1] < 250_000) == (2, True, True)
