from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from tests import make
from tests.processes.test_comment_setup import get

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, Role
from deltagerbudget.processes.models import Preview, Process
from deltagerbudget.processes.preparing import MOST_PREVIEWS, share_preview

pytestmark = pytest.mark.django_db


def share(process: Process, actor: make.Actor | None = None, **values: Any) -> tuple[Preview, str]:
    return share_preview(actor or make.tove(), process, at=make.now(), **({"label": "Byrådet", "days": 14} | values))


def test_it_works_and_keeps_no_secret() -> None:
    process = make.draft_process()
    preview, secret = share(process)
    assert len(secret) > 40
    kept = str(list(Preview.objects.values()) + list(Entry.objects.values()))
    assert secret not in kept
    assert list(Preview.objects.valid(make.now())) == [preview]
    assert not Preview.objects.valid(make.now() + timedelta(days=15)).exists()
    assert Entry.objects.of(process).get(act=Act.SHARE_PREVIEW).detail == {"preview": preview.pk}


@pytest.mark.parametrize("who", [make.anna, make.bo, make.fie])
def test_t14_others_may_not(who: Any) -> None:
    with pytest.raises(NotYours):
        share(make.draft_process(), who())


def test_t14_nor_the_owner_of_another_area() -> None:
    with pytest.raises(NotYours):
        share(make.draft_process(), make.staff("Vibeke Viby", Role.OWNER, make.area("Viby")))


@pytest.mark.parametrize("wrong", [{"label": " "}, {"days": 0}, {"days": 91}])
def test_it_says_for_whom_and_how_long(wrong: dict[str, Any]) -> None:
    with pytest.raises(NotPossible):
        share(make.draft_process(), **wrong)


def test_not_of_what_is_open_and_not_without_end() -> None:
    with pytest.raises(NotPossible):
        share(make.process())
    process = make.draft_process()
    for _ in range(MOST_PREVIEWS):
        share(process)
    with pytest.raises(NotPossible):
        share(process)


def test_the_link_is_shown_to_who_made_it_and_cannot_be_guessed_into_the_page() -> None:
    process = make.draft_process()
    _preview, secret = share(process)
    shown = get(make.tove(), f"{process.slug}/forhaandsvisning/?ny={secret}")
    assert f"/forhaandsvisning/{process.slug}/?adgang={secret}" in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    assert "adgang=" not in get(make.tove(), f"{process.slug}/forhaandsvisning/?ny=et-gaet").content.decode()
