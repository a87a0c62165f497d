"""The ways in which a deltagerbudget begins, and the list of its parts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils.timezone import localdate
from django.utils.translation import override
from tests import make
from tests.processes.test_pages import browser, edit_values, get, phase_values, post

from deltagerbudget.acts.refusals import NotPossible
from deltagerbudget.acts.vocabulary import PhaseKind, Role
from deltagerbudget.processes import rules, terms
from deltagerbudget.processes.actions import open_process
from deltagerbudget.processes.models import Process
from deltagerbudget.processes.parts import PARTS, WORDS, gate
from deltagerbudget.processes.patterns import PATTERNS
from deltagerbudget.processes.setup_form import GROUPS, EditProcessForm, facts

pytestmark = pytest.mark.django_db


def begun(**values: Any) -> dict[str, Any]:
    given = {"title": "Sommer i parken", "address": "", "first_day": "2027-03-01", "areas": [make.area().pk]}
    return given | values


def sent(way: str, values: dict[str, Any]) -> Any:
    return browser(make.tove()).post(f"/medarbejder/deltagerbudgetter/{way}", values)


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.word)
def test_every_template_is_possible_and_lacks_only_what_is_new_each_time(pattern: Any) -> None:
    answer = sent(f"nyt/skabelon/{pattern.word}/", begun())
    assert answer["Location"].endswith("/sommer-i-parken/begyndt/")
    process = Process.objects.get()
    assert terms.problems(process) == []
    assert rules.schedule_problems(process.spans) == []
    assert localdate(process.spans[0].starts_at) == date(2027, 3, 1)
    assert {lack.part.word for lack in gate(process)} == {"opgave", "penge", "kontakter", "tjekliste"}
    assert get(make.tove(), "sommer-i-parken/begyndt/").status_code == 200


def test_the_standard_is_the_one_that_aarhus_publishes() -> None:
    sent("nyt/skabelon/standard/", begun())
    process = Process.objects.get()
    assert (process.amount_ore, process.ballot_type) == (32_000_000, "knapsack")
    assert (process.count_method, process.count_variant) == ("greedy", "skip")


def test_one_template_counts_by_equal_shares() -> None:
    sent("nyt/skabelon/andele/", begun())
    assert terms.terms_of(Process.objects.get()).rule.name == "equal-shares-cost-add1-fill"


def test_what_is_read_of_the_count_is_what_plays_a_part() -> None:
    read = {}
    for method in ("greedy", "equal-shares"):
        form = EditProcessForm(part="stemmeseddel", process=make.draft_process(count_method=method))
        with override("en"):
            read[method] = {fact.label for _heading, lines in facts(form) for fact in lines}
    assert "When a proposal costs more than what is left" in read["greedy"] - read["equal-shares"]
    assert "How much more everyone gets in each step" in read["equal-shares"] - read["greedy"]


def test_an_earlier_one_is_copied_by_four_answers() -> None:
    earlier = make.process(PhaseKind.EVALUATION, criteria="Det skal være lovligt.")
    edit = {"learnt": "Begynd før jul."}
    post(make.tove(), f"{earlier.slug}/ret/laering/", **edit)
    page = get(make.tove(), f"{earlier.slug}/kopi/").content.decode()
    assert "Begynd før jul." in page
    answer = sent(f"{earlier.slug}/kopi/", begun(address="park-2027"))
    assert answer["Location"].endswith("/park-2027/begyndt/")
    shown = get(make.tove(), "park-2027/begyndt/").content.decode()
    for words in ("Begynd før jul.", "1 kriterium er kommet med", "Tove Tovholder", "/park-2027/penge/"):
        assert words in shown


@pytest.mark.parametrize(
    "wrong",
    [{"title": ""}, {"address": "Ny adresse!"}, {"address": "taget"}, {"first_day": "i morgen"}, {"areas": []}],
)
@pytest.mark.parametrize("way", ["nyt/skabelon/lille/", "taget/kopi/"])
def test_bad_answers_are_explained_and_what_was_written_stays(way: str, wrong: dict[str, Any]) -> None:
    make.process(PhaseKind.IDEAS, title="Taget")
    answer = sent(way, begun(**({"title": "Bevar mig"} | wrong)))
    assert answer.status_code == 422
    assert ("Bevar mig" in answer.content.decode()) is ("title" not in wrong)
    assert Process.objects.count() == 1


def test_what_was_not_set_up_here_is_not_offered_and_a_draft_of_others_is_not_there() -> None:
    told = make.draft_process(title="Fra gamle dage")
    Process.objects.filter(pk=told.pk).update(story="Det blev bygget.")
    hidden = make.draft_process(title="De andres")
    hidden.areas.set([make.area("Viby")])
    local = make.staff("Lotte Lokal", Role.OWNER, make.area())
    for process in (told, hidden):
        assert get(local, f"{process.slug}/kopi/").status_code == 404
        assert process.title not in get(local, "nyt/").content.decode()


def test_every_part_has_a_page_of_its_own() -> None:
    process = make.draft_process()
    client = browser(make.tove())
    for part in PARTS:
        page = client.get(part.url(process)).content.decode()
        assert 'aria-current="page"' in page.split('id="parts"')[1], part.word
    assert len(WORDS) == len(set(WORDS))


def test_the_fields_of_the_parts_are_each_in_one_of_them() -> None:
    names = [name for groups in GROUPS.values() for _heading, _help, names in groups for name in names]
    assert len(names) == len(set(names))


def test_saving_goes_on_to_the_next_part_or_stays() -> None:
    process = make.draft_process()
    stays = post(make.tove(), f"{process.slug}/ret/opgave/", **edit_values(process))
    assert stays["Location"].endswith("/ret/opgave/?gemt=1")
    goes_on = post(make.tove(), f"{process.slug}/ret/opgave/", **edit_values(process), videre="1")
    assert goes_on["Location"].endswith(f"/{process.slug}/penge/")


def test_a_half_filled_draft_is_saved_and_what_is_missing_is_said() -> None:
    process = make.draft_process()
    post(make.tove(), f"{process.slug}/ret/opgave/", **edit_values(process, challenge=""))
    half = edit_values(process, ballot_type="cumulative")
    assert post(make.tove(), f"{process.slug}/ret/stemmeseddel/", **half).status_code == 302
    page = get(make.tove(), f"{process.slug}/faser/").content.decode()
    assert "Skriv udfordringen." in page
    assert "Skriv, hvor mange point hver har at give." in page or "hvor mange point" in page


def test_the_gate_names_everything_with_its_page() -> None:
    process = make.draft_process()
    page = post(make.tove(), f"{process.slug}/aabn/")
    assert page.status_code == 409
    text = page.content.decode()
    for lack in gate(Process.objects.get(pk=process.pk)):
        assert lack.part.url(process) in text
        assert all(words in text for words in lack.texts)


# Setting, where it is saved, and the words of the refusal; the same again at the opening.
IMPOSSIBLE: list[tuple[str, dict[str, Any], str]] = [
    ("stemmeseddel", {"min_choices": "4", "max_choices": "3"}, "lowest|fewest"),
    ("stemmeseddel", {"ballot_type": "choose-1", "min_choices": "2"}, "Set the fewest to 1"),
    ("stemmeseddel", {"ballot_type": "cumulative", "points": "2", "most_points": "3"}, "more points than they have"),
    ("stemmeseddel", {"ballot_type": "ordinal", "rank_scores": "1, 2"}, "cannot be worth less"),
    ("stemmeseddel", {"count_method": "prizes", "prizes_ore": "90,000"}, "more than the amount"),
    ("stemmeseddel", {"threshold_percent": "100"}, "a blank vote is enough"),
    ("penge", {"amount_ore": "0"}, "at least"),
    ("deltagere", {"age_on": "2020-01-01"}, "more than a year from the vote"),
    ("deltagere", {"proposals_per_person": "0"}, "1"),
]


@pytest.mark.parametrize(("part", "values", "words"), IMPOSSIBLE)
def test_m1_impossible_settings_are_refused_with_the_reason(part: str, values: dict[str, Any], words: str) -> None:
    process = make.draft_process()
    with override("en"):
        answer = browser(make.tove()).post(
            f"/en/medarbejder/deltagerbudgetter/{process.slug}/ret/{part}/", edit_values(process, **values)
        )
    assert answer.status_code == 422
    assert any(word in answer.content.decode() for word in words.split("|"))


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"vote-starts_at": "2020-01-01T12:00"}, "overlap"),
        ({"review-used": None}, "before it is looked at"),
        ({"ideas-used": None, "preparation-used": None}, "without proposals"),
    ],
)
def test_b38_impossible_phases_are_refused_with_the_reason(changed: dict[str, Any], words: str) -> None:
    process = make.draft_process()
    url = f"/en/medarbejder/deltagerbudgetter/{process.slug}/faser/"
    answer = browser(make.tove()).post(url, phase_values(process, **changed))
    assert answer.status_code == 422
    assert words in answer.content.decode()


@pytest.mark.parametrize(
    "wrong",
    [{"threshold_percent": 100}, {"threshold_cost_percent": 101}, {"ballot_type": "cumulative"}, {"challenge": ""}],
)
def test_m1_and_again_at_the_opening(wrong: dict[str, Any]) -> None:
    process = make.process(PhaseKind.PREPARATION)
    Process.objects.filter(pk=process.pk).update(opened_at=None, **wrong)
    with pytest.raises(NotPossible):
        open_process(make.tove(), process, at=make.now())


def test_trap_11_the_usual_settings_let_one_dear_project_win() -> None:
    """Without a least sum on a ballot: one project that costs the whole pot can be chosen, and wins."""
    result = make.finished([8_000_000], [(1,), (1,)])
    assert [row.granted_ore for row in result.projects.all()] == [8_000_000]


def test_the_parts_ask_the_database_the_same_however_much_stands_there(django_assert_max_num_queries: Any) -> None:
    process = make.draft_process()
    client = browser(make.tove())
    for _ in range(4):
        make.draft_process()
    for part in PARTS:
        client.get(part.url(process))
        with django_assert_max_num_queries(20):
            client.get(part.url(process))


def test_phases_of_a_template_begin_on_the_day_across_the_night_the_clocks_change() -> None:
    """B43: noon stays noon."""
    for pattern in PATTERNS:
        spans = pattern.spans(date(2027, 3, 1))
        hours = {rules.localtime(span.starts_at).hour for span in spans}
        assert hours <= {12, 20}
        assert all(span.ends_at - span.starts_at > timedelta(days=1) for span in spans)
