"""What every trial stands on: a PostgreSQL of its own, the platform behind gunicorn, and voters who are let in.

Everything listens on this machine alone, lies in a scratch directory, and ends with the trial.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PATHS = [str(ROOT), str(ROOT / "src"), str(ROOT / "scripts"), str(HERE)]


@dataclass
class Platform:
    """The web server of the platform on a database; `environment` is what each of its processes gets."""

    url: str
    scratch: Path
    environment: dict[str, str] = field(default_factory=dict)
    port: int = 0

    def __post_init__(self) -> None:
        self.environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": os.pathsep.join(PATHS),
            "DATABASE_URL": self.url,
            "DELTAGERBUDGET_DATA": str(self.scratch),
            "DELTAGERBUDGET_SITE_URL": "https://localhost",
            "DELTAGERBUDGET_BEHIND_PROXY": "true",
            "DELTAGERBUDGET_IDENTITY_ISSUER": "https://login.example.dk",
            "SECRET_KEY": "a-key-that-guards-nothing-" * 3,
            "DJANGO_SETTINGS_MODULE": "deltagerbudget.config.settings",
            **self.environment,
        }

    def ask(self, *arguments: object, more: Mapping[str, str] | None = None, seconds: int = 300) -> Any:
        """What `voters.py` answers, in a process of its own."""
        command = [sys.executable, str(HERE / "voters.py"), *map(str, arguments)]
        environment = {**self.environment, **(more or {})}
        done = subprocess.run(command, env=environment, check=False, capture_output=True, text=True, timeout=seconds)  # noqa: S603
        if done.returncode:
            raise RuntimeError(done.stderr[-2000:])
        return json.loads(done.stdout.splitlines()[-1])

    @contextlib.contextmanager
    def serving(
        self, application: str = "deltagerbudget.config.wsgi", more: Mapping[str, str] | None = None
    ) -> Iterator[subprocess.Popen[bytes]]:
        """As `deltagerbudget serve` runs it: two processes of four threads."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        command = [
            *(sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{self.port}", "--workers", "2"),
            *("--worker-class", "gthread", "--threads", "4", "--timeout", "60", "--graceful-timeout", "3"),
            *("--log-level", "critical", "--no-control-socket"),
        ]
        with (self.scratch / "web.log").open("ab") as log:
            process = subprocess.Popen(  # noqa: S603
                command, env={**self.environment, **(more or {})}, stdout=log, stderr=log, start_new_session=True
            )
        try:
            self._wait(process)
            yield process
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def _wait(self, process: subprocess.Popen[bytes]) -> None:
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}/sundhed/", headers={"Host": "localhost"})
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and process.poll() is None:
            with contextlib.suppress(OSError), urllib.request.urlopen(request, timeout=5):  # noqa: S310
                return
            time.sleep(0.2)
        raise RuntimeError((self.scratch / "web.log").read_text()[-2000:])


@contextlib.contextmanager
def scratch() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="deltagerbudget-trial-") as directory:
        yield Path(directory)
