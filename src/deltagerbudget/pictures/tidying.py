"""Takes away, once a day, what belongs to nothing: files without a row, and rows that nothing points to."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from deltagerbudget.pictures import storage
from deltagerbudget.pictures.models import Document, Picture

# Long enough for a form that is still open.
LEFT_ALONE = timedelta(days=1)


def tidy_daily() -> int:
    """Asked at every round of the worker: one look at a file's date, mostly."""
    mark = settings.MEDIA_DIR / ".tidied"
    if not settings.MEDIA_DIR.is_dir():
        return 0
    # By the real clock, like the dates of files; a demonstration's clock may be years ahead.
    at = timezone.now()
    if mark.exists() and at.timestamp() - mark.stat().st_mtime < LEFT_ALONE.total_seconds():
        return 0
    mark.touch()
    return tidy(at=at)


def tidy(*, at: datetime) -> int:
    """How many names were taken away. A row that nothing points to goes at once: no act leaves one."""
    gone: set[str] = set()
    for model in (Picture, Document):
        rows = model.objects.without_owner()
        gone |= set(rows.names())
        rows.delete()
    known = {name for model in (Picture, Document) for name in model.objects.names()}
    gone |= set(storage.names_older_than(at - LEFT_ALONE)) - known
    for name in gone:
        storage.delete(name)
    return len(gone)
