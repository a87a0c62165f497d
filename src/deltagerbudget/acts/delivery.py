"""The rows of the tables for what follows the count: projects, money, the evaluation; `tables` holds all."""

from __future__ import annotations

from deltagerbudget.acts.vocabulary import Act, PhaseKind, Role

_OWNER = frozenset({Role.OWNER})
_LEADS = frozenset({Role.OWNER, Role.ADMINISTRATOR})

WHO: dict[Act, frozenset[Role]] = {
    Act.RECORD_RELEASE: _LEADS,
    Act.START_REALISATION: _OWNER,
    Act.PLAN_MILESTONE: _OWNER,
    Act.MOVE_MILESTONE: _OWNER,
    Act.REACH_MILESTONE: _OWNER,
    Act.REMIND_MILESTONE: frozenset({Role.SYSTEM}),
    # By a link from a mail too: then the owner of the project, with the roles of that moment.
    Act.CONFIRM_MILESTONE: _OWNER,
    Act.PLAN_PAYMENT: _OWNER,
    Act.REPORT_PROGRESS: frozenset({Role.OWNER, Role.PARTNER}),
    Act.REMOVE_REPORT_PICTURE: _OWNER,
    Act.FINISH_REALISATION: _OWNER,
    Act.ANNOUNCE_OPENING: _OWNER,
    Act.STOP_REALISATION: _LEADS,
    # Whoever asked takes it back; whoever else may confirm it says no.
    Act.DECLINE_STOP: _LEADS,
    Act.CREATE_INITIATIVE: _LEADS,
    Act.EDIT_INITIATIVE: _LEADS,
    Act.FUND_INITIATIVE: _LEADS,
    Act.PUBLISH_INITIATIVE: _OWNER,
    Act.RECORD_PAYMENT: _OWNER,
    Act.CORRECT_PAYMENT: _OWNER,
    Act.RETURN_MONEY: _LEADS,
    # Everyone who works on it knows best what it took.
    Act.RECORD_EFFORT: frozenset({Role.OWNER, Role.CASEWORKER, Role.ADMINISTRATOR}),
    Act.PUBLISH_EVALUATION: _OWNER,
}

_AFTER_VOTE = frozenset({PhaseKind.COUNT, PhaseKind.REALISATION, PhaseKind.EVALUATION})

WHEN: dict[Act, frozenset[PhaseKind] | None] = {
    Act.RECORD_RELEASE: _AFTER_VOTE,
    Act.START_REALISATION: _AFTER_VOTE,
    Act.PLAN_MILESTONE: _AFTER_VOTE,
    Act.MOVE_MILESTONE: _AFTER_VOTE,
    Act.REACH_MILESTONE: _AFTER_VOTE,
    Act.REMIND_MILESTONE: _AFTER_VOTE,
    Act.CONFIRM_MILESTONE: _AFTER_VOTE,
    Act.PLAN_PAYMENT: _AFTER_VOTE,
    Act.REPORT_PROGRESS: _AFTER_VOTE,
    Act.REMOVE_REPORT_PICTURE: None,
    Act.FINISH_REALISATION: _AFTER_VOTE,
    Act.ANNOUNCE_OPENING: _AFTER_VOTE,
    Act.STOP_REALISATION: _AFTER_VOTE,
    Act.DECLINE_STOP: _AFTER_VOTE,
    Act.CREATE_INITIATIVE: None,
    Act.EDIT_INITIATIVE: None,
    Act.FUND_INITIATIVE: None,
    Act.PUBLISH_INITIATIVE: None,
    Act.RECORD_PAYMENT: _AFTER_VOTE,
    Act.CORRECT_PAYMENT: _AFTER_VOTE,
    Act.RETURN_MONEY: None,
    Act.RECORD_EFFORT: None,
    # And only with a published result.
    Act.PUBLISH_EVALUATION: _AFTER_VOTE,
}
