"""The rows of `table` for the evaluation."""

from __future__ import annotations

from tests.access.answers import ALL, OWNERS, PUBLISHED, REVIEW_DESK, Page

EVALUATION = (
    Page("evaluation:index", ALL),
    Page("evaluation:index_file", ALL, args=("csv",)),
    Page("evaluation:evaluation", ALL, PUBLISHED, ("slug",)),
    Page("evaluation:file", ALL, PUBLISHED, ("slug", "csv")),
    Page("evaluation_staff:list", REVIEW_DESK),
    Page("evaluation_staff:evaluation", REVIEW_DESK, 200, ("slug",)),
    Page("evaluation_staff:publish", OWNERS, 405, ("slug",), outside=405),
    Page("evaluation_staff:report", REVIEW_DESK, PUBLISHED, ("slug",)),
    Page("evaluation_staff:effort", REVIEW_DESK, 200, ("slug",)),
    Page("evaluation_staff:correct", REVIEW_DESK, 200, ("slug", "effort")),
)
