"""The rows of `table` for surveys: name, who comes, answer, what is in the address, who is inside, and others."""

from __future__ import annotations

from typing import Any

from tests.access.answers import ALL, OWNERS, SETUP_OUTSIDE, by_state

ASKED = ("slug", "medarbejdere")

SURVEYS: tuple[tuple[Any, ...], ...] = (
    ("surveys:answer", ALL, 200, ("survey",)),
    ("surveys:thanks", ALL, 200, ("survey",)),
    ("surveys:answers", ALL, 200, ("survey",)),
    ("surveys_staff:surveys", OWNERS, 200, ("slug",), None, SETUP_OUTSIDE),
    ("surveys_staff:write", OWNERS, 200, ("slug", "stemte"), None, SETUP_OUTSIDE),
    ("surveys_staff:open", OWNERS, by_state(404, ideas=302, review=200), ASKED, None, SETUP_OUTSIDE),
    ("surveys_staff:close", OWNERS, 405, ASKED, None, 405),
    ("surveys_staff:answers", OWNERS, by_state(404, ideas=200), ASKED, None, SETUP_OUTSIDE),
    # Nobody has written anything here: tests/surveys/test_remove_free_text.py.
    ("surveys_staff:remove", OWNERS, 405, (*ASKED, "x"), None, 405),
)
