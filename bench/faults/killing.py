"""The platform, whose process dies now and then after a ballot is committed and before the answer leaves it."""

from __future__ import annotations

import os
import random
import signal
from collections.abc import Callable, Iterable
from typing import Any

from deltagerbudget.config.wsgi import application as platform

ONE_IN = 12


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    answers: list[str] = []

    def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
        answers.append(status)
        return start_response(status, headers, exc_info)

    body = platform(environ, start)
    is_cast = environ["REQUEST_METHOD"] == "POST" and environ["PATH_INFO"].endswith("/aflever/")
    if is_cast and answers[0].startswith("302") and random.randrange(ONE_IN) == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return body
