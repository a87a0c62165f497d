"""Where to go after logging in: a path on this site and nothing else."""

from __future__ import annotations

from urllib.parse import unquote

from django.utils.http import url_has_allowed_host_and_scheme

LONGEST = 2000


def safe_next(url: str | None, default: str = "/") -> str:
    """``url`` if it is a path on our own host. SECURITY: looked at as browsers and careless proxies read it."""
    if not url or len(url) > LONGEST:
        return default
    forms = {url, unquote(url), unquote(unquote(url))}
    return url if all(_is_own_path(form) for form in forms) else default


def _is_own_path(url: str) -> bool:
    return (
        url.startswith("/")
        and "\\" not in url
        and url.isprintable()
        and url_has_allowed_host_and_scheme(url, allowed_hosts=None)
    )
