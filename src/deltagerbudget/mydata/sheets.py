"""Everything about one person, by heading, as plain values: the same for the JSON and for the page in the file."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

from django.db.models import Q
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.models import Entry, Look
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.behalf.models import Assisted
from deltagerbudget.events.models import Booking
from deltagerbudget.mydata.rules import table
from deltagerbudget.notifications.models import Following, Mail
from deltagerbudget.notifications.things import thing_of
from deltagerbudget.proposals.models import Authorship
from deltagerbudget.proposals.rules import PUBLIC_STAGES
from deltagerbudget.review.models import Appeal, Revision
from deltagerbudget.support.models import Support
from deltagerbudget.talk.models import Agreement, Answer, Hiding, Point, Question, Report, about
from deltagerbudget.together.models import Invitation, JoinRequest, Merge, Voice
from deltagerbudget.ui.danish import day, kroner, when

Row = dict[str, str]


def sheets(person: Person) -> dict[str, list[Row]]:
    """SECURITY: each sheet asks for the rows of this person alone; nobody else's name is in any of them."""
    return {str(heading()): rows(person) for heading, rows in _SHEETS}


def packed(person: Person) -> BytesIO:
    """One ZIP: to be read by people, and by programs."""
    found = sheets(person)
    kept = [
        {"what": str(row.what), "fate": str(row.fate.label), "why": str(row.why), "until": str(row.until)}
        for row in table()
    ]
    page = render_to_string("mydata/sheet.html", {"sheets": found, "kept": kept, "language": _language()})
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mine-data.json", json.dumps(found, ensure_ascii=False, indent=2))
        archive.writestr("mine-data.html", page)
    file.seek(0)
    return file


def _language() -> str:
    return get_language() or "da"


def _about(person: Person) -> list[Row]:
    born = day(person.birth_date, _language()) if person.birth_date else ""
    return [
        {
            _("Number"): str(person.pk),
            _("Name"): person.name,
            _("Born"): born,
            _("Area"): person.residence,
            _("E-mail"): person.email,
            _("Language"): person.language,
            _("Name and address are protected"): _("Yes") if person.is_protected else _("No"),
        }
    ]


def _proposals(person: Person) -> list[Row]:
    found = Authorship.objects.filter(person=person).select_related("proposal__process", "person")
    read = ("proposal__pictures", "proposal__answers__field")
    return [_proposal(row) for row in found.prefetch_related(*read).order_by("pk")]


def _proposal(row: Authorship) -> Row:
    proposal = row.proposal
    return {
        _("Deltagerbudget"): proposal.process.title,
        _("Number"): str(proposal.number or ""),
        _("State"): proposal.get_stage_display(),
        _("Title"): proposal.title,
        _("What"): proposal.what,
        _("Why"): proposal.why,
        _("For whom"): proposal.for_whom,
        _("Where"): proposal.place,
        _("Point on the map"): f"{proposal.lat}, {proposal.lon}" if proposal.point else "",
        _("Your idea of the price"): kroner(proposal.wish_ore, _language()) if proposal.wish_ore else "",
        _("The name that others see"): row.shown_name,
        _("You said yes to it being shown"): when(row.consent_at, _language()) if row.consent_at else "",
        _("Pictures"): ", ".join(picture.alt for picture in proposal.pictures.all()),
        # Those that the municipality alone reads too.
        _("Your other answers"): "; ".join(
            f"{answer.field.label}: {answer.shown}" for answer in proposal.answers.all()
        ),
    }


def _assisted(person: Person) -> list[Row]:
    """For a resident for whom staff write; they print it and hand it over."""
    return [
        {
            _("When"): when(row.at, _language()),
            _("How you came to us"): row.get_source_display(),
            _("You said yes"): when(row.consent_at, _language()),
            _("How we reach you"): row.contact,
            _("A slip or a letter is kept"): _("Yes") if row.has_scan else _("No"),
        }
        for row in Assisted.objects.filter(person=person)
    ]


def _bookings(person: Person) -> list[Row]:
    return [
        {
            _("What"): row.event.title,
            _("When"): when(row.begins_at, _language()),
            _("Where"): row.event.place,
            _("Booked"): when(row.at, _language()),
        }
        for row in Booking.objects.of_person(person.pk)
    ]


def _follows(person: Person) -> list[Row]:
    joined = ("follower", "process", "area", "proposal__process", "initiative")
    found = Following.objects.filter(follower__person=person).select_related(*joined).order_by("pk")
    return [
        {
            _("What"): _title(row),
            _("How often"): row.follower.get_pace_display(),
            _("Since"): when(row.asked_at, _language()),
        }
        for row in found
    ]


def _title(following: Following) -> str:
    """What the municipality has hidden is not named here either."""
    if following.proposal is not None and following.proposal.stage not in PUBLIC_STAGES:
        return _("A proposal that is no longer shown")
    return thing_of(following).title


def _mails(person: Person) -> list[Row]:
    return [
        {_("When"): when(row.at, _language()), _("Subject"): row.subject, _("Text"): row.body}
        for row in Mail.objects.filter(Q(receiver=person) | Q(resident=person)).order_by("pk")
    ]


