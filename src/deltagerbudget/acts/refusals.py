"""The three ways in which an act is refused: not yours, not now, not possible."""

from __future__ import annotations

from django.utils.functional import Promise


class Refusal(Exception):
    """Says in the user's language why not, and what to do."""

    def __init__(self, message: str | Promise) -> None:
        super().__init__(message)
        self._message = message

    @property
    def message(self) -> str:
        return str(self._message)


class NotYours(Refusal):
    """The actor holds no role that may do this."""


class NotNow(Refusal):
    """The phase, or the clock, does not allow it."""


class NotPossible(Refusal):
    """The state of things does not allow it."""
