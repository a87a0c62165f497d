"""The rows of `table` for voting places: name, who comes, answer, what is in the address, who is inside, and others."""

from __future__ import annotations

from typing import Any

from tests.access.world import ROLES

ALL = frozenset(ROLES)
LEADS = frozenset({"owner", "owner_here", "owner_there", "administrator"})
DESK = LEADS | {"caseworker", "colleague"}

POLLING: tuple[tuple[Any, ...], ...] = (
    # On a device that staff have bound, and on no other: tests/polling/test_kiosk.py.
    ("polling:kiosk", ALL, 404, ("slug",)),
    ("polling:code", ALL, 404, ("slug",)),
    ("polling:pause", ALL, 404, ("slug",)),
    ("polling:reset", ALL, 404, ("slug",)),
    ("polling_staff:home", DESK),
    ("polling_staff:places", LEADS, 200, ("slug",)),
    ("polling_staff:station", LEADS, 200, ("station",)),
    ("polling_staff:close", LEADS, 405, ("station",), None, 405),
    ("polling_staff:end_shift", LEADS, 405, ("shift",), None, 405),
    # Nobody of this world has a shift today: tests/polling/test_desk.py.
    ("polling_staff:desk", DESK, 409, ("station",)),
    ("polling_staff:paper", DESK, 405, ("station",), None, 405),
    ("polling_staff:take_back", DESK, 405, ("station",), None, 405),
    ("polling_staff:admit", DESK, 405, ("station",), None, 405),
    ("polling_staff:bind", DESK, 405, ("station",), None, 405),
    ("polling_staff:unbind", DESK, 405, ("station",), None, 405),
)
