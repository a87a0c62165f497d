"""Help under the platform's own questions: the deltagerbudget's, else the municipality's, else the platform's."""

import pytest
from django.test import Client
from tests import make
from tests.proposals.writing import as_

from deltagerbudget.acts.refusals import NotPossible
from deltagerbudget.municipality.actions import edit_wording
from deltagerbudget.processes.actions import edit_process
from deltagerbudget.processes.models import Process

pytestmark = pytest.mark.django_db


def page_of(process: Process, language: str = "") -> str:
    own = make.draft(process)
    return as_(make.anna()).get(f"{language}/forslag/{own.pk}/trin/beskriv/").text


def test_it_works() -> None:
    process, other = make.process(), make.process()
    edit_wording(make.administrator(), "help.proposal.what", da="Kommunens ord.", en="The town.", at=make.now())
    start = f"/medarbejder/forslag/{process.slug}/hjaelp/"
    client = as_(make.tove())
    assert "Kommunens ord." in client.get(start).text
    assert client.post(start, {"what_da": "Kun for denne sø."}).status_code == 302
    process.refresh_from_db()
    assert process.helps == {"what": {"da": "Kun for denne sø.", "en": ""}}
    assert "Kun for denne sø." in page_of(process)
    assert "The town." in page_of(process, "/en")
    assert "Kommunens ord." in page_of(other)
    assert "Kun for denne sø." in client.get(start).text


def test_t05_and_never_markup() -> None:
    process = make.process()
    as_(make.tove()).post(f"/medarbejder/forslag/{process.slug}/hjaelp/", {"what_da": "<img src=x onerror=alert(1)>"})
    assert "<img src=x" not in page_of(Process.objects.get(pk=process.pk))


def test_too_long_is_said_and_kept() -> None:
    process = make.process()
    answer = as_(make.tove()).post(f"/medarbejder/forslag/{process.slug}/hjaelp/", {"what_da": "x" * 301})
    assert (answer.status_code, "x" * 301 in answer.text) == (422, True)
    with pytest.raises(NotPossible):
        edit_process(make.tove(), process, values={"helps": {"what": {"da": "x" * 301}}}, at=make.now())


def test_who_may_not() -> None:
    url = f"/medarbejder/forslag/{make.process().slug}/hjaelp/"
    for actor in (make.anna(), make.bo(), make.fie()):
        assert as_(actor).post(url, {"what_da": "Kapret"}).status_code == 403
    assert Client().get(url).status_code == 302


def test_an_example_of_ones_own_comes_first() -> None:
    process = make.process()
    client, url = as_(make.tove()), f"/medarbejder/forslag/{process.slug}/hjaelp/"
    own = {"example_1_title_da": "En tørrestativ-park", "example_1_what_da": "Et sted at hænge vasketøj <b>op</b>."}
    assert client.post(url, own).status_code == 302
    start = f"/forslag/nyt/{process.slug}/"
    page, english = Client().get(start).text, Client().get(f"/en{start}").text
    assert "Et eksempel fra kommunen" in page
    assert "<b>op" not in page
    assert page.index("Et eksempel fra kommunen") < page.index("fundet på")
    assert page.count('class="panel stack"') == 3
    assert '<h3 lang="da">En tørrestativ-park' in english
    assert 'value="En tørrestativ-park"' in client.get(url).text


def test_half_an_example_is_said_and_kept() -> None:
    process = make.process()
    half = {"example_2_title_da": "En halv bænk", "what_da": "Kort."}
    answer = as_(make.tove()).post(f"/medarbejder/forslag/{process.slug}/hjaelp/", half)
    assert answer.status_code == 422
    assert "En halv bænk" in answer.text
    assert Process.objects.get(pk=process.pk).helps == {}
