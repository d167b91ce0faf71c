"""The Chinese catalogue: every string of the site is in it, translated, with the same placeholders."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from django.template import Engine
from django.templatetags.i18n import BlockTranslateNode, TranslateNode

from judge.env import ROOT

CATALOGUE = ROOT / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
APPS = ("accounts", "interviews", "judge", "questions", "study")
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
MARKS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"}
WITH_CONTEXT = {"pgettext", "pgettext_lazy"}
ARGUMENT = re.compile(r'=_\("([^"]+)"\)')
# Texts of the libraries that their own Chinese catalogues lack, or say badly.
FROM_LIBRARIES = {
    "This password is too short. It must contain at least %d character.",
    "Successfully signed in as %(name)s.",
}
PLACEHOLDER = re.compile(r"%\(\w+\)s|\{\w+\}|<[^>]+>")


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    """The catalogue as it is in the repository."""
    with CATALOGUE.open("rb") as file:
        return read_po(file)


def messages(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def first_id(message: Message) -> str:
    """What the message is of, as ``within`` has it."""
    return within(message.context, str(message.id if isinstance(message.id, str) else message.id[0]))


def within(context: str | None, string: str) -> str:
    """The string, after the context that tells it from the same string elsewhere."""
    return f"{context}: {string}" if context else string


def in_python(path: Path) -> Iterator[str]:
    """Strings that the module marks; of those with a plural the singular."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in MARKS | WITH_CONTEXT
            and isinstance(node.args[0], ast.Constant)
        ):
            said = [ast.literal_eval(one) for one in node.args[:2]]
            yield within(*said) if node.func.id in WITH_CONTEXT else said[0]


def in_template(path: Path) -> Iterator[str]:
    """Strings of ``translate``, ``blocktranslate`` and ``_()`` in the template."""
    source = path.read_text(encoding="utf-8")
    yield from ARGUMENT.findall(source)
    nodes = Engine.get_default().from_string(source).nodelist
    for node in nodes.get_nodes_by_type(TranslateNode):
        assert isinstance(node, TranslateNode)
        context = node.message_context and node.message_context.var
        yield within(context, str(node.filter_expression.var.literal).replace("%", "%%"))
    for node in nodes.get_nodes_by_type(BlockTranslateNode):
        assert isinstance(node, BlockTranslateNode)
        yield node.render_token_list(node.singular)[0]


def marked_strings() -> set[str]:
    modules = [path for app in APPS for path in (ROOT / app).rglob("*.py")]
    found = {string for path in modules for string in in_python(path)}
    return found | {string for path in TEMPLATES for string in in_template(path)}


def test_catalogue_has_exactly_the_strings_of_the_site(catalogue: Catalog) -> None:
    assert {first_id(message) for message in messages(catalogue)} == marked_strings() | FROM_LIBRARIES


def test_catalogue_leaves_nothing_untranslated(catalogue: Catalog) -> None:
    assert [first_id(message) for message in messages(catalogue) if not all(_strings(message))] == []


def test_catalogue_guesses_nothing(catalogue: Catalog) -> None:
    assert [first_id(message) for message in messages(catalogue) if message.fuzzy] == []


def test_translations_keep_placeholders_and_markup(catalogue: Catalog) -> None:
    wrong = [
        first_id(message)
        for message in messages(catalogue)
        if sorted(PLACEHOLDER.findall(first_id(message))) != sorted(PLACEHOLDER.findall(_strings(message)[0]))
    ]
    assert wrong == []


def _strings(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string or [])
