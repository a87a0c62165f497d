from __future__ import annotations

import pytest
from django.test import Client
from tests import make
from tests.ballots.voter import enter
from tests.letters.post import NUMBERS, issued, lettered
from tests.letters.test_papers import words

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.ballots import keybox
from deltagerbudget.ballots.code_rules import RESTS, CodeState
from deltagerbudget.ballots.models import Ballot, Eligible, Vote, VotingCode
from deltagerbudget.letters.actions import Issued, reissue_code

pytestmark = [pytest.mark.django_db, pytest.mark.both]
NUMBER = NUMBERS[0].replace("-", "")
LINES = ["Ida Prøvegaard", "Tingskov Allé 1", "8310 Tranbjerg J"]


def renew(vote: Vote, number: str = NUMBER) -> Issued:
    """By two persons, the second of whom gets the letter."""
    assert reissue_code(make.tove(), vote, number=number, lines=LINES, at=make.now()) is None
    made = reissue_code(make.tom(), vote, number=number, lines=LINES, at=make.now())
    assert made is not None
    return made


def test_nobody_makes_a_code_for_somebody_alone() -> None:
    vote = lettered()
    issued(vote)
    alone = {"lines": LINES, "at": make.now()}
    assert reissue_code(make.tove(), vote, number=NUMBER, **alone) is None
    with pytest.raises(NotPossible):
        reissue_code(make.tove(), vote, number=NUMBER, **alone)
    # Somebody else's number is another request, not the second half of this one.
    assert reissue_code(make.tom(), vote, number=NUMBERS[1].replace("-", ""), **alone) is None
    assert set(VotingCode.objects.values_list("state", flat=True)) == {CodeState.VALID}


def test_it_works() -> None:
    vote = lettered()
    old = issued(vote).letters[0][1]
    booth = enter(vote)
    booth.client.post(f"{booth.base}kode/", {"kode": old.printed()})
    booth.choose(1)
    booth.hand_in()
    new = renew(vote).letters[0][1]
    assert booth.client.post(f"{booth.base}kode/", {"kode": old.printed()}).status_code == 422
    again = enter(vote)
    assert again.client.post(f"{again.base}kode/", {"kode": new.printed()}).status_code == 302
    # Whoever can have a code made must not read by it what lies there; and the old one's visit is over.
    assert again.get("gemt/").headers["Location"] == again.base
    assert booth.get("gemt/").headers["Location"].endswith("/log-ind/")
    assert Ballot.objects.count() == 1
    states = VotingCode.objects.filter(pseudonym=keybox.pseudonym(vote.pk, f"dk:cpr:{NUMBER}"))
    assert sorted(states.values_list("state", flat=True)) == [CodeState.REPLACED, CodeState.VALID]


def test_who_may_not() -> None:
    vote = lettered()
    for actor in (make.anna(), make.fie()):
        with pytest.raises(NotYours):
            reissue_code(actor, vote, number=NUMBER, lines=LINES, at=make.now())


def test_not_when_the_vote_is_closed() -> None:
    vote = lettered()
    issued(vote)
    make.closed(vote)
    with pytest.raises(NotNow):
        renew(vote)


def test_whoever_has_a_code_that_rests_gets_in_by_a_new_one() -> None:
    vote = lettered()
    issued(vote)
    VotingCode.objects.update(rests_until=make.now() + RESTS)
    code = renew(vote).letters[0][1]
    booth = enter(vote)
    assert booth.client.post(f"{booth.base}kode/", {"kode": code.printed()}).status_code == 302


def test_a_number_that_nobody_knows_gets_none_and_one_of_the_roll_does() -> None:
    vote = lettered()
    issued(vote)
    stranger = "7107654288"
    with pytest.raises(NotPossible):
        renew(vote, stranger)
    pseudonym = keybox.pseudonym(vote.pk, f"dk:cpr:{stranger}")
    Eligible.objects.create(vote=vote, pseudonym=pseudonym, area="tranbjerg", band="60-74")
    assert renew(vote, stranger).letters


def test_the_desk_gets_one_letter_and_the_number_stays_nowhere() -> None:
    vote = lettered()
    issued(vote)
    make.bo()
    client = Client()
    client.force_login(make.person("Bo Sagsbehandler", age=45))
    url = f"/medarbejder/trykkeri/{vote.process.slug}/koder/ny/"
    wrong = client.post(url, {"number": "710765-4288", "lines": "\n".join(LINES)})
    assert wrong.status_code == 409
    assert "4288" not in wrong.content.decode()
    assert "Ida Prøvegaard" in wrong.content.decode()
    right = {"number": NUMBERS[0], "lines": "\n".join(LINES)}
    assert client.post(url, right).status_code == 302
    make.tom()
    client.force_login(make.person("Tom Tovholder", age=45))
    answer = client.post(url, right)
    assert "Ida Prøvegaard" in words(answer.content)
    assert NUMBER not in repr(list(Entry.objects.values_list()))
    assert Entry.objects.get(act=Act.REISSUE_CODE).detail.keys() == {"batch"}
