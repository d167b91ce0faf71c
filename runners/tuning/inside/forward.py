"""The judge's own passes over a candidate's weights; runs inside a container that holds no candidate code.

It answers what the host asks and scores nothing. It imports nothing of ours but the file beside it that knows
the kind: ``questions_of_kind.py``, a copy of ``forward_classifier.py`` or ``forward_dialogue.py``, with
``load``,
``losses`` and the kind's own questions. Questions come on descriptor 3, answers go to 4, each an 8-byte
big-endian length and that many bytes of JSON. Numbers that are not finite travel as null.
"""

from __future__ import annotations

import importlib
import json
import math
import os
import re
import struct
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file

BOX = Path(__file__).resolve().parent
BASE = BOX / "base"
WEIGHTS = BOX / "weights" / "model.safetensors"
BLOCK = re.compile(r"\.(?:h|layers)\.(\d+)\.")  # of GPT-2, of Llama
EMBEDDINGS, HEAD, REST = "embeddings", "head", "rest"
GPU_MEMORY_SHARE = "TUNEROOM_GPU_MEMORY_SHARE"  # set where the job has a GPU

Tensors = dict[str, torch.Tensor]


def part_of(name: str) -> str:
    """The part of the network that a tensor belongs to: ``embeddings``, ``block 3``, ``head`` or ``rest``."""
    block = BLOCK.search(name)
    if block:
        return f"block {block[1]}"
    if name.startswith("score."):
        return HEAD
    return EMBEDDINGS if re.search(r"wte|wpe|embed_tokens", name) else REST


class Session:
    """The candidate's model, its weights and the base's, by the names of the model's own state."""

    def __init__(self, kind: Any) -> None:
        torch.set_flush_denormal(True)  # weights of tiny numbers must not make the pass slow
        self.kind = kind
        self.device = torch.device("cuda" if GPU_MEMORY_SHARE in os.environ else "cpu")
        if self.device.type == "cuda":  # it fails loudly where the job has a GPU that PyTorch cannot use
            torch.cuda.set_per_process_memory_fraction(float(os.environ[GPU_MEMORY_SHARE]))
        self.tokenizer, self.model = kind.load(BASE)
        self.model.to(self.device).eval()
        self.tuned = {name: tensor.to(self.device) for name, tensor in load_file(WEIGHTS).items()}
        self.state: Tensors = {  # a head that is tied to the embeddings is in no file
            name: tensor for name, tensor in self.model.state_dict().items() if name in self.tuned
        }
        self.base = {name: tensor.clone() for name, tensor in self.state.items() if part_of(name) != HEAD}
        self.put(self.tuned)

    @torch.no_grad()
    def put(self, tensors: Tensors) -> None:
        """Write tensors into the model, in place: tied ones stay tied."""
        for name, tensor in tensors.items():
            self.state[name].copy_(tensor)

    @contextmanager
    def changed(self, tensors: Tensors) -> Iterator[None]:
        """The model with these tensors instead of its own."""
        self.put(tensors)
        try:
            yield
        finally:
            self.put({name: self.tuned[name] for name in tensors})

    def base_tensors(self, parts: set[str]) -> Tensors:
        """The base's tensors of some parts."""
        return {name: tensor for name, tensor in self.base.items() if part_of(name) in parts}


@torch.no_grad()
def weights(session: Session, asked: dict[str, Any]) -> dict[str, Any]:
    """For every tensor of the base: how far it moved. Norms are Frobenius norms, in double precision.

    ``moved`` = |tuned - base| / |base|, ``cosine`` of tuned and base, ``rank`` of the change of a matrix of a
    block as a share of the largest possible one (singular values above ``asked["tolerance"]`` of the
    largest).
    """
    tensors = {}
    for name, base in session.base.items():
        old, new = base.double(), session.tuned[name].double()
        change = new - old
        tensors[name] = {
            "part": part_of(name),
            "moved": number(change.norm() / old.norm().clamp(min=1e-12)),
            "cosine": number((old * new).sum() / (old.norm() * new.norm()).clamp(min=1e-12)),
            "rank": rank(change, asked["tolerance"]) if BLOCK.search(name) and old.dim() == 2 else None,
        }
    finite = all(bool(torch.isfinite(tensor).all()) for tensor in session.tuned.values())
    return {"finite": finite, "tensors": tensors}


def number(value: torch.Tensor) -> float | None:
    """A float, None where it is not finite."""
    plain = float(value)
    return plain if math.isfinite(plain) else None


def gram(change: torch.Tensor) -> torch.Tensor:
    """The smaller of the two Gram matrices, in double precision: its eigenvalues are the squared singular
    values, and it costs a fraction of their decomposition."""
    return change @ change.T if change.shape[0] <= change.shape[1] else change.T @ change


def rank(change: torch.Tensor, tolerance: float) -> float | None:
    """The numerical rank as a share of the largest possible; None when nothing changed or not finite."""
    if not bool(torch.isfinite(change).all()) or not bool(change.any()):
        return None
    squares = torch.linalg.eigvalsh(gram(change)).clamp(min=0)
    return float((squares.sqrt() > tolerance * squares[-1].sqrt()).double().mean())


@torch.no_grad()
def restored(session: Session, asked: dict[str, Any]) -> dict[str, Any]:
    """The losses of some examples of the training file, in nats, one each: with the weights as they are, with
    each part put back to the base's, with the whole body put back, and with the matrices of the blocks
    without the ``asked["strongest"]`` strongest directions of their change."""

    def measured() -> list[float | None]:
        return [
            value if math.isfinite(value) else None
            for value in session.kind.losses(session.model, session.tokenizer, asked["examples"], asked)
        ]

    found = {"as it is": measured()}
    parts = sorted({part_of(name) for name in session.base})
    for name, tensors in [
        *((part, session.base_tensors({part})) for part in parts),
        ("body", session.base),
        ("matrices", matrices(session, torch.zeros_like)),
        ("weak", matrices(session, lambda change: change - strongest(change, asked["strongest"]))),
    ]:
        with session.changed(tensors):
            found[name] = measured()
    return {"losses": found}


def matrices(session: Session, keep: Callable[[torch.Tensor], torch.Tensor]) -> Tensors:
    """The matrices of the blocks, each the base's and what ``keep`` leaves of its change."""
    return {
        name: base + keep((session.tuned[name] - base).double()).to(base.dtype)
        for name, base in session.base.items()
        if BLOCK.search(name) and base.dim() == 2
    }


def strongest(change: torch.Tensor, count: int) -> torch.Tensor:
    """The projection of a matrix on the directions of its ``count`` largest singular values."""
    if not bool(torch.isfinite(change).all()):
        return torch.zeros_like(change)
    basis = torch.linalg.eigh(gram(change))[1][:, -count:]  # (smaller side, count)
    wide = change.shape[0] <= change.shape[1]
    return basis @ (basis.T @ change) if wide else (change @ basis) @ basis.T


def main() -> None:
    """Answer until the host hangs up."""
    sys.path.insert(0, str(BOX))
    kind = importlib.import_module("questions_of_kind")
    session = Session(kind)
    known = {"weights": weights, "restored": restored, **kind.QUESTIONS}
    with open(3, "rb") as questions, open(4, "wb") as answers:
        while len(head := questions.read(8)) == 8:
            asked = json.loads(questions.read(struct.unpack(">Q", head)[0]))
            content = json.dumps(known[asked["do"]](session, asked), allow_nan=False).encode()
            answers.write(struct.pack(">Q", len(content)) + content)
            answers.flush()


if __name__ == "__main__":
    main()
    sys.stdout.flush()
    os._exit(0)
