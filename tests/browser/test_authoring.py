"""An author's work from end to end in a real browser, with the real judge: a question and a problem are
written from nothing; the problem is refused while a wrong solution passes, mended, published and solved.
"""

from __future__ import annotations

import re
from http import HTTPStatus

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.looking import faults_here, follow, sign_in
from tests.site_process import Site

pytestmark = [pytest.mark.browser, pytest.mark.docker, pytest.mark.slow, pytest.mark.timeout(600)]

JUDGED_WITHIN_MS = 120_000
REFERENCE = """
def accuracy(predicted, target, ignored):
    counted = [(p, t) for p, t in zip(predicted, target) if t != ignored]
    return sum(p == t for p, t in counted) / len(counted) if counted else 0.0
"""
SOLUTIONS = {
    "reference": REFERENCE,
    "first_mistake": REFERENCE.replace(" if t != ignored]", "]"),
    "second_mistake": REFERENCE.replace("len(counted) if counted", "len(target) if counted"),
    "third_mistake": REFERENCE.replace(" if counted else 0.0", ""),
}
SAMPLES = """
from checks import Case, call, close


def number_is(want):
    return lambda got: close(got, want)


def cases(rng):
    program = call("accuracy", [1, 2, 3], [1, 0, -100], -100)
    return [Case("samples", "样例", "A sample", program, number_is(0.5), given="[1, 2, 3]", expected="0.5")]
"""
CASES = """
from checks import Case, call
from reference import accuracy
from samples import number_is


def one(group, predicted, target):
    program = call("accuracy", predicted, target, -100)
    return Case(group, "随机", "random", program, number_is(accuracy(predicted, target, -100)))


def cases(rng):
    found = []
    for size in (5, 20):
        target = [-100, *(rng.randint(0, 3) for _ in range(size))]
        found.append(one("values", [rng.randint(0, 3) for _ in target], target))
    found.append(one("edges", [1, 1], [1, -100]))
    return found
"""
MENDED = CASES.replace("    return found", '    found.append(one("edges", [], []))\n    return found')
TEXT = {
    "statement.zh.md": "求词元准确率：`accuracy(predicted, target, ignored)`，$a = k / n$。",
    "statement.en.md": "The accuracy over tokens: `accuracy(predicted, target, ignored)`, $a = k / n$.",
    "starter.py": "def accuracy(predicted, target, ignored):\n    return 0.0\n",
    "public/samples.py": SAMPLES,
    "cases.py": CASES,
} | {f"solutions/{name}.py": source for name, source in SOLUTIONS.items()}


def write_question(page: Page) -> None:
    """A question in both languages, from nothing to where it is read."""
    page.goto("/authoring/")
    assert faults_here(page) == []
    follow(page, "main a[href$='/authoring/new/']")
    assert faults_here(page) == []
    page.select_option("[name=topic]", index=1)
    for language, words in (("zh", "什么是词元准确率？"), ("en", "What is token accuracy?")):
        page.fill(f"[name=title_{language}]", words)
        page.fill(f"[name=question_{language}]", f"{words} $k/n$")
        page.fill(f"[name=answer_{language}]", "The share of tokens that are right.")
    page.click("button[name=preview]")
    expect(page.locator(".prose math, .prose .katex").first).to_be_attached()
    follow(page, "form[data-unsaved] button.main")
    page.fill("[name=title_en]", "Half a thought")
    page.evaluate("window.confirm = (question) => { window.asked = question; return false; }")
    page.click("button[name=to][value=published]")
    assert re.search("is not saved|还没有保存", page.evaluate("window.asked"))
    page.fill("[name=title_en]", "What is token accuracy?")
    follow(page, "button[name=to][value=published]")
    follow(page, ".meta-line a[href*='/questions/']")
    expect(page.locator("main")).to_contain_text("The share of tokens that are right.")


def begin_problem(page: Page, slug: str) -> None:
    """A problem of the kind function with tests and solutions of one's own."""
    page.goto("/authoring/new-problem/")
    assert faults_here(page) == []
    page.fill("[name=title_zh]", "词元准确率")
    page.fill("[name=title_en]", "Token accuracy")
    page.fill("[name=slug]", slug)
    page.select_option("[name=kind]", "function")
    page.click("main form button.main")
    expect(page.locator("h1")).to_have_text(re.compile("^(Token accuracy|词元准确率)$"))
    for path, text in TEXT.items():
        write_file(page, path, text)
    save(page)
    assert faults_here(page) == []


def write_file(page: Page, path: str, text: str) -> None:
    """Put a text in the place of a file's: code in its editor, anything else in the plain field."""
    field = page.locator(f"[name='file:{path}']")
    if path.endswith(".py"):
        field.locator("+ .cm-editor .cm-content").click()
        page.keyboard.press("Control+a")
        page.keyboard.insert_text(text)
        expect(field).to_have_value(text)
    else:
        field.fill(text)


def save(page: Page) -> None:
    follow(page, ".sticky-actions button.main")


def check(page: Page, slug: str, holding: int) -> None:
    """Have every solution judged, and wait for as many that hold."""
    follow(page, "form[action$='/gate/check/'] button")
    assert page.url.endswith(f"/authoring/problems/{slug}/gate/")
    expect(page.locator("#gate .spin")).to_have_count(0, timeout=JUDGED_WITHIN_MS)
    expect(page.locator("#gate .standing.better")).to_have_count(holding)
    assert faults_here(page) == []


def test_author_writes_is_refused_mends_and_publishes(window: Open, site: Site) -> None:
    author, candidate = window(), window()
    slug = f"token-accuracy-{author.evaluate('window.innerWidth')}"
    sign_in(author, site, "author", "/")
    write_question(author)
    begin_problem(author, slug)

    check(author, slug, holding=3)  # nobody tests what happens without any token
    expect(author.locator("#gate tr", has_text="third_mistake").locator(".standing.worse")).to_be_visible()
    author.click("form[action$='/gate/publish/'] button")
    expect(author.locator(".note.bad, [role=alert]").first).to_contain_text(
        re.compile("Not published|没有发布")
    )
    sign_in(candidate, site, "candidate", "/problems/")
    expect(candidate.locator("main")).not_to_contain_text(slug)
    assert candidate.request.get(f"/problems/{slug}/").status == HTTPStatus.NOT_FOUND

    author.click(f"#gate a[href$='/problems/{slug}/']")
    write_file(author, "cases.py", MENDED)
    with author.expect_navigation():
        author.keyboard.press("Control+s")
    check(author, slug, holding=4)
    follow(author, "form[action$='/gate/publish/'] button")
    expect(author.locator("h1")).to_contain_text(re.compile("Token accuracy|词元准确率"))

    candidate.goto(f"/problems/{slug}/")
    candidate.set_input_files(
        "[data-editor-file]", {"name": "a.py", "mimeType": "text/x-python", "buffer": REFERENCE.encode()}
    )
    follow(candidate, "#desk button.main[type=submit]")
    expect(candidate.locator("#submission .verdict, #submission h1, #submission h2").first).to_contain_text(
        re.compile("Accepted|通过"), timeout=JUDGED_WITHIN_MS
    )
