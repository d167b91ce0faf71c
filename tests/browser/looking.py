"""What every browser test needs: signing in, and looking over a page for faults and weight."""

from __future__ import annotations

import json

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

from tests.site_process import Site

OPEN_EVERYTHING = """(() => {
    document.querySelectorAll("main details").forEach((part) => { part.open = true });
    scrollTo(0, 0);  // what stands half below the header is no small target
})()"""
RULES = {"rules": {"target-size": {"enabled": True}}}  # what axe leaves out unless it is asked
LETTERS_ARE_THERE = "document.fonts.ready.then(() => null)"
STICKS_OUT = """(() => {
    const { scrollWidth, clientWidth, scrollHeight, clientHeight } = document.documentElement;
    const foot = document.querySelector("body > footer").getBoundingClientRect().bottom + scrollY;
    const root = getComputedStyle(document.documentElement);
    const tall = (bar) => document.querySelector(bar)?.offsetHeight ?? 0;
    const room = parseFloat(root.scrollPaddingTop) - parseFloat(root.fontSize);
    const roomBelow = parseFloat(root.scrollPaddingBottom) || 0;
    return [
        scrollWidth - clientWidth, Math.floor(scrollHeight - Math.max(foot, clientHeight)),
        Math.floor(tall(".header") + tall(".place") - room),
        Math.floor(tall(".ratings") + tall(".sticky-actions") - roomBelow),
    ];
})()"""


class Held:
    """A submission of the demo admin's that no worker touches; ``tests.browser.held`` acts on it."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self.number = int(self._run("print(held.hold())"))
        self.path = f"/submissions/{self.number}/"

    def report(self, count: int, times: float = 1) -> None:
        self._run(f"held.report({self.number}, {count}, {times})")

    def finish(self) -> None:
        self._run(f"held.finish({self.number})")

    def _run(self, call: str) -> str:
        return self._site.manage("shell", "--no-imports", "-c", f"from tests.browser import held; {call}")


def sign_in(page: Page, site: Site, role: str, path: str) -> None:
    """Sign in as the demo account of a role and come out at ``path``."""
    page.goto(f"{site.url}/accounts/login/?next={path}")
    fill_in_account(page, site, role)
    page.wait_for_url(f"{site.url}{path}")


def fill_in_account(page: Page, site: Site, role: str) -> None:
    """Send the form of the page for signing in."""
    accounts = json.loads((site.home / "secrets" / "demo_accounts.json").read_text())
    (account,) = [account for account in accounts if account["role"] == role]
    page.fill("[name=login]", account["username"])
    page.fill("[name=password]", account["password"])
    page.click("main button[type=submit]")


def faults_of(page: Page, site: Site, path: str, width: int) -> list[str]:
    """Everything that is wrong with a page at a width, in words."""
    faults: list[str] = []
    page.on("request", lambda asked: faults.append(asked.url) if not asked.url.startswith(site.url) else None)
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{site.url}{path}")  # waits for what scripts fetch as they start, too: formulas, the plot
    page.evaluate(LETTERS_ARE_THERE)
    return [f"{path} at {width}: {fault}" for fault in faults + faults_here(page)]


def follow(page: Page, selector: str) -> None:
    """Click what leads to another page, and be there: a click alone does not wait for it."""
    with page.expect_navigation():
        page.click(selector)


def faults_here(page: Page) -> list[str]:
    """What sticks out of the page that is open, or keeps somebody out."""
    page.evaluate(OPEN_EVERYTHING)
    beyond, below, over, under = page.evaluate(STICKS_OUT)
    violations = Axe().run(page, options=RULES).response["violations"]
    faults = [f"axe: {found['id']}: {found['nodes'][0]['html']}" for found in violations]
    if beyond > 0:
        faults.insert(0, f"sticks out by {beyond} px")
    if over > 1:
        faults.insert(0, f"the header covers {over} px more than what scrolls to below it leaves free")
    if under > 0:
        faults.insert(0, f"the bar below covers {under} px more than what scrolls to above it leaves free")
    return [f"ends {below} px below its foot", *faults] if below > 1 else faults


def weight(context: BrowserContext, site: Site, path: str) -> int:
    """Bytes that came over the wire for a first visit."""
    page, sizes = context.new_page(), []
    page.on("requestfinished", lambda asked: sizes.append(asked.sizes()["responseBodySize"]))
    page.goto(f"{site.url}{path}", wait_until="networkidle")
    page.close()
    return sum(sizes)
