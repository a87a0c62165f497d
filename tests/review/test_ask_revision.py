"""Nobody is refused before they could change their proposal."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.html import escape
from tests import make

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.models import Approval, Entry
from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, PhaseKind
from deltagerbudget.criteria.models import Reason
from deltagerbudget.proposals.actions import edit_proposal
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.review.actions import (
    answer_revision,
    approve_refusal,
    ask_revision,
    decide_proposal,
    release_decisions,
)
from deltagerbudget.review.models import Decision, Revision
from deltagerbudget.review.rules import Answer, Ruling

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


@pytest.fixture
def proposal() -> Proposal:
    process = make.process()
    sent = make.submitted(process, what="En bænk på vejen.")
    make.shift_to(process, PhaseKind.REVIEW)
    return sent


def ask(proposal: Proposal, actor: Actor | None = None, **values: object) -> Revision:
    given = {"wish": "Flyt den væk fra vejen.", "until": make.today() + WEEK} | values
    return ask_revision(actor or make.tove(), proposal, **given, at=make.now())  # type: ignore[arg-type]


def refuse(proposal: Proposal) -> object:
    return decide_proposal(
        make.tove(), proposal, ruling=Ruling.REFUSE, reason="Den står på vejen.", price_ore=None, at=make.now()
    )


def test_it_works(proposal: Proposal) -> None:
    asked = ask(proposal, suggestion="En bænk ved stien.")
    proposal.refresh_from_db()
    assert (asked.answered_at, proposal.revise_until) == (None, make.today() + WEEK)
    assert Entry.objects.of(proposal).newest_first()[0].act == Act.ASK_REVISION
    edit_proposal(make.anna(), proposal, values={"what": "En bænk ved skolen."}, at=make.now())
    assert list(proposal.versions.order_by("number").values_list("what", flat=True)) == [
        "En bænk på vejen.",
        "En bænk ved skolen.",
    ]


def test_who_may_not(proposal: Proposal) -> None:
    for actor in (make.anna(), make.bo(), make.fie(), make.uffe()):
        with pytest.raises(NotYours):
            ask(proposal, actor)


def test_when_not(proposal: Proposal) -> None:
    make.shift_to(proposal.process, PhaseKind.IDEAS)
    with pytest.raises(NotNow):
        ask(proposal)


@pytest.mark.parametrize("values", [{"wish": " "}, {"until": make.today() + timedelta(days=4)}])
def test_a_wish_has_words_and_at_least_five_days(proposal: Proposal, values: dict[str, object]) -> None:
    with pytest.raises(NotPossible):
        ask(proposal, **values)
    assert ask(proposal, until=make.today() + timedelta(days=5)).pk


def test_no_cpr_number(proposal: Proposal) -> None:
    for name in ("wish", "suggestion"):
        with pytest.raises(NotPossible):
            ask(proposal, **{name: "Ring til 070761-4285"})


def test_without_a_wish_the_text_stands_still_in_the_review(proposal: Proposal) -> None:
    with pytest.raises(NotNow):
        edit_proposal(make.anna(), proposal, values={"what": "Noget andet."}, at=make.now())


def test_the_text_stands_still_again_when_the_day_has_passed(proposal: Proposal) -> None:
    ask(proposal)
    late = make.now() + timedelta(days=8)
    with pytest.raises(NotNow):
        edit_proposal(make.anna(), proposal, values={"what": "Noget andet."}, at=late)


def test_no_refusal_before_the_authors_were_asked(proposal: Proposal) -> None:
    with pytest.raises(NotPossible):
        refuse(proposal)


def test_no_refusal_while_the_authors_have_time(proposal: Proposal) -> None:
    ask(proposal)
    with pytest.raises(NotPossible):
        refuse(proposal)
    answer_revision(make.anna(), proposal, answer=Answer.KEPT, at=make.now())
    assert refuse(proposal)


def test_silence_is_an_answer_when_the_day_has_passed(proposal: Proposal) -> None:
    ask(proposal)
    late = make.now() + timedelta(days=8)
    decided = decide_proposal(
        make.tove(), proposal, ruling=Ruling.REFUSE, reason="Den står på vejen.", price_ore=None, at=late
    )
    assert decided.waits_for_second
    again = ask_revision(make.tove(), proposal, wish="Og nu?", until=make.today() + 3 * WEEK, at=late)
    assert Revision.objects.exclude(pk=again.pk).get().answer == Answer.SILENT


def test_one_wish_at_a_time(proposal: Proposal) -> None:
    ask(proposal)
    with pytest.raises(NotPossible):
        ask(proposal)


def test_not_a_decided_one(proposal: Proposal) -> None:
    make.decided(proposal)
    release_decisions(make.tove(), proposal.process, at=make.now())
    with pytest.raises(NotPossible):
        ask(proposal)


def test_the_page_keeps_what_was_typed_and_sends_no_copy_as_a_suggestion(proposal: Proposal) -> None:
    client = Client()
    client.force_login(Person.objects.get(pk=make.tove().person_id))
    url = f"/medarbejder/vurdering/forslag/{proposal.pk}/aendring/"
    assert "En bænk på vejen." in client.get(url).content.decode()
    early = {"wish": "Flyt den væk.", "suggestion": "En bænk på vejen.", "until": make.today().isoformat()}
    kept = client.post(url, early)
    assert (kept.status_code, "Flyt den væk." in kept.content.decode()) == (409, True)
    sent = client.post(url, early | {"until": (make.today() + WEEK).isoformat()})
    assert (sent.status_code, Revision.objects.get().suggestion) == (302, "")


def test_a_prepared_decision_falls_and_nothing_is_decided_on_a_text_that_may_change(proposal: Proposal) -> None:
    read = make.refused(proposal)
    ask(proposal)
    with pytest.raises(NotPossible):
        approve_refusal(make.tom(), read, at=make.now())
    assert not Decision.objects.exists()
    assert not Approval.objects.exists()
    with pytest.raises(NotPossible):
        make.decided(proposal)
    answer_revision(make.anna(), proposal, answer=Answer.CHANGED, at=make.now())
    assert make.decided(proposal).pk


def test_a_reason_of_the_library_is_put_in_and_nothing_typed_is_lost() -> None:
    process = make.process(PhaseKind.IDEAS)
    sent = make.submitted(process)
    make.shift_to(process, PhaseKind.REVIEW)
    reason = Reason.objects.listed()[0]
    client = Client()
    client.force_login(Person.objects.get(pk=make.tove().person_id))
    url = f"/medarbejder/vurdering/forslag/{sent.pk}/aendring/"
    assert reason.title in client.get(url).content.decode()
    typed = {"wish": "Kære Anna.", "suggestion": "Et andet sted.", "until": "2031-02-03"}
    html = client.post(url, typed | {"indsaet": "1", "begrundelse": reason.title}).content.decode()
    for part in ("Kære Anna.", escape(reason.words), "Et andet sted.", "2031-02-03"):
        assert part in html
    assert not sent.revisions.exists()
