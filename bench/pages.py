"""What the public pages cost beside the least that Django does for the same rows, in one run of one process.

`python bench/pages.py [--proposals 200] [--rounds 60] [--postgresql]`: queries and CPU per request, anew and as kept.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PAGE_SIZE = 24
BARE = """{% load humanize %}<!doctype html><html lang="da"><head><title>{{ process.title }}</title></head><body>
<h1>{{ process.title }}</h1><p>{{ count }}</p>{% for row in rows %}<article><h2><a href="{% url "bare" row.number %}">
{{ row.title }}</a></h2><p>{{ row.what|truncatechars:140 }}</p><p>{{ row.price_ore|intcomma }}</p><p>{{ row.place }}</p>
<p>{{ row.get_stage_display }}</p></article>{% endfor %}</body></html>"""
BARE_MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]


def set_up(scratch: str, database: str) -> None:
    os.environ.update(
        DELTAGERBUDGET_DEMO="true",
        DELTAGERBUDGET_DATA=scratch,
        DELTAGERBUDGET_HOSTS="localhost,testserver",
        DELTAGERBUDGET_HASHED_STATIC="false",
        DATABASE_URL=database,
        DJANGO_SETTINGS_MODULE="deltagerbudget.config.settings",
        DELTAGERBUDGET_LOG="json",
    )
    import logging

    import django
    from django.core.management import call_command

    django.setup()
    logging.disable(logging.CRITICAL)
    (Path(scratch) / "static").mkdir()
    call_command("migrate", verbosity=0)


def rows(number: int) -> Any:
    """A deltagerbudget with so many proposals on the ballot, written by hand: only reading is measured."""
    sys.path.insert(0, str(ROOT))
    from tests import make

    from deltagerbudget.acts.vocabulary import PhaseKind
    from deltagerbudget.proposals.models import Proposal
    from deltagerbudget.proposals.rules import keys_of

    process = make.process(PhaseKind.REVIEW)
    values = {"process": process, "what": "En bænk med ryglæn og plads til en kørestol. " * 6, "place": "Ved stien"}
    values |= {"stage": "admitted", "price_ore": 3_200_000, "updated_at": make.now(), "submitted_at": make.now()}
    texts = [{"title": f"Forslag {n}", "what": values["what"], "place": "Ved stien"} for n in range(1, number + 1)]
    Proposal.objects.bulk_create(
        [Proposal(number=n, **values | text | keys_of(text)) for n, text in enumerate(texts, start=1)]
    )
    return process


def bare_urls(process_id: int) -> ModuleType:
    """One view with two queries and a plain template."""
    from django.contrib.humanize.templatetags import humanize
    from django.http import HttpRequest, HttpResponse
    from django.template import Context, Engine
    from django.urls import path

    from deltagerbudget.proposals.models import Proposal

    engine = Engine(libraries={"humanize": humanize.__name__})
    template = engine.from_string(BARE)

    def view(request: HttpRequest, number: int = 0) -> HttpResponse:
        found = Proposal.objects.filter(process_id=process_id).select_related("process")
        shown = list(found.order_by("pk")[:PAGE_SIZE])
        return HttpResponse(
            template.render(Context({"process": shown[0].process, "count": found.count(), "rows": shown}))
        )

    urls = ModuleType("bare_urls")
    urls.urlpatterns = [path("", view), path("<int:number>/", view, name="bare")]  # type: ignore[attr-defined]
    return urls


def cost(ask: Callable[[], Any], rounds: int, before: Callable[[], None]) -> tuple[int, float]:
    """Queries, and the median CPU of a request in milliseconds."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    _ = connection.features.supports_json_field  # asked once in the life of a process, so not a page's query
    before()
    with CaptureQueriesContext(connection) as seen:
        answer = ask()
    queries = len(seen)
    if answer.status_code != 200:
        raise SystemExit(f"{answer.status_code}: {answer.request['PATH_INFO']}")
    spent = []
    for _round in range(rounds):
        before()
        began = time.process_time()
        ask()
        spent.append((time.process_time() - began) * 1000)
    return queries, statistics.median(spent)


def measure(number: int, rounds: int) -> None:
    from django.core.cache import cache
    from django.test import Client, override_settings

    process = rows(number)
    start = f"/deltagerbudgetter/{process.slug}/"
    pages = {
        "front": "/",
        "process": f"{start}?orden=3",
        "list": f"{start}forslag/?orden=3",
        "proposal": f"{start}forslag/7/",
        # A visitor's own words are never kept: all are found, one is, none is.
        "list, words": f"{start}forslag/?orden=3&q=ryglæn+stien",
        "search, all": "/soeg/?q=ryglæn+stien",
        "search, one": f"/soeg/?q=forslag+{number}",
        "search, none": "/soeg/?q=andedam",
    }
    with override_settings(ROOT_URLCONF=bare_urls(process.pk), MIDDLEWARE=BARE_MIDDLEWARE):
        bare_client = Client()
        bare_queries, bare = cost(lambda: bare_client.get("/"), rounds, lambda: None)
    print(f"{number} proposals, {rounds} rounds, median CPU per request")
    print(f"{'bare Django':<12} {bare_queries} queries      {bare:6.2f} ms")
    client = Client()
    for name, url in pages.items():
        anew_queries, anew = cost(lambda url=url: client.get(url), rounds, cache.clear)  # type: ignore[misc]
        kept_queries, kept = cost(lambda url=url: client.get(url), rounds, lambda: None)  # type: ignore[misc]
        words = f"{anew_queries} queries anew {anew:6.2f} ms ({anew / bare:.2f} x bare)"
        print(f"{name:<12} {words}, kept {kept_queries} queries {kept:5.2f} ms ({kept / bare:.2f} x)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--proposals", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--postgresql", action="store_true", help="on a private cluster instead of SQLite")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch, database(scratch, postgresql=given.postgresql) as url:
        set_up(scratch, url)
        measure(given.proposals, given.rounds)


@contextlib.contextmanager
def database(scratch: str, *, postgresql: bool) -> Iterator[str]:
    if not postgresql:
        yield f"sqlite:///{scratch}/bench.sqlite3"
        return
    sys.path.insert(0, str(ROOT / "scripts"))
    from postgres import cluster

    with cluster() as url:
        yield url
        from django.db import connections

        connections.close_all()


if __name__ == "__main__":
    main()
