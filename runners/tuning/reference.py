"""What is kept of a reference run beside its marks: how far each tensor moved. Bytes in, bytes out."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from runners.tuning.audits import Tensor, Tensors


@dataclass(frozen=True, slots=True)
class Kept:
    """A reference run: ``marks`` are the kind's own bytes, ``numbers`` what its audits compare with."""

    marks: bytes
    tensors: Tensors
    numbers: Mapping[str, float]

    def packed(self) -> bytes:
        """As JSON."""
        tensors = {name: asdict(one) for name, one in self.tensors.items()}
        marks = base64.b64encode(self.marks).decode()
        return json.dumps({"marks": marks, "tensors": tensors, "numbers": dict(self.numbers)}).encode()

    @classmethod
    def unpacked(cls, content: bytes) -> Kept:
        """The inverse of ``packed``.

        Raises:
            ValueError: the bytes are not a reference of this form; our own fault.
        """
        try:
            kept = json.loads(content)
            tensors = {name: Tensor(**row) for name, row in kept["tensors"].items()}
            return cls(base64.b64decode(kept["marks"]), tensors, kept["numbers"])
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError("the reference is not of this form") from error
