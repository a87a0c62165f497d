"""Which entries become mails, to whom, and what they say."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.vocabulary import Act, Harm, PhaseKind
from deltagerbudget.events.files import calendar_address
from deltagerbudget.events.models import Booking
from deltagerbudget.municipality.card import card
from deltagerbudget.notifications import after_vote, asking, mails
from deltagerbudget.notifications.mails import Written
from deltagerbudget.notifications.passing import Letter, owners_of, passed_on
from deltagerbudget.notifications.passing import about_proposal as _about
from deltagerbudget.notifications.passing import address_of as _address
from deltagerbudget.processes.models import Process
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.review.models import Appeal, Decision, Review
from deltagerbudget.review.rules import ReminderKind
from deltagerbudget.support.models import Lift
from deltagerbudget.talk.models import Answer as Said
from deltagerbudget.talk.models import Hiding, Question, about, writer_ids
from deltagerbudget.talk.rules import Voice
from deltagerbudget.together.models import Invitation, JoinRequest, Merge
from deltagerbudget.together.rules import Answer
from deltagerbudget.ui.quiet import quiet


def letters(entry: Entry) -> list[Letter]:
    """The mails that this entry asks for; none for most entries."""
    compose = _COMPOSERS.get(Act(entry.act))
    written = compose(entry) if compose else []
    return list(passed_on(letter for letter in written if letter.receiver.is_active))


def written(letter: Letter) -> Written:
    """Subject, text and HTML in the receiver's language."""
    language, known = letter.receiver.language, card()
    with translation.override(language):
        values = letter.values | {
            "language": language,
            "municipality": known.name,
            "closing": known.words("mail.closing", language),
            "site": settings.SITE_URL,
        }
        values["url"] = settings.SITE_URL + letter.address()
        text = render_to_string(f"notifications/{letter.template}.txt", values)
        preface = letter.preface()
    subject, _, body = text.strip().partition("\n")
    body = f"{preface}\n\n{body.strip()}"
    return mails.letter(mails.one_line(subject), re.sub(r"\n{3,}", "\n\n", body).strip() + "\n", language)


def _proposal(pk: int | str) -> Proposal:
    return Proposal.objects.select_related("process").get(pk=pk)


def _submitted(entry: Entry) -> list[Letter]:
    proposal = _proposal(entry.target_id)
    process = proposal.process
    kinds = {"support": PhaseKind.SUPPORT, "review": PhaseKind.REVIEW, "vote": PhaseKind.VOTE}
    return _about("submitted", proposal, **{name: process.span_of(kind) for name, kind in kinds.items()})


def _withdrawn(entry: Entry) -> list[Letter]:
    proposal = _proposal(entry.target_id)
    mine = {"address": lambda: reverse("site:process", args=[proposal.process.slug])}
    return _about("withdrawn", proposal, **mine)


def _taken_down(entry: Entry) -> list[Letter]:
    return _about("picture_taken_down", _proposal(entry.target_id), harm=Harm(entry.detail["harm"]))


def _announced(entry: Entry) -> list[Letter]:
    """One letter an author, however many proposals wait for the minute."""
    process = Process.objects.get(pk=entry.target_id)
    waiting = Person.objects.filter(authorships__proposal__process=process, authorships__proposal__stage="submitted")
    earlier = Entry.objects.of(process).filter(act=Act.ANNOUNCE_DECISIONS, pk__lt=entry.pk)
    values: dict[str, Any] = {"process": process, "minute": datetime.fromtimestamp(entry.detail["minute"], UTC)}
    values |= {"is_moved": earlier.exists(), "address": lambda: reverse("site:my_page")}
    return [Letter("announced", person, values) for person in waiting.distinct().order_by("pk")]


def _support_closed(entry: Entry) -> list[Letter]:
    """To the authors of each proposal, with the numbers of the minute in which it was counted."""
    if entry.target_type != "proposals.proposal":
        return []
    proposal = _proposal(entry.target_id)
    said = {name: entry.detail[name] for name in ("supporters", "needed")}
    template = "supported" if entry.detail["outcome"] == "enough" else "unsupported"
    return _about(template, proposal, **said, contact=proposal.contact_person)


def _lifted(entry: Entry) -> list[Letter]:
    lift = Lift.objects.get(proposal_id=int(entry.target_id))
    return _about("lifted", _proposal(entry.target_id), reason=lift.reason)


def _decided(entry: Entry) -> list[Letter]:
    if entry.detail.get("outcome") == "not-ready":
        process = Process.objects.get(pk=entry.target_id)
        address = {"address": lambda: reverse("review_staff:proposals", args=[process.slug])}
        return [Letter("decisions_missed", owner, {"process": process} | address) for owner in owners_of(process)]
    if entry.target_type != "proposals.proposal":
        return []
    proposal = _proposal(entry.target_id)
    decision = Decision.objects.get(proposal=proposal)
    template = "admitted" if decision.price_ore is not None else "refused"
    return _about(template, proposal, decision=decision, vote=proposal.process.span_of(PhaseKind.VOTE))


