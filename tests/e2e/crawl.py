"""Follows every link of the site as one person, by GET alone."""

from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.test import Client
from django.urls import Resolver404, resolve

# One picture per view, but one per process where the phase changes what is shown.
BY_PROCESS = {"process", "proposals", "choose"}
ENDS_THE_VISIT = ("/logud/", "/en/logud/")
# A login is a conversation with another service, not a link to follow; it has tests of its own.
ANOTHER_SERVICE = ("/simulator/", "/login/svar/", "/en/login/svar/", "/stem/svar/", "/en/stem/svar/")


@dataclass(frozen=True)
class Visit:
    path: str
    status: int
    view: str
    found_on: str
    is_page: bool

    @property
    def picture(self) -> str:
        """A name for this kind of page, the same for all its examples."""
        match = resolve(self.path)
        name = match.view_name.replace(":", "-") or "front"
        slug = match.kwargs.get("slug", "") if match.url_name in BY_PROCESS else ""
        return f"{name}-{slug}" if slug else name


class Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.found += [value for name, value in attrs if name == "href" and value]


def crawl(client: Client, start: str = "/", *, most: int = 600) -> list[Visit]:
    visits: dict[str, Visit] = {}
    waiting = [(start, "")]
    while waiting and len(visits) < most:
        path, found_on = waiting.pop(0)
        if path in visits or path.startswith(ENDS_THE_VISIT + ANOTHER_SERVICE):
            continue
        response = client.get(path)
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        visits[path] = Visit(path, response.status_code, _view(path), found_on, is_page and response.status_code == 200)
        if 300 <= response.status_code < 400:
            waiting += _own([response.headers["Location"]], path)
        elif is_page:
            parser = Links()
            parser.feed(response.content.decode())
            waiting += _own(parser.found, path)
    return list(visits.values())


def _own(links: list[str], path: str) -> list[tuple[str, str]]:
    """Links to this site in the language of the page, without what the browser keeps to itself."""
    found = []
    for link in links:
        parts = urlsplit(urljoin(path, link))
        ours = parts.netloc in ("", "localhost", "testserver") and parts.scheme in ("", "http")
        if ours and parts.path.startswith("/en/") == path.startswith("/en/"):
            found.append((f"{parts.path}?{parts.query}" if parts.query else parts.path, path))
    return found


def _view(path: str) -> str:
    try:
        return resolve(urlsplit(path).path).view_name
    except Resolver404:
        return ""


def kinds(visits: list[Visit]) -> dict[str, str]:
    """One address for each kind of page."""
    found: dict[str, str] = {}
    for visit in visits:
        if visit.is_page and visit.view and "?" not in visit.path:
            found.setdefault(visit.picture, visit.path)
    return found
