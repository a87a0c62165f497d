"""The journal as people read it: what happened, by which role, when. No names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.vocabulary import Act, Ground, Harm, Recall, Role
from deltagerbudget.ui.danish import when
from deltagerbudget.ui.signatures import Event

# Acts that residents follow. Drafts and the staff's half-done work are not theirs to read.
PUBLIC: dict[Act, str | Promise] = {
    Act.CREATE_POOL: _("The pool was created"),
    Act.APPROPRIATE_MONEY: _("The council's money for a year was written down"),
    Act.CORRECT_APPROPRIATION: _("The council's money for a year was corrected"),
    Act.SET_ASIDE_MONEY: _("Money was set aside for an area"),
    Act.ALLOCATE_MONEY: _("Money was set aside for a deltagerbudget"),
    Act.FUND_INITIATIVE: _("Two persons gave money to an initiative"),
    Act.RETURN_MONEY: _("Money that was left came back to the pool"),
    Act.PUBLISH_INITIATIVE: _("The initiative was published"),
    Act.OPEN_PROCESS: _("The deltagerbudget was opened"),
    Act.SUBMIT_PROPOSAL: _("The proposal was sent in"),
    Act.EDIT_PROPOSAL: _("The text was changed"),
    Act.ADD_PICTURE: _("A picture was added"),
    Act.REMOVE_PICTURE: _("A picture was removed"),
    Act.TAKE_DOWN_PICTURE: _("The municipality took a picture down"),
    Act.ADD_DOCUMENT: _("A document was added"),
    Act.REMOVE_DOCUMENT: _("A document was removed"),
    Act.WITHDRAW_PROPOSAL: _("The proposal was withdrawn"),
    Act.PLAN_EVENT: _("A meeting or hours of advice were planned"),
    Act.CHANGE_EVENT: _("A meeting or hours of advice were changed"),
    Act.CANCEL_EVENT: _("A meeting or hours of advice were cancelled"),
    Act.POST_NEWS: _("There was news"),
    Act.CORRECT_NEWS: _("The news was corrected"),
    Act.TAKE_NEWS_BACK: _("The news was taken back"),
    Act.NAME_CONTACT: _("The person to ask was changed"),
    Act.MERGE_PROPOSALS: _("Proposals were put together with the authors' consent"),
    Act.SPLIT_PROPOSALS: _("Proposals that were put together were taken apart again"),
    Act.CLOSE_SUPPORT: _("The support round was over"),
    Act.LIFT_PROPOSAL: _("The municipality took the proposal up again after the support round"),
    Act.ASK_REVISION: _("The municipality asked the authors for a change"),
    Act.ANSWER_REVISION: _("The authors answered the municipality"),
    Act.RELEASE_DECISIONS: _("The municipality's decision was published"),
    Act.ANNOUNCE_DECISIONS: _("All decisions become public at the same minute"),
    Act.APPEAL_REFUSAL: _("The authors appealed the refusal"),
    Act.DECIDE_APPEAL: _("Another person decided on the appeal"),
    Act.ASK_QUESTION: _("A question was asked"),
    Act.ASK_AUTHORS: _("The municipality asked the authors a question"),
    Act.ANSWER_QUESTION: _("A question was answered"),
    Act.HIDE_CONTENT: _("The municipality hid a text"),
    Act.DECIDE_HIDING_APPEAL: _("Another person decided on an appeal about a hidden text"),
    Act.FREEZE_VOTE: _("Two persons froze the list, the prices and the rules of the vote"),
    Act.IMPORT_ROLL: _("The municipality loaded the roll of those who may vote"),
    Act.DRAW_SAMPLE: _("The auditor drew a sample of the roll, to ask people whether they voted"),
    Act.DRAW_LOT: _("Two persons entered the public draw that decides ties"),
    Act.OPEN_VOTE: _("The vote opened"),
    Act.OPEN_STATION: _("A voting place was opened or corrected"),
    Act.CLOSE_STATION: _("A voting place was closed"),
    Act.APPROVE_BATCH: _("Two persons approved a batch of ballots on paper"),
    Act.FINISH_POST: _("All ballots that came by post were counted or set aside"),
    Act.FINISH_PAPER: _("All ballots on paper of a voting place were counted"),
    Act.RECHECK_SAMPLE: _("A sample of the ballots on paper was drawn by lot"),
    Act.CLOSE_VOTE: _("The vote closed"),
    Act.CLOSE_VOTE_EARLY: _("Two persons closed the vote early"),
    Act.WITHDRAW_PROJECT: _("Two persons took a project out of the vote, and said why"),
    Act.EXTEND_VOTE: _("Two persons gave the vote a later end"),
    Act.REPORT_INCIDENT: _("Two persons told of a problem with the vote"),
    Act.SETTLE_PENDING: _("Two persons left ballots uncounted whose voters could not be looked up, as the rules say"),
    Act.COUNT_VOTES: _("The votes were counted"),
    Act.PUBLISH_RESULT: _("Two persons published the result"),
    Act.DESTROY_KEYS: _("Two persons destroyed the keys of the vote"),
    Act.IMPORT_ELECTION: _("The election was imported from a public file"),
    Act.RECORD_RELEASE: _("It was written down which body released the money"),
    Act.START_REALISATION: _("The project was started"),
    Act.PLAN_MILESTONE: _("A milestone was planned"),
    Act.MOVE_MILESTONE: _("A milestone was moved"),
    Act.REACH_MILESTONE: _("A milestone was reached"),
    Act.PLAN_PAYMENT: _("A payment was planned for a milestone"),
    Act.CONFIRM_MILESTONE: _("The owner said that a milestone goes as planned"),
    Act.REPORT_PROGRESS: _("There was news about the project"),
    Act.FINISH_REALISATION: _("The project was finished"),
    Act.ANNOUNCE_OPENING: _("The opening of the project was announced"),
    Act.STOP_REALISATION: _("Two persons stopped the project, and said why"),
    Act.PUBLISH_EVALUATION: _("The evaluation was published"),
}
# What may be said so often that a page shows the newest of it only.
TALK = frozenset({Act.ASK_QUESTION, Act.ASK_AUTHORS, Act.ANSWER_QUESTION, Act.HIDE_CONTENT, Act.DECIDE_HIDING_APPEAL})
_THROUGH = _("%(role)s, through the municipality")
_NOT_READY = _("The decisions did not come at the minute that was announced, because not all were ready")
_NOT_FROZEN = _("The vote did not open, because it was not frozen")

_SUPPORTED = _("The support round was over: %(supporters)s supported it, and %(needed)s were needed")

# What an author may do before it is sent as well.
_OF_TEXT = {Act.EDIT_PROPOSAL, Act.ADD_PICTURE, Act.REMOVE_PICTURE}


def events(entries: Iterable[Entry]) -> list[Event]:
    """The public entries as events for the timeline, in the order given."""
    known = list(entries)
    sent = {entry.target_id: entry.pk for entry in known if entry.act == Act.SUBMIT_PROPOSAL}
    roles = {role.value: str(role.label) for role in Role}
    return [
        Event(what=_sentence(entry), who_role=_who(entry, roles), at=entry.at)
        for entry in known
        if entry.act in PUBLIC and not _is_draft(entry, sent)
    ]


def _who(entry: Entry, roles: Mapping[str, str]) -> str:
    """The role; and that somebody wrote for the person, never who."""
    if not entry.through_role:
        return roles[entry.role]
    way = _("%(role)s, through the local council") if entry.through_role == Role.PARTNER else _THROUGH
    return str(way) % {"role": roles[entry.role]}


def _is_draft(entry: Entry, sent: Mapping[str, int]) -> bool:
    """A text is its author's own until it is sent."""
    return entry.act in _OF_TEXT and entry.pk < sent.get(entry.target_id, entry.pk + 1)


