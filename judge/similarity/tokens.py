"""A program as the tokens that matter when two are compared: what is left once names, values, comments,
docstrings, annotations, imports and layout are gone.

Every name becomes ``n``, a builtin's and a library's too: whoever copies could use a name that were kept for
something else, and so hide it. It reads lexemes alone, so that a program with a syntax error is read alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from judge.similarity.lexemes import Kind, Lexeme, read_lexemes

PLAIN = {Kind.NAME: "n", Kind.NUMBER: "0", Kind.STRING: "s"}
IMPORTS = {"import", "from"}
CONSTANTS = {"True", "False", "None"}
OPENING, CLOSING = set("([{"), set(")]}")
LAYOUT = {";", "\\", "(", ")"}
"""Round brackets are layout too: many may be added or left out and change nothing."""


@dataclass(frozen=True, slots=True)
class Token:
    """One token without what is easily changed, and the line where it stands, from 1."""

    text: str
    line: int


def read_tokens(source: str) -> list[Token]:
    """The tokens of ``source`` in order. Never raises for what the source says."""
    return [token for statement in _statements(read_lexemes(source)) for token in _plain(statement)]


def _statements(lexemes: list[Lexeme]) -> Iterator[list[Lexeme]]:
    """The statements that do something, without annotations: no imports, no bare strings."""
    statement: list[Lexeme] = []
    for lexeme in [*lexemes, Lexeme(Kind.END, "", 0, 0)]:
        if lexeme.kind is not Kind.END:
            statement.append(lexeme)
            continue
        first = statement[0] if statement else lexeme
        if first.text not in IMPORTS and not (len(statement) == 1 and first.kind is Kind.STRING):
            yield list(_without_annotations(statement))
        statement = []


def _without_annotations(statement: list[Lexeme]) -> Iterator[Lexeme]:
    """Leave out the types of parameters, of what is returned and of a variable."""
    words = [lexeme.text for lexeme in statement[:2]]
    if "def" in words:
        return _plain_signature(statement)
    colon = next((at for at, one in enumerate(statement) if one.text == ":"), 0)
    target = statement[:colon]
    if not target or any(one.kind is not Kind.NAME and one.text != "." for one in target):
        return iter(statement)
    value = next((at for at, one in enumerate(statement) if one.text == "="), len(statement))
    return iter(target + statement[value:] if value < len(statement) else [])


def _plain_signature(statement: Iterable[Lexeme]) -> Iterator[Lexeme]:
    depth, inside, typed, default = 0, True, False, False
    for lexeme in statement:
        depth += (lexeme.text in OPENING) - (lexeme.text in CLOSING)
        if lexeme.text == "->" and depth == 0:
            typed, inside = True, False
        elif lexeme.text in ({")", ":"} if depth == 0 else {",", "="} if depth == 1 and inside else ()):
            typed, default = False, lexeme.text == "="
        elif depth == 1 and lexeme.text == ":" and inside and not default:
            typed = True
        if not typed:
            yield lexeme


def _plain(statement: list[Lexeme]) -> Iterator[Token]:
    """The tokens of one statement; a comma before a closing bracket, which layout adds, is none."""
    for lexeme, after in zip(statement, [*statement[1:], None], strict=False):
        trailing = lexeme.text == "," and after is not None and after.text in CLOSING
        if trailing or lexeme.text in LAYOUT:
            continue
        text = "0" if lexeme.text in CONSTANTS else PLAIN.get(lexeme.kind, lexeme.text)
        yield Token(text, lexeme.line)
