"""Typed values from the environment; an unknown word is an error, never a guess."""

import json
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

PREFIX = "DELTAGERBUDGET_"


class Environment:
    """Reads values by name and remembers the names, so that a misspelt one can be refused."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = values
        self._known: set[str] = set()

    def text(self, name: str, default: str = "") -> str:
        """The value, or the content of the file that `<name>_FILE` points to."""
        self._known |= {name, f"{name}_FILE"}
        file = self._values.get(f"{name}_FILE")
        if file is None:
            return self._values.get(name, default)
        if name in self._values:
            raise ImproperlyConfigured(f"{name} and {name}_FILE are both set; keep one of them.")
        try:
            return Path(file).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE cannot be read: {error.strerror}.") from error

    def flag(self, name: str, default: bool = False) -> bool:
        return self.word(name, "true" if default else "false", ("true", "false")) == "true"

    def word(self, name: str, default: str, allowed: tuple[str, ...]) -> str:
        value = self.text(name, default)
        if value not in allowed:
            raise ImproperlyConfigured(f"{name} must be one of: {', '.join(allowed)}.")
        return value

    def number(self, name: str, default: int) -> int:
        value = self.text(name, str(default))
        if not (value.isascii() and value.isdigit()):
            raise ImproperlyConfigured(f"{name} must be a whole number.")
        return int(value)

    def names(self, name: str, default: tuple[str, ...] = ()) -> list[str]:
        return [part.strip() for part in self.text(name, ",".join(default)).split(",") if part.strip()]

    def mapping(self, name: str) -> dict[str, object]:
        """A JSON object."""
        try:
            value = json.loads(self.text(name, "{}"))
        except json.JSONDecodeError as error:
            raise ImproperlyConfigured(f"{name} is not JSON: {error}.") from error
        if not isinstance(value, dict):
            raise ImproperlyConfigured(f"{name} must be a JSON object.")
        return value

    def path(self, name: str, default: Path) -> Path:
        value = self.text(name)
        return Path(value).expanduser().absolute() if value else default

    def refuse_unknown(self) -> None:
        """A misspelt name would otherwise leave a default in force without a word."""
        unknown = sorted(name for name in self._values if name.startswith(PREFIX) and name not in self._known)
        if unknown:
            raise ImproperlyConfigured(f"Unknown settings in the environment: {', '.join(unknown)}.")


def tiles_origin(template: str) -> str:
    """The one place that tiles of the map may come from; `{s}` would be several."""
    parts = urlsplit(template)
    wanted = all(part in template for part in ("{z}", "{x}", "{y}"))
    if parts.scheme != "https" or not parts.hostname or "{" in parts.netloc or not wanted:
        raise ImproperlyConfigured(
            f"{PREFIX}MAP_TILES must be https://host/... with {{z}}, {{x}} and {{y}} in its path."
        )
    return f"https://{parts.netloc}"


def database(url: str) -> dict[str, object]:
    """Django's DATABASES entry for `sqlite:///path` or `postgresql://user:password@host:port/name`."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(parts.path, netloc=parts.netloc, query=parts.query)
    if parts.scheme in ("postgres", "postgresql"):
        return _postgresql(url)
    raise ImproperlyConfigured("DATABASE_URL must begin with sqlite:/// or postgresql://.")


def _sqlite(path: str, *, netloc: str, query: str) -> dict[str, object]:
    if netloc or query or len(path) < 2:
        raise ImproperlyConfigured("DATABASE_URL for SQLite is sqlite:///relative/path or sqlite:////absolute/path.")
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": unquote(path[1:]),
        # A new connection reads the whole schema again, which costs as much as a page.
        "CONN_MAX_AGE": 300,
        "OPTIONS": {
            # SECURITY: with Django's own defaults one vote-like transaction in nine fails under load,
            # and without synchronous=FULL an answered ballot may be lost with the power.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
            # INSERT OR REPLACE deletes too, and nothing else tells the triggers of it.
            "PRAGMA recursive_triggers=ON;",
        },
    }


def _postgresql(url: str) -> dict[str, object]:
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    unknown = sorted(set(options) - {"host", "sslmode", "sslrootcert"})
    if unknown:
        raise ImproperlyConfigured(f"DATABASE_URL has unknown options: {', '.join(unknown)}.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 300,
        "CONN_HEALTH_CHECKS": True,
        # SECURITY: values travel apart from the statement, so that a failed statement in the server's log holds none.
        "OPTIONS": {"server_side_binding": True, **options},
    }
