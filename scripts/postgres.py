"""A PostgreSQL of the tests' own: a private cluster in a scratch directory, gone when the tests are done."""

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

# As an installation is told to run it: a failed statement leaves no values in the server's log.
SERVER = {
    "listen_addresses": "''",
    "fsync": "off",
    "synchronous_commit": "on",
    "log_min_error_statement": "panic",
    "log_parameter_max_length_on_error": "0",
    # Otherwise the line "DETAIL: Failing row contains (...)" shows the whole row.
    "log_error_verbosity": "terse",
    "max_connections": "60",
}
USER = "deltagerbudget"


def binaries() -> Path | None:
    """The newest installed server, or None."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if versions:
        return versions[-1].parent
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


@dataclass(frozen=True)
class Server:
    """One private PostgreSQL; it can be ended hard and started again."""

    binaries: Path
    directory: Path
    as_user: list[str]
    settings: Mapping[str, str]

    @property
    def url(self) -> str:
        return f"postgresql://{USER}@/postgres?host={self.directory}"

    @property
    def data(self) -> Path:
        return self.directory / "data"

    def start(self) -> None:
        options = " ".join(f"-c {name}={value}" for name, value in self.settings.items())
        command = [*self.as_user, self.binaries / "pg_ctl", "-D", self.data, "-l", self.directory / "log", "-w"]
        _call([*command, "-o", options, "start"])

    def stop(self) -> None:
        _call([*self.as_user, self.binaries / "pg_ctl", "-D", self.data, "-m", "immediate", "-w", "stop"])


@contextlib.contextmanager
def server(
    settings: Mapping[str, str] | None = None, parent: Path | None = None, *, log_apart: bool = False
) -> Iterator[Server]:
    """PostgreSQL refuses to run as root, so root lends it another user. `log_apart`: its own log lies elsewhere."""
    where = binaries()
    if where is None:
        raise FileNotFoundError("PostgreSQL is not installed")
    directory = Path(tempfile.mkdtemp(prefix="deltagerbudget-pg-", dir=parent))
    made = Server(
        where, directory, _lend(directory), {**SERVER, "unix_socket_directories": str(directory), **(settings or {})}
    )
    log = Path(tempfile.mkdtemp(prefix="deltagerbudget-wal-")) if log_apart else None
    try:
        initdb = ["--encoding=UTF8", "--locale=C.UTF-8", "--auth=trust", f"--username={USER}", "--no-sync"]
        if log:
            _lend(log)
            initdb.append(f"--waldir={log / 'wal'}")
        _call([*made.as_user, where / "initdb", "-D", made.data, *initdb])
        made.start()
        try:
            yield made
        finally:
            made.stop()
    finally:
        for each in filter(None, (directory, log)):
            shutil.rmtree(each, ignore_errors=True)


@contextlib.contextmanager
def cluster() -> Iterator[str]:
    """Yields the DATABASE_URL."""
    with server() as made:
        yield made.url


def _lend(directory: Path) -> list[str]:
    if os.geteuid() != 0:
        return []
    names = {entry.pw_name for entry in pwd.getpwall()}
    user = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    os.chown(directory, user.pw_uid, user.pw_gid)
    return ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]


def _call(command: list[object]) -> None:
    """Files instead of pipes: the server keeps what it inherits open, and a pipe would never end."""
    with tempfile.TemporaryFile() as output:
        code = subprocess.call([str(part) for part in command], stdout=output, stderr=output, cwd="/")
        if code:
            output.seek(0)
            raise RuntimeError(output.read().decode(errors="replace"))
