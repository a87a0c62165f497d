from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from tests import make
from tests.letters.post import letter, texts
from tests.letters.test_papers import read, words

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.acts.vocabulary import PhaseKind
from deltagerbudget.letters.actions import approve_letter, write_letter
from deltagerbudget.letters.models import Letter
from deltagerbudget.letters.rules import Occasion
from deltagerbudget.letters.written import letter_page
from deltagerbudget.ui import danish

pytestmark = pytest.mark.django_db
GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "papers"


def written() -> Letter:
    return write_letter(make.tove(), make.process(), occasion=Occasion.VOTE, texts=texts(), at=make.now())


def test_it_works() -> None:
    found = written()
    assert not approve_letter(make.tove(), found, at=make.now())
    assert approve_letter(make.tom(), found, at=make.now())
    assert Letter.objects.get().approved_at


def test_who_may_not() -> None:
    found = written()
    for actor in (make.anna(), make.bo(), make.fie()):
        with pytest.raises(NotYours):
            approve_letter(actor, found, at=make.now())


def test_not_alone_and_not_twice() -> None:
    found = written()
    approve_letter(make.tove(), found, at=make.now())
    with pytest.raises(NotPossible):
        approve_letter(make.tove(), found, at=make.now())
    approve_letter(make.tom(), found, at=make.now())
    with pytest.raises(NotPossible):
        approve_letter(make.tove(), found, at=make.now())


def test_nobody_approves_what_the_first_did_not_see() -> None:
    found = written()
    approve_letter(make.tove(), found, at=make.now())
    changed = texts(heading_da="Noget andet")
    write_letter(make.tove(), found.process, occasion=Occasion.VOTE, texts=changed, at=make.now())
    assert not approve_letter(make.tom(), found, at=make.now())


def test_nobody_approves_what_was_changed_and_asked_for_again_since_the_page_was_opened() -> None:
    found = written()
    approve_letter(make.tove(), found, at=make.now())
    url = f"/medarbejder/trykkeri/{found.process.slug}/breve/vote/"
    make.tom()
    client = Client()
    client.force_login(make.person("Tom Tovholder", age=45))
    page = client.get(url).content.decode()
    seen = Letter.objects.get().digest
    assert f'name="seen" value="{seen}"' in page
    changed = texts(heading_da="Noget andet")
    write_letter(make.tove(), found.process, occasion=Occasion.VOTE, texts=changed, at=make.now())
    approve_letter(make.tove(), found, at=make.now())
    assert client.post(f"{url}godkend/", {"seen": seen}).status_code == 409
    assert client.post(f"{url}godkend/").status_code == 409
    assert Letter.objects.get().approved_at is None


def test_the_entry_says_whom_it_goes_to_also_when_it_was_changed_afterwards() -> None:
    found, to = written(), {"areas": ["tranbjerg"], "bands": ["18-24", "75+"]}
    for kept in (to, {}):
        write_letter(make.tove(), found.process, occasion=Occasion.VOTE, texts=texts(), **kept, at=make.now())
        approve_letter(make.tove(), found, at=make.now())
        approve_letter(make.tom(), found, at=make.now())
    said = list(Entry.objects.filter(act="approve_letter").order_by("pk").values_list("detail", flat=True))
    assert said == [{"areas": "tranbjerg", "bands": "18-24 75+"}, {"areas": "", "bands": ""}]


def test_r38_r41_the_letter_goes_out_on_paper_and_as_a_page_for_digital_post() -> None:
    process = make.process()
    client = Client()
    client.force_login(make.person("Tove Tovholder", age=45))
    url = f"/medarbejder/trykkeri/{process.slug}/breve/vote/"
    client.post(url, texts())
    assert "UDKAST" in words(client.get(f"{url}brev.pdf").content)
    assert client.get(f"{url}brev.html").status_code == 404
    client.post(f"{url}godkend/", {"seen": Letter.objects.get().digest})
    make.tom()
    client.force_login(make.person("Tom Tovholder", age=45))
    client.post(f"{url}godkend/", {"seen": Letter.objects.get().digest})
    paper = client.get(f"{url}brev.pdf").content
    assert read(paper).trailer["/Root"]["/Lang"] == "da"
    text = words(paper)
    for part in ("80.000 kr.", f"localhost/stem/{process.slug}", "12 34 56 78", "In English"):
        assert part in text
    assert "UDKAST" not in text
    page = client.get(f"{url}brev.html")
    assert page.headers["Content-Disposition"].startswith("attachment")
    assert f'<a href="http://localhost/stem/{process.slug}/">Stem her</a>' in page.content.decode()
    assert "Vote here" in client.get(f"{url}brev.html?sprog=en").content.decode()


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("occasion", list(Occasion), ids=str)
def test_r42_the_letter_says(occasion: Occasion, language: str) -> None:
    found = letter(make.process(title="Grønne pauser"), occasion)
    page = letter_page(found, language)
    process = found.process
    for kind in (PhaseKind.IDEAS, PhaseKind.VOTE):
        span = process.span_of(kind)
        assert span is not None
        for moment, name in ((span.starts_at, "BEGINS"), (span.ends_at, "ENDS")):
            page = page.replace(danish.weekday(moment, language), name)
            page = page.replace(danish.weekday(make.timezone.localdate(moment), language), name)
    assert page == (GOLDEN / f"letter-{occasion}.{language}.html").read_text()


def test_r40_the_address_holds_no_token() -> None:
    for occasion in Occasion:
        page = letter_page(letter(make.process(), occasion), "da")
        assert "?" not in page.split('href="')[1].split('"')[0]
