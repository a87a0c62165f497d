from __future__ import annotations

from collections.abc import Collection

import pytest
from tests import make

from deltagerbudget.acts.refusals import NotPossible
from deltagerbudget.acts.vocabulary import Channel
from deltagerbudget.processes.actions import edit_process
from deltagerbudget.processes.channels import channel_problems, needs_number


@pytest.mark.parametrize(
    "channels",
    [
        {Channel.MITID},
        {Channel.LETTER},
        {Channel.PAPER},
        {Channel.HANDOUT},
        {Channel.MITID, Channel.LETTER, Channel.DESK, Channel.KIOSK, Channel.PAPER},
    ],
)
def test_it_works(channels: Collection[Channel]) -> None:
    assert channel_problems(channels) == []


@pytest.mark.parametrize(
    ("channels", "words"),
    [
        (set(), "Vælg mindst én"),
        ({Channel.HANDOUT, Channel.MITID}, "Vælg dem alene"),
        ({Channel.MITID, Channel.DESK}, "Vælg også skærmen"),
        ({Channel.MITID, Channel.POSTAL}, "Vælg også koden fra et brev"),
        ({Channel.PAPER, Channel.KIOSK}, "skal kunne kende vælgeren"),
    ],
)
def test_what_does_not_go_together_is_said(channels: Collection[Channel], words: str) -> None:
    assert words in " ".join(channel_problems(channels))


def test_only_letters_ids_and_paper_need_the_number() -> None:
    assert not needs_number({Channel.MITID, Channel.KIOSK})
    assert not needs_number({Channel.HANDOUT})
    assert all(needs_number({Channel.MITID, way}) for way in (Channel.LETTER, Channel.DESK, Channel.PAPER))


@pytest.mark.django_db
def test_the_set_up_refuses_what_does_not_go_together() -> None:
    process = make.process()
    with pytest.raises(NotPossible, match="alene"):
        edit_process(make.tove(), process, values={"channels": ["handout", "mitid"]}, at=make.now())
    edit_process(make.tove(), process, values={"channels": ["letter"]}, at=make.now())
    process.refresh_from_db()
    assert process.ways == {Channel.LETTER}
