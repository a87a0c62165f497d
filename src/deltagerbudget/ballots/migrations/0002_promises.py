from django.db import migrations

from deltagerbudget.ballots import promises


def keep_sessions_out_of_the_log(apps, schema_editor):
    """SECURITY: an unlogged table is in neither PostgreSQL's log nor its backups; a crash ends the voting sessions."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE ballots_votingsession SET UNLOGGED")


def promise(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        promises.install(cursor)


def lift(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        promises.remove(cursor)


class Migration(migrations.Migration):
    dependencies = [
        ("ballots", "0001_initial"),
        ("processes", "0001_initial"),
        ("proposals", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(keep_sessions_out_of_the_log, migrations.RunPython.noop),
        migrations.RunPython(promise, lift),
    ]
