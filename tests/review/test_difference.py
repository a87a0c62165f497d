"""What a suggested text changes, in words and in more than colour."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests import make
from tests.review.test_pages import as_

from deltagerbudget.acts.vocabulary import PhaseKind
from deltagerbudget.review.actions import ask_revision
from deltagerbudget.review.difference import difference


def said(pieces: object) -> list[tuple[str, str]]:
    return [(piece.kind, piece.text) for piece in pieces]  # type: ignore[attr-defined]


def test_it_works() -> None:
    found = difference("En bænk ved søen.", "To bænke ved søen.")
    assert said(found.old) == [("removed", "En"), ("same", " "), ("removed", "bænk"), ("same", " ved søen.")]
    assert said(found.new) == [("added", "To"), ("same", " "), ("added", "bænke"), ("same", " ved søen.")]
    assert (found.removed, found.added) == (2, 2)


def test_nothing_changed_and_everything_new() -> None:
    assert said(difference("Et træ", " Et træ ").old) == [("same", "Et træ")]
    assert said(difference("", "Et træ").new) == [("added", "Et træ")]
    assert difference("", "").new == []


@given(st.text(max_size=60), st.text(max_size=60))
def test_both_texts_can_be_read_in_full(old: str, new: str) -> None:
    found = difference(old, new)
    assert "".join(piece.text for piece in found.old) == old.strip()
    assert "".join(piece.text for piece in found.new) == new.strip()


@pytest.mark.django_db
def test_the_author_reads_both_texts_with_what_is_changed_marked_in_words() -> None:
    process = make.process()
    proposal = make.submitted(process, what="En bænk <b>ved</b> søen.")
    make.shift_to(process, PhaseKind.REVIEW)
    until = make.today() + timedelta(days=7)
    wish, suggestion = "Flyt den.", "En bænk ved torvet."
    ask_revision(make.tove(), proposal, wish=wish, suggestion=suggestion, until=until, at=make.now())
    page = as_(make.anna()).get(f"/forslag/{proposal.pk}/svar/").content.decode()
    assert '<del class="removed">' in page
    assert '<ins class="added">' in page
    assert "<b>ved</b>" not in page
    assert "fjernet:" in page
    assert "nyt:" in page
