"""What is kept of a person, and what becomes of it when the person asks to be deleted. Pure.

Each relation of a model to a person has its row here; a test walks all models and demands it. The page and
docs/privacy.md show the same table.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from deltagerbudget.acts.refusals import NotPossible

# What is typed before anything is deleted; the same in every language of the page's forms.
WORD = "SLET"
SLIP = _("Write the word %(word)s, so that nobody is deleted by a slip.")


class Fate(TextChoices):
    DELETED = "deleted", _("Deleted at once")
    NAMELESS = "nameless", _("Stays without your name")
    STAFF = "staff", _("Of those who work here; a resident has none")


@dataclass(frozen=True)
class Kept:
    """One thing that points to a person."""

    what: str | Promise
    fate: Fate
    why: str | Promise
    until: str | Promise


_GONE = _("Nobody needs it when you are gone.")
_NOW = _("Now")
_PUBLIC = _("Others have taken part on the strength of it, and everyone must be able to see what was decided and why.")
_ARCHIVE = _("As long as the deltagerbudget is kept in the municipality's archive")
_LAW = _("The municipality must be able to show that the rules were kept. It says what was done, not by whom.")
_WORK = _("It belongs to the work.")
_LEAVES = _("Until the employment ends, or as the municipality has decided")

_JOURNAL = Kept(_("What you have done on the platform (the log of acts)"), Fate.NAMELESS, _LAW, _ARCHIVE)
_STAFF = Kept(_("The work of staff: roles, reviews, approvals, logins"), Fate.STAFF, _WORK, _LEAVES)
_PROPOSALS = Kept(
    _("Proposals that you have sent in: “A resident” stands in place of your name"), Fate.NAMELESS, _PUBLIC, _ARCHIVE
)
_TOGETHER = Kept(
    _("That you have invited, answered or put proposals together with others"), Fate.NAMELESS, _PUBLIC, _ARCHIVE
)
_SAID = Kept(
    _("What you have asked, answered, reported and written for and against, and what you agree with"),
    Fate.NAMELESS,
    _PUBLIC,
    _ARCHIVE,
)
_MAILS = Kept(_("Mails that we have sent you"), Fate.DELETED, _GONE, _NOW)

PERSON = Kept(_("Name, birthday, area, e-mail and the key to your login"), Fate.DELETED, _GONE, _NOW)
DRAFTS = Kept(_("Drafts that you have not sent in, with their pictures"), Fate.DELETED, _GONE, _NOW)
VOTE = Kept(
    _("Your vote is never tied to your name, so there is nothing to delete, and it still counts"),
    Fate.NAMELESS,
    _PUBLIC,
    _ARCHIVE,
)

KEPT: dict[str, Kept] = {
    "acts.Entry.person": _JOURNAL,
    "acts.Look.subject": Kept(_("Who has looked at your data"), Fate.DELETED, _GONE, _NOW),
    "behalf.Assisted.person": Kept(
        _("How staff reach you, and what you handed in, where they write for you"), Fate.DELETED, _GONE, _NOW
    ),
    "events.Booking.person": Kept(_("Your bookings"), Fate.DELETED, _GONE, _NOW),
    "notifications.Follower.person": Kept(_("What you follow"), Fate.DELETED, _GONE, _NOW),
    "notifications.Mail.receiver": _MAILS,
    "notifications.Mail.resident": _MAILS,
    "proposals.Authorship.person": _PROPOSALS,
    "together.JoinRequest.person": Kept(_("That you have asked to join a proposal"), Fate.DELETED, _GONE, _NOW),
    "together.Invitation.invited_by": _TOGETHER,
    "together.Invitation.answered_by": _TOGETHER,
    "together.Merge.offered_by": _TOGETHER,
    "together.Voice.person": _TOGETHER,
    "support.Support.person": Kept(
        _("Which proposals you have supported; nobody else can see it"), Fate.NAMELESS, _PUBLIC, _ARCHIVE
    ),
    "talk.Question.person": _SAID,
    "talk.Answer.person": _SAID,
    "talk.Point.person": _SAID,
    "talk.Agreement.person": _SAID,
    "talk.Report.person": _SAID,
    "acts.Entry.through": _STAFF,
    "acts.Grant.person": _STAFF,
    "acts.Approval.first": _STAFF,
    "acts.Approval.second": _STAFF,
    "acts.Look.person": _STAFF,
    "behalf.Assisted.entered_by": _STAFF,
    "experts.Expert.asked_by": _STAFF,
    "letters.PrintRun.person": _STAFF,
    "notifications.Reminded.person": _STAFF,
    "places.WaitingImport.person": _STAFF,
    "polling.Shift.person": _STAFF,
    "polling.DeskCount.person": _STAFF,
    "polling.Batch.registered_by": _STAFF,
    "polling.Batch.first_by": _STAFF,
    "polling.Batch.second_by": _STAFF,
    "polling.Batch.settled_by": _STAFF,
    "polling.Batch.approved_by": _STAFF,
    "polling.Recheck.drawn_by": _STAFF,
    "polling.FormEntry.entered_by": _STAFF,
    "processes.Preview.person": _STAFF,
    "processes.Remark.person": _STAFF,
    "processes.Remark.answered_by": _STAFF,
    "processes.Tick.person": _STAFF,
    "processes.Tick.undone_by": _STAFF,
    "realisation.Realisation.owner": _STAFF,
    "review.Department.members": _STAFF,
    "review.Note.person": _STAFF,
    "review.Review.caseworker": _STAFF,
    "support.Lift.person": _STAFF,
    "talk.Hiding.person": _STAFF,
    "talk.Hiding.decided_by": _STAFF,
    "staff.Staff.person": _STAFF,
    "staff.Invitation.invited_by": _STAFF,
    "staff.Factor.person": _STAFF,
    "staff.RecoveryCode.person": _STAFF,
}


def table() -> list[Kept]:
    """What a resident reads: each thing once, what is deleted first."""
    rows = dict.fromkeys([PERSON, DRAFTS, *KEPT.values(), VOTE])
    return sorted((row for row in rows if row.fate != Fate.STAFF), key=lambda row: row.fate != Fate.DELETED)


def check_word(typed: str) -> None:
    """Raise NotPossible unless the person has typed that everything is to go."""
    if typed.strip().upper() != WORD:
        raise NotPossible(SLIP % {"word": WORD})
