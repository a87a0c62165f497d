"""Trying codes slowly, for whoever hears the page."""

from __future__ import annotations

import re

import pytest
from tests.ballots import test_codes as page_of
from tests.ballots.voter import enter

from deltagerbudget.ballots.code_rules import new_code

pytestmark = pytest.mark.django_db
says_cpr, moment, slow = page_of.says_cpr, page_of.moment, page_of.slow


def test_t45_whoever_hears_the_page_is_told_what_to_do_and_solves_nothing(slow: None, moment: page_of.Moment) -> None:
    """No picture, no sound, no script: words that a screen reader says by itself, tied to the field, and time."""
    vote = page_of.lettered()
    (code,) = page_of.issued(vote, page_of.REF)
    for _turn in range(3):
        page_of.type_in(enter(vote), new_code().printed())
    booth = enter(vote)
    answer = page_of.type_in(booth, code.printed())
    page = answer.content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    said = re.search(r'role="alert"[^>]*>.*?<p[^>]*id="code-error">([^<]*Vent ti sekunder[^<]*)</p>', main, re.DOTALL)
    assert said
    assert re.search(r'<input[^>]*name="kode"[^>]*aria-describedby="code-hint code-error" aria-invalid="true"', main)
    assert f'value="{code.printed()}"' in main
    assert not re.search(r"<(img|canvas|audio|video|iframe|script)\b", main)
    assert not re.search(r'http-equiv="refresh"', page)
    # Whoever needs five minutes to hear it all is let in as well.
    moment.later(minutes=5)
    assert page_of.type_in(booth, code.printed(), vent=answer.context["ticket"]).status_code == 302
