"""A draft by its secret link, and the trial ballot."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from tests import make
from tests.pictures.files import pdf
from tests.processes.test_pages import browser
from tests.processes.test_share_preview import share

from deltagerbudget.acts.vocabulary import PhaseKind
from deltagerbudget.processes.actions import add_document, illustrate_process
from deltagerbudget.processes.models import Preview, Process
from deltagerbudget.processes.preparing import revoke_preview

pytestmark = pytest.mark.django_db


def address(process: Process, secret: str, page: str = "") -> str:
    return f"/forhaandsvisning/{process.slug}/{page}?adgang={secret}"


def test_b42_the_holder_of_the_link_sees_the_page_the_rules_and_no_way_in(client: Client) -> None:
    process = make.draft_process(title="Plads til alle", criteria="Det skal være lovligt.")
    _preview, secret = share(process)
    answer = client.get(address(process, secret))
    text = answer.content.decode()
    for words in ("Forhåndsvisning", "Plads til alle", "Det skal være lovligt.", "Hvem vinder", "80.000"):
        assert words in text, words
    assert "/foelg/" not in text
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "Set-Cookie" not in answer


def test_b42_after_revocation_and_after_its_days_it_is_not_there(client: Client) -> None:
    process = make.draft_process()
    preview, secret = share(process)
    Preview.objects.filter(pk=preview.pk).update(
        made_at=make.now() - timedelta(days=9), expires_at=make.now() - timedelta(days=1)
    )
    assert client.get(address(process, secret)).status_code == 404
    other, again = share(process)
    assert client.get(address(process, again)).status_code == 200
    revoke_preview(make.tove(), other, at=make.now())
    for page in ("", "stemmeseddel/"):
        assert client.get(address(process, again, page)).status_code == 404


def test_b41_b42_without_the_secret_or_with_that_of_another_it_is_not_there(client: Client) -> None:
    process, other = make.draft_process(), make.draft_process()
    _preview, secret = share(other)
    preview, _secret = share(process)
    for wrong in ("", "x" * 300, secret, preview.digest):
        assert client.get(address(process, wrong)).status_code == 404
    assert client.get(f"/deltagerbudgetter/{process.slug}/").status_code == 404


def test_once_it_is_open_the_link_leads_to_the_page(client: Client) -> None:
    process = make.draft_process()
    _preview, secret = share(process)
    Process.objects.filter(pk=process.pk).update(opened_at=make.now())
    assert client.get(address(process, secret))["Location"] == f"/deltagerbudgetter/{process.slug}/"


def test_picture_and_documents_come_by_the_link_alone(client: Client) -> None:
    process = make.draft_process()
    illustrate_process(make.tove(), process, given=make.illustration(), at=make.now())
    paper = add_document(make.tove(), process, title="Kort", data=pdf(), at=make.now())
    _preview, secret = share(process)
    text = client.get(address(process, secret)).content.decode()
    process = Process.objects.get(pk=process.pk)
    assert process.picture is not None
    pages = (f"billede/{process.picture.name}/{process.picture.widths[0]}/", f"dokument/{paper.name}/")
    for page in pages:
        assert page in text
        shown = client.get(address(process, secret, page))
        assert (shown.status_code, shown["Cache-Control"]) == (200, "private, no-store")
        assert client.get(address(process, "", page)).status_code == 404


BALLOTS: list[tuple[dict[str, Any], list[str], list[str]]] = [
    ({}, ["3", "5"], ["1", "2"]),
    ({"ballot_type": "approval", "max_choices": 2}, ["1", "2"], ["1", "2", "3"]),
    ({"ballot_type": "choose-1"}, ["4"], ["1", "2"]),
    ({"ballot_type": "cumulative", "points": 5, "most_points": 3}, ["1:3", "2:2"], ["1:3", "2:3"]),
    ({"ballot_type": "ordinal", "rank_scores": [3, 2, 1]}, ["2:1", "1:2"], ["2:1", "1:3"]),
]


@pytest.mark.parametrize(("settings_", "good", "bad"), BALLOTS)
def test_b42_the_trial_is_chosen_checked_ended_and_stores_nothing(
    client: Client, settings_: dict[str, Any], good: list[str], bad: list[str]
) -> None:
    process = make.draft_process(**settings_)
    _preview, secret = share(process)
    url = f"/forhaandsvisning/{process.slug}/stemmeseddel/"

    def step(word: str, values: list[str]) -> Any:
        return client.get(url, {"adgang": secret, "trin": word, "valg": values})

    pages = [step("", []), step("tjek", good), step("slut", good)]
    for answer in pages:
        assert answer.status_code == 200
        assert "Dette er en prøve" in answer.content.decode()
        assert "Set-Cookie" not in answer
        assert "no-store" in answer["Cache-Control"]
    assert "Dette var en prøve" in pages[2].content.decode()
    wrong = step("tjek", bad)
    assert wrong.status_code == 422
    assert "error-summary" in wrong.content.decode()


def test_the_trial_asks_for_nothing_that_grows(client: Client, django_assert_max_num_queries: Any) -> None:
    process = make.draft_process()
    _preview, secret = share(process)
    with django_assert_max_num_queries(12):
        client.get(address(process, secret, "stemmeseddel/"))


def test_a_trial_of_what_is_not_written_says_what_is_missing() -> None:
    process = make.draft_process(ballot_type="cumulative")
    text = browser(make.tove()).get(f"/medarbejder/deltagerbudgetter/{process.slug}/proevestemme/").content.decode()
    assert "hvor mange point" in text


def test_as_many_as_a_ballot_must_hold_fit_in_the_trial() -> None:
    process = make.draft_process(PhaseKind.IDEAS, min_choices=12)
    page = browser(make.tove()).get(
        f"/medarbejder/deltagerbudgetter/{process.slug}/proevestemme/",
        {"trin": "tjek", "valg": [str(number) for number in range(1, 13)]},
    )
    assert page.status_code == 200
