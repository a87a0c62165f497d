"""The rows of `table` for voting places: name, who comes, answer, what is in the address, who is inside, and others."""

from __future__ import annotations

from typing import Any

from tests.access.world import ROLES, STATES

ALL = frozenset(ROLES)
LEADS = frozenset({"owner", "owner_here", "owner_there", "administrator"})
CONTROL = LEADS | {"auditor"}
AUDIT = frozenset({"auditor", "administrator"})
DESK = LEADS | {"caseworker", "colleague"}
COUNT = DESK | {"auditor"}
FROZEN = {state: 200 if STATES.index(state) >= STATES.index("frozen") else 404 for state in STATES}

POLLING: tuple[tuple[Any, ...], ...] = (
    # On a device that staff have bound, and on no other: tests/polling/test_kiosk.py.
    ("polling:kiosk", ALL, 404, ("slug",)),
    ("polling:code", ALL, 404, ("slug",)),
    ("polling:pause", ALL, 404, ("slug",)),
    ("polling:reset", ALL, 404, ("slug",)),
    ("ballots:helped", ALL, {state: 404 if state in {"draft", "ready"} else 200 for state in STATES}, ("slug",)),
    # Help to vote: nothing but what everyone may see, whatever the state.
    ("polling_help:places", ALL),
    ("polling_help:calendar", ALL),
    ("polling_help:feed", ALL),
    ("polling_help:area", ALL, 200, ("area",)),
    ("polling_help:area_calendar", ALL, 200, ("area",)),
    ("polling_help:area_feed", ALL, 200, ("area",)),
    # Only while its vote is on or near, with a way to vote at places: tests/polling/test_help.py.
    ("polling_help:station_file", ALL, 404, ("station",)),
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
    ("polling_staff:unbind", DESK, 405, ("screen",), None, 405),
    ("polling_staff:papers", COUNT, 200, ("slug",)),
    ("polling_staff:count", COUNT, FROZEN, ("station",)),
    ("polling_staff:register", DESK, 405, ("station",), None, 405),
    ("polling_staff:finish", CONTROL, 405, ("station",), None, 405),
    # Nobody of this world votes on paper: tests/polling/test_counting_pages.py.
    ("polling_staff:batch", COUNT, 404, ("1",)),
    ("polling_staff:enter", DESK, 404, ("1",)),
    ("polling_staff:settle", COUNT, 405, ("1",)),
    ("polling_staff:approve", COUNT, 405, ("1",)),
    ("polling_staff:reject", COUNT, 405, ("1",)),
    ("polling_staff:sample", AUDIT, FROZEN, ("slug",)),
    ("polling_staff:note", AUDIT, 405, ("1",)),
    # No vote of this world takes ballots by post: tests/polling/test_post_pages.py.
    ("polling_staff:post", COUNT, 404, ("slug",)),
    ("polling_staff:post_receive", COUNT, 405, ("slug",), None, 405),
    ("polling_staff:post_aside", COUNT, 405, ("slug",), None, 405),
    ("polling_staff:post_finish", CONTROL, 405, ("slug",), None, 405),
)
