"""T44: many spellings of one mailbox are counted as one. The address itself stays as it was written."""

from __future__ import annotations

import pytest
from tests import make

from deltagerbudget.notifications.limits import may_write_to
from deltagerbudget.notifications.rules import mailbox

SPELLINGS = (
    ("anna@example.dk", "anna@example.dk"),
    (" Anna@EXAMPLE.dk ", "anna@example.dk"),
    ("anna+1@example.dk", "anna@example.dk"),
    ("anna+deltager+2@example.dk", "anna@example.dk"),
    ("an.na@example.dk", "an.na@example.dk"),
    ("a.n.n.a+x@gmail.com", "anna@gmail.com"),
    ("anna@googlemail.com", "anna@gmail.com"),
    ("anna@bøger.dk", "anna@xn--bger-gra.dk"),
    ("anna@xn--bger-gra.dk", "anna@xn--bger-gra.dk"),
    ("+@example.dk", "+@example.dk"),
    ("anna@" + "x" * 70 + ".dk", "anna@" + "x" * 70 + ".dk"),
)


@pytest.mark.parametrize(("written", "one"), SPELLINGS)
def test_t44_one_spelling(written: str, one: str) -> None:
    assert mailbox(written) == one


@pytest.mark.django_db
def test_t44_t55_tags_and_dots_do_not_flood_a_mailbox() -> None:
    tries = (
        "v.ictim@gmail.com",
        "victim+1@gmail.com",
        "VICTIM@googlemail.com",
        "vic.tim+2@gmail.com",
        "v.i.ctim@gmail.com",
    )
    assert [may_write_to(each, at=make.now()) for each in tries] == [True, True, True, False, False]
    assert may_write_to("other@gmail.com", at=make.now())
