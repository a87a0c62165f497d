"""`deltagerbudget serve`: web server and worker as one command in the foreground, which end together."""

import argparse
import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from types import FrameType

GRACE = 8.0
READY_WITHIN = 60.0


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="deltagerbudget serve", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
    options = parser.parse_args(arguments)
    if not 0 < options.port < 65536:
        parser.error("the port is a number from 1 to 65535")
    if _taken(options.host, options.port):
        print(f"Port {options.port} is in use. Choose another: PORT=8001", file=sys.stderr)
        return 1
    # The simulator of the demonstration names itself by this address, so it must be the one people use.
    os.environ.setdefault("DELTAGERBUDGET_SITE_URL", f"http://localhost:{options.port}")
    _prepare()
    return _run(options.host, options.port)


def _taken(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return True
    return False


def _prepare() -> None:
    """Database and static files as this version wants them; in demo mode also something to look at."""
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    settings.KEYS_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)
    call_command("migrate", interactive=False, verbosity=0)
    _claim(is_demo=settings.DEMO)
    call_command("collectstatic", interactive=False, verbosity=0)
    if settings.DEMO:
        call_command("demo", if_empty=True)


def _claim(*, is_demo: bool) -> None:
    from deltagerbudget.installation.actions import WrongKindError, claim

    try:
        claim(is_demo=is_demo)
    except WrongKindError as error:
        sys.exit(str(error))


def _run(host: str, port: int) -> int:
    stopping = False

    def stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, stop)
    processes = [_start(_web(host, port)), _start([sys.executable, "-m", "deltagerbudget.cli", "work"])]
    try:
        told = False
        began = time.monotonic()
        while not stopping and all(process.poll() is None for process in processes):
            if not told and (told := _answers(port)):
                _tell()
            if not told and time.monotonic() - began > READY_WITHIN:
                print("The web server does not answer.", file=sys.stderr)
                return 1
            time.sleep(0.2)
    finally:
        _end(processes)
    return 0 if stopping else 1


def _web(host: str, port: int) -> list[str]:
    """Several processes of several threads: in demo mode the site asks its own simulator who somebody is.

    Threads also keep an idle connection, which browsers open in advance, from holding a whole process.
    """
    return [
        *(sys.executable, "-m", "gunicorn", "deltagerbudget.config.wsgi"),
        *("--bind", f"{host}:{port}"),
        *("--workers", "2", "--worker-class", "gthread", "--threads", "4"),
        *("--graceful-timeout", "3", "--timeout", "60", "--log-level", "warning", "--no-control-socket"),
    ]


def _start(command: list[str]) -> "subprocess.Popen[bytes]":
    """In a session of its own, so that Ctrl-C reaches this process alone and the end has one order."""
    return subprocess.Popen(command, start_new_session=True)


def _answers(port: int) -> bool:
    from django.conf import settings

    host = settings.ALLOWED_HOSTS[0]
    try:
        # By the name that people use: any other host is refused.
        asked = urllib.request.Request(f"http://127.0.0.1:{port}/sundhed/", headers={"Host": host})
        with urllib.request.urlopen(asked, timeout=2) as response:  # noqa: S310 (our own address)
            return bool(response.status == 200)
    except (OSError, urllib.error.URLError):
        return False


def _tell() -> None:
    from django.conf import settings
    from django.utils import translation

    print(f"\nDeltagerbudget is ready: {settings.SITE_URL}/\n")
    if settings.DEMO:
        from deltagerbudget.demo.people import login_help

        with translation.override("en"):
            print(login_help())
    print("Stop with Ctrl-C.", flush=True)


def _end(processes: "list[subprocess.Popen[bytes]]") -> None:
    """Asks first, then insists on the whole group: nothing is left behind."""
    for process in processes:
        _signal(process, signal.SIGTERM)
    deadline = time.monotonic() + GRACE
    for process in processes:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=max(0.1, deadline - time.monotonic()))
        _signal(process, signal.SIGKILL)
        process.wait()


def _signal(process: "subprocess.Popen[bytes]", number: signal.Signals) -> None:
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        return
