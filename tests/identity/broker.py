"""A login service in a thread that answers whatever a test wants, and tokens forged in every way."""

from __future__ import annotations

import base64
import hmac
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from joserfc import jwt
from joserfc.jwk import RSAKey

from deltagerbudget.identity.claims import NSIS, Dialect
from deltagerbudget.identity.provider import OidcConfig, OidcProvider, Pending

CLIENT = "our-client"
BACK = "https://deltagerbudget.example.dk/login/svar/"
Answer = tuple[int, dict[str, str], bytes]


def json_answer(data: object, status: int = 200) -> Answer:
    return status, {"Content-Type": "application/json"}, json.dumps(data).encode()


@dataclass
class Broker:
    issuer: str
    key: RSAKey
    paths: dict[str, Callable[[], Answer]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    pause: float = 0.0
    id_token: str = ""

    def discovery(self, **changed: object) -> dict[str, object]:
        endpoints = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "jwks"}
        document = {"issuer": self.issuer, **{name: f"{self.issuer}/{path}" for name, path in endpoints.items()}}
        return {**document, **changed}

    def serve_discovery(self, **changed: object) -> None:
        self.paths["/.well-known/openid-configuration"] = lambda: json_answer(self.discovery(**changed))

    def provider(self, **changed: Any) -> OidcProvider:
        values: dict[str, Any] = {"issuer": self.issuer, "client_id": CLIENT, "client_secret": "s", "allow_http": True}
        return OidcProvider(OidcConfig(**{**values, "dialect": Dialect(), "seconds": 0.5, **changed}))

    def claims(self, pending: Pending, **changed: object) -> dict[str, Any]:
        now = int(time.time())
        usual = {"iss": self.issuer, "aud": CLIENT, "sub": "u-1", "nonce": pending.nonce, "iat": now, "exp": now + 300}
        personal = {"name": "Anna Testrup", "birthdate": "1992-04-01", "loa": f"{NSIS}Substantial"}
        return {name: value for name, value in {**usual, **personal, **changed}.items() if value is not None}

    def sign(self, claims: dict[str, Any], *, key: RSAKey | None = None, alg: str = "RS256") -> str:
        signer = key or self.key
        return jwt.encode({"alg": alg, "kid": signer.kid}, claims, signer, algorithms=[alg])

    def sign_with_public_key(self, claims: dict[str, Any]) -> str:
        """By hand: the library rightly declines to take a public key for a secret."""
        signed = f"{_part({'alg': 'HS256', 'kid': self.key.kid})}.{_part(claims)}"
        digest = hmac.digest(self.key.as_pem(private=False), signed.encode(), "sha256")
        return f"{signed}.{base64.urlsafe_b64encode(digest).rstrip(b'=').decode()}"


def unsigned(claims: dict[str, Any]) -> str:
    return f"{_part({'alg': 'none'})}.{_part(claims)}."


def _part(data: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(data).encode()).rstrip(b"=").decode()


def new_key() -> RSAKey:
    return RSAKey.generate_key(2048, {"use": "sig", "alg": "RS256"}, auto_kid=True)


@contextmanager
def running(key: RSAKey) -> Iterator[Broker]:
    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            broker.asked.append(self.path)
            status, headers, body = broker.paths.get(self.path, lambda: json_answer({}, 404))()
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            pieces = [body[n : n + 1] for n in range(len(body))] if broker.pause else [body]
            for piece in pieces:
                time.sleep(broker.pause)
                try:
                    self.wfile.write(piece)
                except OSError:
                    return

        do_GET = do_POST = answer

        def log_message(self, *args: object) -> None:
            """The test reads `asked`."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    broker = Broker(f"http://127.0.0.1:{server.server_port}", key)
    broker.serve_discovery()
    broker.paths["/jwks"] = lambda: json_answer({"keys": [broker.key.as_dict(private=False)]})
    broker.paths["/token"] = lambda: json_answer(
        {"access_token": "a", "token_type": "Bearer", "id_token": broker.id_token}
    )
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield broker
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
