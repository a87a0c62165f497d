"""What an installation must not be started with. Pure apart from reading the mode of the key directory."""

import stat
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

SHORTEST_SECRET = 50
SHORTEST_TOKEN = 32
# Shorter, and nobody could follow a misuse up; longer, and the log is itself a register without a reason.
LOOKS_LEAST, LOOKS_MOST = 30, 1830
# Shorter, and whoever reads slowly loses the ballot; longer, and the next one sees it.
IDLE_LEAST, IDLE_MOST = 60, 120

_NEEDED = ("SITE_URL", "IDENTITY_ISSUER")
_SECURE = {
    "SITE_URL": "begin with https:// outside demo mode.",
    "IDENTITY_ISSUER": "be the https:// address of the login service.",
    "STAFF_ISSUER": "be the https:// address of the municipality's own login.",
    "ADDRESSES_URL": "begin with https://, for what residents type goes there.",
}


def problems(settings: Mapping[str, object]) -> list[str]:
    """One sentence for each thing that is unsafe, each of them saying what to set."""
    found = _always(settings)
    if not settings["DEMO"]:
        found += _in_production(settings)
    return found


def _always(settings: Mapping[str, object]) -> list[str]:
    found = []
    hosts = settings["ALLOWED_HOSTS"]
    if not isinstance(hosts, list) or not hosts or any("*" in host or host.startswith(".") for host in hosts):
        found.append("DELTAGERBUDGET_HOSTS must name each host; wildcards are refused.")
    if urlsplit(str(settings["SITE_URL"])).scheme not in ("http", "https"):
        found.append("DELTAGERBUDGET_SITE_URL must be the full address of the site, for example https://example.dk.")
    keys = Path(str(settings["KEYS_DIR"]))
    if keys.exists() and keys.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        found.append("DELTAGERBUDGET_KEYS can be read by others than its owner; run chmod 700 on it.")
    if not LOOKS_LEAST <= int(str(settings["LOOKS_DAYS"])) <= LOOKS_MOST:
        found.append(f"DELTAGERBUDGET_LOOKS_DAYS must be from {LOOKS_LEAST} to {LOOKS_MOST} days.")
    if not IDLE_LEAST <= int(str(settings["KIOSK_IDLE_SECONDS"])) <= IDLE_MOST:
        found.append(f"DELTAGERBUDGET_KIOSK_IDLE must be from {IDLE_LEAST} to {IDLE_MOST} seconds.")
    return found


def _in_production(settings: Mapping[str, object]) -> list[str]:
    found = []
    if settings["DEBUG"]:
        found.append("DELTAGERBUDGET_DEBUG is refused outside demo mode.")
    if len(str(settings["SECRET_KEY"])) < SHORTEST_SECRET:
        found.append(f"SECRET_KEY must be set, to at least {SHORTEST_SECRET} characters.")
    if 0 < len(str(settings["HEALTH_TOKEN"])) < SHORTEST_TOKEN:
        found.append(f"DELTAGERBUDGET_HEALTH_TOKEN must have at least {SHORTEST_TOKEN} characters, or be left out.")
    for name, sentence in _SECURE.items():
        if (settings[name] or name in _NEEDED) and not str(settings[name]).startswith("https://"):
            found.append(f"DELTAGERBUDGET_{name} must {sentence}")
    if settings["STAFF_BY_ONE_CLICK"]:
        found.append("Staff come in by one click in a demonstration alone.")
    return found
