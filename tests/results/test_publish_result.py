"""Publishing: two persons, once, the same outcome that both have seen."""

from __future__ import annotations

import pytest
from tests import make

from deltagerbudget.acts.models import Approval, Entry
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.ballots.models import Vote
from deltagerbudget.results.actions import publish_result
from deltagerbudget.results.models import Result

pytestmark = pytest.mark.django_db


def counted() -> Result:
    vote = make.open_vote()
    make.cast(vote, "anna", [1, 3])
    return make.counted(make.closed(vote))


@pytest.mark.both
def test_it_works() -> None:
    result = counted()
    assert publish_result(make.tove(), result, at=make.now()) is False
    assert Result.objects.get().published_at is None
    at = make.now()
    assert publish_result(make.tom(), result, at=at) is True
    assert Result.objects.get().published_at == at
    assert Vote.objects.get().published_at == at
    assert Entry.objects.of(result).filter(act=Act.PUBLISH_RESULT).count() == 1
    approval = Approval.objects.get(act=Act.PUBLISH_RESULT)
    assert (approval.first_id, approval.second_id) == (make.tove().person_id, make.tom().person_id)


def test_the_same_person_cannot_be_both() -> None:
    result = counted()
    publish_result(make.tove(), result, at=make.now())
    with pytest.raises(NotPossible, match="Another person"):
        publish_result(make.tove(), result, at=make.now())
    assert Result.objects.get().published_at is None


def test_it_is_published_once() -> None:
    result = counted()
    publish_result(make.tove(), result, at=make.now())
    publish_result(make.tom(), result, at=make.now())
    with pytest.raises(NotPossible, match="already"):
        publish_result(make.tove(), result, at=make.now())


@pytest.mark.parametrize("who", [make.anna, make.uffe, make.fie, make.bo])
def test_others_may_not(who: object) -> None:
    result = counted()
    with pytest.raises(NotYours):
        publish_result(who(), result, at=make.now())  # type: ignore[operator]


def test_the_second_person_confirms_the_outcome_that_the_first_saw() -> None:
    """A request for another outcome does not count as the first half of this one."""
    result = counted()
    publish_result(make.tove(), result, at=make.now())
    Result.objects.update(outcome_sha256="f" * 64)
    assert publish_result(make.tom(), Result.objects.get(), at=make.now()) is False


def test_an_administrator_and_an_owner_may_publish_together() -> None:
    result = counted()
    publish_result(make.administrator(), result, at=make.now())
    assert publish_result(make.tove(), result, at=make.now()) is True
