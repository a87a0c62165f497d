"""WHO may do each act, WHEN, and which acts take TWO. This is what a municipality approves; see docs/acts.md."""

from __future__ import annotations

from deltagerbudget.acts.vocabulary import Act, PhaseKind, Role

_OWNER = frozenset({Role.OWNER})
_STAFF_LEADS = frozenset({Role.OWNER, Role.ADMINISTRATOR})
_AUTHOR = frozenset({Role.AUTHOR})
_SYSTEM = frozenset({Role.SYSTEM})
_CONTROL = frozenset({Role.OWNER, Role.AUDITOR, Role.ADMINISTRATOR})

WHO: dict[Act, frozenset[Role]] = {
    Act.APPROPRIATE_MONEY: frozenset({Role.ADMINISTRATOR}),
    Act.EDIT_PAGE: frozenset({Role.ADMINISTRATOR}),
    Act.CREATE_PROCESS: _STAFF_LEADS,
    Act.EDIT_PROCESS: _STAFF_LEADS,
    Act.SCHEDULE_PHASES: _STAFF_LEADS,
    Act.ALLOCATE_MONEY: _STAFF_LEADS,
    Act.TICK_CHECKLIST: frozenset({Role.OWNER, Role.ADMINISTRATOR, Role.PARTNER}),
    Act.OPEN_PROCESS: _STAFF_LEADS,
    Act.START_PROPOSAL: frozenset({Role.RESIDENT}),
    Act.EDIT_PROPOSAL: _AUTHOR,
    Act.SUBMIT_PROPOSAL: _AUTHOR,
    Act.WITHDRAW_PROPOSAL: _AUTHOR,
    Act.ASSIGN_REVIEW: _OWNER,
    Act.WRITE_REVIEW: frozenset({Role.CASEWORKER}),
    Act.FINISH_REVIEW: frozenset({Role.CASEWORKER}),
    Act.DECIDE_PROPOSAL: _OWNER,
    Act.APPROVE_REFUSAL: frozenset({Role.OWNER, Role.CASEWORKER, Role.ADMINISTRATOR}),
    Act.RELEASE_DECISIONS: _OWNER,
    Act.FREEZE_VOTE: _CONTROL,
    Act.DRAW_LOT: _CONTROL,
    Act.OPEN_VOTE: _SYSTEM,
    # A voter has no account: the booth answers for who may vote. No role, no permit, no journal.
    Act.CAST_BALLOT: frozenset(),
    Act.CLOSE_VOTE: _SYSTEM,
    Act.CLOSE_VOTE_EARLY: _CONTROL,
    Act.COUNT_VOTES: _CONTROL,
    Act.PUBLISH_RESULT: _CONTROL,
    Act.DESTROY_KEYS: _CONTROL,
    Act.IMPORT_ELECTION: frozenset({Role.ADMINISTRATOR, Role.SYSTEM}),
    Act.START_REALISATION: _OWNER,
    Act.PLAN_MILESTONE: _OWNER,
    Act.MOVE_MILESTONE: _OWNER,
    Act.REACH_MILESTONE: _OWNER,
    Act.REPORT_PROGRESS: frozenset({Role.OWNER, Role.PARTNER}),
    Act.FINISH_REALISATION: _OWNER,
}

# None: the act does not depend on the phase.
_BEFORE_VOTE = frozenset({PhaseKind.PREPARATION, PhaseKind.IDEAS, PhaseKind.REVIEW})
_AFTER_VOTE = frozenset({PhaseKind.COUNT, PhaseKind.REALISATION, PhaseKind.EVALUATION})

WHEN: dict[Act, frozenset[PhaseKind] | None] = {
    Act.APPROPRIATE_MONEY: None,
    Act.EDIT_PAGE: None,
    Act.CREATE_PROCESS: None,
    Act.EDIT_PROCESS: None,
    Act.SCHEDULE_PHASES: None,
    Act.ALLOCATE_MONEY: None,
    Act.TICK_CHECKLIST: None,
    Act.OPEN_PROCESS: None,
    Act.START_PROPOSAL: frozenset({PhaseKind.IDEAS}),
    Act.EDIT_PROPOSAL: frozenset({PhaseKind.IDEAS}),
    Act.SUBMIT_PROPOSAL: frozenset({PhaseKind.IDEAS}),
    Act.WITHDRAW_PROPOSAL: frozenset({PhaseKind.IDEAS, PhaseKind.REVIEW}),
    Act.ASSIGN_REVIEW: frozenset({PhaseKind.IDEAS, PhaseKind.REVIEW}),
    Act.WRITE_REVIEW: frozenset({PhaseKind.IDEAS, PhaseKind.REVIEW}),
    Act.FINISH_REVIEW: frozenset({PhaseKind.IDEAS, PhaseKind.REVIEW}),
    Act.DECIDE_PROPOSAL: frozenset({PhaseKind.REVIEW}),
    Act.APPROVE_REFUSAL: frozenset({PhaseKind.REVIEW}),
    Act.RELEASE_DECISIONS: frozenset({PhaseKind.REVIEW}),
    Act.FREEZE_VOTE: _BEFORE_VOTE,
    # The list is frozen first; nobody can know the ballots before the count.
    Act.DRAW_LOT: _BEFORE_VOTE | {PhaseKind.VOTE, PhaseKind.COUNT},
    Act.OPEN_VOTE: frozenset({PhaseKind.VOTE}),
    Act.CAST_BALLOT: frozenset({PhaseKind.VOTE}),
    Act.CLOSE_VOTE: frozenset({PhaseKind.VOTE}) | _AFTER_VOTE,
    Act.CLOSE_VOTE_EARLY: frozenset({PhaseKind.VOTE}),
    Act.COUNT_VOTES: frozenset({PhaseKind.VOTE}) | _AFTER_VOTE,
    Act.PUBLISH_RESULT: frozenset({PhaseKind.VOTE}) | _AFTER_VOTE,
    Act.DESTROY_KEYS: frozenset({PhaseKind.VOTE}) | _AFTER_VOTE,
    Act.IMPORT_ELECTION: None,
    Act.START_REALISATION: _AFTER_VOTE,
    Act.PLAN_MILESTONE: _AFTER_VOTE,
    Act.MOVE_MILESTONE: _AFTER_VOTE,
    Act.REACH_MILESTONE: _AFTER_VOTE,
    Act.REPORT_PROGRESS: _AFTER_VOTE,
    Act.FINISH_REALISATION: _AFTER_VOTE,
}

TWO: frozenset[Act] = frozenset(
    {
        Act.FREEZE_VOTE,
        Act.DRAW_LOT,
        Act.CLOSE_VOTE_EARLY,
        Act.PUBLISH_RESULT,
        Act.DESTROY_KEYS,
        Act.APPROVE_REFUSAL,
    }
)

# Casting writes nothing that could tie a person or a minute to a ballot.
NOT_IN_JOURNAL: frozenset[Act] = frozenset({Act.CAST_BALLOT})
