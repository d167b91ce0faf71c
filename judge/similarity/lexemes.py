"""Python source as lexemes with their places, also source that is no Python.

The standard tokenizer reads what it can; where it gives up, pygments' lexer, which takes anything, reads the
whole text anew. Comments and layout are left out; where a statement ends is kept.
"""

from __future__ import annotations

import io
import tokenize
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from keyword import iskeyword
from token import EXACT_TOKEN_TYPES

from pygments.lexers import PythonLexer
from pygments.token import Comment, Literal, Name, Operator, Token
from pygments.token import Keyword as Keywords


class Kind(Enum):
    """What a lexeme is. ``END`` ends a statement."""

    NAME = "name"
    KEYWORD = "keyword"
    NUMBER = "number"
    STRING = "string"
    OPERATOR = "operator"
    END = "end"


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A piece of source: its line from 1 and its column from 0, in characters."""

    kind: Kind
    text: str
    line: int
    column: int


FROM_TOKENIZE = {
    tokenize.NAME: Kind.NAME,
    tokenize.NUMBER: Kind.NUMBER,
    tokenize.STRING: Kind.STRING,
    tokenize.OP: Kind.OPERATOR,
    tokenize.ERRORTOKEN: Kind.OPERATOR,
}
FROM_PYGMENTS = (
    (Literal.String, Kind.STRING),
    (Literal.Number, Kind.NUMBER),
    (Name, Kind.NAME),
    (Keywords, Kind.NAME),
    (Operator.Word, Kind.NAME),
)
F_STRING = (getattr(tokenize, "FSTRING_START", -1), getattr(tokenize, "FSTRING_END", -1))
"""From Python 3.12 on an f-string comes in pieces; here it is one string, as before."""


def plain_lines(source: str) -> str:
    """The source with one kind of line end, so that lines are counted as pages count them."""
    return source.replace("\r\n", "\n").replace("\r", "\n")


def read_lexemes(source: str) -> list[Lexeme]:
    """Every lexeme of ``source`` in order. Never raises for what the source says."""
    text = plain_lines(source).replace("\f", " ").replace("\0", " ")
    try:
        found = list(_by_tokenize(text))
    except (tokenize.TokenError, SyntaxError):
        found = list(_by_pygments(text))
    return list(_joined(found))


def _by_tokenize(text: str) -> Iterator[Lexeme]:
    depth = 0
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        line, column = token.start
        if token.type == tokenize.NEWLINE:
            yield Lexeme(Kind.END, "", line, column)
        elif token.type in F_STRING:
            depth += 1 if token.type == F_STRING[0] else -1
            if depth == 0:
                yield Lexeme(Kind.STRING, token.string, line, column)
        elif not depth and (kind := FROM_TOKENIZE.get(token.type)) and token.string.strip():
            yield _lexeme(kind, token.string, line, column)


def _by_pygments(text: str) -> Iterator[Lexeme]:
    """The same by pygments. Brackets are counted: a line that ends inside them ends no statement."""
    line, start, depth = 1, 0, 0
    for at, kind, piece in PythonLexer().get_tokens_unprocessed(text):
        if kind in Token.Text and "\n" in piece and depth <= 0:
            yield Lexeme(Kind.END, "", line, at - start)
        elif piece.strip() and kind not in Comment:
            depth += (piece in {*"([{"}) - (piece in {*")]}"})
            found = next((ours for theirs, ours in FROM_PYGMENTS if kind in theirs), Kind.OPERATOR)
            yield _lexeme(found, piece, line, at - start)
        if "\n" in piece:
            line, start = line + piece.count("\n"), at + piece.rindex("\n") + 1


def _lexeme(kind: Kind, text: str, line: int, column: int) -> Lexeme:
    return Lexeme(Kind.KEYWORD if kind is Kind.NAME and iskeyword(text) else kind, text, line, column)


def _joined(lexemes: Iterable[Lexeme]) -> Iterator[Lexeme]:
    """Strings that follow each other are one, and so are the two halves of an operator such as ``**``: the
    two lexers cut them differently, and so may who copies."""
    last: Lexeme | None = None
    for lexeme in lexemes:
        if last is not None and last.kind is lexeme.kind is Kind.STRING:
            continue
        if last is not None and last.kind is lexeme.kind is Kind.OPERATOR and _halves(last, lexeme):
            last = Lexeme(Kind.OPERATOR, last.text + lexeme.text, last.line, last.column)
            continue
        if last is not None:
            yield last
        last = lexeme
    if last is not None:
        yield last


def _halves(one: Lexeme, other: Lexeme) -> bool:
    adjacent = one.line == other.line and one.column + len(one.text) == other.column
    return adjacent and one.text + other.text in EXACT_TOKEN_TYPES
