"""To whom a letter goes: by area and age, with codes and without."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from tests import make
from tests.letters.post import HEAD, letter, texts

from deltagerbudget.acts.refusals import NotPossible
from deltagerbudget.acts.vocabulary import Channel, PhaseKind
from deltagerbudget.ballots import keybox
from deltagerbudget.ballots.models import Eligible, Roll, Vote, VotingCode
from deltagerbudget.letters.actions import approve_letter, issue_codes, write_letter
from deltagerbudget.letters.models import Letter
from deltagerbudget.letters.orders import order_of_file
from deltagerbudget.letters.rules import Occasion

pytestmark = pytest.mark.django_db
OLD, MIDDLE, YOUNG = "670761-4285", "680776-4286", "690705-4287"


def two_areas() -> Vote:
    process = make.settled((3_200_000, 7_845_000), channels=[Channel.MITID, Channel.LETTER])
    process.areas.add(make.area("Viby"))
    make.froze(process)
    make.shift_to(process, PhaseKind.VOTE)
    return Vote.objects.select_related("process").get(process=process)


def approved(vote: Vote, **to: Any) -> Letter:
    found = write_letter(make.tove(), vote.process, occasion=Occasion.VOTE, texts=texts(), **to, at=make.now())
    approve_letter(make.tove(), found, at=make.now())
    approve_letter(make.tom(), found, at=make.now())
    return found


def file() -> bytes:
    lines = [
        f"Gry Prøvegaard;Vej 1;8310;Tranbjerg J;{OLD};Tranbjerg",
        f"Per Prøvegaard;Vej 2;8310;Tranbjerg J;{MIDDLE};Tranbjerg",
        f"Ea Prøvegaard;Vej 3;8260;Viby J;{YOUNG};Viby",
    ]
    return "\r\n".join([HEAD, *lines]).encode()


def staff(name: str = "Tove Tovholder") -> Client:
    client = Client()
    client.force_login(make.person(name, age=45))
    return client


def test_it_works() -> None:
    """Codes are made for those whom the letter goes to, and for nobody else in the file."""
    vote = two_areas()
    approved(vote, areas=["tranbjerg"], bands=["60-74"])
    order = order_of_file(vote, file())
    assert ([each.lines[0] for each in order.receivers], order.not_meant) == (["Gry Prøvegaard"], 2)
    issue_codes(make.tove(), vote, order=order, at=make.now())
    issue_codes(make.tom(), vote, order=order, at=make.now())
    assert VotingCode.objects.get().pseudonym == keybox.pseudonym(vote.pk, f"dk:cpr:{OLD.replace('-', '')}")


@pytest.mark.parametrize(
    ("to", "names"),
    [
        ({}, ["Gry", "Per", "Ea"]),
        ({"areas": ["viby"]}, ["Ea"]),
        ({"areas": ["tranbjerg", "viby"], "bands": ["40-59"]}, ["Per"]),
        ({"bands": ["18-24", "60-74"]}, ["Gry", "Ea"]),
    ],
)
def test_area_and_age_choose_together(to: dict[str, list[str]], names: list[str]) -> None:
    vote = two_areas()
    approved(vote, **to)
    assert [each.lines[0].split()[0] for each in order_of_file(vote, file()).receivers] == names


def test_a_file_with_nobody_whom_it_goes_to_is_refused() -> None:
    vote = two_areas()
    approved(vote, areas=["viby"], bands=["75+"])
    with pytest.raises(NotPossible, match="Se på brevets områder"):
        order_of_file(vote, file())


def test_whom_it_goes_to_is_approved_with_the_words() -> None:
    vote = two_areas()
    approved(vote, areas=["viby"])
    order = order_of_file(vote, file())
    assert issue_codes(make.tove(), vote, order=order, at=make.now()) is None
    approved(vote, areas=["tranbjerg"])
    with pytest.raises(NotPossible, match="Vælg filen"):
        issue_codes(make.tom(), vote, order=order, at=make.now())
    # The same file to others is another order, so this call is the first one's.
    assert issue_codes(make.tom(), vote, order=order_of_file(vote, file()), at=make.now()) is None
    assert not VotingCode.objects.exists()
    again = write_letter(
        make.tove(), vote.process, occasion=Occasion.VOTE, texts=texts(), areas=["viby"], at=make.now()
    )
    assert again.approved_at is None


def test_only_areas_of_the_deltagerbudget() -> None:
    make.area("Viby")
    with pytest.raises(NotPossible):
        write_letter(make.tove(), make.process(), occasion=Occasion.VOTE, texts=texts(), areas=["viby"], at=make.now())


def test_the_page_says_who_and_how_many_and_nobody_by_name() -> None:
    vote = two_areas()
    for number in range(30):
        area, band = ("viby", "18-24") if number < 12 else ("tranbjerg", "75+")
        pseudonym = keybox.pseudonym(vote.pk, str(number))
        Eligible.objects.create(vote=vote, pseudonym=pseudonym, area=area, band=band)
    client, base = staff(), f"/medarbejder/trykkeri/{vote.process.slug}"
    client.post(f"{base}/breve/vote/", {**texts(), "areas": ["viby"], "bands": ["18-24", "75+"]})
    page = client.get(f"{base}/breve/vote/").content.decode()
    assert "bor i Viby og er 18-24, 75+ år" in page
    assert "12 personer" in page
    approve_letter(make.tove(), Letter.objects.get(), at=make.now())
    approve_letter(make.tom(), Letter.objects.get(), at=make.now())
    codes = client.get(f"{base}/koder/").content.decode()
    assert "bor i Viby og er 18-24, 75+ år" in codes
    assert "12 personer" in codes


def test_one_area_alone_is_not_asked_for() -> None:
    process = letter(make.process()).process
    page = staff().get(f"/medarbejder/trykkeri/{process.slug}/breve/vote/").content.decode()
    assert "Hvilke områder?" not in page
    assert "til alle, der må være med" in page


def test_the_roll_says_where_somebody_lives_whatever_a_newer_file_says() -> None:
    vote = two_areas()
    approved(vote, areas=["tranbjerg"])
    Roll.objects.create(vote=vote, cut_off=make.today(), people=1, loaded_at=make.now())
    for number, area in ((OLD, "viby"), (YOUNG, "tranbjerg")):
        pseudonym = keybox.pseudonym(vote.pk, f"dk:cpr:{number.replace('-', '')}")
        Eligible.objects.create(vote=vote, pseudonym=pseudonym, area=area, band="18-24")
    order = order_of_file(vote, file())
    assert [(each.lines[0], each.holder.area) for each in order.receivers] == [("Ea Prøvegaard", "tranbjerg")]
    assert (order.not_meant, order.left_out) == (1, 1)
