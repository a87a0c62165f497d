"""Which area a house belongs to, and what gives the right to vote. No database but for the form."""

from __future__ import annotations

from typing import Any

import pytest
from tests import make

from deltagerbudget.acts.refusals import NotPossible
from deltagerbudget.acts.vocabulary import Channel, Tie
from deltagerbudget.processes.actions import edit_process
from deltagerbudget.processes.residence import AddressRange, area_of, overlapping, parse_range, tie_problems
from deltagerbudget.processes.setup_form import EditProcessForm, values_of

RANGES = [
    parse_range("751; 1234; 1-99; ulige; tranbjerg"),
    parse_range("0751;1234;2–98;lige;maarslet"),
    parse_range("751; 77; 1-999; ; tranbjerg"),
]


def test_it_works() -> None:
    assert RANGES[0] == AddressRange(751, 1234, 1, 99, "odd", "tranbjerg")
    assert [parse_range(each.text()) for each in RANGES] == RANGES


@pytest.mark.parametrize(
    ("address", "area"),
    [
        (("751", "1234", "1"), "tranbjerg"),
        (("0751", "1234", "012B"), "maarslet"),
        (("751", "1234", "99 st"), None),
        (("751", "1234", "100"), ""),
        (("751", "0077", "500"), "tranbjerg"),
        (("101", "1234", "1"), ""),
        (("", "1234", "1"), None),
        (("751", "=1+1", "1"), None),
        (("751", "1234", ""), None),
    ],
)
def test_an_address_says_the_area(address: tuple[str, str, str], area: str | None) -> None:
    assert area_of(RANGES, *address) == area


@pytest.mark.parametrize(
    "line", ["", "751; 1234", "751; x; 1-2; alle; a", "751; 1; 9-2; alle; a", "751; 1; 1-2; skrå; a", "1;1;1-2;alle;"]
)
def test_what_is_no_range_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_range(line)


def test_a_house_has_one_area() -> None:
    assert overlapping(RANGES) is None
    assert overlapping([*RANGES, parse_range("751;1234;50-60;alle;viby")]) is not None
    assert overlapping([*RANGES, parse_range("751;1234;50-60;ulige;tranbjerg")]) is None


@pytest.mark.parametrize(
    ("ties", "channels", "problems"),
    [
        ({Tie.LIVES}, {Channel.MITID}, 0),
        (set(), {Channel.MITID}, 1),
        ({Tie.LIVES, Tie.WORKS}, {Channel.MITID}, 1),
        ({Tie.LIVES, Tie.WORKS}, {Channel.MITID, Channel.LETTER}, 0),
        ({Tie.CLASS}, {Channel.HANDOUT}, 0),
        ({Tie.PRESENT}, {Channel.MITID, Channel.LETTER}, 1),
        ({Tie.STUDIES, Tie.CLASS}, {Channel.MITID}, 2),
    ],
)
def test_which_ties_go_with_which_ways_to_vote(ties: set[Tie], channels: set[Channel], problems: int) -> None:
    assert len(tie_problems(ties, channels)) == problems


@pytest.mark.django_db
def test_the_act_refuses_what_does_not_go_together() -> None:
    process = make.draft_process()
    with pytest.raises(NotPossible, match="register"):
        edit_process(make.tove(), process, values={"ties": ["lives", "works"]}, at=make.now())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("751; 1; 1-9; alle; Tranbjerg\n751; 2; 1-9; alle; tranbjerg", ""),
        ("751; 1; 1-9; alle; Skagen", "Skagen"),
        ("751 1 1-9", "751 1 1-9"),
    ],
)
def test_the_form_names_the_area_or_says_what_is_wrong(lines: str, said: str) -> None:
    process = make.draft_process()
    form = EditProcessForm(posted(process) | {"address_ranges": lines}, part="deltagere", process=process)
    assert form.is_valid() == (not said), form.errors
    if said:
        assert said in str(form.errors["address_ranges"])
        assert lines in str(form["address_ranges"]).replace("&#x27;", "'")
    else:
        assert [each["area"] for each in form.cleaned_data["address_ranges"]] == ["tranbjerg", "tranbjerg"]


def posted(process: Any) -> dict[str, Any]:
    return {name: value for name, value in values_of(process).items() if value is not None}
