"""The keys' own backup, in its own place; and that a destroyed key does not come back by a backup."""

from __future__ import annotations

import uuid
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from deltagerbudget.ballots.forgetting import forget_voters
from deltagerbudget.ballots.keybox import key_path, tombstone_path
from deltagerbudget.ballots.models import Vote
from deltagerbudget.ledger import keyfile
from deltagerbudget.operate import manifest
from deltagerbudget.operate.manifest import BackupError, Manifest

FORMAT = "deltagerbudget-keys/v1"
KINDS = (".key", ".destroyed")


def path_of(vote: uuid.UUID) -> Path:
    return key_path(vote)


def accounts_key() -> Path:
    return Path(settings.KEYS_DIR) / "accounts.key"


def is_backup_of_keys(directory: Path) -> bool:
    return any(directory.glob("*.key")) if directory.is_dir() else False


def make(target: Path, *, at: datetime) -> Manifest:
    """Copy every key that there is, and the word of those that were destroyed."""
    directory = Path(settings.KEYS_DIR)
    place = target.resolve()
    if place.is_relative_to(directory.resolve()) or place.is_relative_to(Path(settings.DATA_DIR).resolve()):
        raise BackupError("The keys' backup belongs in a place of its own: not among the keys, not beside the data.")
    if any(manifest.kind_of(near) for near in (place, place.parent)):
        raise BackupError("There is a backup of the database in that place. It and the keys never lie together.")
    with manifest.new_directory(target) as draft:
        for path in _files(directory):
            manifest.copy(path, draft / path.name)
        return manifest.seal(draft, Manifest(FORMAT, {"made_at": at.isoformat()}))


def restore(source: Path) -> list[str]:
    """Bring back what is missing. Returns what was done, a sentence for each file.

    SECURITY: a key that the database or the directory says is destroyed stays destroyed, and a key that is here is
    never overwritten.
    """
    found = manifest.read(source, FORMAT)
    done = []
    # The word of destroyed keys first: it decides about the rest.
    for name in sorted(found.files, key=lambda name: (not name.endswith(".destroyed"), name)):
        done.append(f"{name}: {_restore_one(source / name)}")
    return [*done, *settle_destroyed()]


def settle_destroyed() -> list[str]:
    """Where the directory knows of a destruction that an older database does not, the database learns it.

    SECURITY: and forgets again who could vote, and who did.
    """
    told = []
    for vote in Vote.objects.filter(keys_destroyed_at=None).select_related("process"):
        if tombstone_path(vote.pk).exists():
            vote.keys_destroyed_at = timezone.now()
            vote.save(update_fields=["keys_destroyed_at"])
            told.append(
                f"The keys of the vote of {vote.process.slug} were destroyed after this backup; the vote says so now."
            )
    for vote in Vote.objects.exclude(keys_destroyed_at=None):
        forget_voters(vote)
    return told


def _restore_one(source: Path) -> str:
    target = Path(settings.KEYS_DIR) / source.name
    if target.suffix not in KINDS or source.parent.joinpath(target.name) != source:
        raise BackupError(f"{source.name} is not a file of keys.")
    if target.suffix == ".key" and _is_destroyed(target):
        return "NOT restored: these keys are destroyed. Destroy this copy too."
    if target.exists():
        return "is here already" if target.read_bytes() == source.read_bytes() else "NOT restored: another one is here"
    keyfile.create_once(target, source.read_bytes())
    return "restored"


def _is_destroyed(key: Path) -> bool:
    if key.with_suffix(".destroyed").exists():
        return True
    try:
        vote = uuid.UUID(key.stem.removeprefix("vote-"))
    except ValueError:
        return False
    return Vote.objects.filter(pk=vote, keys_destroyed_at__isnull=False).exists()


def _files(directory: Path) -> list[Path]:
    return sorted(path for path in directory.glob("*") if path.suffix in KINDS and path.is_file())
