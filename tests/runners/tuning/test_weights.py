"""What is accepted as a weights file, before anybody loads it."""

from __future__ import annotations

import json
import pickle
import struct
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from safetensors.numpy import save

from runners.base import Text
from runners.tuning.weights import Spec, Unreadable, fault_of, spec_of

BASE = {
    "transformer.wte.weight": np.zeros((5, 4), np.float32),
    "transformer.h.0.ln_1.bias": np.zeros(4, np.float32),
}
SPEC = Spec({"a": ("F32", (2, 3)), "b": ("F32", (4,))})
GOOD = {"a": np.ones((2, 3), np.float32), "b": np.ones(4, np.float32)}


def test_spec_of_a_causal_model_is_the_base_in_float32() -> None:
    base = save({name: array.astype(np.float16) for name, array in BASE.items()})
    assert spec_of(base, "gpt2") == Spec(
        {"transformer.wte.weight": ("F32", (5, 4)), "transformer.h.0.ln_1.bias": ("F32", (4,))}
    )


def test_spec_of_a_classifier_has_a_head_of_the_body_s_width() -> None:
    spec = spec_of(save({**BASE, "lm_head.weight": np.zeros((5, 4), np.float32)}), "gpt2", classes=2)
    assert sorted(spec.tensors) == ["score.weight", *sorted(BASE)]
    assert spec.tensors["score.weight"] == ("F32", (2, 4))


def test_spec_of_a_body_saved_alone_has_the_names_of_the_whole() -> None:
    old = {"wte.weight": np.zeros((5, 4), np.float32), "h.0.attn.bias": np.zeros((1, 1, 2, 2), np.float32)}
    assert spec_of(save(old), "gpt2").tensors == {"transformer.wte.weight": ("F32", (5, 4))}


def test_right_tensors_have_no_fault() -> None:
    assert fault_of(save(GOOD), SPEC) is None


@pytest.mark.parametrize(
    ("tensors", "said"),
    [
        ({"a": GOOD["a"]}, "tensors are missing: b"),
        ({**GOOD, "c": np.ones(1, np.float32)}, "there are 1 tensors that the base does not have"),
        ({**GOOD, "a": np.ones((2, 3), np.float16)}, "a is not float32"),
        ({**GOOD, "a": np.ones((3, 2), np.float32)}, "a has shape [3, 2], not [2, 3]"),
        (
            {**GOOD, "a": np.ones([1] * 60, np.float32)},
            "a has shape [1, 1, 1, 1, 1, 1, 1, 1, …], not [2, 3]",
        ),
    ],
)
def test_other_tensors_are_named(tensors: dict[str, np.ndarray], said: str) -> None:
    fault = fault_of(save(tensors), SPEC)
    assert isinstance(fault, Text)
    assert fault.en == said


def claiming(shape: list[int], end: int, content: bytes = b"") -> bytes:
    header = json.dumps({"a": {"dtype": "F32", "shape": shape, "data_offsets": [0, end]}}).encode()
    return struct.pack("<Q", len(header)) + header + content


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04" + b"\0" * 64,
        pickle.dumps({"a": 1}),
        struct.pack("<Q", 2**63) + b"{}",
        claiming([2**31, 2**31], 2**64 - 4),
        claiming([2, 3], 24),
        claiming([2, 3], 24, b"\0" * 25),
        struct.pack("<Q", 100_000) + b"[" * 100_000,
    ],
    ids=["empty", "zip", "pickle", "long header", "huge", "no data", "too much data", "deep"],
)
def test_what_is_no_safetensors_file_is_unreadable(content: bytes) -> None:
    with pytest.raises(Unreadable):
        fault_of(content, SPEC)


@given(st.binary(max_size=400))
def test_any_bytes_are_a_fault_or_unreadable(content: bytes) -> None:
    with suppress(Unreadable):
        assert fault_of(content, SPEC) is not None
