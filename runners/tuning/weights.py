"""Checks the weights that came out of training before anybody loads them: a safetensors file with exactly the
tensors of the base's network.

It never unpickles, and reads no configuration of the candidate's. What the numbers mean is for ``audits``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import safetensors

from runners.base import Text

HEAD_BYTES = 1024 * 1024  # of a header; the base models' have some ten thousand
NAMED, SIDES = 3, 8  # tensors that a sentence names, and sides of a shape
BODIES = {"gpt2": "transformer.", "llama": "model."}
LM_HEAD = "lm_head."
EMBEDDINGS = ("wte.weight", "embed_tokens.weight")
MASKS = (".attn.bias", ".attn.masked_bias")  # old files of GPT-2 hold the causal mask as a tensor


@dataclass(frozen=True, slots=True)
class Spec:
    """The tensors that the weights must consist of: name -> (dtype as in safetensors, shape)."""

    tensors: Mapping[str, tuple[str, tuple[int, ...]]]

    @property
    def most_bytes(self) -> int:
        """Twice the size of the file: a larger one is not even brought back, a file with a tensor too many
        still is, so that it can be said what is wrong with it."""
        numbers = sum(math.prod(shape) for _, shape in self.tensors.values())
        return 2 * 4 * numbers + HEAD_BYTES


def spec_of(base: bytes, architecture: str, *, classes: int = 0) -> Spec:
    """The spec of a network made from the base's weights, all of it in float32.

    ``architecture`` is the configuration's ``model_type``. With ``classes`` above 0 there is a head
    ``score.weight`` in place of the language model's.
    """
    shapes = {
        _full_name(name, architecture): tuple(one["shape"])
        for name, one in _tensors(base)
        if not name.endswith(MASKS)
    }
    if classes:
        width = min(sides[-1] for name, sides in shapes.items() if name.endswith(EMBEDDINGS))
        shapes = {name: sides for name, sides in shapes.items() if not name.startswith(LM_HEAD)}
        shapes["score.weight"] = (classes, width)
    return Spec({name: ("F32", sides) for name, sides in shapes.items()})


def _tensors(content: bytes) -> list[tuple[str, dict[str, Any]]]:
    found: list[tuple[str, dict[str, Any]]] = safetensors.deserialize(content)  # type: ignore[no-untyped-call]
    return found


def _full_name(name: str, architecture: str) -> str:
    """The name as a network with a head saves it: some bases were saved as a body alone."""
    prefix = BODIES.get(architecture, "")
    return name if name.startswith((prefix, LM_HEAD)) else prefix + name


class Unreadable(ValueError):
    """The bytes are not a safetensors file."""


def fault_of(content: bytes, spec: Spec) -> Text | None:
    """What is wrong with the file; None when it has the spec's tensors and nothing else.

    Only the header is read. The library checks that the offsets cover the file exactly, so no header can
    claim more than is there.

    Raises:
        Unreadable: it is not a safetensors file.
    """
    try:
        _refuse_long_header(content)
        found = {name: (str(one["dtype"]), tuple(one["shape"])) for name, one in _tensors(content)}
    except (safetensors.SafetensorError, ValueError, OverflowError, MemoryError) as problem:
        raise Unreadable(str(problem)) from problem
    return _missing(found, spec) or _extra(found, spec) or _other_form(found, spec)


def _refuse_long_header(content: bytes) -> None:
    length = int.from_bytes(content[:8], "little")
    if len(content) < 8 or length > HEAD_BYTES:
        raise ValueError("no header of a fitting length")


Form = Mapping[str, tuple[str, tuple[int, ...]]]


def _missing(found: Form, spec: Spec) -> Text | None:
    names = sorted(set(spec.tensors) - set(found))
    return _named(names, "缺少张量", "tensors are missing") if names else None


def _extra(found: Form, spec: Spec) -> Text | None:
    names = sorted(set(found) - set(spec.tensors))
    if not names:
        return None
    count = len(names)
    return Text(f"多出 {count} 个基座没有的张量", f"there are {count} tensors that the base does not have")


def _other_form(found: Form, spec: Spec) -> Text | None:
    for name, (dtype, shape) in spec.tensors.items():
        kind, sides = found[name]
        if kind != dtype:
            return Text(f"{name} 不是 float32", f"{name} is not float32")
        if sides != shape:
            return Text(
                f"{name} 的形状应为 {list(shape)}，实为 {_told(sides)}",
                f"{name} has shape {_told(sides)}, not {list(shape)}",
            )
    return None


def _told(sides: tuple[int, ...]) -> str:
    """A shape of the candidate's; the header has room for one of a hundred thousand sides."""
    shown = ", ".join(map(str, sides[:SIDES]))
    return f"[{shown}]" if len(sides) <= SIDES else f"[{shown}, …]"


def _named(names: list[str], zh: str, en: str) -> Text:
    shown, more = ", ".join(names[:NAMED]), len(names) - NAMED
    return Text(
        f"{zh}：{shown}" + (f" 等 {len(names)} 个" if more > 0 else ""),
        f"{en}: {shown}" + (f" and {more} more" if more > 0 else ""),
    )
