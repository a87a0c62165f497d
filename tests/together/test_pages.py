"""The pages: T14, nobody answers what is not theirs; T29, T55, the link; and what everyone sees."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlparse

import pytest
from django.test import Client
from tests import make
from tests.talk import said
from tests.together import states
from tests.together.test_ask_to_join import ask

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.vocabulary import PhaseKind
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.proposals.rules import Stage
from deltagerbudget.staff.models import DoorMail
from deltagerbudget.together.models import Invitation, JoinRequest, Merge

pytestmark = pytest.mark.django_db
SIGNED = {"svar": "ja", "public_name": "initial", "has_consented": "on"}


def client_of(actor: Actor) -> Client:
    client = Client()
    client.force_login(Person.objects.get(pk=actor.person_id))
    return client


def link_in(page: str) -> str:
    found = re.search(r'value="(http[^"]*kode=[^"]*)"', page)
    assert found
    parts = urlparse(found[1].replace("&amp;", "&"))
    return f"{parts.path}?{parts.query}"


def public(proposal: Proposal) -> str:
    return Client().get(f"/deltagerbudgetter/{proposal.process.slug}/forslag/{proposal.number}/").content.decode()


def test_b48_from_the_link_to_an_authors_rights() -> None:
    proposal = make.submitted(make.process())
    anna, author = client_of(make.anna()), client_of(make.author(1))
    url = link_in(anna.post(f"/forslag/{proposal.pk}/sammen/inviter/").content.decode())
    # Shown once: the page of the authors does not know it.
    token = parse_qs(urlparse(url).query)["kode"][0]
    assert token not in anna.get(f"/forslag/{proposal.pk}/sammen/").content.decode()
    # Whoever has not logged in is sent there first, and comes back with the whole link.
    there = Client().get(url)
    assert (there.status_code, "kode" in there.headers["Location"]) == (302, True)
    assert author.get(f"/forslag/{proposal.pk}/ret/").status_code == 404
    page = author.get(url).content.decode()
    assert proposal.what in page
    assert author.post(url, {"svar": "ja"}).status_code == 422
    assert author.post(url, SIGNED).status_code == 302
    assert author.get(f"/forslag/{proposal.pk}/ret/").status_code == 200
    assert "Forfatter 1." in public(proposal)
    assert author.get(url).status_code == 410
    assert client_of(make.author(2)).post(url, SIGNED).status_code == 410


def test_b48_a_no_needs_no_name() -> None:
    proposal = make.submitted(make.process())
    invitation, token = states.invited(proposal)
    url = f"/forslag/invitation/?til={invitation.pk}&kode={token}"
    assert client_of(make.author(1)).post(url, {"svar": "nej"}).status_code == 302
    assert proposal.authorships.count() == 1


def test_who_lives_elsewhere_is_told_why_and_loses_nothing() -> None:
    invitation, token = states.invited(make.submitted(make.process()))
    url = f"/forslag/invitation/?til={invitation.pk}&kode={token}"
    answer = client_of(make.uffe()).post(url, SIGNED)
    assert answer.status_code == 409
    assert "hvor du bor" in answer.content.decode()
    assert not Invitation.objects.get().answer


@pytest.mark.parametrize("query", ["", "til=1", "til=x&kode=y", "til=99999999999999999999&kode=y", "til=²&kode=y"])
def test_t29_a_wrong_link_opens_nothing(query: str) -> None:
    states.invited(make.submitted(make.process()))
    assert client_of(make.author(1)).get(f"/forslag/invitation/?{query}").status_code == 410


def test_what_the_municipality_hides_no_link_and_no_suggestion_shows() -> None:
    rows = states.several()
    invitation, token = states.invited(rows[1], make.author(1))
    merge = states.offered(rows)
    said.hidden(rows[1])
    page = client_of(make.author(2)).get(f"/forslag/invitation/?til={invitation.pk}&kode={token}")
    assert (page.status_code, rows[1].title in page.text) == (410, False)
    page = client_of(make.author(0)).get(f"/forslag/sammenlaegning/{merge.pk}/")
    assert page.status_code == 200
    assert f"/forslag/{rows[1].number}/" not in page.text


def test_t55_mails_are_few_and_carry_no_link_of_the_author() -> None:
    process = make.process()
    proposal = make.submitted(process, title="Gratis på svindel.example.com nu")
    anna, url = client_of(make.anna()), f"/forslag/{proposal.pk}/sammen/inviter/"
    assert anna.post(url, {"email": "ikke en adresse"}).status_code == 422
    for _number in range(4):
        assert anna.post(url, {"email": "offer@example.dk"}).status_code == 200
    assert DoorMail.objects.filter(address="offer@example.dk").count() == 2
    mail = DoorMail.objects.order_by("pk")[0]
    assert "svindel.example.com" not in mail.body + mail.subject
    assert mail.subject == "Anna J. inviterer dig med på et forslag"
    invitation = Invitation.objects.order_by("pk")[0]
    assert f"til={invitation.pk}&kode=" in mail.body


def test_t14_strangers_are_told_that_it_is_not_there() -> None:
    rows = states.several()
    request, merge = ask(rows[0], make.author(5)), states.offered(rows)
    invitation, _token = states.invited(rows[0], make.author(0))
    made = [
        f"/forslag/anmodning/{request.pk}/svar/",
        f"/forslag/sammenlaegning/{merge.pk}/",
        f"/forslag/sammenlaegning/{merge.pk}/luk/",
        f"/forslag/invitation/{invitation.pk}/tilbage/",
        f"/forslag/{rows[0].pk}/sammen/inviter/",
        f"/forslag/{rows[0].pk}/forlad/",
        f"/medarbejder/sammen/{merge.pk}/luk/",
    ]
    make.submitted(rows[0].process, author=make.author(6))
    for actor in (make.author(5), make.author(6), make.uffe(), make.administrator(), make.bo(), make.fie()):
        for url in made:
            assert client_of(actor).post(url, {"svar": "ja"}).status_code == 404, url
    # An author of another of the proposals answers the merge, and not for the others.
    for url in (made[0], made[3], made[4], made[5]):
        assert client_of(make.author(1)).post(url, {"svar": "ja"}).status_code == 404
    assert client_of(make.author(1)).post(made[2]).status_code == 403
    assert not merge.voices.exists()
    assert not JoinRequest.objects.exclude(answer="").exists()
    assert Invitation.objects.get().cancelled_at is None


def test_t14_nor_an_owner_of_another_area() -> None:
    merge = states.merged(states.several())
    other = make.staff("Tine Tovholder", make.Role.OWNER, make.area("Viby"))
    for tail in ("", "skil-ad/", "luk/"):
        url = f"/medarbejder/sammen/{merge.pk}/{tail}"
        assert (client_of(other).post(url) if tail else client_of(other).get(url)).status_code == 404
    assert client_of(other).get(f"/medarbejder/sammen/forslag/{merge.standing_id}/").status_code == 404


def test_to_ask_and_to_be_answered() -> None:
    proposal = make.submitted(make.process())
    anna, asker = client_of(make.anna()), client_of(make.author(1))
    url = f"/forslag/{proposal.pk}/vaer-med/"
    assert url in public(proposal)
    assert asker.post(url, {"words": "Jeg er tømrer.", "public_name": "full"}).status_code == 422
    assert asker.post(url, SIGNED | {"words": "Jeg er tømrer."}).status_code == 302
    assert "Jeg er tømrer." not in public(proposal)
    mine = anna.get("/min-side/").content.decode()
    assert "vil gerne være med" in mine
    page = anna.get(f"/forslag/{proposal.pk}/sammen/").content.decode()
    assert "Jeg er tømrer." in page
    answer = f"/forslag/anmodning/{JoinRequest.objects.get().pk}/svar/"
    assert anna.post(answer).status_code == 422
    assert anna.post(answer, {"svar": "ja"}).status_code == 302
    assert anna.post(answer, {"svar": "nej"}).status_code == 409
    assert "Forfatter 1." in public(proposal)


def test_an_author_suggests_and_everyone_says_yes() -> None:
    first, second = states.several()
    suggesting, other = client_of(make.author(0)), client_of(make.author(1))
    url = f"/forslag/{first.pk}/laeg-sammen/"
    assert second.title in suggesting.get(url).content.decode()
    assert suggesting.get(f"{url}?numre=77").status_code == 422
    assert suggesting.get(f"{url}?numre=").status_code == 422
    url = f"{url}?med={second.number}"
    assert second.what in suggesting.get(url).content.decode()
    given = states.TEXTS | {"standing": str(second.pk), "until": (make.today() + make.LENGTH / 2).isoformat()}
    wrong = suggesting.post(url, given | {"until": make.today().isoformat()})
    assert (wrong.status_code, states.TEXTS["what"] in wrong.content.decode()) == (409, True)
    assert suggesting.post(url, given).status_code == 302
    merge = Merge.objects.get()
    assert "lægges sammen" in other.get("/min-side/").content.decode()
    there = f"/forslag/sammenlaegning/{merge.pk}/"
    assert states.TEXTS["what"] in other.get(there).content.decode()
    assert other.post(there, {"svar": "måske"}).status_code == 422
    assert other.post(there, {"svar": "ja"}).status_code == 302
    assert states.fresh(first).merged_into_id == second.pk
    assert "Jeres forslag er nu ét" in other.get(there).content.decode()
    # Nothing of the author's own pages is broken by it.
    for page in ("kvittering", "sammen"):
        assert suggesting.get(f"/forslag/{first.pk}/{page}/").status_code == 200


def test_everyone_sees_who_stands_behind_it_and_where_the_others_went() -> None:
    first, second = states.several()
    states.merged([first, second])
    joint, gone = public(states.fresh(first)), public(second)
    assert "Forfatter 0., Forfatter 1." in joint
    assert "Forslag blev lagt sammen" in joint
    assert second.title in joint
    assert f"/deltagerbudgetter/{first.process.slug}/forslag/1/" in gone
    assert "er lagt sammen med forslag 1" in gone
    listed = Client().get(f"/deltagerbudgetter/{first.process.slug}/forslag/?orden=1").content.decode()
    assert second.title not in listed
    found = Client().get("/soeg/", {"q": "bænk"}).content.decode()
    assert "/forslag/1/" in found
    assert "/forslag/2/" not in found
    found = Client().get(f"/en/deltagerbudgetter/{first.process.slug}/forslag/2/").content.decode()
    assert "put together with proposal 1" in found


def test_the_staffs_bench_from_side_by_side_to_taken_apart() -> None:
    first, second = states.several(phase=PhaseKind.REVIEW)
    tove = client_of(make.tove())
    desk = tove.get(f"/medarbejder/vurdering/forslag/{first.pk}/").content.decode()
    assert f"/medarbejder/sammen/forslag/{first.pk}/" in desk
    url = f"/medarbejder/sammen/forslag/{first.pk}/?med=2"
    assert second.what in tove.get(url).content.decode()
    given = states.TEXTS | {"standing": str(first.pk), "until": (make.today() + make.LENGTH / 2).isoformat()}
    assert tove.post(url, given).status_code == 302
    merge = Merge.objects.get()
    assert "er spurgt" in tove.get(f"/medarbejder/sammen/forslag/{second.pk}/").content.decode()
    for number in (0, 1):
        merge = states.answered(merge, make.author(number))
    page = tove.get(f"/medarbejder/sammen/{merge.pk}/").content.decode()
    assert "Skil dem ad" in page
    assert tove.post(f"/medarbejder/sammen/{merge.pk}/luk/").status_code == 409
    assert tove.post(f"/medarbejder/sammen/{merge.pk}/skil-ad/").status_code == 302
    assert states.fresh(second).stage == Stage.SUBMITTED
    assert tove.get(f"/medarbejder/sammen/{merge.pk}/").status_code == 200


def test_t12_a_draft_that_others_are_invited_to_is_seen_by_who_holds_the_link_alone() -> None:
    draft = make.draft(make.process(), title="Hemmelig kladde")
    invitation, token = states.invited(draft)
    asker = client_of(make.author(1))
    assert asker.get(f"/forslag/{draft.pk}/vaer-med/").status_code == 404
    assert "Hemmelig kladde" in asker.get(f"/forslag/invitation/?til={invitation.pk}&kode={token}").content.decode()
    assert "Hemmelig kladde" not in asker.get(f"/forslag/invitation/?til={invitation.pk}&kode=x").content.decode()


def test_the_pages_ask_the_database_a_fixed_number_of_times(django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    rows = states.several(4)
    merge = states.merged(rows)
    anna = client_of(make.author(0))
    with django_assert_max_num_queries(25):
        anna.get(f"/forslag/{rows[0].pk}/sammen/")
    with django_assert_max_num_queries(20):
        anna.get(f"/forslag/sammenlaegning/{merge.pk}/")
    with django_assert_max_num_queries(9):
        Client().get(f"/deltagerbudgetter/{merge.process.slug}/forslag/2/")
