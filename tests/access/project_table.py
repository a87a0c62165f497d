"""The rows of `table` for the staff's pages of projects."""

from __future__ import annotations

from tests.access.answers import LEADS, OWNERS, PUBLISHED, REPORT, Page

PROJECTS = (
    Page("realisation_staff:process", REPORT, 200, ("slug",)),
    Page("realisation_staff:release", LEADS, 200, ("slug",)),
    Page("realisation_staff:start", OWNERS, PUBLISHED, ("slug", "unstarted")),
    Page("realisation_staff:realisation", REPORT, 200, ("realisation",)),
    Page("realisation_staff:plan", OWNERS, 200, ("realisation",)),
    Page("realisation_staff:report", REPORT, 200, ("realisation",)),
    Page("realisation_staff:remove_picture", OWNERS, 405, ("realisation", "report"), outside=405),
    Page("realisation_staff:finish", OWNERS, 200, ("realisation",)),
    Page("realisation_staff:pay", OWNERS, 200, ("realisation",)),
    Page("realisation_staff:correct", OWNERS, 200, ("payment",)),
    Page("realisation_staff:give_back", LEADS, 200, ("slug",)),
    Page("realisation_staff:move", OWNERS, 200, ("milestone",)),
    Page("realisation_staff:reach", OWNERS, 200, ("milestone",)),
    Page("realisation_staff:plan_pay", OWNERS, 200, ("milestone",)),
    Page("realisation_staff:confirm", OWNERS, 200, ("milestone",)),
    Page("realisation_staff:opening", OWNERS, 200, ("realisation",)),
    Page("realisation_staff:stop", LEADS, 200, ("realisation",)),
    Page("realisation_staff:decline_stop", LEADS, 405, ("realisation",), outside=405),
)
