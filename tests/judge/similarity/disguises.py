"""What people do to a program so that nobody sees where it comes from: each takes a source and returns
another that means the same. Deterministic.
"""

from __future__ import annotations

import ast
import builtins
import itertools
from collections.abc import Callable

Disguise = Callable[[str], str]

PRESCRIBED = {
    "NGramModel",
    "train",
    "predict",
    "distribution",
    "fine_tune",
    "vocabulary",
    "self",
    "step",
    "size",
}
"""Names that others call or have: the judge, an optimiser, an array."""


def renamed(source: str) -> str:
    """Every name of the program's own is another one."""
    tree = ast.parse(source)
    bound = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and _is_stored(node)}
    bound |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    bound |= {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    bound |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute) and _is_stored(node)}
    kept = PRESCRIBED | {node.arg for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg}
    kept |= {name for thing in (builtins, str, list, dict) for name in dir(thing)}
    kept |= {name for name in bound if name.startswith("__")}
    names = {name: f"my_{place}" for place, name in enumerate(sorted(bound - kept))}
    for node in ast.walk(tree):
        for field in ("id", "arg", "attr", "name"):
            if getattr(node, field, None) in names:
                setattr(node, field, names[getattr(node, field)])
    return ast.unparse(tree)


def _is_stored(node: ast.Name | ast.Attribute) -> bool:
    return isinstance(node.ctx, ast.Store)


def commented(source: str) -> str:
    """A remark and an empty line above every statement, and a docstring in every function."""
    lines = source.split("\n")
    for node in sorted(_statements(ast.parse(source)), key=lambda node: -node.lineno):
        decorators = getattr(node, "decorator_list", [])
        above = min([node.lineno, *(one.lineno for one in decorators)]) - 1
        indent = lines[above][: len(lines[above]) - len(lines[above].lstrip())]
        if isinstance(node, ast.FunctionDef):
            inner = node.body[0]
            lines.insert(inner.lineno - 1, " " * inner.col_offset + f'"""Does {node.name}."""')
        lines[above:above] = ["", f"{indent}# step {above}: as it should be"]
    return "\n".join(lines)


def _statements(tree: ast.Module) -> list[ast.stmt]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.stmt)]


def reformatted(source: str) -> str:
    """Other line breaks, quotes and brackets, and no comments."""
    return ast.unparse(ast.parse(source))


def annotated(source: str) -> str:
    """Types at every parameter and every function."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            for parameter in node.args.args:
                parameter.annotation = ast.parse("dict[str, list[int]]", mode="eval").body
            node.returns = ast.parse("tuple[float, ...] | None", mode="eval").body
    return ast.unparse(tree)


def reordered(source: str) -> str:
    """The functions, and the methods of each class, the other way round."""
    tree = ast.parse(source)
    for scope in ast.walk(tree):
        if isinstance(scope, ast.Module | ast.ClassDef):
            movable = [node for node in scope.body if isinstance(node, ast.FunctionDef)]
            backwards = iter(movable[::-1])
            scope.body = [next(backwards) if node in movable else node for node in scope.body]
    return ast.unparse(tree)


def padded(source: str) -> str:
    """After every fourth statement one that does nothing."""
    tree, count = ast.parse(source), itertools.count(1)
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list) and not isinstance(node, ast.Module | ast.ClassDef):
            parts = [[one, *ast.parse("unused = 0").body][: 1 + (next(count) % 4 == 0)] for one in body]
            node.body = [part for both in parts for part in both]  # type: ignore[attr-defined]
    return ast.unparse(ast.fix_missing_locations(tree))


def everything(source: str) -> str:
    """All of it at once."""
    return commented(annotated(reordered(renamed(source))))


DISGUISES: tuple[Disguise, ...] = (
    renamed,
    commented,
    reformatted,
    annotated,
    reordered,
    padded,
    everything,
)


def partial_copy(source: str, of: str) -> str:
    """``source`` with the longest function of ``of``, renamed, in the place of its own longest one. It is
    read, never run."""
    mine, theirs = ast.parse(source), ast.parse(renamed(of))
    ours, copied = _longest(mine), _longest(theirs)
    ours.args, ours.body = copied.args, copied.body
    return ast.unparse(mine)


def _longest(tree: ast.Module) -> ast.FunctionDef:
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    return max(functions, key=lambda node: len(ast.unparse(node)))
