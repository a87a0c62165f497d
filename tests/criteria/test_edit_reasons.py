"""The reasons that staff begin from."""

import pytest
from django.test import Client
from django.utils import translation
from tests import make
from tests.race import at_once

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, Role
from deltagerbudget.criteria import builtin
from deltagerbudget.criteria.actions import edit_reasons, reasons_digest
from deltagerbudget.criteria.models import Reason

pytestmark = pytest.mark.django_db
ROWS = [{"place": 1, "title": "Fredet", "text": "Stedet er fredet.", "text_en": "The place is protected."}]


def test_it_works() -> None:
    edit_reasons(make.tove(), rows=ROWS, at=make.now())
    (reason,) = Reason.objects.listed()
    assert (reason.title, reason.words) == ("Fredet", "Stedet er fredet.")
    with translation.override("en"):
        assert reason.words == "The place is protected."
    assert Entry.objects.of(reason).get().act == Act.EDIT_REASONS


def test_the_built_in_reasons_stand_until_somebody_writes_others() -> None:
    assert [reason.title for reason in Reason.objects.listed()] == [reason.title for reason in builtin.REASONS]
    assert 15 <= len(builtin.REASONS) <= 20


def test_an_owner_of_one_area_may_too() -> None:
    edit_reasons(make.staff("Viola fra Viby", Role.OWNER, make.area("Viby")), rows=ROWS, at=make.now())
    assert Reason.objects.count() == 1


def test_t14_nobody_else_may() -> None:
    for actor in (make.anna(), make.bo(), make.fie()):
        with pytest.raises(NotYours):
            edit_reasons(actor, rows=ROWS, at=make.now())


def test_the_same_name_twice_and_a_list_changed_meanwhile_are_refused() -> None:
    seen = reasons_digest()
    with pytest.raises(NotPossible):
        edit_reasons(make.tove(), rows=[*ROWS, *ROWS], at=make.now())
    edit_reasons(make.tove(), rows=ROWS, seen=seen, at=make.now())
    with pytest.raises(NotPossible):
        edit_reasons(make.tom(), rows=ROWS, seen=seen, at=make.now())


def test_the_page_saves_the_list() -> None:
    client = Client()
    client.force_login(Person.objects.get(pk=make.tove().person_id))
    page = "/medarbejder/kriterier/begrundelser/"
    assert "Uden for området" in client.get(page).content.decode()
    values = {"grund-TOTAL_FORMS": 1, "grund-INITIAL_FORMS": 0, "seen": reasons_digest()}
    values |= {f"grund-0-{name}": value for name, value in ROWS[0].items()}
    assert client.post(page, values).status_code == 302
    assert Reason.objects.get().title == "Fredet"


def test_the_built_in_words_are_plain() -> None:
    """LIX: words a sentence, and long words in a hundred."""
    for text in (*(row.text for row in builtin.REASONS), *(row.text for row in builtin.CRITERIA)):
        words = text.replace(",", " ").replace(".", " ").replace("[", " ").replace("]", " ").split()
        sentences = max(text.count("."), 1)
        long_words = sum(len(word) > 6 for word in words)
        assert len(words) / sentences + 100 * long_words / len(words) <= 45, text


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("stands", [False, True])
def test_two_who_save_at_once_leave_one_whole_list(stands: bool) -> None:
    tove, tom = make.tove(), make.tom()
    if stands:
        edit_reasons(tove, rows=[{**ROWS[0], "title": title} for title in ("Før", "Også før")], at=make.now())
    lists = [[{**ROWS[0], "title": title} for title in titles] for titles in (("Fredet", "A"), ("Fredet", "B"))]
    done = at_once(
        lambda: edit_reasons(tove, rows=lists[0], at=make.now()),
        lambda: edit_reasons(tom, rows=lists[1], at=make.now()),
    )
    assert all(isinstance(each, list | NotPossible) for each in done), done
    titles = [reason.title for reason in Reason.objects.listed()]
    assert titles in [[row["title"] for row in rows] for rows in lists]
