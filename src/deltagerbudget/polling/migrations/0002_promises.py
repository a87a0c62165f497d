from django.db import migrations


def keep_codes_out_of_the_log(apps, schema_editor):
    """SECURITY: as with voting sessions, an unlogged table is in neither PostgreSQL's log nor its backups."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE polling_deskcode SET UNLOGGED")


class Migration(migrations.Migration):
    dependencies = [("polling", "0001_initial")]

    operations = [migrations.RunPython(keep_codes_out_of_the_log, migrations.RunPython.noop)]
