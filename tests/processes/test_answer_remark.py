from __future__ import annotations

from typing import Any

import pytest
from tests import make
from tests.processes.test_comment_setup import comment, get

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, Role
from deltagerbudget.processes.preparing import answer_remark

pytestmark = pytest.mark.django_db


def test_it_works_and_is_kept() -> None:
    process = make.draft_process()
    remark = answer_remark(make.tove(), comment(process), answer="Vi sætter det til tre.", at=make.now())
    assert not process.remarks.open().exists()
    assert remark.answered_by_id == make.tove().person_id
    assert Entry.objects.of(process).get(act=Act.ANSWER_REMARK).detail == {"remark": remark.pk}
    assert "Vi sætter det til tre." in get(make.fie(), f"{process.slug}/faellesraad/").content.decode()


@pytest.mark.parametrize("who", [make.anna, make.bo, make.fie])
def test_t14_others_may_not(who: Any) -> None:
    with pytest.raises(NotYours):
        answer_remark(who(), comment(make.draft_process()), answer="Ja", at=make.now())


def test_t14_nor_the_owner_of_another_area() -> None:
    elsewhere = make.staff("Vibeke Viby", Role.OWNER, make.area("Viby"))
    with pytest.raises(NotYours):
        answer_remark(elsewhere, comment(make.draft_process()), answer="Ja", at=make.now())


def test_once_and_in_words() -> None:
    remark = comment(make.draft_process())
    with pytest.raises(NotPossible):
        answer_remark(make.tove(), remark, answer=" ", at=make.now())
    answer_remark(make.tove(), remark, answer="Ja", at=make.now())
    with pytest.raises(NotPossible):
        answer_remark(make.tove(), remark, answer="Nej", at=make.now())
