"""WHO may do each act, WHEN, which acts take TWO, and which may be done ON_BEHALF of a resident.

This is what a municipality approves; see docs/acts.md.
"""

from __future__ import annotations

from deltagerbudget.acts import delivery, polling, roll
from deltagerbudget.acts.on_behalf import ON_BEHALF as ON_BEHALF
from deltagerbudget.acts.vocabulary import Act, PhaseKind, Role

_OWNER = frozenset({Role.OWNER})
_STAFF_LEADS = frozenset({Role.OWNER, Role.ADMINISTRATOR})
_AUTHOR = frozenset({Role.AUTHOR})
_SYSTEM = frozenset({Role.SYSTEM})
_ADMINISTRATION = frozenset({Role.ADMINISTRATOR, Role.SYSTEM})
_CONTROL = frozenset({Role.OWNER, Role.AUDITOR, Role.ADMINISTRATOR})
_DESK = frozenset({Role.OWNER, Role.CASEWORKER, Role.ADMINISTRATOR})
_CLERKS = frozenset({Role.OWNER, Role.CASEWORKER, Role.PARTNER})

WHO: dict[Act, frozenset[Role]] = {
    **polling.WHO,
    **roll.WHO,
    **delivery.WHO,
    # The platform itself: the first administrator is invited from the command line, and the municipality's own login
    # gives and takes the roles of its groups.
    Act.INVITE_STAFF: _ADMINISTRATION,
    Act.WITHDRAW_INVITATION: _ADMINISTRATION,
    # Whoever holds the link; the platform lets them in.
    Act.ACCEPT_INVITATION: _SYSTEM,
    Act.GRANT_ROLE: _ADMINISTRATION,
    Act.REVOKE_ROLE: _ADMINISTRATION,
    Act.RESET_FACTOR: _ADMINISTRATION,
    Act.DEACTIVATE_STAFF: frozenset({Role.ADMINISTRATOR}),
    # Always one's own, never another's.
    Act.DOWNLOAD_DATA: frozenset({Role.RESIDENT}),
    Act.DELETE_PERSON: frozenset({Role.RESIDENT}),
    Act.CREATE_POOL: frozenset({Role.ADMINISTRATOR}),
    Act.EDIT_POOL: frozenset({Role.ADMINISTRATOR}),
    Act.APPROPRIATE_MONEY: frozenset({Role.ADMINISTRATOR}),
    Act.CORRECT_APPROPRIATION: frozenset({Role.ADMINISTRATOR}),
    Act.SET_ASIDE_MONEY: _STAFF_LEADS,
    Act.IMPORT_AREAS: frozenset({Role.ADMINISTRATOR, Role.SYSTEM}),
    Act.EDIT_PAGE: frozenset({Role.ADMINISTRATOR}),
    Act.EDIT_BRAND: frozenset({Role.ADMINISTRATOR}),
    Act.EDIT_CONTACTS: frozenset({Role.ADMINISTRATOR}),
    Act.EDIT_COUNCIL: frozenset({Role.ADMINISTRATOR}),
    Act.EDIT_WORDING: frozenset({Role.ADMINISTRATOR}),
    Act.CREATE_AREA: frozenset({Role.ADMINISTRATOR}),
    Act.RENAME_AREA: frozenset({Role.ADMINISTRATOR}),
    # A caseworker sees those whose proposal the department has been asked about.
    Act.SEE_AUTHORS: frozenset({Role.OWNER, Role.CASEWORKER, Role.ADMINISTRATOR}),
    Act.SEE_LOOKS: frozenset({Role.AUDITOR, Role.ADMINISTRATOR}),
    Act.CREATE_PROCESS: _STAFF_LEADS,
    Act.EDIT_PROCESS: _STAFF_LEADS,
    Act.ILLUSTRATE_PROCESS: _STAFF_LEADS,
    Act.ADD_DOCUMENT: _STAFF_LEADS,
    Act.REMOVE_DOCUMENT: _STAFF_LEADS,
    Act.SCHEDULE_PHASES: _STAFF_LEADS,
    Act.ALLOCATE_MONEY: _STAFF_LEADS,
    Act.TICK_CHECKLIST: frozenset({Role.OWNER, Role.ADMINISTRATOR, Role.PARTNER}),
    Act.EDIT_FIELDS: _STAFF_LEADS,
    Act.UNTICK_CHECKLIST: frozenset({Role.OWNER, Role.ADMINISTRATOR, Role.PARTNER}),
    Act.COPY_PROCESS: _STAFF_LEADS,
    Act.DELIMIT_PROCESS: _STAFF_LEADS,
    Act.COMMENT_SETUP: frozenset({Role.PARTNER}),
    Act.ANSWER_REMARK: _STAFF_LEADS,
    Act.SHARE_PREVIEW: _STAFF_LEADS,
    Act.REVOKE_PREVIEW: _STAFF_LEADS,
    Act.OPEN_PROCESS: _STAFF_LEADS,
    # The list that all begin from is the administrator's.
    Act.EDIT_CRITERIA: _STAFF_LEADS,
    Act.EDIT_REASONS: _STAFF_LEADS,
    Act.START_PROPOSAL: frozenset({Role.RESIDENT}),
    Act.EDIT_PROPOSAL: _AUTHOR,
    Act.SUBMIT_PROPOSAL: _AUTHOR,
    Act.ADD_PICTURE: _AUTHOR,
    Act.REMOVE_PICTURE: _AUTHOR,
    Act.HAND_IN_FILE: _AUTHOR,
    Act.TAKE_FILE_BACK: _AUTHOR,
    Act.TAKE_DOWN_PICTURE: _STAFF_LEADS,
    Act.WITHDRAW_PROPOSAL: _AUTHOR,
    Act.NAME_CONTACT: _OWNER,
    Act.INVITE_COAUTHOR: _AUTHOR,
    Act.CANCEL_INVITATION: _AUTHOR,
    # Whoever holds the link, lives in the area and is old enough.
    Act.ANSWER_INVITATION: frozenset({Role.RESIDENT}),
    Act.LEAVE_PROPOSAL: _AUTHOR,
    Act.ASK_TO_JOIN: frozenset({Role.RESIDENT}),
    Act.ANSWER_JOIN: _AUTHOR,
    Act.OFFER_MERGE: frozenset({Role.OWNER, Role.AUTHOR}),
    Act.ANSWER_MERGE: _AUTHOR,
    Act.END_MERGE: frozenset({Role.OWNER, Role.AUTHOR, Role.SYSTEM}),
    # By itself, when every author has said yes.
    Act.MERGE_PROPOSALS: _SYSTEM,
    Act.SPLIT_PROPOSALS: _OWNER,
    # The local council posts what happens in its own area.
    Act.PLAN_EVENT: _STAFF_LEADS | {Role.PARTNER},
    Act.CHANGE_EVENT: _STAFF_LEADS | {Role.PARTNER},
    Act.CANCEL_EVENT: _STAFF_LEADS | {Role.PARTNER},
    # Help is for everyone, wherever one lives and whatever one's age.
    Act.BOOK_PLACE: frozenset({Role.RESIDENT}),
    Act.CANCEL_BOOKING: frozenset({Role.RESIDENT}),
    Act.REMIND_BOOKED: _SYSTEM,
    Act.SEE_BOOKINGS: _STAFF_LEADS | {Role.PARTNER},
    # The local council in its own area. Nobody corrects another's words; the municipality may take them back.
    Act.POST_NEWS: frozenset({Role.OWNER, Role.PARTNER}),
    Act.CORRECT_NEWS: frozenset({Role.OWNER, Role.PARTNER}),
    Act.TAKE_NEWS_BACK: _STAFF_LEADS | {Role.PARTNER},
    Act.WRITE_SURVEY: _OWNER,
    Act.OPEN_SURVEY: _OWNER,
    Act.CLOSE_SURVEY: _OWNER,
    # Whoever has the address. No role, no permit, no journal: an answer is one more in a sum, and nobody's.
    Act.ANSWER_SURVEY: frozenset(),
    Act.REMOVE_FREE_TEXT: _OWNER,
    # The local council for those whom it entered itself.
    Act.ENTER_RESIDENT: _CLERKS,
    Act.BEGIN_ASSISTANCE: _CLERKS,
    Act.END_ASSISTANCE: _CLERKS,
    Act.ERASE_RESIDENT: _CLERKS,
    Act.SORT_PROPOSALS: _STAFF_LEADS,
    # Who may propose may support.
    Act.SUPPORT_PROPOSAL: frozenset({Role.RESIDENT}),
    Act.WITHDRAW_SUPPORT: frozenset({Role.RESIDENT}),
    # By itself, when the round is over.
    Act.CLOSE_SUPPORT: _SYSTEM,
    Act.LIFT_PROPOSAL: _OWNER,
    Act.ASSIGN_REVIEW: _OWNER,
    Act.WRITE_REVIEW: frozenset({Role.CASEWORKER}),
    Act.FINISH_REVIEW: frozenset({Role.CASEWORKER}),
    Act.REMIND_REVIEW: _SYSTEM,
    Act.ASK_EXPERT: _OWNER,
    Act.WITHDRAW_EXPERT: _OWNER,
    # Whoever holds the link; the platform lets them in.
    Act.OPEN_EXPERT_LINK: _SYSTEM,
    Act.WRITE_EXPERT_REVIEW: _SYSTEM,
    Act.FINISH_EXPERT_REVIEW: _SYSTEM,
    Act.DECIDE_PROPOSAL: _OWNER,
    Act.WITHDRAW_DECISION: _OWNER,
    Act.WITHDRAW_REVIEW: _OWNER,
    Act.APPROVE_REFUSAL: frozenset({Role.OWNER, Role.CASEWORKER, Role.ADMINISTRATOR}),
    Act.ASK_REVISION: _OWNER,
    Act.ANSWER_REVISION: _AUTHOR,
    # By hand, or by the clock at the minute that was announced.
    Act.RELEASE_DECISIONS: frozenset({Role.OWNER, Role.SYSTEM}),
    Act.ANNOUNCE_DECISIONS: _OWNER,
    Act.APPEAL_REFUSAL: _AUTHOR,
    # Never somebody who judged the proposal, refused it or said yes to that.
    Act.DECIDE_APPEAL: frozenset({Role.OWNER, Role.CASEWORKER, Role.ADMINISTRATOR}),
    Act.WRITE_NOTE: _DESK,
    Act.ASK_QUESTION: frozenset({Role.RESIDENT}),
    Act.ASK_AUTHORS: _DESK,
    Act.ANSWER_QUESTION: _DESK | _AUTHOR,
    Act.ADD_POINT: frozenset({Role.RESIDENT}),
    Act.AGREE_POINT: frozenset({Role.RESIDENT}),
    Act.WITHDRAW_AGREEMENT: frozenset({Role.RESIDENT}),
    Act.REPORT_CONTENT: _DESK | {Role.RESIDENT, Role.PARTNER, Role.AUDITOR},
    Act.HIDE_CONTENT: _STAFF_LEADS,
    Act.LEAVE_CONTENT: _STAFF_LEADS,
    # Whoever wrote the text is its author.
    Act.APPEAL_HIDING: _AUTHOR,
    # Never the one who hid it.
    Act.DECIDE_HIDING_APPEAL: _STAFF_LEADS,
    Act.FREEZE_VOTE: _CONTROL,
    Act.ISSUE_CODES: _STAFF_LEADS,
    Act.REISSUE_CODE: _DESK,
    Act.VOID_CODES: _STAFF_LEADS,
    Act.WRITE_LETTER: _STAFF_LEADS,
    Act.APPROVE_LETTER: _STAFF_LEADS,
    Act.DRAW_LOT: _CONTROL,
    Act.OPEN_VOTE: _SYSTEM,
    # A voter has no account: the booth answers for who may vote. No role, no permit, no journal.
    Act.CAST_BALLOT: frozenset(),
    Act.CLOSE_VOTE: _SYSTEM,
    Act.CLOSE_VOTE_EARLY: _CONTROL,
    Act.WITHDRAW_PROJECT: _CONTROL,
    Act.EXTEND_VOTE: _CONTROL,
    Act.REPORT_INCIDENT: _CONTROL,
    Act.COUNT_VOTES: _CONTROL,
    Act.PUBLISH_RESULT: _CONTROL,
    Act.DESTROY_KEYS: _CONTROL,
    Act.IMPORT_ELECTION: frozenset({Role.ADMINISTRATOR, Role.SYSTEM}),
}

