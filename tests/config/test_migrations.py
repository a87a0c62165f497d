"""The tests run on tables that are made from the models; an installation's come from the migrations."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow, pytest.mark.both]
DESCRIBED = {
    "sqlite": "SELECT type, tbl_name, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'",
    "postgresql": """
        SELECT 'column', table_name, column_name, concat_ws(' ', data_type, character_maximum_length, is_nullable,
            column_default, is_identity, collation_name) FROM information_schema.columns WHERE table_schema = 'public'
        UNION ALL SELECT 'constraint', conrelid::regclass::text, conname, pg_get_constraintdef(oid)
            FROM pg_constraint WHERE connamespace = 'public'::regnamespace
        UNION ALL SELECT 'index', tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
        UNION ALL SELECT 'trigger', tgrelid::regclass::text, tgname, pg_get_triggerdef(oid)
            FROM pg_trigger WHERE NOT tgisinternal
        UNION ALL SELECT 'table', relname, relname, relpersistence::text
            FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'""",
}


# Django's own migration makes its numbers larger than its model does.
OTHERWISE = {("column", "auth_group_permissions", "id")}


def described() -> dict[tuple[str, str, str], list[str]]:
    """What the database says of itself. The words of each, as the order of columns and rules means nothing."""
    with connection.cursor() as cursor:
        cursor.execute(DESCRIBED[connection.vendor])
        found = {(kind, table, name): sorted(re.findall(r"\w+|\S", text or "")) for kind, table, name, text in cursor}
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
        return found | {("migration", *row): [] for row in cursor}


def test_both_make_the_same_tables(shelf: Any) -> None:
    ours = described()
    with shelf.lent("migrated", _migrated, afresh=True):
        theirs = described()
    assert len(theirs) > 300
    assert {key: words for key, words in theirs.items() if ours.get(key) != words}.keys() <= OTHERWISE
    assert ours.keys() == theirs.keys()


def _migrated() -> None:
    """Everything down, and up again as an installation does it."""
    with connection.schema_editor() as editor:
        if connection.vendor == "postgresql":
            editor.execute("DROP SCHEMA public CASCADE")
            editor.execute("CREATE SCHEMA public")
        else:
            for table in connection.introspection.table_names():
                editor.execute(f'DROP TABLE "{table}"')
    assert settings.MIGRATION_MODULES == {}
    call_command("migrate", interactive=False, verbosity=0)
