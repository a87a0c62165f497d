"""Sending pictures in and fetching them, as a browser does, and as somebody who means us ill."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from tests import make
from tests.pictures import files

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.vocabulary import PhaseKind
from deltagerbudget.pictures.forms import PictureForm
from deltagerbudget.pictures.models import Picture
from deltagerbudget.processes.actions import add_document
from deltagerbudget.processes.models import Process
from deltagerbudget.proposals.actions import withdraw_proposal
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.ui.forms import Paragraphs

pytestmark = pytest.mark.django_db
WORDS = {"alt": "En rød bænk", "credit": "Anna", "may_be_shown": "on"}
NAMES = ["<svg onload=alert(1)>.jpg", "../../../x.jpg", "..\\x.jpg", "a\u202egpj.exe", "a\x00.jpg", "å" * 300 + ".jpg"]


def as_(actor: Actor) -> Client:
    client = Client()
    client.force_login(Person.objects.get(pk=actor.person_id))
    return client


def text(response: Any) -> str:
    html: str = response.content.decode()
    return html


@pytest.fixture
def proposal() -> Proposal:
    return make.draft(make.process())


def page(proposal: Proposal) -> str:
    return reverse("proposals:pictures", args=[proposal.pk])


def everything() -> set[Path]:
    return {path for path in settings.DATA_DIR.rglob("*") if path.is_file() and ".sqlite3" not in path.name}


def test_it_works(proposal: Proposal) -> None:
    anna = as_(make.anna())
    assert 'enctype="multipart/form-data"' in text(anna.get(page(proposal)))
    answer = anna.post(page(proposal), WORDS | {"file": files.sent()})
    assert (answer.status_code, answer["Location"]) == (302, page(proposal))
    picture = proposal.pictures.get()
    assert (picture.alt, picture.credit, picture.widths) == ("En rød bænk", "Anna", (480, 640))
    shown = text(anna.get(page(proposal)))
    own = f"/medier/egne/{picture.name}-480.webp"
    assert f'src="/medier/egne/{picture.name}-640.webp" alt="En rød bænk" srcset="{own} 480w' in shown
    assert 'width="640" height="480"' in shown
    assert anna.get(own)["Cache-Control"] == "private, no-store"
    remove = reverse("proposals:remove_picture", args=[proposal.pk, picture.pk])
    assert anna.post(remove).status_code == 302
    assert anna.get(own).status_code == 404


def test_the_first_picture_is_the_one_of_the_card_and_of_the_page() -> None:
    process = make.process()
    proposal = make.submitted(process)
    for alt in ("Den første", "Den anden"):
        make.pictured(proposal, alt=alt)
    first = proposal.pictures.order_by("pk")[0]
    for url in (f"/deltagerbudgetter/{process.slug}/forslag/?orden=1", f"/deltagerbudgetter/{process.slug}/"):
        card = text(Client().get(url))
        assert f'src="/medier/{first.name}-480.webp" alt="Den første"' in card
        assert "Den anden" not in card
        assert 'loading="lazy"' in card
    shown = text(Client().get(f"/deltagerbudgetter/{process.slug}/forslag/1/"))
    assert shown.index('alt="Den første"') < shown.index('alt="Den anden"')
    assert "pic-sky" not in shown


@pytest.mark.parametrize("missing", ["alt", "may_be_shown"])
def test_what_was_chosen_stays_after_an_error(proposal: Proposal, missing: str) -> None:
    anna = as_(make.anna())
    given = {name: value for name, value in WORDS.items() if name != missing}
    answer = anna.post(page(proposal), given | {"file": files.sent()})
    assert answer.status_code == 422
    shown = text(answer)
    kept = re.search(r'name="kept" value="([^"]+)"', shown)
    assert kept is not None
    assert "Anna" in shown
    assert anna.post(page(proposal), WORDS | {"kept": kept[1]}).status_code == 302
    assert proposal.pictures.count() == 1
    # It is worth nothing on another proposal, nor when it was changed.
    other = make.draft(proposal.process)
    for word in (kept[1], kept[1][:-3] + "abc", "x"):
        assert anna.post(page(other), WORDS | {"kept": word}).status_code == 422
    assert not other.pictures.exists()


@pytest.mark.parametrize("name", NAMES)
def test_t04_the_name_of_a_file_leads_nowhere(proposal: Proposal, name: str) -> None:
    before = everything()
    answer = as_(make.anna()).post(page(proposal), WORDS | {"file": files.sent(name=name)}, follow=True)
    assert answer.status_code == 200
    found = proposal.pictures.get().name
    assert re.fullmatch(r"[0-9a-f]{32}", found)
    new = everything() - before
    assert {path.name for path in new} == {f"{found}-480.webp", f"{found}-640.webp"}
    assert {path.parent.parent for path in new} == {settings.MEDIA_DIR}
    assert "onload" not in text(answer)


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "a.png", "image/png"),
        (b"<!doctype html><script>alert(1)</script>", "a.jpg", "image/jpeg"),
        (b"GIF89a/*\0\0\0\0*/=1;alert(1)", "a.webp", "image/webp"),
        (files.pdf(b"<</S/JavaScript/JS(1)>>"), "a.heic", "image/heic"),
        (b"", "a.jpg", "image/jpeg"),
    ],
)
def test_t07_b50_a_name_and_a_type_convince_nobody(proposal: Proposal, content: bytes, name: str, kind: str) -> None:
    before = everything()
    answer = as_(make.anna()).post(page(proposal), WORDS | {"file": files.sent(content, name, kind)})
    assert answer.status_code == 422
    assert "En rød bænk" in text(answer)
    assert not Picture.objects.exists()
    assert everything() == before


def test_t07_a_picture_under_any_name_is_a_picture(proposal: Proposal) -> None:
    sent = files.sent(files.data("PNG"), "a.html", "text/html")
    assert as_(make.anna()).post(page(proposal), WORDS | {"file": sent}).status_code == 302


def test_t08_b50_too_much_is_answered_before_it_is_read(proposal: Proposal) -> None:
    anna = as_(make.anna())
    answer = anna.post(page(proposal), WORDS | {"file": files.sent(b"\xff\xd8" + b"x" * 14 * 1024**2)})
    assert answer.status_code == 422
    assert "højst 10 MB" in text(answer) or "at most 10 MB" in text(answer)
    unread = Unread()
    headers = {"CONTENT_LENGTH": str(2 * 1024**3), "wsgi.input": unread}
    answer = anna.generic("POST", page(proposal), b"", "multipart/form-data; boundary=x", **headers)
    assert answer.status_code == 413
    assert "10 MB" in text(answer)
    assert not unread.was_read


class Unread:
    was_read = False

    def read(self, *_size: int) -> bytes:
        self.was_read = True
        return b""

    readline = read


def test_t08_many_parts_are_refused(proposal: Proposal) -> None:
    parts = {f"file{number}": SimpleUploadedFile("a.jpg", b"x") for number in range(6)}
    answer = as_(make.anna()).post(page(proposal), parts)
    assert answer.status_code == 400
    many = (
        "".join(f'--x\r\nContent-Disposition: form-data; name="a{n}"\r\n\r\n1\r\n' for n in range(10_000)) + "--x--\r\n"
    )
    answer = as_(make.anna()).generic("POST", page(proposal), many.encode(), "multipart/form-data; boundary=x")
    assert answer.status_code == 400
    assert not Picture.objects.exists()


def test_t08_a_file_goes_to_the_disk_and_not_into_memory() -> None:
    assert settings.FILE_UPLOAD_HANDLERS == ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]


def test_t09_a_second_file_in_a_field_for_one_is_refused(proposal: Proposal) -> None:
    answer = as_(make.anna()).post(page(proposal), WORDS | {"file": [files.sent(), files.sent(b"<svg/>", "b.svg")]})
    assert answer.status_code == 422
    given = MultiValueDict({"file": [files.sent(b"<svg/>"), files.sent()]})
    assert PictureForm(WORDS, given, owner="x").errors.keys() == {"file"}
    assert not Picture.objects.exists()


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Kort over engen", 'attachment; filename="Kort over engen.pdf"'),
        ('a"; filename="b.exe', 'attachment; filename="a; filename=b.exe.pdf"'),
        ("Sti\r\nSet-Cookie: x=1", 'attachment; filename="StiSet-Cookie x=1.pdf"'),
        ("../../etc/passwd", 'attachment; filename="etcpasswd.pdf"'),
        ("Ål og ø", "attachment; filename*=utf-8''%C3%85l%20og%20%C3%B8.pdf"),
        ("fdp\u202eexe.", 'attachment; filename="fdpexe.pdf"'),
    ],
)
def test_t10_a_document_is_fetched_under_a_harmless_name(title: str, said: str) -> None:
    document = add_document(make.tove(), make.process(), title=title, data=files.pdf(), at=make.now())
    answer = Client().get(f"/medier/{document.name}.pdf")
    assert answer["Content-Disposition"] == said
    assert answer["Content-Type"] == "application/pdf"
    assert "Set-Cookie" not in answer.headers


def test_t07_a_file_has_no_type_but_its_own_and_may_do_nothing() -> None:
    proposal = make.submitted(make.process())
    name = make.pictured(proposal).name
    answer = Client().get(f"/medier/{name}-480.webp")
    assert answer["Content-Type"] == "image/webp"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "immutable" in answer["Cache-Control"]
    assert answer["Cache-Control"].startswith("private")
    assert not answer.cookies
    for wrong in (f"{name}-481.webp", f"{name}-99999999999.webp", f"{name.upper()}-480.webp", f"{name}x-480.webp"):
        assert Client().get(f"/medier/{wrong}").status_code == 404
    assert Client().get(f"/medier/{name}.pdf").status_code == 404


def test_t12_a_picture_is_as_hidden_as_what_it_belongs_to() -> None:
    process = make.process()
    draft = make.draft(process)
    url = f"/medier/{make.pictured(draft).name}-480.webp"
    own = url.replace("/medier/", "/medier/egne/")
    assert [client.get(url).status_code for client in (Client(), as_(make.anna()), as_(make.tove()))] == [404] * 3
    assert [client.get(own).status_code for client in (as_(make.anna()), as_(make.tove()))] == [200, 404]
    sent = make.submit_proposal(make.anna(), draft, at=make.now())
    assert Client().get(url).status_code == 200
    withdraw_proposal(make.anna(), sent, at=make.now())
    assert Client().get(url).status_code == 404
    assert as_(make.uffe()).get(own).status_code == 404
    assert as_(make.anna()).get(own).status_code == 200


def test_t12_nothing_of_a_process_before_it_opens() -> None:
    process = make.draft_process()
    document = add_document(make.tove(), process, title="Kort", data=files.pdf(), at=make.now())
    url, own = f"/medier/{document.name}.pdf", f"/medier/egne/{document.name}.pdf"
    assert Client().get(url).status_code == 404
    assert [client.get(own).status_code for client in (as_(make.anna()), as_(make.tove()))] == [404, 200]


def test_an_own_host_has_files_and_nothing_else(settings: Any) -> None:
    settings.MEDIA_ORIGIN = "https://filer.example.dk"
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "filer.example.dk"]
    process = make.process()
    proposal = make.submitted(process)
    name = make.pictured(proposal).name
    there = Client(headers={"host": "filer.example.dk"})
    assert there.get(f"/medier/{name}-480.webp")["Cross-Origin-Resource-Policy"] == "cross-origin"
    for path in ("/", "/login/", f"/deltagerbudgetter/{process.slug}/", "/stem/", "/medarbejder/"):
        assert there.get(path).status_code == 404
    shown = text(Client().get(f"/deltagerbudgetter/{process.slug}/forslag/1/"))
    assert f'src="https://filer.example.dk/medier/{name}-480.webp"' in shown
    # What is not public yet is asked for where somebody is logged in.
    assert f'src="/medier/egne/{name}' in text(as_(make.anna()).get(page(proposal)))


def test_the_page_says_when_it_is_too_late() -> None:
    process = make.process()
    proposal = make.submitted(process)
    make.shift_to(process, PhaseKind.REVIEW)
    anna = as_(make.anna())
    assert anna.get(page(proposal)).status_code == 409
    assert anna.post(page(proposal), WORDS | {"file": files.sent()}).status_code == 409


def test_staff_add_and_remove_a_document() -> None:
    process: Process = make.process()
    tove, url = as_(make.tove()), reverse("processes_staff:document", args=[process.slug])
    sent = files.sent(files.pdf(), "kort.pdf", "application/pdf")
    assert tove.post(url, {"title": " Kort  over\nengen ", "file": sent}).status_code == 302
    document = process.documents.get()
    assert document.title == "Kort over engen"
    assert f'href="/medier/{document.name}.pdf">Kort over engen' in text(
        Client().get(f"/deltagerbudgetter/{process.slug}/")
    )
    refused = tove.post(url, {"title": "Kort", "file": files.sent(files.pdf(b"<</S/Launch>>"), "k.pdf")})
    assert refused.status_code == 422
    assert tove.post(url, {"title": "", "file": sent}).status_code == 422
    assert tove.post(reverse("processes_staff:remove_document", args=[process.slug, document.pk])).status_code == 302
    assert not process.documents.exists()


def test_there_is_a_hint_where_words_are_asked_for() -> None:
    form = PictureForm(owner="x")
    assert isinstance(form.fields["alt"].widget, Paragraphs)
    assert form.fields["alt"].required
    assert form.fields["may_be_shown"].required
