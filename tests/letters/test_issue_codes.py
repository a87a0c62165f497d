from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests import make
from tests.ballots.voter import enter
from tests.letters.post import HEAD, NUMBERS, fetched, file_of, issued, letter, lettered
from tests.letters.test_papers import read, words

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, Channel
from deltagerbudget.ballots import keybox
from deltagerbudget.ballots.models import CodeBatch, Eligible, Roll, Vote, VotingCode
from deltagerbudget.letters import orders
from deltagerbudget.letters.actions import issue_codes
from deltagerbudget.letters.orders import order_of_cards, order_of_file

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def send(vote: Vote, name: str, content: bytes, **data: str) -> Any:
    make.tom()
    client = Client()
    client.force_login(make.person(name, age=45))
    file = SimpleUploadedFile("liste.csv", content, content_type="text/csv")
    return client.post(f"/medarbejder/trykkeri/{vote.process.slug}/koder/lav/", {"file": file, "format": "pdf", **data})


def test_it_works() -> None:
    vote = lettered()
    made = issued(vote)
    assert made.letters[0][0].lines == (
        "Ida Prøvegaard 0",
        "Tingskov Allé 0",
        "8310 Tranbjerg J",
    )
    assert CodeBatch.objects.get().stock == 3
    wanted = {keybox.pseudonym(vote.pk, "dk:cpr:" + number.replace("-", "")) for number in NUMBERS}
    assert set(VotingCode.objects.values_list("pseudonym", flat=True)) == wanted
    booth = enter(vote)
    answer = booth.client.post(f"{booth.base}kode/", {"kode": made.letters[1][1].printed()})
    assert answer.headers["Location"] == f"{booth.base}aflever/"
    entry = Entry.objects.get(act=Act.ISSUE_CODES)
    assert entry.detail == {"batch": made.batch.pk, "count": 3}


def test_who_may_not() -> None:
    vote = lettered()
    order = order_of_file(vote, file_of(*NUMBERS))
    for actor in (make.anna(), make.bo(), make.fie()):
        with pytest.raises(NotYours):
            issue_codes(actor, vote, order=order, at=make.now())


def test_not_when_the_vote_is_closed() -> None:
    vote = lettered()
    order = order_of_file(vote, file_of(*NUMBERS))
    make.closed(vote)
    with pytest.raises(NotNow):
        issue_codes(make.tove(), vote, order=order, at=make.now())


def test_it_takes_two_who_mean_the_same() -> None:
    vote = lettered()
    order = order_of_file(vote, file_of(*NUMBERS))
    assert issue_codes(make.tove(), vote, order=order, at=make.now()) is None
    with pytest.raises(NotPossible):
        issue_codes(make.tove(), vote, order=order, at=make.now())
    other = order_of_file(vote, file_of(*NUMBERS[:2]))
    assert issue_codes(make.tom(), vote, order=other, at=make.now()) is None
    assert not VotingCode.objects.exists()


def test_not_without_an_approved_letter() -> None:
    vote = make.open_vote(channels=[Channel.LETTER])
    order = order_of_file(vote, file_of(*NUMBERS))
    with pytest.raises(NotPossible):
        issue_codes(make.tove(), vote, order=order, at=make.now())
    letter(vote.process)
    order = order_of_file(vote, file_of(*NUMBERS))
    assert issue_codes(make.tove(), vote, order=order, at=make.now()) is None


def test_nobody_gets_a_second_code_by_a_second_file() -> None:
    vote = lettered()
    issued(vote, file_of(*NUMBERS[:2]))
    assert len(issued(vote).letters) == 1
    with pytest.raises(NotPossible):
        issued(vote)
    assert VotingCode.objects.count() == 3


def test_who_may_not_vote_gets_no_letter() -> None:
    """Too young, from elsewhere, and not on the roll where there is one."""
    vote = lettered()
    make.area("Viby")
    young = f"6101{(make.today().year - 8) % 100:02}-5285"
    content = file_of(NUMBERS[0], young) + b"\r\nBo;Vej 1;8260;Viby J;680762-4286;Viby"
    order = order_of_file(vote, content)
    assert (len(order.receivers), order.left_out) == (1, 2)
    Roll.objects.create(vote=vote, cut_off=make.today(), people=1, loaded_at=make.now())
    Eligible.objects.create(vote=vote, pseudonym="0" * 64, area="tranbjerg", band="25-39")
    with pytest.raises(NotPossible):
        order_of_file(vote, file_of(NUMBERS[0]))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Linje 1"),
        (file_of(NUMBERS[0], "670761-42"), "Linje 3"),
        (file_of(NUMBERS[0], NUMBERS[0]), "Linje 3"),
        (file_of(NUMBERS[0], head=HEAD.replace("Navn", "Kaldenavn?")), "Navn"),
        (file_of(NUMBERS[0], area="Ukendt"), "Linje 2"),
    ],
)
def test_t50_a_file_that_cannot_be_used_names_the_line_and_nothing_in_it(content: bytes, said: str) -> None:
    vote = lettered()
    answer = send(vote, "Tove Tovholder", content or b"\n")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert said in page
    assert "670761" not in page
    assert "Prøvegaard" not in page


