"""The real sandbox, for tests that judge through it."""

from tests.sandbox.conftest import installation, sandbox

__all__ = ["installation", "sandbox"]
