"""Takes the README's screenshots from a site that runs: ``python docs/screenshots.py [URL]``.

Needs Debian's chromium and the demo accounts of a development site, in the state folder that
TUNEROOM_HOME names, whose references are made. Submits solutions of the n-gram problem and of the review
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
    """Submit one of a problem's solutions; return its address once it is judged."""
    page.goto(f"/problems/{slug}/")
    page.set_input_files("input[name=file]", PACKAGES / slug / "solutions" / solution)
    page.click(".desk button[type=submit]")
    page.wait_for_selector(".verdict", timeout=JUDGED_WITHIN_MS)
    return page.url


def shoot(page: Page, address: str, name: str) -> None:
    """Save what a visitor sees of ``address`` without scrolling."""
    page.goto(address, wait_until="networkidle")
    page.screenshot(path=TARGET / f"{name}.png")
    print(f"{name}.png {(TARGET / f'{name}.png').stat().st_size // 1024} KiB")  # noqa: T201


def take_all(browser: Browser, url: str) -> None:
    """Take every picture that the README shows."""
    english = sign_in(context_of(browser, url, "en", "light", DESKTOP), "candidate")
    wrong, accepted = submit(english, "document_bugs.py"), submit(english, "witten_bell.py")
    trained = submit(english, "reference.py", CLASSIFIER)
    english.set_viewport_size(TALL)
    shoot(english, accepted, "verdict")
    shoot(english, trained, "training")
    english.set_viewport_size(DESKTOP)
    shoot(english, PROBLEM, "problem")
    chinese = sign_in(context_of(browser, url, "zh-hans", "dark", DESKTOP), "candidate")
    shoot(chinese, PROBLEM, "problem.zh.dark")
    shoot(chinese, wrong, "verdict.zh.dark")
    chinese.set_viewport_size(TALL)
    shoot(chinese, trained, "training.zh.dark")
    shoot(context_of(browser, url, "en", "light", DESKTOP).new_page(), "/", "landing")
    reader = context_of(browser, url, "zh-hans", "light", DESKTOP).new_page()
    shoot(reader, "/questions/", "questions.zh")
    reader.goto("/questions/what-is-a-language-model/")
    reader.keyboard.press("Space")
    reader.evaluate("scrollTo(0, 0)")
    reader.screenshot(path=TARGET / "question.zh.png")
    phone = sign_in(context_of(browser, url, "zh-hans", "light", PHONE), "candidate")
    shoot(phone, wrong, "verdict.zh.phone")


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
