"""When the deltagerbudget has ended nobody needs to reach the residents any more."""

from __future__ import annotations

import pytest
from tests import make
from tests.behalf.entered import CONTACT, browser_of, karen, through
from tests.pictures.files import pdf

from deltagerbudget.accounts.models import Person
from deltagerbudget.behalf.actions import forget_contacts
from deltagerbudget.behalf.models import Assisted
from deltagerbudget.notifications.duties import run_all
from deltagerbudget.pictures.models import Document
from deltagerbudget.proposals.models import Proposal

pytestmark = pytest.mark.django_db
STAFF = "/medarbejder/for-borgere/"


def test_contact_scan_and_birthday_go_when_it_has_ended() -> None:
    process = make.process()
    assisted = karen(process, scan=pdf())
    make.submitted(process, author=through(assisted))
    assert forget_contacts(at=make.now()) == 0
    end = max(phase.ends_at for phase in process.phases.all())
    assert forget_contacts(at=end) == 1
    assert forget_contacts(at=end) == 0
    row = Assisted.objects.get()
    assert (row.contact, row.document, row.erased_at) == ("", None, end)
    assert not Document.objects.exists()
    person = Person.objects.get(pk=assisted.person_id)
    assert (person.birth_date, person.residence) == (None, "")
    assert Proposal.objects.get().author_names == ["Karen J."]
    page = browser_of(make.tove()).get(f"{STAFF}{row.pk}/").content.decode()
    assert "fordi deltagerbudgettet var slut" in page
    assert CONTACT not in page


def test_the_clock_does_it() -> None:
    process = make.process()
    karen(process)
    run_all(at=max(phase.ends_at for phase in process.phases.all()))
    assert Assisted.objects.get().contact == ""
