"""The tables, made from the models in a second: the migrations take a quarter of a minute for the same.

`make check` sees to it that the migrations lead to these models, and tests/config/test_migrations.py that both make the
same tables. What else migrations do, they do here too.
"""

from __future__ import annotations

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.migrations import RunPython
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


def complete() -> None:
    """The promises and the like, and the word of every migration that its work is done."""
    settings.MIGRATION_MODULES = {}
    loader, recorder = MigrationLoader(connection), MigrationRecorder(connection)
    recorder.ensure_schema()
    for key in loader.graph.nodes:
        for operation in loader.get_migration(*key).operations:
            if isinstance(operation, RunPython):
                with connection.schema_editor() as editor:
                    operation.code(apps, editor)
        recorder.record_applied(*key)
