"""The rows of the tables for the roll and the right to vote; `tables` holds them with all others."""

from __future__ import annotations

from deltagerbudget.acts.vocabulary import Act, PhaseKind, Role

_LEADS = frozenset({Role.OWNER, Role.ADMINISTRATOR})
_CONTROL = _LEADS | {Role.AUDITOR}

WHO: dict[Act, frozenset[Role]] = {
    Act.IMPORT_ROLL: _LEADS,
    Act.ADD_TO_ROLL: _LEADS,
    Act.REMOVE_FROM_ROLL: _LEADS,
    # By the clock each minute, or by hand before the count.
    Act.CHECK_RESIDENCE: _CONTROL | {Role.SYSTEM},
    Act.SETTLE_PENDING: _CONTROL,
    # Whoever asks people whether they voted is none of those who run the vote.
    Act.DRAW_SAMPLE: frozenset({Role.AUDITOR}),
}

_UNTIL_VOTE = frozenset({PhaseKind.PREPARATION, PhaseKind.IDEAS, PhaseKind.SUPPORT, PhaseKind.REVIEW, PhaseKind.VOTE})
_FROM_VOTE = frozenset({PhaseKind.VOTE, PhaseKind.COUNT, PhaseKind.REALISATION, PhaseKind.EVALUATION})

WHEN: dict[Act, frozenset[PhaseKind] | None] = {
    Act.IMPORT_ROLL: _UNTIL_VOTE,
    Act.ADD_TO_ROLL: _UNTIL_VOTE,
    Act.REMOVE_FROM_ROLL: _UNTIL_VOTE,
    Act.CHECK_RESIDENCE: _FROM_VOTE,
    Act.SETTLE_PENDING: _FROM_VOTE,
    Act.DRAW_SAMPLE: _FROM_VOTE,
}
