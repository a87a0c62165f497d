from django.db import migrations


def keep_sessions_out_of_the_log(apps, schema_editor):
    """SECURITY: an unlogged table is in neither PostgreSQL's log nor its backups; a crash ends the voting sessions."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE ballots_votingsession SET UNLOGGED")


class Migration(migrations.Migration):
    dependencies = [("ballots", "0001_initial")]

    operations = [migrations.RunPython(keep_sessions_out_of_the_log, migrations.RunPython.noop)]
