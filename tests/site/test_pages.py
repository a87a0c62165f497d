"""Every public page in every phase: the same for everyone, and says what can be done now."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from tests import make

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.vocabulary import PhaseKind
from deltagerbudget.ballots.models import Vote
from deltagerbudget.processes.models import Phase, Process
from deltagerbudget.proposals.actions import withdraw_proposal
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.realisation.actions import start_realisation
from deltagerbudget.site import orders
from deltagerbudget.site.areas import grouped
from deltagerbudget.ui.danish import COPENHAGEN

pytestmark = pytest.mark.django_db


def at(process: Process, rest: str = "") -> str:
    return f"/deltagerbudgetter/{process.slug}/{rest}"


def many(process: Process, number: int) -> None:
    """Rows by hand: a thousand acts would take minutes, and only the reading is tested."""
    when = make.now()
    rows = [
        Proposal(
            process=process,
            number=n,
            title=f"Forslag {n:04d}",
            what="En bænk.",
            stage="submitted",
            sort_key=f"forslag 04{n:04d}",
            updated_at=when,
            submitted_at=when,
        )
        for n in range(1, number + 1)
    ]
    Proposal.objects.bulk_create(rows)


def test_it_works(client: Client) -> None:
    process = make.process(PhaseKind.IDEAS)
    proposal = make.submitted(process)
    for url in (
        "/",
        "/omraader/",
        "/omraader/tranbjerg/",
        at(process),
        "/puljer/oplandspuljen/",
        "/om/",
        "/privatliv/",
    ):
        assert client.get(url).status_code == 200, url
    assert client.get(at(process, "forslag/?orden=3")).status_code == 200
    page = client.get(at(process, f"forslag/{proposal.number}/")).text
    assert proposal.title in page
    assert proposal.what in page


def test_b32_an_order_that_is_asked_for_is_kept_and_price_is_right(client: Client) -> None:
    process = make.with_prices((3_000_000, 1_000_000, 2_000_000))
    page = client.get(at(process, "forslag/?orden=pris")).text
    places = [page.index(text) for text in ("10.000", "20.000", "30.000")]
    assert places == sorted(places)
    names = list(process.proposals.order_by("sort_key").values_list("title", flat=True))
    page = client.get(at(process, "forslag/?orden=navn")).text
    assert [page.index(name) for name in names] == sorted(page.index(name) for name in names)


def test_b31_one_visitor_one_order_without_repeats_or_gaps(client: Client) -> None:
    process = make.process()
    many(process, 60)
    first = client.get(at(process, "forslag/"))
    assert first.status_code == 302
    assert client.get(at(process, "forslag/")).url == first.url  # type: ignore[attr-defined]
    seen: list[str] = []
    for side in (1, 2, 3):
        page = client.get(first.url + (f"&side={side}" if side > 1 else "")).text  # type: ignore[attr-defined]
        seen += [title for title in page.split(">") if title.startswith("Forslag 0")]
    found = [title.split("<")[0] for title in seen]
    assert len(found) == 60
    assert len(set(found)) == 60


def test_b31_visitors_differ() -> None:
    process = make.process()
    many(process, 3)
    found = {Client().get(at(process, "forslag/")).url for _ in range(40)}  # type: ignore[attr-defined]
    assert len(found) > 3
    assert {url.rpartition("=")[2] for url in found} <= set(orders.RANDOM)


def test_b31_orders_are_different() -> None:
    process = make.process()
    many(process, 30)
    found = {
        tuple(orders.ordered(process.proposals.public(), order).values_list("pk", flat=True)) for order in orders.RANDOM
    }
    assert len(found) == 16


@pytest.mark.parametrize(("number", "status"), [(23, 404), (24, 404), (25, 200)])
def test_b36_page_size_is_respected(client: Client, number: int, status: int) -> None:
    process = make.process()
    many(process, number)
    page = client.get(at(process, "forslag/?orden=1"))
    assert page.text.count('<article class="tile') == min(number, 24)
    assert client.get(at(process, "forslag/?orden=1&side=2")).status_code == status


def test_b33_the_ballot_shows_by_default_and_the_filter_reaches_the_rest(client: Client) -> None:
    process = make.with_prices((3_000_000, None))
    admitted, refused = process.proposals.order_by("number")
    page = client.get(at(process, "forslag/?orden=1")).text
    assert admitted.title in page
    assert refused.title not in page
    assert refused.title in client.get(at(process, "forslag/?orden=1&status=afvist")).text
    assert "God idé." in client.get(at(process, f"forslag/{refused.number}/")).text


def test_b34_winners_show_by_default_when_it_is_decided(client: Client) -> None:
    process = make.finished().vote.process
    page = client.get(at(process, "forslag/?orden=1")).text
    won = process.proposals.filter(project_result__decision="funded")
    lost = process.proposals.exclude(project_result__decision="funded")
    assert all(proposal.title in page for proposal in won)
    assert not any(proposal.title in page for proposal in lost)
    other = client.get(at(process, "forslag/?orden=stemmer&status=vandt-ikke")).text
    assert all(proposal.title in other for proposal in lost)


def test_b26_counted_but_not_published_shows_nothing(client: Client) -> None:
    vote = make.open_vote()
    make.cast(vote, "anna", [1, 3])
    make.counted(make.closed(vote))
    addresses = ["", "forslag/?orden=1", "forslag/?orden=1&status=vandt", "forslag/?orden=1&status=alle", "forslag/1/"]
    for rest in addresses:
        page = client.get(f"/en{at(vote.process, rest)}").text
        assert "votes</li>" not in page
        assert "1 vote</li>" not in page
        assert "Won" not in page
    assert client.get(at(vote.process, "forslag/?orden=stemmer")).status_code == 302


def test_t12_drafts_and_withdrawn_are_found_nowhere(client: Client) -> None:
    process = make.process()
    draft = make.draft(process, title="Hemmelig kladde", author=make.author(1))
    gone = make.submitted(process, title="Fortrudt forslag", author=make.author(2))
    shown = make.submitted(process, title="Synligt forslag", author=make.author(3))
    withdraw_proposal(make.author(2), gone, at=make.now())
    client.force_login(Person.objects.get(name="Forfatter 2"))
    searched = [
        "forslag/?orden=1",
        "forslag/?orden=1&q=kladde",
        "forslag/?orden=navn&status=alle",
        "forslag/?orden=1&q=fortrudt",
    ]
    for url in ["/", "/omraader/tranbjerg/", *(at(process, rest) for rest in ["", *searched])]:
        page = client.get(url).text
        assert draft.title not in page
        assert gone.title not in page
    for url in (at(process, f"forslag/{gone.number}/"), at(process, f"forslag/{draft.pk}/")):
        page = client.get(url)
        assert page.status_code == 404 or shown.title in page.text
    own = client.get("/min-side/").text
    assert gone.title in own


def test_b37_and_the_authors_own_name_is_the_one_they_chose(client: Client) -> None:
    process = make.process()
    proposal = make.submitted(process)
    page = client.get(at(process, f"forslag/{proposal.number}/")).text
    assert "Anna J." in page
    assert "Anna Jensen" not in page
    Person.objects.filter(name="Anna Jensen").update(is_protected=True)
    proposal = make.submitted(process)  # an act, so that the page is made anew
    assert "Anna" not in client.get(at(process, "forslag/1/")).text


def test_b41_what_is_not_opened_is_nowhere(client: Client) -> None:
    process = make.draft_process(title="Endnu ikke åbnet")
    client.force_login(Person.objects.get(name="Tove Tovholder"))
    assert client.get(at(process)).status_code == 404
    assert client.get(at(process, "forslag/?orden=1")).status_code == 404
    for url in ("/", "/omraader/", "/omraader/tranbjerg/"):
        assert process.title not in client.get(url).text


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (PhaseKind.PREPARATION, "You can make proposals from"),
        (PhaseKind.IDEAS, "Make a proposal"),
        (PhaseKind.REVIEW, "The municipality looks at each proposal"),
        (PhaseKind.COUNT, "The votes are being counted"),
    ],
)
def test_b39_each_phase_has_its_one_action(client: Client, kind: PhaseKind, words: str) -> None:
    process = make.process(PhaseKind.PREPARATION) if kind == PhaseKind.PREPARATION else make.process(kind)
    page = client.get(f"/en{at(process)}").text
    assert words in page
    assert ("/forslag/nyt/" in page) == (kind == PhaseKind.IDEAS)
    assert "/stem/" not in page


def test_the_open_vote_leads_to_the_booth(client: Client) -> None:
    vote = make.open_vote()
    for url in ("/en/", f"/en{at(vote.process)}", f"/en{at(vote.process, 'forslag/1/')}"):
        page = client.get(url).text
        assert "Vote" in page
    assert f"/en/stem/{vote.process.slug}/" in client.get(f"/en{at(vote.process)}").text


@pytest.mark.parametrize("wall", ["2026-03-29 03:00", "2026-10-25 02:00", "2026-06-01 20:00"])
def test_b43_the_page_flips_at_the_exact_second(client: Client, wall: str) -> None:
    """The last ones lie on the nights when the clocks change."""
    flips_at = datetime.fromisoformat(wall).replace(tzinfo=COPENHAGEN).astimezone(UTC)
    process = make.process(PhaseKind.IDEAS)
    delta = flips_at - process.span_of(PhaseKind.IDEAS).ends_at  # type: ignore[union-attr]
    for phase in sorted(process.phases.all(), key=lambda row: row.starts_at, reverse=delta > timedelta()):
        Phase.objects.filter(pk=phase.pk).update(starts_at=phase.starts_at + delta, ends_at=phase.ends_at + delta)
    for seconds, is_open in ((-1, True), (0, False), (1, False)):
        with time_machine.travel(flips_at + timedelta(seconds=seconds), tick=False):
            page = client.get(f"/en{at(process)}").text
        assert ("Make a proposal" in page) == is_open
        assert ("The municipality looks at each proposal" in page) != is_open


def test_b43_the_vote_closes_on_the_page_at_its_minute(client: Client) -> None:
    vote = make.open_vote()
    closes_at = Vote.objects.get(pk=vote.pk).closes_at
    for seconds, is_open in ((-1, True), (1, False)):
        with time_machine.travel(closes_at + timedelta(seconds=seconds), tick=False):
            page = client.get(f"/en{at(vote.process)}").text
        assert (f"/en/stem/{vote.process.slug}/" in page) == is_open


def test_public_pages_know_nobody(client: Client) -> None:
    result = make.finished()
    process = result.vote.process
    strangers = Client()
    client.force_login(Person.objects.get(name="Forfatter 0"))
    urls = ("/", "/omraader/", "/omraader/tranbjerg/", at(process, "?orden=2"), at(process, "forslag/?orden=2"))
    for url in (*urls, at(process, "forslag/1/"), "/puljer/oplandspuljen/", "/om/", "/was/", "/privatliv/"):
        mine, theirs = client.get(url), strangers.get(url)
        assert mine.content == theirs.content, url
        assert not mine.cookies, url
        assert "csrf" not in mine.text, url
        assert ("Cookie" in mine.get("Vary", "")) == ("?orden=2" in url and "forslag" not in url), url


def test_what_a_browser_has_is_not_sent_again(client: Client) -> None:
    process = make.process()
    first = client.get(at(process, "forslag/?orden=2"))
    again = client.get(at(process, "forslag/?orden=2"), headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    assert not again.content
    make.submitted(process)
    changed = client.get(at(process, "forslag/?orden=2"), headers={"if-none-match": first["ETag"]})
    assert changed.status_code == 200


def test_the_language_changes_and_the_page_stays(client: Client) -> None:
    process = make.process()
    make.submitted(process)
    page = client.get(at(process, "forslag/?orden=5&status=sendt")).text
    assert f'href="/en{at(process)}forslag/?status=sendt&amp;orden=5"' in page
    english = client.get(f"/en{at(process)}forslag/?orden=5&status=sendt")
    assert english["Content-Language"] == "en"
    assert f'href="{at(process)}forslag/?status=sendt&amp;orden=5"' in english.text
    assert '<html lang="en">' in english.text


def test_an_area_is_found_from_the_front_page(client: Client) -> None:
    make.area("Mårslet")
    assert "Mårslet" in client.get("/").text
    assert client.get("/omraader/?omraade=maarslet").url == "/omraader/maarslet/"  # type: ignore[attr-defined]
    assert client.get("/en/omraader/?omraade=maarslet").url == "/en/omraader/maarslet/"  # type: ignore[attr-defined]
    assert client.get("/omraader/?omraade=//evil.example").status_code == 200


@pytest.mark.usefixtures("real_time")
@pytest.mark.parametrize("number", [10, 1000])
@pytest.mark.parametrize("rest", ["", "forslag/?orden=3", "forslag/?orden=3&q=forslag", "forslag/1/"])
def test_queries_are_few_whatever_the_number(
    client: Client, django_assert_max_num_queries: object, number: int, rest: str
) -> None:
    process = make.process()
    many(process, number)
    with django_assert_max_num_queries(9):  # type: ignore[operator]
        assert client.get(at(process, rest)).status_code == 200
    with django_assert_max_num_queries(4):  # type: ignore[operator]
        client.get(at(process, rest)) if "q=" not in rest else None


@pytest.mark.usefixtures("real_time")
def test_queries_are_few_when_it_is_decided(client: Client, django_assert_max_num_queries: object) -> None:
    result = make.finished()
    process = result.vote.process
    won = process.proposals.filter(project_result__decision="funded").first()
    assert won is not None
    make.shift_to(process, PhaseKind.REALISATION)
    make.released(process)
    start_realisation(make.tove(), won, owner_title="Tovholder", carried_out_by="Vej", at=make.now())
    for url in ("/", "/omraader/", "/omraader/tranbjerg/", at(process), at(process, "forslag/?orden=1&status=alle")):
        with django_assert_max_num_queries(9):  # type: ignore[operator]
            assert client.get(url).status_code == 200
    with django_assert_max_num_queries(9):  # type: ignore[operator]
        page = client.get(f"/en{at(process)}forslag/{won.number}/").text
    assert "Why it won" in page


def test_what_closes_at_the_same_moment_has_one_order_whatever_the_database_says() -> None:
    make.process(title="Et")
    make.process(title="To")
    first, second = Process.objects.with_phases().order_by("pk")
    ends = first.phases.get(kind=PhaseKind.IDEAS).ends_at
    Phase.objects.filter(kind=PhaseKind.IDEAS).update(ends_at=ends)
    at_once = [list(Process.objects.with_phases().order_by(order)) for order in ("pk", "-pk")]
    assert grouped(at_once[0], make.now()).open == grouped(at_once[1], make.now()).open == [first, second]


def test_a_closed_deltagerbudget_leads_on_to_one_that_takes_proposals(client: Client) -> None:
    """Of the same area; and one that takes them itself leads nowhere else."""
    closed, taking = make.process(title="Lukket for forslag"), make.process(title="Åbent for forslag")
    elsewhere = make.process(title="I en anden by")
    elsewhere.areas.set([make.area("Viby")])
    closed = make.shift_to(closed, PhaseKind.REVIEW)
    page = client.get(f"/deltagerbudgetter/{closed.slug}/").content.decode()
    words = page[page.index("Har du en ny idé?") :].split("</p>")[0]
    assert "Åbent for forslag" in words
    for other in (taking, elsewhere):
        assert "Har du en ny idé?" not in client.get(f"/deltagerbudgetter/{other.slug}/").content.decode()