def _revision(entry: Entry) -> list[Letter]:
    proposal = _proposal(entry.target_id)
    asked = proposal.revisions.get(asked_at=entry.at)
    return _about("revision", proposal, revision=asked, address=lambda: reverse("review:answer", args=[proposal.pk]))


def _reminded(entry: Entry) -> list[Letter]:
    """To the members of the department; to the process owners what is long late."""
    review = Review.objects.filter(pk=entry.target_id).select_related("department", "proposal__process").first()
    if review is None:
        return []
    kind, proposal = entry.detail["kind"], review.proposal
    values = {"proposal": proposal, "process": proposal.process, "due_on": review.due_on, "asked_who": review.who}
    if kind == ReminderKind.ESCALATED:
        values["address"] = lambda: reverse("review_staff:proposal", args=[proposal.pk])
        return [Letter("review_escalated", owner, values) for owner in owners_of(proposal.process)]
    values["address"] = lambda: reverse("review_staff:review", args=[review.pk])
    members = review.department.members.order_by("pk") if review.department else ()
    return [Letter(f"review_{kind}", member, values) for member in members]


def _appealed(entry: Entry) -> list[Letter]:
    proposal = _proposal(entry.target_id)
    appeal = Appeal.objects.get(decision__proposal=proposal)
    return _about("appealed", proposal, appeal=appeal, address=lambda: reverse("review:appeal", args=[proposal.pk]))


def _appeal_decided(entry: Entry) -> list[Letter]:
    proposal = _proposal(entry.target_id)
    return _about("appeal_decided", proposal, appeal=Appeal.objects.get(decision__proposal=proposal))


def _join_asked(entry: Entry) -> list[Letter]:
    asked = _join_request(entry)
    if asked is None:
        return []
    proposal = _proposal(asked.proposal_id)
    address = partial(reverse, "together:authors", args=[proposal.pk])
    return _about("join_asked", proposal, name=quiet(asked.shown_name), address=address)


def _join_answered(entry: Entry) -> list[Letter]:
    """To the one who asked."""
    asked = _join_request(entry)
    if asked is None:
        return []
    proposal = _proposal(asked.proposal_id)
    values = {"proposal": proposal, "process": proposal.process, "answer": asked.answer}
    return [Letter("join_answered", asked.person, values | {"address": lambda: _address(proposal)})]


def _join_request(entry: Entry) -> JoinRequest | None:
    """None once the one who asked has been deleted: what waits for them waits for nobody."""
    return JoinRequest.objects.select_related("person").filter(pk=entry.target_id).first()


def _invitation_answered(entry: Entry) -> list[Letter]:
    """A yes to the other authors; a no to the one who invited, who knows whom."""
    row = Invitation.objects.select_related("invited_by").get(pk=entry.target_id)
    proposal = _proposal(row.proposal_id)
    joined = proposal.authorships.filter(person=row.answered_by_id).select_related("person").first()
    name = quiet(joined.shown_name) if joined else ""
    address = partial(reverse, "together:authors", args=[proposal.pk])
    written = _about("invitation_answered", proposal, answer=row.answer, name=name, address=address)
    if row.answer == Answer.NO:
        return [letter for letter in written if letter.receiver == row.invited_by]
    return [letter for letter in written if letter.receiver.pk != row.answered_by_id]


def _merge(template: str) -> Callable[[Entry], list[Letter]]:
    """To every author of every proposal that was asked, but not to who asked."""

    def compose(entry: Entry) -> list[Letter]:
        merge = Merge.objects.select_related("process").get(pk=entry.target_id)
        people = Person.objects.filter(authorships__proposal__parts__merge=merge).distinct().order_by("pk")
        address = partial(reverse, "together:merge", args=[merge.pk])
        # SECURITY: another author wrote it, so it makes no link.
        said = {"title": quiet(merge.title), "words": quiet(merge.words)}
        values = {"merge": merge, "process": merge.process, "address": address} | said
        return [Letter(template, person, values) for person in people if person.pk != entry.person_id]

    return compose


def _merged(entry: Entry) -> list[Letter]:
    """One letter an author, of the proposal that stands on."""
    return [] if "into" in entry.detail else _about("merged", _proposal(entry.target_id))


def _split(entry: Entry) -> list[Letter]:
    return _about("split", _proposal(entry.target_id))


def _asked(entry: Entry) -> list[Letter]:
    """To the authors; not of what one of them has asked, and not of what was hidden meanwhile."""
    question = Question.objects.get(pk=entry.detail["question"])
    if question.voice == Voice.AUTHOR or question.hidden_at is not None:
        return []
    values: dict[str, Any] = {"is_ours": question.voice == Voice.MUNICIPALITY, "said": quiet(question.text)}
    values["address"] = lambda: reverse("talk:answer", args=[question.pk])
    return _about("question", _proposal(entry.target_id), **values)


