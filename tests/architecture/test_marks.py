"""Every address says whose it is."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from deltagerbudget.acts.marks import mark_of
from deltagerbudget.acts.vocabulary import Act

OPEN = {"public", "booth", "member"}


def views(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, object]]:
    for entry in (resolver or get_resolver()).url_patterns:
        address = f"{prefix}{entry.pattern}"
        if isinstance(entry, URLPattern):
            yield address, entry.callback
        else:
            yield from views(entry, address)


def test_t13_every_address_carries_a_mark() -> None:
    unmarked = [address for address, view in views() if not (mark_of(view) in OPEN or isinstance(mark_of(view), Act))]
    assert unmarked == []


def test_the_booth_and_only_the_booth_is_marked_so() -> None:
    wrong = [
        address
        for address, view in views()
        if ((mark_of(view) == "booth") != address.removeprefix("en/").startswith("stem/"))
    ]
    assert wrong == []


def test_addresses_are_plain_ascii_words() -> None:
    assert [address for address, _view in views() if not address.isascii()] == []


def test_the_admin_of_django_is_not_mounted() -> None:
    assert [address for address, _view in views() if "admin" in address.split("/")] == []
