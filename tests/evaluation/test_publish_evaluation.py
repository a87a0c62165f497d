"""The figures of one day, frozen with what was learnt."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils.translation import override
from tests import make
from tests.evaluation.evaluations import WORDS, published, spent, told

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, PhaseKind
from deltagerbudget.evaluation.actions import publish_evaluation
from deltagerbudget.evaluation.indicators import Group, Key, Unknown
from deltagerbudget.evaluation.models import Evaluation
from deltagerbudget.evaluation.words import GROUPS, MEANINGS, PARTS, UNKNOWN, Meaning
from deltagerbudget.processes.actions import edit_process
from deltagerbudget.processes.models import Process
from deltagerbudget.processes.preparing import copy_process

pytestmark = pytest.mark.django_db


def finished() -> Process:
    return make.shift_to(make.finished().vote.process, PhaseKind.REALISATION)


def test_it_works() -> None:
    process = finished()
    evaluation = published(process)
    entry = Entry.objects.of(evaluation).get(act=Act.PUBLISH_EVALUATION)
    assert (entry.process_id, entry.detail) == (process.pk, {})
    assert json.loads(evaluation.figures)["t"] == "evaluation/v1"
    assert tuple(evaluation.words) == tuple(WORDS)
    assert Client().get(f"/evaluering/{process.slug}/").status_code == 200


def test_who_may_not() -> None:
    process = finished()
    for actor in (make.anna(), make.bo(), make.fie(), make.administrator()):
        with pytest.raises(NotYours):
            publish_evaluation(actor, process, WORDS, at=make.now())
    assert not Evaluation.objects.exists()


def test_not_before_the_result_is_published() -> None:
    process = make.open_vote().process
    with pytest.raises(NotNow):
        published(process)
    counted = make.counted(make.closed(process.vote)).vote.process
    with pytest.raises(NotPossible, match="before the result"):
        published(counted)
    assert Client().get(f"/evaluering/{process.slug}/").status_code == 404


def test_each_of_the_three_fields_is_written_and_holds_no_number_of_a_person() -> None:
    process = finished()
    for words, said in (
        (replace(WORDS, differently="  "), "each of the three"),
        (replace(WORDS, advice="Ring til 070761-4285."), "CPR"),
        (replace(WORDS, went_well="x" * 1201), "1200"),
    ):
        with pytest.raises(NotPossible, match=said):
            published(process, words)
    with pytest.raises(IntegrityError), transaction.atomic():
        Evaluation.objects.create(
            process=process, figures="{}", went_well="", differently="x", advice="x", at=make.now()
        )


def test_it_stands_as_it_was_until_it_is_published_again() -> None:
    process = told()
    published(process)
    addresses = [f"/evaluering/{process.slug}/{name}" for name in ("", *(f"evaluering.{kind}" for kind in KINDS))]
    before = [Client().get(address).content for address in addresses]
    spent(process, amount_ore=9_000_000)
    assert [Client().get(address).content for address in addresses] == before
    later = publish_evaluation(make.tove(), process, WORDS, at=make.now() + timedelta(days=30))
    assert Evaluation.objects.filter(process=process).count() == 2
    assert list(Evaluation.objects.standing()) == [later]
    after = [Client().get(address).content for address in addresses]
    assert not set(after) & set(before)


KINDS = ("pdf", "json", "csv")


def test_what_a_number_means_stays_what_it_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another version of the program counts turnout in another way; what was published says what it was, everywhere."""
    process = told()
    published(process)
    names = ("", *(f"evaluering.{kind}" for kind in KINDS))
    addresses = [f"{tongue}/evaluering/{process.slug}/{name}" for tongue in ("", "/en") for name in names]
    before = [Client().get(address).content for address in addresses]
    new = Meaning("Nyt navn", "Ny betydning.", "Ny kilde", "Nyt tal", "Nyt hele")
    monkeypatch.setitem(MEANINGS, Key.TURNOUT, new)
    monkeypatch.setitem(PARTS, "won", "Ny del")
    for reason in Unknown:
        monkeypatch.setitem(UNKNOWN, reason, "Ny grund.")
    for group in Group:
        monkeypatch.setitem(GROUPS, group, "Ny gruppe")
    cache.clear()
    assert [Client().get(address).content for address in addresses] == before
    published(process)
    cache.clear()
    for address in (addresses[0], *addresses[2:4]):
        made = Client().get(address).text
        for said in ("Nyt navn", "Ny betydning.", "Ny kilde", "Ny del", "Ny grund.", "Ny gruppe"):
            assert said in made, (address, said)


def test_a_language_that_comes_later_reads_it_in_danish() -> None:
    evaluation = published(told())
    with override("de"):
        assert evaluation.wording.meanings["turnout"].name == "Valgdeltagelse"
    with override("en"):
        assert evaluation.wording.meanings["turnout"].name == "Turnout"


def test_whoever_begins_from_it_reads_what_was_learnt(client: Client) -> None:
    process = finished()
    edit_process(make.tove(), process, values={"learnt": "Skrevet før."}, at=make.now())
    client.force_login(make.person("Tove Tovholder"))
    page = client.get(f"/medarbejder/evaluering/{process.slug}/").text
    assert "Skrevet før." in page  # The field of advice begins with it.
    published(process)
    values: dict[str, Any] = {"areas": [make.area()], "first_day": make.today() + timedelta(days=40)}
    made = copy_process(make.tove(), process, title="Et sted til", slug="et-sted-til", at=make.now(), **values)
    for name in ("begyndt", "tjekliste"):
        shown = client.get(f"/medarbejder/deltagerbudgetter/{made.slug}/{name}/").text
        for text in (*WORDS, "Hvad gik godt"):
            assert text in shown, name


def test_what_was_written_on_the_set_up_page_since_is_not_lost_unseen(client: Client) -> None:
    process = finished()
    published(process)
    client.force_login(make.person("Tove Tovholder"))
    address = f"/medarbejder/evaluering/{process.slug}/"
    assert "siden skrevet" not in client.get(address).text
    edit_process(make.tove(), process, values={"learnt": "Nyt siden."}, at=make.now())
    page = client.get(address).text
    assert "siden skrevet" in page
    assert "Nyt siden." in page
