"""The demo's own secret key, so that a demonstration starts from nothing and keeps its sessions."""

import os
import secrets
from pathlib import Path


def demo_secret(directory: Path) -> str:
    """Reads the key, or makes it once; two processes that start together get the same one."""
    path = directory / "demo-secret-key"
    directory.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        draft = directory / f"demo-secret-key.{os.getpid()}"
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(64), encoding="ascii")
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text(encoding="ascii")