def _answered(entry: Entry) -> list[Letter]:
    """To the resident who asked. The municipality reads the answer at its desk."""
    answer = Said.objects.select_related("question__person").get(pk=entry.detail["answer"])
    if answer.question.voice == Voice.MUNICIPALITY or answer.hidden_at is not None:
        return []
    proposal = _proposal(entry.target_id)
    values: dict[str, Any] = {"proposal": proposal, "process": proposal.process, "asked": quiet(answer.question.text)}
    values |= {"said": quiet(answer.text), "is_ours": answer.voice == Voice.MUNICIPALITY}
    values["address"] = lambda: f"{_address(proposal)}#questions"
    return [Letter("answered", answer.question.person, values)]


def _to_writers(template: str, entry: Entry) -> list[Letter]:
    hiding = Hiding.objects.get(pk=entry.detail["hiding"])
    values: dict[str, Any] = {"proposal": about(hiding.thing), "hiding": hiding}
    values["address"] = lambda: reverse("talk:hidden", args=[hiding.pk])
    writers = Person.objects.filter(pk__in=writer_ids(hiding.thing)).order_by("pk")
    return [Letter(template, person, values) for person in writers]


def _vote_opened(entry: Entry) -> list[Letter]:
    process = Process.objects.get(pk=entry.target_id)
    if entry.detail.get("outcome") == "not-frozen":
        address = {"address": lambda: reverse("ballots_staff:vote", args=[process.slug])}
        return [Letter("not_frozen", owner, {"process": process} | address) for owner in owners_of(process)]
    authors = Person.objects.filter(authorships__proposal__in=process.proposals.on_ballot()).distinct().order_by("pk")
    values: dict[str, Any] = {"process": process, "vote": process.span_of(PhaseKind.VOTE)}
    values["address"] = lambda: reverse("ballots:choose", args=[process.slug])
    return [Letter("vote_opened", author, values) for author in authors]


def _alarmed(entry: Entry) -> list[Letter]:
    process, kind = Process.objects.get(vote=UUID(entry.target_id)), entry.detail["kind"]
    page = "ballots_staff:changes" if kind == "outage" else "scrutiny_staff:follow"
    values = {"process": process, "address": partial(reverse, page, args=[process.slug])}
    return [Letter(f"alarm_{kind}", owner, values) for owner in owners_of(process)]


def _booked(entry: Entry) -> list[Letter]:
    """Nothing for what was given up meanwhile."""
    return _to_booked("booked", Booking.objects.filter(pk=entry.target_id))


def _event(template: str) -> Callable[[Entry], list[Letter]]:
    def compose(entry: Entry) -> list[Letter]:
        if entry.detail.get("moved") == 0:
            return []
        return _to_booked(template, Booking.objects.filter(event=int(entry.target_id)))

    return compose


def _to_booked(template: str, bookings: QuerySet[Booking]) -> list[Letter]:
    """One letter to each who has booked, with the own time."""
    page = "events:events" if template == "event_cancelled" else "events:book"
    return [
        Letter(
            template,
            row.person,
            {
                "event": row.event,
                "booking": row,
                "calendar": partial(calendar_address, row),
                "address": partial(reverse, page, args=[] if page == "events:events" else [row.event_id]),
            },
        )
        for row in bookings.select_related("event", "person").order_by("pk")
    ]


_COMPOSERS: dict[Act, Callable[[Entry], list[Letter]]] = {
    Act.SUBMIT_PROPOSAL: _submitted,
    Act.WITHDRAW_PROPOSAL: _withdrawn,
    Act.TAKE_DOWN_PICTURE: _taken_down,
    Act.CLOSE_SUPPORT: _support_closed,
    Act.LIFT_PROPOSAL: _lifted,
    Act.ANNOUNCE_DECISIONS: _announced,
    Act.RELEASE_DECISIONS: _decided,
    Act.REMIND_REVIEW: _reminded,
    Act.ASK_REVISION: _revision,
    Act.BOOK_PLACE: _booked,
    Act.CHANGE_EVENT: _event("event_changed"),
    Act.CANCEL_EVENT: _event("event_cancelled"),
    Act.REMIND_BOOKED: _event("event_reminder"),
    Act.APPEAL_REFUSAL: _appealed,
    Act.DECIDE_APPEAL: _appeal_decided,
    Act.ASK_TO_JOIN: _join_asked,
    Act.ANSWER_JOIN: _join_answered,
    Act.ANSWER_INVITATION: _invitation_answered,
    Act.OFFER_MERGE: _merge("merge_offered"),
    Act.END_MERGE: _merge("merge_ended"),
    Act.MERGE_PROPOSALS: _merged,
    Act.SPLIT_PROPOSALS: _split,
    Act.ASK_QUESTION: _asked,
    Act.ASK_AUTHORS: _asked,
    Act.ANSWER_QUESTION: _answered,
    Act.HIDE_CONTENT: partial(_to_writers, "hidden"),
    Act.DECIDE_HIDING_APPEAL: partial(_to_writers, "hiding_decided"),
    Act.OPEN_VOTE: _vote_opened,
    Act.RAISE_ALARM: _alarmed,
    **after_vote.COMPOSERS,
    Act.OPEN_SURVEY: asking.asked,
}
