"""The table of what staff may do for a resident; `tables` holds the others."""

from __future__ import annotations

from deltagerbudget.acts.vocabulary import Act

# SECURITY: what staff may do while they write for a resident who has no account. Everything else is refused, whatever
# the resident could do alone. A vote is not here and never can be: the booth knows no account.
ON_BEHALF: frozenset[Act] = frozenset(
    {
        Act.START_PROPOSAL,
        Act.EDIT_PROPOSAL,
        Act.SUBMIT_PROPOSAL,
        Act.WITHDRAW_PROPOSAL,
        Act.LEAVE_PROPOSAL,
        Act.ADD_PICTURE,
        Act.REMOVE_PICTURE,
        Act.HAND_IN_FILE,
        Act.TAKE_FILE_BACK,
        Act.INVITE_COAUTHOR,
        Act.CANCEL_INVITATION,
        Act.ANSWER_JOIN,
        Act.ANSWER_MERGE,
        Act.ANSWER_REVISION,
        Act.APPEAL_REFUSAL,
        Act.ASK_QUESTION,
        Act.ANSWER_QUESTION,
        Act.ADD_POINT,
        Act.AGREE_POINT,
        Act.WITHDRAW_AGREEMENT,
        Act.REPORT_CONTENT,
        Act.APPEAL_HIDING,
        Act.BOOK_PLACE,
        Act.CANCEL_BOOKING,
    }
)
