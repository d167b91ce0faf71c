"""Takes the README's screenshots from a site that runs: ``python docs/screenshots.py [URL]``.

Needs Debian's chromium and the demo accounts of a fresh development site, in the state folder that
TUNEROOM_HOME names. Submits solutions of the n-gram problem and of the review
classifier, so that there are verdicts to show.
Writes docs/screenshots/*.png; judges nothing itself and changes no setting of the site.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "screenshots"
HOME = Path(os.environ.get("TUNEROOM_HOME", ROOT / "var"))
PACKAGES = ROOT / "questions" / "problems"
NGRAM, CLASSIFIER = "ngram-language-model", "review-sentiment"
PROBLEM = f"/problems/{NGRAM}/"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
DESKTOP = {"width": 1280, "height": 800}
TALL = {"width": 1280, "height": 1400}
PHONE = {"width": 390, "height": 844}
JUDGED_WITHIN_MS = 600_000
REFERENCE_POLL_MS = 5_000
SUBMIT = "#desk button.main[type=submit]"
CARDS = 4
ATTEMPT = "It gives every next token a probability; their product is that of the text."


def context_of(browser: Browser, url: str, language: str, theme: str, size: dict[str, int]) -> BrowserContext:
    """A browser window of its own, with language and theme chosen."""
    context = browser.new_context(viewport=size, base_url=url, reduced_motion="reduce")  # type: ignore[arg-type]
    context.add_cookies(
        [
            {"name": "django_language", "value": language, "url": url},
            {"name": "theme", "value": theme, "url": url},
        ]
    )
    return context


def sign_in(context: BrowserContext, role: str) -> Page:
    """Sign in as the demo account of a role."""
    accounts = json.loads((HOME / "secrets" / "demo_accounts.json").read_text(encoding="utf-8"))
    account = next(account for account in accounts if account["role"] == role)
    page = context.new_page()
    page.on("dialog", lambda question: question.accept())  # a file takes the place of the draft
    page.goto("/accounts/login/")
    page.fill("[name=login]", account["username"])
    page.fill("[name=password]", account["password"])
    page.click("main button[type=submit]")
    page.wait_for_selector(".account")
    return page


def submit(page: Page, solution: str, slug: str = NGRAM) -> str:
    """Submit one of a problem's solutions, once its reference is made; return its address once judged."""
    page.goto(f"/problems/{slug}/")
    while page.locator(SUBMIT).is_disabled():
        page.wait_for_timeout(REFERENCE_POLL_MS)
        page.reload()
    page.set_input_files("input[name=file]", PACKAGES / slug / "solutions" / solution)
    page.click(SUBMIT)
    page.wait_for_selector(".verdict", timeout=JUDGED_WITHIN_MS)
    return page.url


def reveal(page: Page, attempt: str) -> None:
    """Answer the question that is shown, and wait for its answer and the ratings."""
    page.fill("[name=attempt]", attempt)
    page.click("form[action*='/reveal/'] button[type=submit]")
    page.wait_for_selector(".ratings")


def study(page: Page) -> str:
    """Rate a few cards, so that there is something to show, and reveal the next; return its address."""
    for _ in range(CARDS):
        page.goto("/study/session/")
        reveal(page, "…")
        with page.expect_navigation():
            page.click(".rating.r3")
    page.goto("/study/session/")
    reveal(page, ATTEMPT)
    return page.url


def run(page: Page) -> None:
    """Run a solution, so that the drawer shows its samples."""
    page.goto(PROBLEM)
    page.set_input_files("[data-editor-file]", PACKAGES / NGRAM / "solutions" / "witten_bell.py")
    page.click("[data-drawer] > summary")
    page.fill("[name=typed]", "n = 2\nwe tune small models\nwe tune large models\n? tune\n")
    page.click("[data-run]")
    page.wait_for_selector("#run .outcome.good", timeout=JUDGED_WITHIN_MS)


def shoot(page: Page, address: str, name: str) -> None:
    if address:
        page.goto(address, wait_until="networkidle")
    page.screenshot(path=TARGET / f"{name}.png")
    print(f"{name}.png {(TARGET / f'{name}.png').stat().st_size // 1024} KiB")  # noqa: T201


def prepare(page: Page) -> dict[str, str]:
    """Do what a candidate does; return the pages to show by name."""
    page.goto("/accounts/leaderboard/")
    page.fill("[name=name]", "Ann Lee")
    page.click("main form button.main")
    wrong, accepted = submit(page, "add_k.py"), submit(page, "witten_bell.py")
    trained = submit(page, "reference.py", CLASSIFIER)
    older = wrong.rstrip("/").rsplit("/", 1)[-1]
    return {
        "home": "/",
        "study": study(page),
        "questions": "/questions/",
        "search": "/search/?q=微调",
        "verdict": accepted,
        "training": trained,
        "compare": f"{accepted}compare/{older}/",
        "leaderboard": f"{PROBLEM}leaderboard/",
    }


def take_all(browser: Browser, url: str) -> None:
    """Take every picture: the main pages in English and light, in Chinese and dark; two on a phone."""
    english = sign_in(context_of(browser, url, "en", "light", DESKTOP), "candidate")
    pages = prepare(english)
    chinese = sign_in(context_of(browser, url, "zh-hans", "dark", DESKTOP), "candidate")
    for page, mark in ((english, ""), (chinese, ".zh.dark")):
        for name, address in pages.items():
            page.set_viewport_size(TALL if name in {"verdict", "training"} else DESKTOP)
            shoot(page, address, name + mark)
        page.set_viewport_size(DESKTOP)
        run(page)
        shoot(page, "", f"problem{mark}")
    for language, theme, mark in (("en", "light", ""), ("zh-hans", "dark", ".zh.dark")):
        shoot(context_of(browser, url, language, theme, DESKTOP).new_page(), "/", f"landing{mark}")
    phone = sign_in(context_of(browser, url, "zh-hans", "light", PHONE), "candidate")
    for name in ("verdict", "home"):
        shoot(phone, pages[name], f"{name}.zh.phone")


def main() -> None:
    """Entry point."""
    url = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000"
    TARGET.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        take_all(browser, url)
        browser.close()


if __name__ == "__main__":
    main()