def test_more_than_can_be_printed_at_once_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(orders, "MOST_LETTERS", 2)
    with pytest.raises(NotPossible):
        order_of_file(lettered(), file_of(*NUMBERS))


def test_the_second_person_gets_the_letters_once_and_nothing_is_kept(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    vote, content = lettered(), file_of(*NUMBERS)
    asked = send(vote, "Tove Tovholder", content)
    assert "?bedt=3&udeladt=0&andre=0" in asked.headers["Location"]
    answer = fetched(send(vote, "Tom Tovholder", content))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert "no-store" in answer.headers["Cache-Control"]
    pages = [page.extract_text() for page in read(answer.content).pages]
    assert len(pages) == 3
    for place, text in enumerate(pages):
        assert f"Ida Prøvegaard {place}" in text
        assert f"localhost/stem/{vote.process.slug}" in text
        assert "12 34 56 78" in text
    stored = repr([row for model in apps.get_models() for row in model._base_manager.values_list()])
    assert "Prøvegaard" not in stored + caplog.text
    for number in NUMBERS:
        assert number not in stored + caplog.text
        assert number.replace("-", "") not in stored + caplog.text + words(answer.content)


def test_t51_the_list_for_a_print_house_runs_nothing() -> None:
    vote, content = lettered(), file_of(NUMBERS[0], name="=HYPERLINK(1)")
    send(vote, "Tove Tovholder", content)
    answer = fetched(send(vote, "Tom Tovholder", content, format="csv"))
    text = answer.content.decode("utf-8-sig")
    assert "'=HYPERLINK(1) 0" in text
    assert ";=" not in text
    assert VotingCode.objects.count() == 1


def test_cards_without_a_person_open_a_ballot_each() -> None:
    vote = make.open_vote(channels=[Channel.HANDOUT])
    order = order_of_cards(vote, count=3, area="tranbjerg")
    assert issue_codes(make.tove(), vote, order=order, at=make.now()) is None
    made = issue_codes(make.tom(), vote, order=order, at=make.now())
    assert made is not None
    assert VotingCode.objects.values("pseudonym").distinct().count() == 3
    for _receiver, code in made.letters:
        booth = enter(vote)
        booth.choose(1)
        booth.client.post(f"{booth.base}kode/", {"kode": code.printed()})
        booth.hand_in()
    assert len(list(vote.ballots.current())) == 3


def test_cards_come_as_a_sheet_to_cut_apart() -> None:
    vote = make.open_vote(channels=[Channel.HANDOUT])
    client = Client()
    for name in ("Tove Tovholder", "Tom Tovholder"):
        make.tom()
        client.force_login(make.person(name, age=45))
        asked = client.post(
            f"/medarbejder/trykkeri/{vote.process.slug}/koder/lav/", {"count": "25", "area": "tranbjerg"}
        )
    answer = fetched(asked)
    assert answer.content.startswith(b"%PDF")
    assert words(answer.content).count("Din kode") == 25


def test_cards_are_refused_where_residents_are_known() -> None:
    vote = lettered()
    order = order_of_cards(vote, count=3, area="tranbjerg")
    with pytest.raises(NotPossible):
        issue_codes(make.tove(), vote, order=order, at=make.now())
    for count, area in ((0, "tranbjerg"), (401, "tranbjerg"), (3, "viby")):
        with pytest.raises(NotPossible):
            order_of_cards(vote, count=count, area=area)


def test_a_line_break_within_an_address_moves_no_code_to_a_neighbour() -> None:
    vote = lettered()
    content = file_of(*NUMBERS).decode().replace("Tingskov Allé 0", '"Tingskov Allé 0\r1. tv."').encode()
    order = order_of_file(vote, content)
    box = keybox.box(vote.pk)
    expected = [
        (f"Ida Prøvegaard {place}", box.pseudonym(f"dk:cpr:{number.replace('-', '')}"))
        for place, number in enumerate(NUMBERS)
    ]
    assert [(each.lines[0], each.holder.pseudonym) for each in order.receivers] == expected
