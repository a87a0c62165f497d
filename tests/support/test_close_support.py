from __future__ import annotations

from datetime import timedelta

import pytest
from tests import make
from tests.race import at_once
from tests.support import rounds

from deltagerbudget.acts.actor import SYSTEM
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, Ground, PhaseKind
from deltagerbudget.notifications.duties import run_clock
from deltagerbudget.processes.models import Process
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.proposals.rules import Stage
from deltagerbudget.review.actions import release_decisions
from deltagerbudget.support.actions import close_support, processes_to_close
from deltagerbudget.talk.actions import appeal_hiding, decide_hiding_appeal, hide_content
from deltagerbudget.talk.rules import Outcome

pytestmark = pytest.mark.django_db


def stages(made: Process) -> list[str]:
    return [row.stage for row in rounds.rows(made)]


def test_it_works() -> None:
    made = rounds.process(sent=3, needed=2)
    first, second, _third = rounds.rows(made)
    rounds.supported(first, 1, 2)
    rounds.supported(second, 1)
    closed = rounds.over(made)
    assert stages(closed) == [Stage.SUBMITTED, Stage.UNSUPPORTED, Stage.UNSUPPORTED]
    assert closed.support_closed_at is not None
    told = Entry.objects.filter(act=Act.CLOSE_SUPPORT, target_type="proposals.proposal").order_by("pk")
    assert [entry.detail["supporters"] for entry in told] == [2, 1, 0]
    assert [entry.detail["outcome"] for entry in told] == ["enough", "too-few", "too-few"]


def test_the_clock_does_it_once() -> None:
    made = rounds.process(needed=1)
    run_clock(at=make.now())
    assert stages(made) == [Stage.SUBMITTED]
    make.shift_to(made, PhaseKind.REVIEW)
    for _twice in range(2):
        run_clock(at=make.now())
    assert stages(made) == [Stage.UNSUPPORTED]
    assert Entry.objects.filter(act=Act.CLOSE_SUPPORT, target_type="processes.process").count() == 1


def test_without_a_round_nothing_is_closed() -> None:
    made = make.process(PhaseKind.IDEAS)
    make.submitted(made)
    made = make.shift_to(made, PhaseKind.REVIEW)
    assert processes_to_close(make.now()) == []
    with pytest.raises(NotPossible):
        close_support(SYSTEM, made, at=make.now())
    assert stages(made) == [Stage.SUBMITTED]


def test_who_may_not_and_when_not() -> None:
    made = rounds.process()
    with pytest.raises(NotNow):
        close_support(SYSTEM, made, at=make.now())
    made = make.shift_to(made, PhaseKind.REVIEW)
    with pytest.raises(NotYours):
        close_support(make.tove(), made, at=make.now())
    close_support(SYSTEM, made, at=make.now())
    with pytest.raises(NotPossible):
        close_support(SYSTEM, made, at=make.now())


def test_a_round_that_is_made_longer_is_not_closed() -> None:
    made = rounds.process()
    later = [span for span in made.spans if span.kind in {PhaseKind.SUPPORT, PhaseKind.REVIEW}]
    assert processes_to_close(later[0].ends_at + timedelta(minutes=1)) == [made]
    assert processes_to_close(later[0].ends_at - timedelta(minutes=1)) == []


def test_what_is_hidden_in_that_minute_goes_on_when_it_is_shown_again() -> None:
    """Nobody could support it meanwhile."""
    made = rounds.process()
    row = rounds.rows(made)[0]
    hiding = hide_content(make.tove(), row, ground=Ground.ADVERT, at=make.now())
    rounds.over(made)
    hiding = appeal_hiding(make.author(0), hiding, words="Det er det ikke.", at=make.now())
    decide_hiding_appeal(make.tom(), hiding, outcome=Outcome.REVERSED, answer="Du har ret.", at=make.now())
    assert rounds.fresh(row).stage == Stage.SUBMITTED


def test_what_got_too_little_is_public_and_stands_before_no_decision_and_no_vote() -> None:
    made = rounds.process(sent=2, needed=1)
    first, second = rounds.rows(made)
    rounds.supported(first, 1)
    made = rounds.over(made)
    make.decided(rounds.fresh(first))
    release_decisions(make.tove(), made, at=make.now())
    assert stages(made) == [Stage.ADMITTED, Stage.UNSUPPORTED]
    assert Proposal.objects.public().filter(pk=second.pk).exists()
    make.froze(Process.objects.get(pk=made.pk))


def test_nothing_is_decided_between_the_end_of_the_round_and_the_count() -> None:
    made = make.shift_to(rounds.process(needed=1), PhaseKind.REVIEW)
    row = rounds.rows(made)[0]
    with pytest.raises(NotNow):
        make.decided(row)
    rounds.over(made)
    with pytest.raises(NotPossible):
        make.decided(rounds.fresh(row))


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_two_workers_close_it_once() -> None:
    made = rounds.process()
    made = make.shift_to(made, PhaseKind.REVIEW)
    at_once(*[lambda: close_support(SYSTEM, made, at=make.now())] * 2)
    assert Entry.objects.filter(act=Act.CLOSE_SUPPORT, target_type="processes.process").count() == 1
    assert stages(made) == [Stage.UNSUPPORTED]
