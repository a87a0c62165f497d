import uuid

import django.db.models.deletion
from django.db import migrations, models


def keep_sessions_out_of_the_log(apps, schema_editor):
    """SECURITY: an unlogged table is in neither PostgreSQL's log nor its backups; a crash ends the voting sessions."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE ballots_votingsession SET UNLOGGED")


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("processes", "0001_initial"),
        ("proposals", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Vote",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("config", models.TextField()),
                ("config_sha256", models.CharField(max_length=64)),
                ("ref_kind", models.CharField(max_length=20)),
                ("opens_at", models.DateTimeField()),
                ("closes_at", models.DateTimeField()),
                ("frozen_at", models.DateTimeField()),
                ("lot_seed", models.CharField(blank=True, max_length=64)),
                ("lot_source", models.CharField(blank=True, max_length=300)),
                ("closed_at", models.DateTimeField(null=True)),
                ("published_at", models.DateTimeField(null=True)),
                ("keys_destroyed_at", models.DateTimeField(null=True)),
                (
                    "process",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="vote", to="processes.process"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("closes_at__gt", models.F("opens_at"))), name="vote_closes_after_open"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Project",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("title", models.CharField(max_length=300)),
                ("cost_ore", models.BigIntegerField()),
                (
                    "proposal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="project", to="proposals.proposal"
                    ),
                ),
                (
                    "vote",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="projects", to="ballots.vote"
                    ),
                ),
            ],
            options={
                "ordering": ("number",),
                "constraints": [
                    models.UniqueConstraint(fields=("vote", "number"), name="project_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(("cost_ore__gt", 0)), name="project_cost_positive"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Ballot",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("pseudonym", models.CharField(max_length=64)),
                ("version", models.PositiveIntegerField()),
                ("ciphertext", models.BinaryField()),
                ("idempotency_key", models.CharField(max_length=64)),
                (
                    "vote",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="ballots", to="ballots.vote"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("vote", "pseudonym", "version"), name="ballot_version_once"),
                    models.UniqueConstraint(fields=("vote", "pseudonym", "idempotency_key"), name="ballot_key_once"),
                    models.CheckConstraint(condition=models.Q(("version__gt", 0)), name="ballot_version_positive"),
                ],
            },
        ),
        migrations.CreateModel(
            name="VotingSession",
            fields=[
                ("sid_hash", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("pseudonym", models.CharField(max_length=64)),
                ("area", models.SlugField(max_length=120)),
                ("expires_at", models.DateTimeField(db_index=True)),
                (
                    "vote",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sessions", to="ballots.vote"
                    ),
                ),
            ],
        ),
        migrations.RunPython(keep_sessions_out_of_the_log, migrations.RunPython.noop),
    ]
