"""What residents read of the journal."""

from __future__ import annotations

import pytest
from django.utils import translation
from tests import make

from deltagerbudget.acts.history import PUBLIC, events
from deltagerbudget.acts.journal import record
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.proposals.actions import edit_proposal, submit_proposal

pytestmark = pytest.mark.django_db
INTERNAL = {
    Act.DECLINE_STOP,
    Act.INVITE_STAFF,
    Act.WITHDRAW_INVITATION,
    Act.ACCEPT_INVITATION,
    Act.GRANT_ROLE,
    Act.REVOKE_ROLE,
    Act.RESET_FACTOR,
    Act.DEACTIVATE_STAFF,
    Act.IMPORT_AREAS,
    Act.CREATE_AREA,
    Act.RENAME_AREA,
    Act.EDIT_PAGE,
    Act.EDIT_BRAND,
    Act.EDIT_CONTACTS,
    Act.EDIT_COUNCIL,
    Act.EDIT_WORDING,
    Act.SEE_AUTHORS,
    Act.SEE_LOOKS,
    Act.EDIT_POOL,
    Act.CREATE_INITIATIVE,
    Act.EDIT_INITIATIVE,
    Act.RECORD_PAYMENT,
    Act.CORRECT_PAYMENT,
    Act.RECORD_EFFORT,
    Act.ILLUSTRATE_PROCESS,
    Act.REMOVE_REPORT_PICTURE,
    Act.CREATE_PROCESS,
    Act.EDIT_PROCESS,
    Act.SCHEDULE_PHASES,
    Act.TICK_CHECKLIST,
    Act.START_PROPOSAL,
    Act.CHECK_RESIDENCE,
    Act.RAISE_ALARM,
    Act.ADD_TO_ROLL,
    Act.REMOVE_FROM_ROLL,
    Act.ISSUE_CODES,
    Act.REISSUE_CODE,
    Act.VOID_CODES,
    Act.WRITE_LETTER,
    Act.APPROVE_LETTER,
    Act.BOOK_PLACE,
    Act.CANCEL_BOOKING,
    Act.REMIND_BOOKED,
    Act.SEE_BOOKINGS,
    Act.DOWNLOAD_DATA,
    Act.DELETE_PERSON,
    Act.WRITE_SURVEY,
    Act.OPEN_SURVEY,
    Act.CLOSE_SURVEY,
    Act.ANSWER_SURVEY,
    Act.REMOVE_FREE_TEXT,
    Act.ENTER_RESIDENT,
    Act.BEGIN_ASSISTANCE,
    Act.END_ASSISTANCE,
    Act.ERASE_RESIDENT,
    Act.SORT_PROPOSALS,
    Act.PLAN_SHIFT,
    Act.END_SHIFT,
    Act.BIND_KIOSK,
    Act.UNBIND_KIOSK,
    Act.CHECK_VOTER,
    Act.HAND_OUT_PAPER,
    Act.TAKE_PAPER_BACK,
    Act.ADMIT_AT_DESK,
    Act.REGISTER_BATCH,
    Act.ENTER_SHEETS,
    Act.SETTLE_SHEET,
    Act.REJECT_BATCH,
    Act.NOTE_RECHECK,
    Act.RECEIVE_FORMS,
    Act.ENTER_FORM,
    Act.SET_ASIDE_FORM,
    Act.SUPPORT_PROPOSAL,
    Act.WITHDRAW_SUPPORT,
    Act.HAND_IN_FILE,
    Act.TAKE_FILE_BACK,
    Act.ASSIGN_REVIEW,
    Act.WRITE_REVIEW,
    Act.FINISH_REVIEW,
    Act.DECIDE_PROPOSAL,
    Act.APPROVE_REFUSAL,
    Act.EDIT_FIELDS,
    Act.UNTICK_CHECKLIST,
    Act.COPY_PROCESS,
    Act.DELIMIT_PROCESS,
    Act.COMMENT_SETUP,
    Act.ANSWER_REMARK,
    Act.SHARE_PREVIEW,
    Act.REVOKE_PREVIEW,
    Act.EDIT_CRITERIA,
    Act.EDIT_REASONS,
    Act.INVITE_COAUTHOR,
    Act.CANCEL_INVITATION,
    Act.ANSWER_INVITATION,
    Act.LEAVE_PROPOSAL,
    Act.ASK_TO_JOIN,
    Act.ANSWER_JOIN,
    Act.OFFER_MERGE,
    Act.ANSWER_MERGE,
    Act.END_MERGE,
    Act.REMIND_REVIEW,
    Act.REMIND_MILESTONE,
    Act.ASK_EXPERT,
    Act.WITHDRAW_EXPERT,
    Act.OPEN_EXPERT_LINK,
    Act.WRITE_EXPERT_REVIEW,
    Act.FINISH_EXPERT_REVIEW,
    Act.WITHDRAW_DECISION,
    Act.WITHDRAW_REVIEW,
    Act.WRITE_NOTE,
    Act.ADD_POINT,
    Act.AGREE_POINT,
    Act.WITHDRAW_AGREEMENT,
    Act.REPORT_CONTENT,
    Act.LEAVE_CONTENT,
    Act.APPEAL_HIDING,
    Act.CAST_BALLOT,
}


def test_every_act_is_public_or_internal_on_purpose() -> None:
    assert set(PUBLIC) | INTERNAL == set(Act)
    assert not set(PUBLIC) & INTERNAL


def test_it_tells_what_which_role_and_when_and_no_name() -> None:
    process = make.process()
    told = events(Entry.objects.of_process(process.pk))
    owner = str(make.Role.OWNER.label)
    assert [(event.what, event.who_role) for event in told] == [
        (str(PUBLIC[Act.ALLOCATE_MONEY]), owner),
        (str(PUBLIC[Act.OPEN_PROCESS]), owner),
    ]


def test_t12_what_an_author_wrote_before_sending_is_not_told() -> None:
    process = make.process()
    draft = make.draft(process)
    edit_proposal(make.anna(), draft, values={"what": "Noget andet"}, at=make.now())
    submit_proposal(make.anna(), draft, at=make.now())
    edit_proposal(make.anna(), draft, values={"what": "Noget tredje"}, at=make.now())
    told = events(Entry.objects.of(draft).order_by("pk"))
    assert [event.what for event in told] == [str(PUBLIC[Act.SUBMIT_PROPOSAL]), str(PUBLIC[Act.EDIT_PROPOSAL])]


def test_a_vote_that_stayed_shut_says_so() -> None:
    process = make.draft_process()
    for outcome in ("opened", "not-frozen"):
        record(Act.OPEN_VOTE, make.SYSTEM, process, at=make.now(), process_id=process.pk, outcome=outcome)
    first, second = events(Entry.objects.of(process).filter(act=Act.OPEN_VOTE).order_by("pk"))
    assert first.what != second.what


def test_it_speaks_the_reader_s_language() -> None:
    make.process()
    opened = Entry.objects.filter(act=Act.OPEN_PROCESS)
    with translation.override("en"):
        english = events(opened)[0].what
    with translation.override("da"):
        danish = events(opened)[0].what
    assert (english, danish) == ("The deltagerbudget was opened", "Deltagerbudgettet blev åbnet")