# None: the act does not depend on the phase.
_BEFORE_VOTE = frozenset({PhaseKind.PREPARATION, PhaseKind.IDEAS, PhaseKind.SUPPORT, PhaseKind.REVIEW})
_WRITTEN = frozenset({PhaseKind.IDEAS, PhaseKind.SUPPORT, PhaseKind.REVIEW})
_TALK = _WRITTEN
# While people support a text, it stands still.
_CHANGED = frozenset({PhaseKind.IDEAS, PhaseKind.REVIEW})
_AFTER_VOTE = frozenset({PhaseKind.COUNT, PhaseKind.REALISATION, PhaseKind.EVALUATION})

WHEN: dict[Act, frozenset[PhaseKind] | None] = {
    **polling.WHEN,
    **roll.WHEN,
    **delivery.WHEN,
    Act.INVITE_STAFF: None,
    Act.WITHDRAW_INVITATION: None,
    Act.ACCEPT_INVITATION: None,
    Act.GRANT_ROLE: None,
    Act.REVOKE_ROLE: None,
    Act.RESET_FACTOR: None,
    Act.DEACTIVATE_STAFF: None,
    Act.DOWNLOAD_DATA: None,
    Act.DELETE_PERSON: None,
    Act.CREATE_POOL: None,
    Act.EDIT_POOL: None,
    Act.APPROPRIATE_MONEY: None,
    Act.CORRECT_APPROPRIATION: None,
    Act.SET_ASIDE_MONEY: None,
    Act.IMPORT_AREAS: None,
    Act.EDIT_PAGE: None,
    Act.EDIT_BRAND: None,
    Act.EDIT_CONTACTS: None,
    Act.EDIT_COUNCIL: None,
    Act.EDIT_WORDING: None,
    Act.CREATE_AREA: None,
    Act.RENAME_AREA: None,
    Act.SEE_AUTHORS: None,
    Act.SEE_LOOKS: None,
    Act.CREATE_PROCESS: None,
    Act.EDIT_PROCESS: None,
    Act.ILLUSTRATE_PROCESS: None,
    Act.ADD_DOCUMENT: None,
    Act.REMOVE_DOCUMENT: None,
    Act.SCHEDULE_PHASES: None,
    Act.ALLOCATE_MONEY: None,
    Act.TICK_CHECKLIST: None,
    Act.EDIT_FIELDS: None,
    Act.UNTICK_CHECKLIST: None,
    Act.COPY_PROCESS: None,
    Act.DELIMIT_PROCESS: None,
    Act.COMMENT_SETUP: None,
    Act.ANSWER_REMARK: None,
    Act.SHARE_PREVIEW: None,
    Act.REVOKE_PREVIEW: None,
    Act.OPEN_PROCESS: None,
    Act.EDIT_CRITERIA: None,
    Act.EDIT_REASONS: None,
    Act.START_PROPOSAL: frozenset({PhaseKind.IDEAS}),
    # In the review only while the municipality has asked for a change.
    Act.EDIT_PROPOSAL: _CHANGED,
    Act.SUBMIT_PROPOSAL: frozenset({PhaseKind.IDEAS}),
    Act.ADD_PICTURE: _CHANGED,
    Act.REMOVE_PICTURE: _CHANGED,
    Act.HAND_IN_FILE: _CHANGED,
    Act.TAKE_FILE_BACK: _CHANGED,
    # A picture that hurts somebody cannot wait for a phase.
    Act.TAKE_DOWN_PICTURE: None,
    Act.WITHDRAW_PROPOSAL: _WRITTEN,
    # People move on, also while the bench is being built.
    Act.NAME_CONTACT: None,
    Act.INVITE_COAUTHOR: _WRITTEN,
    Act.CANCEL_INVITATION: None,
    Act.ANSWER_INVITATION: _WRITTEN,
    Act.LEAVE_PROPOSAL: _WRITTEN,
    Act.ASK_TO_JOIN: _WRITTEN,
    Act.ANSWER_JOIN: _WRITTEN,
    Act.OFFER_MERGE: _WRITTEN,
    Act.ANSWER_MERGE: _WRITTEN,
    # The clock ends what nobody can answer any more.
    Act.END_MERGE: None,
    Act.MERGE_PROPOSALS: _WRITTEN,
    Act.SPLIT_PROPOSALS: _WRITTEN,
    Act.PLAN_EVENT: None,
    Act.CHANGE_EVENT: None,
    Act.CANCEL_EVENT: None,
    Act.BOOK_PLACE: None,
    Act.CANCEL_BOOKING: None,
    Act.REMIND_BOOKED: None,
    Act.SEE_BOOKINGS: None,
    Act.POST_NEWS: None,
    Act.CORRECT_NEWS: None,
    Act.TAKE_NEWS_BACK: None,
    # The days of a survey decide, and whom it asks.
    Act.WRITE_SURVEY: None,
    Act.OPEN_SURVEY: None,
    Act.CLOSE_SURVEY: None,
    Act.ANSWER_SURVEY: None,
    Act.REMOVE_FREE_TEXT: None,
    Act.ENTER_RESIDENT: _WRITTEN,
    Act.BEGIN_ASSISTANCE: _WRITTEN,
    Act.END_ASSISTANCE: None,
    # Whoever asks to be deleted waits for no phase.
    Act.ERASE_RESIDENT: None,
    Act.SORT_PROPOSALS: None,
    Act.SUPPORT_PROPOSAL: frozenset({PhaseKind.SUPPORT}),
    Act.WITHDRAW_SUPPORT: frozenset({PhaseKind.SUPPORT}),
    Act.CLOSE_SUPPORT: frozenset({PhaseKind.REVIEW}),
    Act.LIFT_PROPOSAL: frozenset({PhaseKind.REVIEW}),
    Act.ASSIGN_REVIEW: _WRITTEN,
    Act.WRITE_REVIEW: _WRITTEN,
    Act.FINISH_REVIEW: _WRITTEN,
    Act.REMIND_REVIEW: _WRITTEN,
    Act.ASK_EXPERT: _WRITTEN,
    # A link that went to the wrong address ends at any time.
    Act.WITHDRAW_EXPERT: None,
    Act.OPEN_EXPERT_LINK: _WRITTEN,
    Act.WRITE_EXPERT_REVIEW: _WRITTEN,
    Act.FINISH_EXPERT_REVIEW: _WRITTEN,
    Act.DECIDE_PROPOSAL: frozenset({PhaseKind.REVIEW}),
    Act.WITHDRAW_DECISION: frozenset({PhaseKind.REVIEW}),
    Act.WITHDRAW_REVIEW: _WRITTEN,
    Act.APPROVE_REFUSAL: frozenset({PhaseKind.REVIEW}),
    Act.ASK_REVISION: frozenset({PhaseKind.REVIEW}),
    Act.ANSWER_REVISION: frozenset({PhaseKind.REVIEW}),
    Act.RELEASE_DECISIONS: frozenset({PhaseKind.REVIEW}),
    Act.ANNOUNCE_DECISIONS: _WRITTEN,
    Act.APPEAL_REFUSAL: frozenset({PhaseKind.REVIEW}),
    Act.DECIDE_APPEAL: frozenset({PhaseKind.REVIEW}),
    Act.WRITE_NOTE: None,
    # While people vote, what was said stands as it is.
    Act.ASK_QUESTION: _TALK,
    Act.ASK_AUTHORS: _TALK,
    Act.ANSWER_QUESTION: _TALK,
    Act.ADD_POINT: _TALK,
    Act.AGREE_POINT: _TALK,
    Act.WITHDRAW_AGREEMENT: _TALK,
    # What hurts somebody cannot wait for a phase.
    Act.REPORT_CONTENT: None,
    Act.HIDE_CONTENT: None,
    Act.LEAVE_CONTENT: None,
    Act.APPEAL_HIDING: None,
    Act.DECIDE_HIDING_APPEAL: None,
    Act.FREEZE_VOTE: _BEFORE_VOTE,
    Act.ISSUE_CODES: _BEFORE_VOTE | {PhaseKind.VOTE},
    Act.REISSUE_CODE: _BEFORE_VOTE | {PhaseKind.VOTE},
    Act.VOID_CODES: _BEFORE_VOTE | {PhaseKind.VOTE},
    Act.WRITE_LETTER: None,
    Act.APPROVE_LETTER: None,
    # The list is frozen first; nobody can know the ballots before the count.
    Act.DRAW_LOT: _BEFORE_VOTE | {PhaseKind.VOTE, PhaseKind.COUNT},
    Act.OPEN_VOTE: frozenset({PhaseKind.VOTE}),
    Act.CAST_BALLOT: frozenset({PhaseKind.VOTE}),
    Act.CLOSE_VOTE: frozenset({PhaseKind.VOTE}) | _AFTER_VOTE,
    Act.CLOSE_VOTE_EARLY: frozenset({PhaseKind.VOTE}),
    Act.WITHDRAW_PROJECT: _BEFORE_VOTE | {PhaseKind.VOTE},
    Act.EXTEND_VOTE: frozenset({PhaseKind.VOTE}),
    Act.REPORT_INCIDENT: frozenset({PhaseKind.VOTE}) | _AFTER_VOTE,
    Act.COUNT_VOTES: frozenset({PhaseKind.VOTE}) | _AFTER_VOTE,
    Act.PUBLISH_RESULT: frozenset({PhaseKind.VOTE}) | _AFTER_VOTE,
    Act.DESTROY_KEYS: frozenset({PhaseKind.VOTE}) | _AFTER_VOTE,
    Act.IMPORT_ELECTION: None,
}

TWO: frozenset[Act] = polling.TWO | frozenset(
    {
        Act.FREEZE_VOTE,
        Act.DRAW_LOT,
        Act.CLOSE_VOTE_EARLY,
        Act.WITHDRAW_PROJECT,
        Act.EXTEND_VOTE,
        Act.REPORT_INCIDENT,
        Act.SETTLE_PENDING,
        Act.PUBLISH_RESULT,
        Act.DESTROY_KEYS,
        Act.ISSUE_CODES,
        Act.VOID_CODES,
        Act.APPROVE_LETTER,
        Act.REISSUE_CODE,
        Act.APPROVE_REFUSAL,
        Act.STOP_REALISATION,
        # No vote of residents stands behind it, so a second person of the municipality does.
        Act.FUND_INITIATIVE,
    }
)

# Casting writes nothing that could tie a person or a minute to a ballot. A look has its own row (acts.looks), which
# is deleted in time; an entry never is.
NOT_IN_JOURNAL = polling.NOT_IN_JOURNAL | {
    Act.CAST_BALLOT,
    Act.ANSWER_SURVEY,
    Act.SEE_AUTHORS,
    Act.SEE_LOOKS,
    Act.SEE_BOOKINGS,
}
