"""Where a proposal is to be: on the map, by a name, or no particular place."""

import re

import pytest
from django.test import Client
from playwright.sync_api import Page
from tests import make

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.refusals import NotPossible
from deltagerbudget.acts.vocabulary import PhaseKind
from deltagerbudget.areas import geometry
from deltagerbudget.areas.models import Area
from deltagerbudget.processes.models import Process
from deltagerbudget.proposals.actions import edit_proposal
from deltagerbudget.proposals.models import Proposal

pytestmark = pytest.mark.django_db
INSIDE, NEXT_DOOR, AT_SEA = (10.11, 56.11), (10.25, 56.11), (10.9, 56.11)


def shaped(name: str, west: float, east: float) -> Area:
    shape = {"type": "Polygon", "coordinates": [[[west, 56.1], [east, 56.1], [east, 56.2], [west, 56.2], [west, 56.1]]]}
    bounds = dict(zip(("west", "south", "east", "north"), geometry.bounds(shape), strict=True))
    Area.objects.filter(pk=make.area(name).pk).update(geometry=shape, outline=shape, **bounds)
    return make.area(name)


@pytest.fixture
def process() -> Process:
    shaped("Tranbjerg", 10.1, 10.2)
    shaped("Viby", 10.2, 10.3)
    return make.process(PhaseKind.IDEAS)


@pytest.fixture
def anna(client: Client) -> Client:
    client.force_login(Person.objects.get(pk=make.anna().person_id))
    return client


def given(**values: str) -> dict[str, str]:
    return {"place": "Ved søen", "next": "1"} | values


def test_it_works(anna: Client, process: Process) -> None:
    """Without JavaScript: a name from the list."""
    url = f"/en/forslag/nyt/{process.slug}/sted/"
    page = anna.get(url).text
    value = re.search(r'<option value="([\d.,]+)">', page)
    assert value is not None
    assert "No particular place" in page
    assert anna.post(url, given(place_point=value[1])).status_code == 302
    proposal = Proposal.objects.get()
    assert proposal.point == tuple(map(float, value[1].split(",")))
    assert "with a pin where the proposal is to be" in anna.get(f"/en/forslag/{proposal.pk}/tjek/").text
    assert f'<option value="{value[1]}" selected>' in anna.get(f"/en/forslag/{proposal.pk}/trin/sted/").text


def test_the_map_wins_over_the_list_and_no_place_is_one_too(anna: Client, process: Process) -> None:
    lon, lat = map(str, INSIDE)
    anna.post(f"/en/forslag/nyt/{process.slug}/sted/", given(lon=lon, lat=lat, place_point="10.15000,56.15000"))
    proposal = Proposal.objects.get()
    assert proposal.point == INSIDE
    anna.post(f"/en/forslag/{proposal.pk}/trin/sted/", given(lon="", lat="", place_point=""))
    proposal.refresh_from_db()
    assert proposal.point is None
    assert "with a pin" not in anna.get(f"/en/forslag/{proposal.pk}/tjek/").text


@pytest.mark.parametrize(
    ("point", "says"),
    [
        (NEXT_DOOR, "The place lies in Viby. Choose one in Tranbjerg."),
        (AT_SEA, "The place lies outside Tranbjerg."),
        (INSIDE[::-1], "The place lies outside Tranbjerg."),
        (("nan", "56"), "We could not read the place."),
        (("inf", "-inf"), "We could not read the place."),
        (("1e999", "56"), "We could not read the place."),
        (("181", "91"), "We could not read the place."),
        (("10,1", "56,1"), "We could not read the place."),
        (("10.1", ""), "We could not read the place."),
        (("1" * 5000, "5"), "We could not read the place."),
        (("<svg onload=alert(1)>", "\x00"), "We could not read the place."),
    ],
)
def test_outside_is_said_at_once_and_the_text_is_kept(
    anna: Client, process: Process, point: tuple[object, object], says: str
) -> None:
    for button in ("next", "later"):
        sent = {"place": "Ved den store gynge.", "lon": str(point[0]), "lat": str(point[1]), button: "1"}
        answer = anna.post(f"/en/forslag/nyt/{process.slug}/sted/", sent)
        assert answer.status_code == 422
        assert says in answer.text
        assert 'href="#id_place_point"' in answer.text
        assert "Ved den store gynge." in answer.text
        assert "<svg onload" not in answer.text
    assert not Proposal.objects.exists()


