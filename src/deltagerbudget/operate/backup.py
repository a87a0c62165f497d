"""Backup and restore of everything but the keys: database, pictures, and what they were."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from deltagerbudget.accounts.models import Person
from deltagerbudget.ballots.models import Vote
from deltagerbudget.installation.actions import claim
from deltagerbudget.operate import databases, keys, manifest
from deltagerbudget.operate.manifest import BackupError, Manifest

FORMAT = "deltagerbudget-backup/v1"
MEDIA = "media"
Say = Callable[[str], object]


def make(target: Path, *, at: datetime) -> Manifest:
    _refuse_beside_keys(target)
    installation = claim(is_demo=settings.DEMO)
    with manifest.new_directory(target) as directory:
        databases.dump(directory / databases.file_of(connection.vendor))
        # After the database: a picture that it names is then always there.
        _copy_media(directory / MEDIA)
        facts = {
            "made_at": at.isoformat(),
            "deltagerbudget": version("deltagerbudget"),
            "django": django.get_version(),
            "database": connection.vendor,
            "is_demo": installation.is_demo,
            "migrations": sorted(f"{app}.{name}" for app, name in _applied()),
            "keys": "not included, by design: deltagerbudget backup-keys",
        }
        return manifest.seal(directory, Manifest(FORMAT, facts))


def restore(source: Path, *, replace: bool, say: Say) -> None:
    """Verify, refuse, load, bring up to date, and say what is not there."""
    found = manifest.read(source, FORMAT)
    _refuse_other_kind(found)
    _refuse_newer(found)
    if not replace and (databases.tables() or _has_files(settings.MEDIA_DIR)):
        raise BackupError("There is something in the database or among the pictures. --replace throws it away.")
    dump = source / databases.file_of(connection.vendor)
    databases.check(dump)
    say(f"{len(found.files)} files are whole. The backup was made {found.facts['made_at']}.")
    databases.clear()
    databases.load(dump)
    call_command("migrate", interactive=False, verbosity=0)
    _load_media(found, source)
    for sentence in keys.settle_destroyed():
        say(sentence)
    for sentence in missing():
        say(sentence)


def missing() -> list[str]:
    """What a restored installation lacks until it is brought from its own place."""
    lacking = []
    for vote in Vote.objects.filter(keys_destroyed_at=None).select_related("process"):
        if not keys.path_of(vote.pk).exists():
            lacking.append(
                f"MISSING: the keys of the vote of {vote.process.slug}. Without them nobody can vote or count."
            )
    if Person.objects.exists() and not keys.accounts_key().exists():
        lacking.append("MISSING: accounts.key. Without it nobody who logs in again is known by the account they had.")
    if lacking:
        lacking.append("Bring the keys back from their own place: deltagerbudget restore-keys DIR.")
    return lacking


def _refuse_beside_keys(target: Path) -> None:
    place, directory = target.resolve(), Path(settings.KEYS_DIR).resolve()
    if place.is_relative_to(directory) or place.is_relative_to(Path(settings.MEDIA_DIR).resolve()):
        raise BackupError("A backup is not written among the keys or the pictures.")
    if keys.is_backup_of_keys(place.parent) or keys.is_backup_of_keys(place):
        raise BackupError("There are keys in that place. SECURITY: the database and its keys never lie together.")


def _refuse_other_kind(found: Manifest) -> None:
    if found.facts.get("database") != connection.vendor:
        raise BackupError(
            f"The backup is of {found.facts.get('database')}; this installation uses {connection.vendor}."
        )
    if found.facts.get("is_demo") != settings.DEMO:
        raise BackupError("The one is a demonstration and the other is not. Nothing was changed.")


def _refuse_newer(found: Manifest) -> None:
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    unknown = sorted(set(found.facts.get("migrations", ())) - known)
    if unknown:
        made_by = found.facts.get("deltagerbudget")
        raise BackupError(
            f"The backup was made by a newer version ({made_by}): {unknown[0]} is unknown. Install that one."
        )


def _applied() -> list[tuple[str, str]]:
    return list(MigrationRecorder(connection).applied_migrations())


def _copy_media(target: Path) -> None:
    source = Path(settings.MEDIA_DIR)
    directory = Path(settings.KEYS_DIR).resolve()
    for path in sorted(source.rglob("*")) if source.is_dir() else ():
        if path.is_symlink() or not path.is_file() or path.suffix == ".half":
            continue
        if path.resolve().is_relative_to(directory) or path.suffix == ".key":
            raise BackupError("There are keys among the pictures. Give each a directory of its own.")
        manifest.copy(path, target / path.relative_to(source))


def _load_media(found: Manifest, source: Path) -> None:
    target = Path(settings.MEDIA_DIR)
    if target.is_dir():
        for path in target.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    for name in found.files:
        if name.startswith(f"{MEDIA}/"):
            manifest.copy(source / name, target / Path(name).relative_to(MEDIA))


def _has_files(directory: Path) -> bool:
    return directory.is_dir() and any(directory.iterdir())
