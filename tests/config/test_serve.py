"""`deltagerbudget serve`: says when it is ready, keeps the data, and leaves nothing behind."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.sqlite]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(directory: Path, port: int) -> "subprocess.Popen[str]":
    environment = {"PATH": os.environ["PATH"], "DELTAGERBUDGET_DEMO": "true", "DELTAGERBUDGET_DATA": str(directory)}
    command = [sys.executable, "-m", "deltagerbudget.cli", "serve", "--port", str(port)]
    with (directory / "log").open("w") as log:
        return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=log, text=True)


def lines_until(process: "subprocess.Popen[str]", last: str) -> str:
    assert process.stdout is not None
    said = ""
    while last not in said:
        line = process.stdout.readline()
        assert line, said
        said += line
    return said


def others(directory: Path) -> list[str]:
    """Processes that work on this directory, found by their environment."""
    wanted = f"DELTAGERBUDGET_DATA={directory}".encode()
    found = []
    for entry in Path("/proc").glob("[0-9]*/environ"):
        try:
            if wanted in entry.read_bytes().split(b"\0"):
                found.append(entry.parent.name)
        except OSError:
            continue
    return found


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_tells_how_to_log_in_and_stops_within_seconds(tmp_path: Path, number: signal.Signals) -> None:
    port = free_port()
    process = start(tmp_path, port)
    try:
        said = lines_until(process, "Stop with Ctrl-C.")
        assert f"http://localhost:{port}/" in said
        assert "Anna" in said
        began = time.monotonic()
        process.send_signal(number)
        assert process.wait(timeout=15) == 0
        assert time.monotonic() - began < 10
        assert others(tmp_path) == []
    finally:
        process.kill()
        process.stdout.close()  # type: ignore[union-attr]


def test_a_port_in_use_is_said_at_once(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        process = start(tmp_path, taken.getsockname()[1])
        assert process.wait(timeout=30) == 1
        process.stdout.close()  # type: ignore[union-attr]
    assert "is in use" in (tmp_path / "log").read_text()
    assert not (tmp_path / "deltagerbudget.sqlite3").exists()
