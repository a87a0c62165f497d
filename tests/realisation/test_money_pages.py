"""The staff's pages of money, walked once as the people who use them."""

from __future__ import annotations

import pytest
from django.test import Client
from tests import make
from tests.realisation.winners import started

from deltagerbudget.accounts.models import Person
from deltagerbudget.pools.models import Pool
from deltagerbudget.realisation.models import Initiative, Payment, Realisation

pytestmark = pytest.mark.django_db


def client_of(actor: make.Actor) -> Client:
    client = Client()
    client.force_login(Person.objects.get(pk=actor.person_id))
    return client


def test_from_a_new_pool_to_money_that_comes_back() -> None:
    ada, tove = client_of(make.administrator()), client_of(make.tove())
    make.area()
    done = ada.post("/medarbejder/puljer/ny/", {"name": "Grøn pulje", "purpose": "Træer"})
    assert done.headers["Location"] == "/medarbejder/puljer/groen-pulje/"
    year = make.today().year
    ada.post(
        "/medarbejder/puljer/groen-pulje/bevilling/", {"year": year, "amount_ore": "100.000", "decision": "Budget"}
    )
    pool = Pool.objects.get()
    first = pool.appropriations.get()
    ada.post(f"/medarbejder/puljer/bevillinger/{first.pk}/", {"amount_ore": "90.000", "reason": "Tastefejl"})
    assert pool.left_ore(through=year) == 9_000_000
    texts = {"title": "Frugttræer", "theme": "nature", "place": "Ved skolen", "story": "Tyve træer."}
    area = str(make.area().pk)
    assert tove.post("/medarbejder/tiltag/nyt/", texts | {"areas": area}).status_code == 302
    url = "/medarbejder/tiltag/frugttraeer/"
    asked = {"pool": str(pool.pk), "amount_ore": "50.000"}
    tove.post(f"{url}penge/", asked)
    assert "50.000" in ada.get(f"{url}penge/").text
    ada.post(f"{url}penge/", asked)
    assert Initiative.objects.get().held_ore() == 5_000_000
    tove.post(
        f"{url}vis/", {"owner_title": "Tovholder", "carried_out_by": "Vej og Park", "delivered_by": "municipality"}
    )
    row = Realisation.objects.get()
    page = f"/medarbejder/projekter/{row.pk}/"
    paid = {"amount_ore": "45.000", "paid_on": make.today().isoformat(), "text": "Træer"}
    assert tove.post(f"{page}betaling/", paid).headers["Location"] == page
    right = {"amount_ore": "40.000", "reason": "Kreditnota"}
    tove.post(f"/medarbejder/projekter/betalinger/{Payment.objects.get().pk}/", right)
    tove.post(f"{page}faerdig/", {"day": make.today().isoformat()})
    back = {"pool": str(pool.pk), "amount_ore": "10.000", "reason": "Færre træer"}
    assert tove.post(f"{url}tilbage/", back).status_code == 302
    assert pool.left_ore(through=year) == 5_000_000
    assert "Kreditnota" in tove.get(page).text


def test_what_is_refused_is_said_and_what_was_written_stays() -> None:
    row, tove = started(), client_of(make.tove())
    too_much = {"amount_ore": "900.000", "paid_on": make.today().isoformat(), "text": "Guldbænk"}
    answer = tove.post(f"/medarbejder/projekter/{row.pk}/betaling/", too_much)
    assert answer.status_code == 422
    assert "Guldbænk" in answer.text
    assert not Payment.objects.exists()
    for name in ("bevilling", "ret"):
        assert tove.get(f"/medarbejder/puljer/oplandspuljen/{name}/").status_code == 403
    assert tove.get("/medarbejder/puljer/findes-ikke/omraade/").status_code == 404
