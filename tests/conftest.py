"""One set of settings for every test: demo mode, SQLite unless DATABASE_URL says otherwise, keys in a directory of its own."""

import os
import tempfile
from pathlib import Path

SCRATCH = Path(tempfile.mkdtemp(prefix="deltagerbudget-tests-"))


def pytest_configure() -> None:
    """Before pytest-django reads the settings; nothing of the developer's own installation leaks in."""
    for name in [name for name in os.environ if name.startswith("DELTAGERBUDGET_")]:
        del os.environ[name]
    os.environ.update(
        DELTAGERBUDGET_DEMO="true",
        DELTAGERBUDGET_DATA=str(SCRATCH),
        SECRET_KEY="a-key-for-tests-that-guards-nothing-" * 2,
    )
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{SCRATCH}/tests.sqlite3")
