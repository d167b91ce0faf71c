"""Values as JSON and back: what goes into the candidate's process and what comes out of it.

Plain Python values, numpy arrays and torch tensors, with their types; nothing is pickled and no code travels.
A value of any other type is only named. It runs in containers, beside code that may have changed anything, so
whoever reads what it wrote checks it again.
"""

import base64
import math
import sys
from typing import Any

DTYPES = ("float32", "float64", "float16", "int64", "int32", "uint8", "bool")
DEEPEST = 40


class Unreadable(Exception):
    """Bytes that no ``encode`` wrote."""


def encode(value: Any, depth: int = 0) -> Any:
    """The value as something that ``json.dumps`` takes."""
    if depth > DEEPEST:
        return {"$other": "too deep"}
    kind = type(value)
    if value is None or kind in (bool, int, str):
        return value
    if kind is float:
        return value if math.isfinite(value) else {"$float": str(value)}
    if kind is list:
        return [encode(item, depth + 1) for item in value]
    if kind in (tuple, set, frozenset):
        items = sorted(value, key=repr) if kind is not tuple else value
        return {f"${kind.__name__}": [encode(item, depth + 1) for item in items]}
    if kind is dict:
        return {"$dict": [[encode(key, depth + 1), encode(item, depth + 1)] for key, item in value.items()]}
    if kind is bytes:
        return {"$bytes": base64.b64encode(value).decode()}
    return _array(value, kind)


def _array(value: Any, kind: type) -> Any:
    """A tensor or an array; anything else by its name."""
    torch, numpy = sys.modules.get("torch"), sys.modules.get("numpy")
    if torch is not None and isinstance(value, torch.Tensor):
        dtype = str(value.dtype).removeprefix("torch.")
        if dtype not in DTYPES:
            return {"$other": f"torch.{dtype}"}
        return _packed("torch", dtype, list(value.shape), value.detach().cpu().contiguous().numpy().tobytes())
    if numpy is not None and isinstance(value, (numpy.ndarray, numpy.generic)):
        dtype = value.dtype.name
        if dtype not in DTYPES:
            return {"$other": f"numpy.{dtype}"}
        return _packed("numpy", dtype, list(value.shape), numpy.ascontiguousarray(value).tobytes())
    return {"$other": kind.__name__}


def _packed(of: str, dtype: str, shape: list[int], content: bytes) -> Any:
    return {"$array": of, "dtype": dtype, "shape": shape, "data": base64.b64encode(content).decode()}


def decode(value: Any, depth: int = 0) -> Any:
    """The value again; tensors and arrays are copies of their own.

    Raises:
        Unreadable: it is not what ``encode`` gives.
    """
    if depth > DEEPEST:
        raise Unreadable
    if isinstance(value, list):
        return [decode(item, depth + 1) for item in value]
    if not isinstance(value, dict):
        return value
    try:
        return _decoded(value, depth)
    except Exception as error:  # forged: any part of it may be of any type and size
        raise Unreadable from error


def _decoded(value: dict[str, Any], depth: int) -> Any:
    if "$array" in value:
        return _unpacked(value)
    ((mark, content),) = value.items()
    if mark == "$float":
        return {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}[content]
    if mark == "$bytes":
        return base64.b64decode(content, validate=True)
    if mark == "$dict":
        return {decode(key, depth + 1): decode(item, depth + 1) for key, item in content}
    if mark in ("$tuple", "$set", "$frozenset"):
        kind = {"$tuple": tuple, "$set": set, "$frozenset": frozenset}[mark]
        return kind(decode(item, depth + 1) for item in content)
    if mark == "$other":
        return Other(str(content)[:60])
    raise Unreadable


def _unpacked(value: dict[str, Any]) -> Any:
    dtype, shape = value["dtype"], [int(size) for size in value["shape"]]
    if dtype not in DTYPES or any(size < 0 for size in shape):
        raise Unreadable
    import numpy

    found = (
        numpy.frombuffer(base64.b64decode(value["data"], validate=True), dtype=dtype).reshape(shape).copy()
    )
    if value["$array"] == "numpy":
        return found
    import torch

    return torch.from_numpy(found)


class Other:
    """A value of a type that does not travel; only its name came."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __repr__(self) -> str:
        return f"<{self.name}>"