def _sentence(entry: Entry) -> str:
    if entry.act == Act.OPEN_VOTE and entry.detail.get("outcome") == "not-frozen":
        return str(_NOT_FROZEN)
    if entry.act == Act.RELEASE_DECISIONS and entry.detail.get("outcome") == "not-ready":
        return str(_NOT_READY)
    sentence = str(PUBLIC[Act(entry.act)])
    if entry.act in {Act.ANNOUNCE_DECISIONS, Act.EXTEND_VOTE}:
        minute = datetime.fromtimestamp(entry.detail["minute"], UTC)
        return f"{sentence}: {when(minute, get_language() or 'da')}"
    if entry.act == Act.CLOSE_SUPPORT and "supporters" in entry.detail:
        return str(_SUPPORTED) % entry.detail
    more = _MORE.get(Act(entry.act))
    return f"{sentence}: {more(entry)}" if more else sentence


_MORE: dict[Act, Callable[[Entry], object]] = {
    Act.TAKE_DOWN_PICTURE: lambda entry: Harm(entry.detail["harm"]).label,
    Act.TAKE_NEWS_BACK: lambda entry: Recall(entry.detail["recall"]).label,
    Act.HIDE_CONTENT: lambda entry: Ground(entry.detail["ground"]).label,
    Act.SETTLE_PENDING: lambda entry: entry.detail["voters"],
}
