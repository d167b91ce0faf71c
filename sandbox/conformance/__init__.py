"""What every sandbox must do, as cases that any backend can be put through.

A backend's tests run each of ``cases()`` with a ``Bench`` on a real sandbox; a case raises
AssertionError when the backend does not conform. It knows no engine.
"""

from sandbox.conformance import artifacts, closed, exchanges, limits, points
from sandbox.conformance.bench import Bench, Case

__all__ = ["Bench", "Case", "cases"]


def cases() -> list[Case]:
    """Return every case, in the order in which a failure is best understood."""
    return [*exchanges.CASES, *limits.CASES, *points.CASES, *artifacts.CASES, *closed.CASES]
