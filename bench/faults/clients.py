"""Browsers that hand in ballots, try again when no answer comes, and write down what they were told."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import random
import secrets
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

CSRF = "s" * 32
PATIENCE = 60.0


@dataclass
class Crowd:
    """Some voters at once; each changes their vote again and again until `stop`."""

    port: int
    made: dict[str, Any]
    ledger: Path
    at_once: int = 16
    stop: threading.Event = field(default_factory=threading.Event)
    # What was answered instead, and how often; 0 where nobody answered.
    retried: Counter[int] = field(default_factory=Counter)
    refused: int = 0
    times: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._lock = threading.Lock()
        self._file = self.ledger.open("a")
        voters = self.made["voters"]
        groups = [voters[place :: self.at_once] for place in range(self.at_once)]
        self._threads = [threading.Thread(target=self._vote, args=(group,), daemon=True) for group in groups if group]

    @contextlib.contextmanager
    def voting(self) -> Any:
        for thread in self._threads:
            thread.start()
        try:
            yield self
        finally:
            self.stop.set()
            for thread in self._threads:
                thread.join(PATIENCE + 15)
            self._file.close()

    @property
    def told(self) -> int:
        return len(self.times)

    def _vote(self, voters: list[dict[str, Any]]) -> None:
        versions = [0] * len(voters)
        connection: http.client.HTTPConnection | None = None
        while not self.stop.is_set():
            place = random.randrange(len(voters))
            stored, connection = self._once(voters[place], versions[place], connection)
            versions[place] += stored
            if not stored and self.refused:
                return

    def hand_in_once(self, place: int, version: int) -> bool:
        """One ballot of one voter, by a connection of its own; whether it was confirmed."""
        stored, connection = self._once(self.made["voters"][place], version, None)
        if connection:
            connection.close()
        return stored

    def _once(
        self, voter: dict[str, Any], version: int, connection: http.client.HTTPConnection | None
    ) -> tuple[bool, http.client.HTTPConnection | None]:
        count = random.randrange(1, self.made["projects"] + 1)
        numbers = [str(n) for n in sorted(random.sample(range(1, self.made["projects"] + 1), count))]
        key, began = secrets.token_hex(32), time.monotonic()
        status, connection = self._hand_in(voter, numbers, key, version, connection)
        if status == 302:
            self._write(voter["pseudonym"], key, version + 1, numbers, time.monotonic() - began)
        elif status in {409, 422}:
            with self._lock:
                self.refused += 1
        return status == 302, connection

    def _hand_in(
        self,
        voter: dict[str, Any],
        numbers: list[str],
        key: str,
        version: int,
        connection: http.client.HTTPConnection | None,
    ) -> tuple[int, http.client.HTTPConnection | None]:
        """The same key until somebody answers; 0 when nobody does in a minute."""
        fields = [("noegle", key), ("version", str(version)), ("billet", self.made["ticket"])]
        fields += [("valg", number) for number in numbers] + [("csrfmiddlewaretoken", CSRF)]
        cookies = {**voter["cookies"], self.made["csrf"]: CSRF}
        headers = {
            "Host": "localhost",
            "X-Forwarded-Proto": "https",
            "Referer": "https://localhost/",
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
        }
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            connection = connection or http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
            try:
                connection.request("POST", f"{self.made['path']}aflever/", urlencode(fields), headers)
                answer = connection.getresponse()
                answer.read()
                # A crash of the database ends the voting sessions: the voter logs in again, and so does the trial.
                is_stored = (answer.headers["Location"] or "").endswith("/gemt/")
                if answer.status < 500 and (answer.status != 302 or is_stored):
                    return answer.status, connection
                status = answer.status
            except (OSError, http.client.HTTPException):
                connection.close()
                connection, status = None, 0
            with self._lock:
                self.retried[status] += 1
            time.sleep(0.1)
        return 0, connection

    def _write(self, pseudonym: str, key: str, version: int, numbers: list[str], seconds: float) -> None:
        line = json.dumps({"pseudonym": pseudonym, "key": key, "version": version, "numbers": numbers})
        with self._lock:
            self._file.write(f"{line}\n")
            self._file.flush()
            os.fsync(self._file.fileno())
            self.times.append(seconds)
