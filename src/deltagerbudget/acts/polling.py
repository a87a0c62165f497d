"""The rows of the tables for voting places, desk, paper and alarms; `tables` holds them with all others."""

from __future__ import annotations

from deltagerbudget.acts.vocabulary import Act, PhaseKind, Role

_LEADS = frozenset({Role.OWNER, Role.ADMINISTRATOR})
_DESK = frozenset({Role.OWNER, Role.CASEWORKER, Role.ADMINISTRATOR})
_COUNT = _DESK | {Role.AUDITOR}
_AUDIT = frozenset({Role.AUDITOR, Role.ADMINISTRATOR})

WHO: dict[Act, frozenset[Role]] = {
    Act.OPEN_STATION: _LEADS,
    Act.CLOSE_STATION: _LEADS,
    Act.PLAN_SHIFT: _LEADS,
    Act.END_SHIFT: _LEADS,
    # And only with a shift at the place on the day.
    Act.BIND_KIOSK: _DESK,
    Act.UNBIND_KIOSK: _DESK,
    Act.CHECK_VOTER: _DESK,
    Act.HAND_OUT_PAPER: _DESK,
    Act.TAKE_PAPER_BACK: _DESK,
    Act.ADMIT_AT_DESK: _DESK,
    Act.REGISTER_BATCH: _DESK,
    Act.ENTER_SHEETS: _DESK,
    # A third person, and those who approve: the auditor too.
    Act.SETTLE_SHEET: _COUNT,
    Act.APPROVE_BATCH: _COUNT,
    Act.REJECT_BATCH: _COUNT,
    Act.FINISH_PAPER: _LEADS | {Role.AUDITOR},
    Act.RECHECK_SAMPLE: _AUDIT,
    Act.NOTE_RECHECK: _AUDIT,
    # By itself.
    Act.RAISE_ALARM: frozenset({Role.SYSTEM}),
    Act.RECEIVE_FORMS: _COUNT,
    Act.ENTER_FORM: _COUNT,
    Act.SET_ASIDE_FORM: _COUNT,
    Act.FINISH_POST: _LEADS | {Role.AUDITOR},
}

_VOTE = frozenset({PhaseKind.VOTE})
_UNTIL_VOTE = _VOTE | {PhaseKind.PREPARATION, PhaseKind.IDEAS, PhaseKind.SUPPORT, PhaseKind.REVIEW}
_CLOSED = _VOTE | {PhaseKind.COUNT, PhaseKind.REALISATION, PhaseKind.EVALUATION}

WHEN: dict[Act, frozenset[PhaseKind] | None] = {
    Act.OPEN_STATION: _UNTIL_VOTE,
    Act.CLOSE_STATION: None,
    Act.PLAN_SHIFT: _UNTIL_VOTE,
    Act.END_SHIFT: None,
    Act.BIND_KIOSK: _VOTE,
    Act.UNBIND_KIOSK: None,
    Act.CHECK_VOTER: _VOTE,
    Act.HAND_OUT_PAPER: _VOTE,
    Act.TAKE_PAPER_BACK: _VOTE,
    Act.ADMIT_AT_DESK: _VOTE,
    # A vote that two persons closed early is still in its phase.
    Act.REGISTER_BATCH: _CLOSED,
    Act.ENTER_SHEETS: _CLOSED,
    Act.SETTLE_SHEET: _CLOSED,
    Act.APPROVE_BATCH: _CLOSED,
    Act.REJECT_BATCH: _CLOSED,
    Act.FINISH_PAPER: _CLOSED,
    Act.RECHECK_SAMPLE: _CLOSED,
    Act.NOTE_RECHECK: _CLOSED,
    Act.RAISE_ALARM: _CLOSED,
    Act.RECEIVE_FORMS: _CLOSED,
    Act.ENTER_FORM: _VOTE,
    Act.SET_ASIDE_FORM: _VOTE,
    Act.FINISH_POST: _CLOSED,
}

# The last two only where something is missing.
TWO = frozenset({Act.APPROVE_BATCH, Act.FINISH_PAPER, Act.FINISH_POST})

# An entry has a time and a person, and the voter's row would lie beside it.
NOT_IN_JOURNAL = frozenset(
    {Act.CHECK_VOTER, Act.HAND_OUT_PAPER, Act.TAKE_PAPER_BACK, Act.ADMIT_AT_DESK, Act.ENTER_FORM}
)
