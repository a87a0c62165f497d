"""Who may do what and when, written out a second time by hand: a slip in the tables is seen here."""

from __future__ import annotations

import pytest

from deltagerbudget.acts.actor import SYSTEM, VISITOR, Actor, Through
from deltagerbudget.acts.permit import may, permit
from deltagerbudget.acts.refusals import NotNow, NotYours
from deltagerbudget.acts.tables import ON_BEHALF, WHEN, WHO
from deltagerbudget.acts.vocabulary import Act, PhaseKind, Role

HERE, ELSEWHERE, ME, SOMEBODY = 1, 2, 7, 8

# r resident, a author, c caseworker, o owner, p partner, u auditor, d administrator, s the platform's clock.
LETTERS = dict(zip("racopuds", Role, strict=True))
# P preparation, I ideas, R review, V vote, C count, B being built, E evaluation; * any time.
PHASES = dict(zip("PISRVCBE", PhaseKind, strict=True))
TABLE = """
invite_staff        ds    *
withdraw_invitation ds    *
accept_invitation   s     *
grant_role          ds    *
revoke_role         ds    *
reset_factor        ds    *
deactivate_staff    d     *
import_areas        ds    *
download_data       r     *
delete_person       r     *
create_area         d     *
rename_area         d     *
edit_brand          d     *
edit_contacts       d     *
edit_council        d     *
edit_wording        d     *
see_authors         ocd   *
see_looks           ud    *
illustrate_process  od    *
add_document        od    *
remove_document     od    *
add_picture         a     IR
remove_picture      a     IR
hand_in_file        a     IR
take_file_back      a     IR
take_down_picture   od    *
remove_report_picture o   *
create_pool         d     *
edit_pool           d     *
appropriate_money   d     *
correct_appropriation d   *
set_aside_money     od    *
edit_page           d     *
create_process      od    *
edit_process        od    *
schedule_phases     od    *
allocate_money      od    *
tick_checklist      opd   *
open_process        od    *
start_proposal      r     I
edit_proposal       a     IR
submit_proposal     a     I
withdraw_proposal   a     ISR
write_survey        o     *
open_survey         o     *
close_survey        o     *
answer_survey       -     *
remove_free_text    o     *
enter_resident      ocp   ISR
begin_assistance    ocp   ISR
end_assistance      ocp   *
erase_resident      ocp   *
name_contact        o     *
plan_event          opd   *
change_event        opd   *
cancel_event        opd   *
post_news           op    *
correct_news        op    *
take_news_back      opd   *
book_place          r     *
cancel_booking      r     *
remind_booked       s     *
see_bookings        opd   *
edit_fields         od    *
untick_checklist    opd   *
copy_process        od    *
delimit_process     od    *
comment_setup       p     *
answer_remark       od    *
share_preview       od    *
revoke_preview      od    *
edit_criteria       od    *
edit_reasons        od    *
invite_coauthor     a     ISR
cancel_invitation   a     *
answer_invitation   r     ISR
leave_proposal      a     ISR
ask_to_join         r     ISR
answer_join         a     ISR
offer_merge         ao    ISR
answer_merge        a     ISR
end_merge           aos   *
merge_proposals     s     ISR
split_proposals     o     ISR
remind_review       s     ISR
ask_expert          o     ISR
withdraw_expert     o     *
open_expert_link    s     ISR
write_expert_review s     ISR
finish_expert_review s     ISR
withdraw_decision   o     R
withdraw_review     o     ISR
write_note          cod   *
ask_question        r     ISR
ask_authors         cod   ISR
answer_question     acod  ISR
add_point           r     ISR
agree_point         r     ISR
withdraw_agreement  r     ISR
report_content      rcopud *
hide_content        od    *
leave_content       od    *
appeal_hiding       a     *
decide_hiding_appeal od    *
sort_proposals      od    *
support_proposal    r     S
withdraw_support    r     S
close_support       s     R
lift_proposal       o     R
assign_review       o     ISR
write_review        c     ISR
finish_review       c     ISR
decide_proposal     o     R
approve_refusal     cod   R
release_decisions   os    R
announce_decisions  o     ISR
ask_revision        o     R
answer_revision     a     R
appeal_refusal      a     R
decide_appeal       cod   R
freeze_vote         oud   PISR
import_roll         od    PISRV
add_to_roll         od    PISRV
remove_from_roll    od    PISRV
check_residence     ouds  VCBE
settle_pending      oud   VCBE
raise_alarm         s     VCBE
draw_sample         u     VCBE
issue_codes         od    PISRV
reissue_code        cod   PISRV
void_codes          od    PISRV
write_letter        od    *
approve_letter      od    *
draw_lot            oud   PISRVC
open_vote           s     V
cast_ballot         -     V
close_vote          s     VCBE
close_vote_early    oud   V
withdraw_project    oud   PISRV
extend_vote         oud   V
report_incident     oud   VCBE
open_station        od    PISRV
close_station       od    *
plan_shift          od    PISRV
end_shift           od    *
bind_kiosk          cod   V
unbind_kiosk        cod   *
check_voter         cod   V
hand_out_paper      cod   V
take_paper_back     cod   V
admit_at_desk       cod   V
register_batch      cod   VCBE
enter_sheets        cod   VCBE
settle_sheet        coud  VCBE
approve_batch       coud  VCBE
reject_batch        coud  VCBE
finish_paper        oud   VCBE
recheck_sample      ud    VCBE
receive_forms       coud  VCBE
enter_form          coud  V
set_aside_form      coud  V
finish_post         oud   VCBE
note_recheck        ud    VCBE
count_votes         oud   VCBE
publish_result      oud   VCBE
destroy_keys        oud   VCBE
import_election     ds    *
record_release      od    CBE
start_realisation   o     CBE
plan_payment        o     CBE
plan_milestone      o     CBE
move_milestone      o     CBE
reach_milestone     o     CBE
report_progress     op    CBE
remind_milestone    s     CBE
confirm_milestone   o     CBE
finish_realisation  o     CBE
announce_opening    o     CBE
stop_realisation    od    CBE
decline_stop        od    CBE
create_initiative   od    *
edit_initiative     od    *
fund_initiative     od    *
publish_initiative  o     *
record_payment      o     CBE
correct_payment     o     CBE
return_money        od    *
record_effort       ocd   *
publish_evaluation  o     CBE
"""
ROWS = {Act(act): (who, when) for act, who, when in (line.split() for line in TABLE.strip().splitlines())}


