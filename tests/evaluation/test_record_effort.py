"""What running a deltagerbudget took: further rows alone, and nobody outside reads one of them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from tests import make
from tests.evaluation.evaluations import published, spent, work

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, PhaseKind
from deltagerbudget.evaluation.actions import record_effort
from deltagerbudget.evaluation.forms import EffortForm
from deltagerbudget.evaluation.models import Effort

pytestmark = pytest.mark.django_db


def test_it_works() -> None:
    process = make.process()
    effort = spent(process, amount_ore=120_000, note="Lokale")
    entry = Entry.objects.of(effort).get(act=Act.RECORD_EFFORT)
    assert (entry.process_id, entry.detail) == (process.pk, {})
    assert process.efforts.sums() == (120_000, 450)


def test_who_may_not() -> None:
    process = make.process()
    for actor in (make.anna(), make.fie()):
        with pytest.raises(NotYours):
            spent(process, actor)
    for actor in (make.bo(), make.administrator()):
        assert spent(process, actor)


def test_a_correction_is_a_further_row_and_says_why() -> None:
    process = make.process()
    first = spent(process, amount_ore=120_000)

    def corrected(reason: str = "Tastefejl", **values: Any) -> Effort:
        return record_effort(make.tove(), process, work(**values), corrects=first, reason=reason, at=make.now())

    with pytest.raises(NotPossible, match="why"):
        corrected(" ", minutes=60)
    with pytest.raises(NotPossible, match="other ones"):
        corrected(amount_ore=120_000)
    second = corrected(amount_ore=100_000, minutes=600)
    assert (second.amount_ore, second.minutes, second.kind) == (-20_000, 150, first.kind)
    third = record_effort(make.tove(), process, work(minutes=60), corrects=second, reason="Igen", at=make.now())
    assert third.corrects == first
    assert process.efforts.sums() == (0, 60)
    other = make.process(title="Et andet sted")
    with pytest.raises(Effort.DoesNotExist):
        record_effort(make.tove(), other, work(), corrects=first, reason="Forkert sted", at=make.now())


def test_what_cannot_be() -> None:
    process = make.process()
    tomorrow = make.today() + timedelta(days=1)
    for values, said in (
        ({"minutes": 0}, "greater than 0"),
        ({"amount_ore": -1}, "0 or more"),
        ({"to_on": tomorrow}, "time to come"),
        ({"from_on": tomorrow}, "before the first"),
        ({"note": "070761-4285"}, "CPR"),
    ):
        with pytest.raises(NotPossible, match=said):
            spent(process, **values)
    row = {"process": process, "kind": "vote", "from_on": make.today(), "to_on": make.today(), "at": make.now()}
    for wrong in ({}, {"minutes": -1}, {"minutes": 5, "to_on": make.today() - timedelta(days=1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Effort.objects.create(**(row | wrong))


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [("7,5", 450), ("7.25", 435), ("0", 0), ("", 0), ("1 000", 60_000), ("en", None), ("-3", None), ("9999999", None)],
)
def test_hours_are_read_as_people_write_them(typed: str, minutes: int | None) -> None:
    day = make.today().isoformat()
    form = EffortForm({"kind": "vote", "minutes": typed, "amount_ore": "", "from_on": day, "to_on": day})
    assert form.is_valid() is (minutes is not None)
    if minutes is not None:
        assert (form.work().minutes, form.work().amount_ore) == (minutes, 0)


def test_the_pages_keep_what_was_written_and_no_row_is_public(client: Client) -> None:
    process = make.shift_to(make.finished().vote.process, PhaseKind.REALISATION)
    client.force_login(make.person("Tove Tovholder"))
    address = f"/medarbejder/evaluering/{process.slug}/tid-og-penge/"
    day = make.today().isoformat()
    sent = {"kind": "vote", "amount_ore": "1.250", "minutes": "mange", "from_on": day, "to_on": day, "note": "Hallen"}
    wrong = client.post(address, sent)
    assert wrong.status_code == 422
    assert all(text in wrong.text for text in ("Hallen", "1.250", "Skriv timerne med tal"))
    assert client.post(address, sent | {"minutes": "7,5"}).status_code == 302
    row = Effort.objects.get()
    assert (row.amount_ore, row.minutes) == (125_000, 450)
    page = client.get(f"/medarbejder/evaluering/{process.slug}/").text
    assert all(text in page for text in ("Hallen", "1.250 kr.", "7 timer 30 min."))
    assert client.post(f"{address}{row.pk}/", {"minutes": "8", "reason": ""}).status_code == 422
    assert client.post(f"{address}{row.pk}/", {"minutes": "8", "reason": "Kun timer"}).status_code == 302
    assert process.efforts.sums() == (0, 480)
    published(process)
    shown = Client().get(f"/evaluering/{process.slug}/").text
    assert "Hallen" not in shown
    assert "96 minutter" in shown
