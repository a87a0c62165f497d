"""One set of settings for every test: demo mode, data in a scratch directory, SQLite unless DATABASE_URL differs.

The settings are named here and not in pyproject.toml: pytest-django would read them before this file has run.
"""

import gc
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from scripts.kinds_of_tests import IN_A_BROWSER, OF_BOTH

SCRATCH = Path(tempfile.mkdtemp(prefix="deltagerbudget-tests-"))
(SCRATCH / "static").mkdir()

for _name in [name for name in os.environ if name.startswith("DELTAGERBUDGET_")]:
    del os.environ[_name]
os.environ.update(
    DELTAGERBUDGET_DEMO="true",
    DELTAGERBUDGET_DATA=str(SCRATCH),
    DELTAGERBUDGET_HASHED_STATIC="false",
    DELTAGERBUDGET_SITE_URL="http://localhost",
    DELTAGERBUDGET_HOSTS="localhost,127.0.0.1,testserver",
    SECRET_KEY="a-key-for-tests-that-guards-nothing-" * 2,
    DJANGO_SETTINGS_MODULE="deltagerbudget.config.settings",
    # Playwright's synchronous face runs an event loop; Django would refuse the database inside it.
    DJANGO_ALLOW_ASYNC_UNSAFE="1",
)
os.environ.setdefault("DATABASE_URL", f"sqlite:///{SCRATCH}/tests.sqlite3")
REPOSITORY = Path(__file__).resolve().parent.parent
# Election files and areas that are not part of the repository lie beside it, or where SHARED_DATA says.
SHARED_DATA = Path(os.environ.get("SHARED_DATA", REPOSITORY.parent / "shared" / "data"))

pytest_plugins = ["tests.browser"]


def pytest_configure() -> None:
    """Reads the settings, upon which pytest-django sets Django up."""
    from django.conf import settings

    # A worker of a parallel run reads its settings before this file, and with them the directory of the run that began
    # it: without these lines one worker throws away the keys of another one's votes, and finds its pictures.
    settings.KEYS_DIR = SCRATCH / "keys"
    settings.DATA_DIR, settings.MEDIA_DIR = SCRATCH, SCRATCH / "media"


@pytest.fixture(scope="session")
def django_db_use_migrations() -> bool:
    return False


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Without the migrations, but as after them: see tests/tables.py."""
    from tests import tables

    with django_db_blocker.unblock():
        tables.complete()


@pytest.fixture(scope="session")
def shelf(django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
    """What takes seconds to build and is built once in a run: see tests/kept.py."""
    from tests.kept import shelf

    made = shelf(django_db_blocker)
    yield made
    made.clear()


@pytest.fixture(scope="session", autouse=True)
def _tables_can_be_emptied() -> None:
    """SQLite empties its tables row by row; between two tests that is no crime.

    And nothing here asks for Django's own kinds of content and permissions, which flush would write anew each time.
    """
    from django.core.management.commands.flush import Command
    from django.db import connection
    from tests import kept
    from tests.promises import by_hand

    empty = Command.handle

    def emptied(self: Command, **options: Any) -> None:
        with by_hand():
            empty(self, **options | {"inhibit_post_migrate": True})
        kept.forget(str(connection.settings_dict["NAME"]))

    Command.handle = emptied  # type: ignore[method-assign]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_xdist_suffix: None) -> None:
    """A file, as in production: SQLite in memory has neither WAL nor locks between threads.

    The server that browsers ask has a thread for each of their connections, not a few as in production: if each of them
    kept its own connection to the database, a walk of a dozen people would use up all that the database has.
    """
    from django.conf import settings

    default = settings.DATABASES["default"]
    default["CONN_MAX_AGE"] = 0
    if default["ENGINE"].endswith("sqlite3"):
        default.setdefault("TEST", {})["NAME"] = str(SCRATCH / "test.sqlite3")


@pytest.fixture
def demonstration(transactional_db: None, shelf: Any) -> Iterator[None]:
    """`deltagerbudget demo`, with all its examples: one deltagerbudget in each phase."""
    from django.conf import settings
    from django.core.management import call_command

    settings.KEYS_DIR.mkdir(mode=0o700, exist_ok=True)
    with shelf.lent("demonstration", lambda: call_command("demo"), afresh=True):
        yield
    for key in settings.KEYS_DIR.glob("vote-*.key"):
        key.unlink()


def pytest_collection_finish() -> None:
    """What has been read by now stays to the end: nobody need look through it again and again for what is dead."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What opens a browser, asks the database or reads the shared data is marked so; nobody has to remember."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if fixtures & {"browser", "page_at"}:
            item.add_marker(pytest.mark.browser)
        if fixtures & {"db", "transactional_db", "shelf"} or item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.database)
        if "shared_data" in fixtures:
            item.add_marker(pytest.mark.shared_data)
    _named_in_their_files({item.path for item in items if item.get_closest_marker("browser")}, IN_A_BROWSER)
    _named_in_their_files({item.path for item in items if item.get_closest_marker("both")}, OF_BOTH)


def _named_in_their_files(paths: set[Path], word: re.Pattern[str]) -> None:
    """Otherwise a run of these tests alone would pass it by: see `files` in scripts/run_tests.py."""
    missing = [str(path) for path in paths if not word.search(path.read_text())]
    if missing:
        raise pytest.UsageError(f"{', '.join(missing)} must name what it holds: {word.pattern}")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--screenshots", action="store_true", help="write the pictures into var/screenshots/")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The directory with `pabulib/*.pb` and the areas of Aarhus."""
    if not SHARED_DATA.is_dir():
        pytest.skip("the shared data is not here; SHARED_DATA names its directory")
    return SHARED_DATA


@pytest.fixture(autouse=True)
def _fresh_cache() -> Iterator[None]:
    """Nothing that one test has cached is seen by the next."""
    from django.core.cache import cache

    from deltagerbudget.ballots import canary, tally

    for forget in (cache.clear, canary.forget, tally.forget):
        forget()
    yield
    cache.clear()


def pytest_sessionfinish() -> None:
    shutil.rmtree(SCRATCH, ignore_errors=True)