def holding(role: Role, area: int | None = HERE) -> Actor:
    return Actor(person_id=ME, grants=frozenset({(str(role), area)}))


def test_the_table_here_names_every_act() -> None:
    assert set(ROWS) == set(Act)


@pytest.mark.parametrize("act", list(Act))
def test_t14_every_act_and_every_role(act: Act) -> None:
    allowed = {LETTERS[letter] for letter in ROWS[act][0] if letter != "-"}
    assert {role for role in Role if may(act, holding(role), area_ids=[HERE])} == allowed


@pytest.mark.parametrize("act", [act for act in Act if WHO[act]])
def test_every_act_and_every_phase(act: Act) -> None:
    phases, when = {None, *PhaseKind}, ROWS[act][1]
    its_time = phases if when == "*" else {PHASES[letter] for letter in when}
    actor, refused = holding(next(iter(WHO[act]))), set()
    for phase in phases:
        try:
            permit(act, actor, area_ids=[HERE], phase=phase)
        except NotNow:
            refused.add(phase)
    assert refused == phases - its_time


@pytest.mark.parametrize("act", list(Act))
def test_t14_a_visitor_may_do_nothing(act: Act) -> None:
    with pytest.raises(NotYours):
        permit(act, VISITOR, area_ids=[HERE], phase=PhaseKind.IDEAS)


@pytest.mark.parametrize("act", [act for act in Act if WHO[act]])
def test_t13_a_role_elsewhere_is_none_here(act: Act) -> None:
    role = next(iter(WHO[act]))
    assert not may(act, holding(role, ELSEWHERE), area_ids=[HERE])
    assert not may(act, holding(role, ELSEWHERE))
    assert may(act, holding(role, None), area_ids=[HERE])


def test_the_author_is_who_owns_it() -> None:
    me = Actor(person_id=ME)
    assert may(Act.EDIT_PROPOSAL, me, owner_ids=[SOMEBODY, ME])
    assert not may(Act.EDIT_PROPOSAL, me, owner_ids=[SOMEBODY])
    assert not may(Act.EDIT_PROPOSAL, VISITOR, owner_ids=[])


def test_who_is_asked_before_when() -> None:
    """Somebody without access learns nothing about the phase."""
    with pytest.raises(NotYours):
        permit(Act.DECIDE_PROPOSAL, holding(Role.RESIDENT, None), area_ids=[HERE], phase=PhaseKind.VOTE)


def test_the_clock_opens_and_closes_and_nobody_else() -> None:
    for act in (Act.OPEN_VOTE, Act.CLOSE_VOTE):
        assert WHO[act] == {Role.SYSTEM}
        assert may(act, SYSTEM, area_ids=[HERE])


# By hand as well: whoever adds to it asks first whether somebody else may do that for a resident.
FOR_A_RESIDENT = """
start_proposal edit_proposal submit_proposal withdraw_proposal leave_proposal add_picture remove_picture
hand_in_file take_file_back
invite_coauthor cancel_invitation answer_join answer_merge answer_revision appeal_refusal
ask_question answer_question add_point agree_point withdraw_agreement report_content appeal_hiding
book_place cancel_booking
"""


@pytest.mark.parametrize("act", [act for act in Act if WHO[act]])
def test_b71_through_another_only_what_the_table_names(act: Act) -> None:
    """Whatever the resident could do alone, and whatever roles the staff hold."""
    grants = frozenset((role.value, None) for role in Role)
    through = Actor(ME, grants, Through(SOMEBODY, Role.OWNER, 1))
    is_named = act in ON_BEHALF
    assert is_named == (act.value in FOR_A_RESIDENT.split())
    assert may(act, through, owner_ids=[ME]) is is_named
    phase = next(iter(WHEN[act] or PhaseKind))
    if is_named:
        permit(act, through, owner_ids=[ME], phase=phase)
        return
    with pytest.raises(NotYours):
        permit(act, through, owner_ids=[ME], phase=phase)


def test_b71_nobody_votes_for_another_and_only_a_resident_s_acts_are_named() -> None:
    assert Act.CAST_BALLOT not in ON_BEHALF
    assert all(WHO[act] & {Role.RESIDENT, Role.AUTHOR} for act in ON_BEHALF)


def test_both_tables_name_the_same_acts() -> None:
    assert set(WHO) == set(WHEN) == set(Act)