def test_the_act_refuses_outside_too(process: Process) -> None:
    proposal = make.draft(process, lon=INSIDE[0], lat=INSIDE[1])
    with pytest.raises(NotPossible, match="Viby"):
        edit_proposal(make.anna(), proposal, values={"lon": NEXT_DOOR[0], "lat": NEXT_DOOR[1]}, at=make.now())
    with pytest.raises(NotPossible, match="Viby"):
        make.draft(process, author=make.author(1), lon=NEXT_DOOR[0], lat=NEXT_DOOR[1])
    proposal.refresh_from_db()
    assert proposal.point == INSIDE


def test_each_version_keeps_its_point(process: Process) -> None:
    proposal = make.submitted(process, lon=INSIDE[0], lat=INSIDE[1])
    edit_proposal(make.anna(), proposal, values={"lon": 10.15, "lat": 56.15}, at=make.now())
    assert list(proposal.versions.order_by("number").values_list("lon", "lat")) == [INSIDE, (10.15, 56.15)]
    edit_proposal(make.anna(), proposal, values={"lon": 10.15, "lat": 56.15}, at=make.now())
    assert proposal.versions.count() == 2


def test_the_page_shows_words_and_pin(client: Client, process: Process, django_assert_max_num_queries: object) -> None:
    with_point = make.submitted(process, place="Ved søen", lon=INSIDE[0], lat=INSIDE[1])
    without = make.submitted(process, place="Ingen bestemt", author=make.author(1))
    start = f"/en/deltagerbudgetter/{process.slug}/forslag/"
    with django_assert_max_num_queries(9):  # type: ignore[operator]
        page = client.get(f"{start}{with_point.number}/").text
    assert 'class="map-pin"' in page
    assert "Ved søen" in page
    assert f'href="{start}#map"' in page
    assert 'class="map-pin"' not in client.get(f"{start}{without.number}/").text


def test_b35_the_map_shows_the_list_and_skips_those_without_a_point(client: Client, process: Process) -> None:
    shown = make.submitted(process, lon=INSIDE[0], lat=INSIDE[1])
    make.submitted(process, author=make.author(1))
    far = make.submitted(process, author=make.author(2), lon=INSIDE[0], lat=INSIDE[1])
    Proposal.objects.filter(pk=far.pk).update(lon=-120.0, lat=-80.0)
    start = f"/deltagerbudgetter/{process.slug}/"
    page = client.get(f"{start}forslag/?orden=1").text
    assert page.count('<a class="map-pin"') == 1
    assert f'<a class="map-pin" href="{start}forslag/{shown.number}/"' in page
    assert page.count('<article class="tile') == 3
    assert '<a class="map-pin"' not in client.get(f"{start}forslag/?orden=1&q=findes").text


def test_areas_without_a_shape_have_no_map(anna: Client) -> None:
    process = make.process(PhaseKind.IDEAS)
    page = anna.get(f"/en/forslag/nyt/{process.slug}/sted/")
    assert page.status_code == 200
    assert "data-point-picker" not in page.text


@pytest.mark.django_db(transaction=True)
def test_by_mouse_and_by_keyboard(live_server: object, page_at: object, client: Client) -> None:
    shaped("Tranbjerg", 10.1, 10.2)
    shaped("Viby", 10.2, 10.3)
    process = make.process(PhaseKind.IDEAS)
    page: Page = page_at(390)  # type: ignore[operator]
    client.force_login(Person.objects.get(pk=make.anna().person_id))
    cookie = client.cookies["sessionid"] if "sessionid" in client.cookies else next(iter(client.cookies.values()))
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])  # type: ignore[attr-defined]
    page.goto(f"{live_server.url}/en/forslag/nyt/{process.slug}/sted/")  # type: ignore[attr-defined]
    page.get_by_text("Show it on the map").first.click()
    paper, says = page.locator("[data-point-paper]"), page.locator("[data-point-says]")
    paper.click()
    assert says.inner_text() == "The pin stands in Tranbjerg."
    before = float(page.locator("[data-point-lon]").input_value())
    paper.press("ArrowRight")
    assert float(page.locator("[data-point-lon]").input_value()) > before
    for _press in range(10):
        paper.press("Shift+ArrowRight")
    page.get_by_role("button", name="Remove the pin").click()
    assert says.inner_text() == "No place is chosen."
    paper.press("ArrowLeft")
    page.get_by_role("button", name="Save and go on later").click()
    page.wait_for_url("**/gemt/")
    assert Proposal.objects.get().point is not None