def _together(person: Person) -> list[Row]:
    """What the person did; the others in it are their own business."""
    language = _language()
    rows = [
        (row.at, _("You asked to join"), f"{row.proposal.title}. {row.words}")
        for row in JoinRequest.objects.filter(person=person).select_related("proposal")
    ]
    rows += [
        (row.at, _("You invited a co-author"), row.proposal.title)
        for row in Invitation.objects.filter(invited_by=person).select_related("proposal")
    ]
    rows += [
        (row.answered_at or row.at, _("You answered an invitation"), row.get_answer_display())
        for row in Invitation.objects.filter(answered_by=person)
    ]
    offered = _("You suggested that proposals become one")
    rows += [(row.at, offered, "") for row in Merge.objects.filter(offered_by=person)]
    rows += [
        (row.at, _("You answered a suggestion that proposals become one"), row.get_answer_display())
        for row in Voice.objects.filter(person=person)
    ]
    return [{_("When"): when(at, language), _("What"): what, _("Text"): text} for at, what, text in sorted(rows)]


def _said(person: Person) -> list[Row]:
    """What the person wrote about proposals, also what is hidden."""
    language = _language()
    rows = [
        (row.at, str(heading), f"{about(row).title}. {row.text}")
        for heading, found in (
            (_("You asked"), Question.objects.filter(person=person).select_related("proposal")),
            (_("You answered"), Answer.objects.filter(person=person).select_related("question__proposal")),
            (_("You wrote a point"), Point.objects.filter(person=person).select_related("proposal")),
        )
        for row in found
    ]
    agreed = Agreement.objects.filter(person=person).select_related("point")
    rows += [(row.at, _("You agreed"), row.point.text if row.point.hidden_at is None else "") for row in agreed]
    reports = Report.objects.filter(person=person)
    rows += [(row.at, _("You reported a text"), f"{row.get_ground_display()}. {row.words}") for row in reports]
    return [{_("When"): when(at, language), _("What"): what, _("Text"): text} for at, what, text in sorted(rows)]


def _supported(person: Person) -> list[Row]:
    rows = Support.objects.by(person.pk).select_related("proposal__process").order_by("at", "pk")
    return [
        {
            _("When"): when(row.at, _language()),
            _("Deltagerbudget"): row.proposal.process.title,
            _("Number"): str(row.proposal.number or ""),
        }
        for row in rows
    ]


def _letters(person: Person) -> list[Row]:
    """What the municipality and the person wrote to each other; of several authors, the words of this one alone."""
    language = _language()
    acts = (Act.ANSWER_REVISION, Act.APPEAL_REFUSAL, Act.APPEAL_HIDING)
    mine = {(entry.act, entry.at) for entry in Entry.objects.filter(person=person, act__in=acts)}
    own = Authorship.objects.filter(person=person).values("proposal")
    revisions = Revision.objects.filter(proposal__in=own, answered_at__isnull=False)
    rows = [
        (row.answered_at, _("You answered a wish for a change"), f"{row.get_answer_display()}. {row.words}")
        for row in revisions
        if row.answered_at is not None and (Act.ANSWER_REVISION, row.answered_at) in mine
    ]
    appeals = Appeal.objects.filter(decision__proposal__in=own)
    rows += [
        (row.at, _("You appealed a refusal"), row.words) for row in appeals if (Act.APPEAL_REFUSAL, row.at) in mine
    ]
    for row in Hiding.objects.of_writer(person.pk):
        rows.append((row.at, _("Your text was hidden"), f"{row.get_ground_display()}. {row.words}"))
        if row.appealed_at is not None and (Act.APPEAL_HIDING, row.appealed_at) in mine:
            rows.append((row.appealed_at, _("You appealed that your text was hidden"), row.appeal))
        if row.decided_at is not None:
            rows.append((row.decided_at, row.get_outcome_display(), row.decision))
    return [{_("When"): when(at, language), _("What"): what, _("Text"): text} for at, what, text in sorted(rows)]


def _looks(person: Person) -> list[Row]:
    return [
        {
            _("When"): when(row.at, _language()),
            _("Who"): row.get_role_display(),
            _("What"): row.get_what_display(),
            _("Why"): row.get_purpose_display() if row.purpose else "",
        }
        for row in Look.objects.filter(subject=person).newest_first()
    ]


def _acts(person: Person) -> list[Row]:
    return [
        {_("When"): when(row.at, _language()), _("What"): row.get_act_display()}
        for row in Entry.objects.filter(person=person).newest_first()
    ]


_SHEETS: tuple[tuple[Callable[[], str], Callable[[Person], list[Any]]], ...] = (
    (lambda: _("About you"), _about),
    (lambda: _("Your proposals"), _proposals),
    (lambda: _("Proposals together with others"), _together),
    (lambda: _("What you have said about proposals"), _said),
    (lambda: _("Proposals that you have supported"), _supported),
    (lambda: _("What you and the municipality wrote to each other"), _letters),
    (lambda: _("Where staff write for you"), _assisted),
    (lambda: _("Your bookings"), _bookings),
    (lambda: _("What you follow"), _follows),
    (lambda: _("Mails that we have sent you"), _mails),
    (lambda: _("Who has looked at your data"), _looks),
    (lambda: _("What you have done on the platform"), _acts),
)
