"""The staff's set-up pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import localtime
from tests import make

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.vocabulary import PhaseKind, Role
from deltagerbudget.processes.limits_form import LimitsForm
from deltagerbudget.processes.models import Process
from deltagerbudget.processes.rules import Point
from deltagerbudget.processes.setup_form import GROUPS, values_of
from deltagerbudget.processes.terms import terms_of

pytestmark = pytest.mark.django_db
BASE = "/medarbejder/deltagerbudgetter/"
PAGES = ("ret/opgave", "ret/stemmeseddel", "faser", "penge", "kontakter", "tjekliste")
POSTS: tuple[str, ...] = (
    "ret/opgave",
    "ret/deltagere",
    "omraader",
    "faser",
    "penge",
    "kontakter",
    "tjekliste/letters",
    "tjekliste/letters/fjern",
    "aabn",
)


def browser(actor: Actor) -> Client:
    client = Client()
    client.force_login(Person.objects.get(pk=actor.person_id))
    return client


def elsewhere() -> Actor:
    return make.staff("Vibeke Viby", Role.OWNER, make.area("Viby"))


def get(actor: Actor, address: str) -> Any:
    return browser(actor).get(f"{BASE}{address}")


def post(actor: Actor, address: str, **values: Any) -> Any:
    return browser(actor).post(f"{BASE}{address}", values)


def new_values(**values: Any) -> dict[str, Any]:
    given = {"title": "Grønne pauser", "theme": "nature", "challenge": "Mere grønt.", "amount_ore": "80.000"}
    return given | {"areas": [make.area().pk]} | values


def edit_values(process: Process, **values: Any) -> dict[str, Any]:
    given = {name: value for name, value in values_of(process).items() if value is not None and value is not False}
    return given | {"amount_ore": "80.000", "age_on": "2027-03-01"} | values


def part_of(field: str) -> str:
    """The part on whose page the field stands."""
    return next(part for part, groups in GROUPS.items() for _heading, _help, names in groups if field in names)


def phase_values(process: Process, **values: Any) -> dict[str, Any]:
    given: dict[str, Any] = {}
    for span in process.spans:
        given |= {
            f"{span.kind}-used": "on",
            f"{span.kind}-name": span.name,
            f"{span.kind}-starts_at": f"{localtime(span.starts_at):%Y-%m-%dT%H:%M}",
            f"{span.kind}-ends_at": f"{localtime(span.ends_at):%Y-%m-%dT%H:%M}",
        }
    return {name: value for name, value in (given | values).items() if value is not None}


def test_it_works_from_nothing_to_open() -> None:
    make.pool()
    tove, client = make.tove(), browser(make.tove())
    created = post(tove, "nyt/", **new_values())
    assert created["Location"] == f"{BASE}groenne-pauser/tjekliste/"
    process = Process.objects.get()
    assert post(tove, "groenne-pauser/aabn/").status_code == 409
    assert client.get(created["Location"]).content.decode().count("<li") > len(Point)
    dated = make.draft_process()
    mandate = {"mandate_body": "Byrådet", "mandate_on": "2026-01-01"}
    done = [
        post(tove, "groenne-pauser/ret/penge/", **edit_values(process, **mandate)),
        post(tove, "groenne-pauser/faser/", **phase_values(dated)),
        post(tove, "groenne-pauser/penge/", pool=make.pool().pk, amount_ore="80.000", direction="1"),
        post(tove, "groenne-pauser/kontakter/", **{"name-0": "Tove", "title-0": "tovholder", "phone-0": "12 34 56 78"}),
        *[post(tove, f"groenne-pauser/tjekliste/{point}/") for point in ("criteria", "landowner", "letters")],
        post(make.fie(), "groenne-pauser/tjekliste/partner/"),
        post(tove, "groenne-pauser/aabn/"),
    ]
    assert [answer.status_code for answer in done] == [302] * len(done)
    assert Process.objects.get(pk=process.pk).opened_at is not None


@pytest.mark.parametrize("page", PAGES)
def test_t12_a_draft_of_another_area_is_not_there(page: str) -> None:
    process = make.draft_process()
    assert get(elsewhere(), f"{process.slug}/{page}/").status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_t14_what_is_open_in_another_area_is_not_theirs(page: str) -> None:
    process = make.process()
    assert get(elsewhere(), f"{process.slug}/{page}/").status_code == 403


@pytest.mark.parametrize("address", POSTS)
@pytest.mark.parametrize("who", [make.anna, make.bo, elsewhere])
def test_t14_others_write_nothing(who: Callable[[], Actor], address: str) -> None:
    process = make.process()
    before = Process.objects.values().get(pk=process.pk)
    assert post(who(), f"{process.slug}/{address}/", **edit_values(process)).status_code == 403
    assert Process.objects.values().get(pk=process.pk) == before


@pytest.mark.parametrize(("page", "status"), [*[(page, 403) for page in PAGES[:-1]], ("tjekliste", 200)])
def test_the_local_council_sees_the_checklist_and_its_own_point(page: str, status: int) -> None:
    process = make.draft_process()
    assert get(make.fie(), f"{process.slug}/{page}/").status_code == status
    text = get(make.fie(), f"{process.slug}/tjekliste/").content.decode()
    assert text.count('method="post" action="/medarbejder/deltagerbudgetter/') == 1
    assert "/tjekliste/partner/" in text
    assert post(make.fie(), f"{process.slug}/tjekliste/letters/").status_code == 403


def test_the_list_holds_mine_alone_and_says_what_is_missing() -> None:
    mine, other = make.draft_process(title="Mit eget"), make.draft_process(title="De andres")
    other.areas.set([make.area("Viby")])
    local = make.staff("Lotte Lokal", Role.OWNER, make.area())
    text = get(local, "").content.decode()
    assert mine.title in text
    assert other.title not in text
    assert "8 " in text


def test_the_list_asks_the_database_the_same_however_long_it_is(django_assert_max_num_queries: Any) -> None:
    client = browser(make.tove())
    for _ in range(6):
        make.draft_process()
    with django_assert_max_num_queries(14):
        client.get(BASE)


def test_t14_areas_of_others_cannot_be_chosen() -> None:
    local = make.staff("Lotte Lokal", Role.OWNER, make.area())
    viby = make.area("Viby")
    assert "Viby" not in get(local, "nyt/").content.decode()
    assert post(local, "nyt/", **new_values(areas=[viby.pk])).status_code == 422
    assert not Process.objects.exists()


def test_the_same_title_gets_another_address() -> None:
    for _ in range(2):
        post(make.tove(), "nyt/", **new_values())
    assert sorted(Process.objects.values_list("slug", flat=True)) == ["groenne-pauser", "groenne-pauser-2"]


def test_t20_what_is_not_in_the_form_is_ignored() -> None:
    process = make.draft_process()
    extra = {"slug": "min", "opened_at": "2026-01-01", "frozen_at": "2026-01-01", "is_example": "", "areas": "1"}
    assert post(make.tove(), f"{process.slug}/ret/opgave/", **edit_values(process, **extra)).status_code == 302
    after = Process.objects.get(pk=process.pk)
    assert (after.slug, after.opened_at, after.frozen_at, after.is_example) == (process.slug, None, None, True)


@pytest.mark.parametrize(
    "values",
    [
        {"title": ""},
        {"title": "a\x00b"},
        {"title": "x" * 121},
        {"amount_ore": "0"},
        {"amount_ore": "9" * 30},
        {"vote_min_age": "-1"},
        {"age_on": "0005-01-01"},
        {"mandate_on": "9999-12-31"},
        {"min_choices": "4", "max_choices": "3"},
        {"count_method": "magic"},
        {"tie_chain": "owner"},
        {"threshold_votes": "99999999999999999999"},
        {"rank_scores": "3, to, 1"},
        {"rank_scores": "0"},
        {"rank_scores": ", ".join(["1"] * 21)},
        {"prizes_ore": "12.000\nmange"},
        {"prizes_ore": "0"},
        {"stop_percent": "100"},
        {"points": "31"},
        {"equal_step_ore": "1,50"},
        {"equal_step_ore": "0"},
        {"equal_step_ore": "101"},
        {"equal_utility": "luck"},
    ],
)
def test_bad_values_are_explained_and_what_was_written_stays(values: dict[str, str]) -> None:
    process = make.draft_process()
    part = part_of(next(iter(values)))
    fields = {"opgave": "challenge", "penge": "mandate_text", "deltagere": "proposals_per_person"}
    kept = fields.get(part, "max_choices")
    typed = {kept: "17" if kept in {"proposals_per_person", "max_choices"} else "Bevar mig"} | values
    answer = post(make.tove(), f"{process.slug}/ret/{part}/", **edit_values(process, **typed))
    assert answer.status_code == 422
    assert typed[kept] in answer.content.decode()
    assert "error-summary" in answer.content.decode()


def test_equal_shares_is_one_choice_and_its_details_wait_folded_away() -> None:
    process = make.draft_process(ballot_type="approval")
    address = f"{process.slug}/ret/stemmeseddel/"
    folded = '<details class="more"><summary>Lige andele i detaljer'
    assert folded in browser(make.tove()).get(BASE + address).content.decode()
    assert post(make.tove(), address, **edit_values(process, count_method="equal-shares")).status_code == 302
    after = Process.objects.get(pk=process.pk)
    assert terms_of(after).rule.name == "equal-shares-cost-add1-fill"
    assert folded not in browser(make.tove()).get(BASE + address).content.decode()


def test_b38_a_gap_is_refused_with_the_reason_and_the_input_stays() -> None:
    process = make.draft_process()
    values = phase_values(process, **{"ideas-name": "Gode idéer", "ideas-ends_at": "2099-01-01T12:00"})
    answer = post(make.tove(), f"{process.slug}/faser/", **values)
    assert answer.status_code == 422
    assert "Gode idéer" in answer.content.decode()
    assert "2099-01-01T12:00" in answer.content.decode()


@pytest.mark.parametrize(
    "moment",
    ["2027-03-28T02:30", "2027-10-31T02:30", "i morgen", "2027-13-01T12:00", "0001-01-01T00:00", "2027-01-01T12:00Z"],
)
def test_b43_a_time_that_is_none_is_refused(moment: str) -> None:
    process = make.draft_process()
    answer = post(make.tove(), f"{process.slug}/faser/", **phase_values(process, **{"vote-starts_at": moment}))
    assert answer.status_code == 422
    assert Process.objects.get(pk=process.pk).spans == process.spans


def test_b38_a_phase_is_left_out_by_its_box() -> None:
    process = make.draft_process()
    last = {"evaluation-used": None}
    assert post(make.tove(), f"{process.slug}/faser/", **phase_values(process, **last)).status_code == 302
    assert Process.objects.get(pk=process.pk).span_of(PhaseKind.EVALUATION) is None


def test_a_phase_in_use_needs_its_name_and_its_minutes() -> None:
    process = make.draft_process()
    answer = post(make.tove(), f"{process.slug}/faser/", **phase_values(process, **{"vote-name": ""}))
    assert answer.status_code == 422


def test_too_much_money_is_refused_on_the_page() -> None:
    process, pool = make.draft_process(), make.pool(100)
    answer = post(make.tove(), f"{process.slug}/penge/", pool=pool.pk, amount_ore="2", direction="1")
    assert answer.status_code == 422
    assert "error-summary" in answer.content.decode()


def test_a_row_of_contacts_is_whole_or_nobody() -> None:
    process = make.draft_process()
    half = {"name-0": "Tove", "title-0": "tovholder", "phone-1": "12 34 56 78"}
    assert post(make.tove(), f"{process.slug}/kontakter/", **half).status_code == 422
    whole = half | {"name-1": "Tom", "title-1": "vikar"}
    assert post(make.tove(), f"{process.slug}/kontakter/", **whole).status_code == 302
    assert [contact.name for contact in process.contacts.order_by("pk")] == ["Tove", "Tom"]


@pytest.mark.parametrize("page", ["ret/opgave", "ret/stemmeseddel", "faser"])
def test_b30_frozen_is_read_and_not_written(page: str) -> None:
    process = make.frozen().process
    text = get(make.tove(), f"{process.slug}/{page}/").content.decode()
    assert "<button" not in text.split("<main")[1].split("</main>")[0]
    values = phase_values(process) if page == "faser" else edit_values(process)
    answer = post(make.tove(), f"{process.slug}/{page}/", **values)
    assert answer.status_code == 422
    assert "error-summary" in answer.content.decode()


@pytest.mark.parametrize("address", ["tjekliste/findes-ikke", "tjekliste/money"])
def test_points_that_cannot_be_ticked(address: str) -> None:
    process = make.draft_process()
    assert post(make.tove(), f"{process.slug}/{address}/").status_code in {404, 409}


@pytest.mark.parametrize("address", ["aabn", "tjekliste/letters"])
def test_t23_writing_is_no_link(address: str) -> None:
    process = make.draft_process()
    assert get(make.tove(), f"{process.slug}/{address}/").status_code == 405


@pytest.mark.parametrize("address", POSTS)
def test_t23_a_form_of_another_site_is_refused(address: str) -> None:
    process = make.draft_process()
    client = Client(enforce_csrf_checks=True)
    client.force_login(Person.objects.get(pk=make.tove().person_id))
    assert client.post(f"{BASE}{process.slug}/{address}/").status_code == 403


def test_t03_what_people_write_is_text() -> None:
    process = make.draft_process(title="<script>alert(1)</script>")
    for page in ("", *[f"{process.slug}/{page}/" for page in PAGES]):
        assert "<script>alert" not in get(make.tove(), page).content.decode()


def limit_values(process: Process, **changed: str) -> dict[str, str]:
    form = LimitsForm(process=process)
    shown = {bound.html_name: form[bound.html_name].value() for group in form.groups() for bound in group.fields}
    values = {name: "" if value is None or value is False else str(value) for name, value in shown.items()}
    return values | {"categories": "\n".join(process.categories)} | changed


def test_topics_and_limits_are_kept_and_shown() -> None:
    process = make.draft_process()
    address = f"{process.slug}/regler/"
    topics = limit_values(process, categories="Trafik\nLeg og natur\n\nTrafik")
    assert post(make.tove(), address, **topics).status_code == 302
    process.refresh_from_db()
    assert process.categories == ["Trafik", "Leg og natur"]
    given = {"most-0": "2", "which-0": "category:Trafik", "money-0": "40.000", "which-1": "size", "number-1": "1"}
    given |= {"from_cost-1": "10.000", "to_cost-1": "20.000", "share_percent": "50", "caps_lifted": "on"}
    assert post(make.tove(), address, **limit_values(process, **given)).status_code == 302
    process.refresh_from_db()
    assert [limit["most"] for limit in process.category_limits] == [2]
    assert [(cap["kind"], cap["money"], cap["number"], cap["to_cost"]) for cap in process.caps] == [
        ("category", 4_000_000, None, None),
        ("size", None, 1, 2_000_000),
    ]
    page = get(make.tove(), address).content.decode()
    assert "40.000" in page
    assert '<option value="category:Trafik" selected>' in page
    unchanged = limit_values(process, share_percent="50", caps_lifted="on")
    unchanged |= {"money-0": "40.000", "from_cost-1": "10.000", "to_cost-1": "20.000"}
    assert post(make.tove(), address, **unchanged).status_code == 302
    before = (process.caps, process.category_limits)
    process.refresh_from_db()
    assert (process.caps, process.category_limits) == before


@pytest.mark.parametrize(
    "values",
    [
        {"categories": "a" * 41},
        {"categories": "070761-4285"},
        {"categories": "en, to"},
        {"categories": "\n".join(map(str, range(21)))},
        {"which-0": "size"},
        {"which-0": "category:Nyt", "number-0": "1"},
        {"number-0": "1"},
        {"which-0": "size", "number-0": "1", "which-1": "size", "number-1": "2"},
        {"which-0": "size", "number-0": "1", "from_cost-0": "20.000", "to_cost-0": "10.000"},
        {"share_percent": "0"},
        {"share_most_ore": "mange"},
        {"share_most_ore": "0"},
        {"least-0": "3", "most-0": "2"},
        {"most-0": "-1"},
        {"least_per_area": "-1"},
        {"threshold_cost_percent": "99999999999999999999"},
    ],
)
def test_bad_limits_are_explained_and_what_was_written_stays(values: dict[str, str]) -> None:
    process = make.draft_process(categories=["Leg"])
    answer = post(make.tove(), f"{process.slug}/regler/", **limit_values(process, **{"money-5": "123.456", **values}))
    assert answer.status_code == 422
    assert "123.456" in answer.content.decode()
    assert "error-summary" in answer.content.decode()


def test_a_topic_with_a_limit_cannot_be_taken_away_alone() -> None:
    cap = {"kind": "category", "name": "Leg", "money": None, "number": 1, "from_cost": 0, "to_cost": None}
    process = make.draft_process(categories=["Leg"], caps=[cap])
    answer = post(make.tove(), f"{process.slug}/regler/", **limit_values(process, categories=""))
    assert answer.status_code == 422
    assert "“Leg”" in answer.content.decode()
