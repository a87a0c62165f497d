"""Who stands behind a proposal: the authors' own page, invitations, requests, leaving."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, cast
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.clock import now
from deltagerbudget.acts.marks import does, member
from deltagerbudget.acts.refusals import Refusal
from deltagerbudget.acts.request import actor_of
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.proposals.views import CONFLICT, GET_OR_POST, own, refusal_of, refused
from deltagerbudget.staff.post import write_mail
from deltagerbudget.together import actions, merging
from deltagerbudget.together.forms import InviteForm, JoinForm, SignatureForm
from deltagerbudget.together.limits import may_write
from deltagerbudget.together.models import Invitation, JoinRequest, Merge
from deltagerbudget.together.rules import Answer
from deltagerbudget.ui.quiet import quiet

GONE = 410
UNPROCESSABLE = 422


@member
@require_GET
def authors(request: HttpRequest, pk: int) -> HttpResponse:
    return _authors_page(request, own(actor_of(request), pk))


@does(Act.INVITE_COAUTHOR)
@require_POST
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """SECURITY: the link is shown in this one answer, and kept nowhere."""
    actor, at = actor_of(request), now()
    proposal = own(actor, pk)
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _authors_page(request, proposal, form=form, status=UNPROCESSABLE)
    try:
        invitation, token = actions.invite_coauthor(actor, proposal, at=at)
    except Refusal as refusal:
        return _authors_page(request, proposal, form=form, refusal=refusal, status=CONFLICT)
    query = urlencode({"til": invitation.pk, "kode": token})
    url = f"{settings.SITE_URL}{reverse('together:invitation')}?{query}"
    address = form.cleaned_data["email"]
    is_sent = bool(address) and may_write(actor.person_id, address, at=at)
    if is_sent:
        _write(invitation, proposal, url, address, at)
    context = {"proposal": proposal, "process": proposal.process, "invitation": invitation, "url": url}
    shown = {"is_sent": is_sent, "address": address}
    return render(request, "together/invited.html", context | shown)


@does(Act.CANCEL_INVITATION)
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of(request)
    mine = Invitation.objects.filter(proposal__in=Proposal.objects.by_author(actor.person_id))
    row = get_object_or_404(mine, pk=pk)
    return _answered(request, row.proposal_id, lambda: actions.cancel_invitation(actor, row, at=now()))


@does(Act.ANSWER_INVITATION)
@never_cache
@require_http_methods(GET_OR_POST)
def invitation(request: HttpRequest) -> HttpResponse:
    """SECURITY: looking uses nothing up; scanners of mail look at every link. The token is in the query, which no log
    keeps."""
    actor, at, token = actor_of(request), now(), request.GET.get("kode", "")
    found = _invitation(request.GET.get("til", ""))
    if found is None or not actions.is_usable(found, token, at=at):
        return render(request, "together/invitation_over.html", status=GONE)
    form, status = SignatureForm(request.POST or None, person=cast(Person, request.user)), 200
    if request.method == "POST":
        answer = Answer.NO if request.POST.get("svar") == "nej" else Answer.YES
        status = UNPROCESSABLE
        if answer == Answer.NO or form.is_valid():
            signature = form.signature() if answer == Answer.YES else None
            try:
                actions.answer_invitation(actor, found, token, answer=answer, signature=signature, at=at)
            except Refusal as refusal:
                form.add_error(None, refusal.message)
                status = CONFLICT
            else:
                return _after_answer(found.proposal, answer)
    context = _about(found.proposal) | {"invitation": found, "form": form, "inviter": _inviter(found)}
    return render(request, "together/invitation.html", context, status=status)


@does(Act.LEAVE_PROPOSAL)
@require_http_methods(GET_OR_POST)
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    actor, at = actor_of(request), now()
    proposal = own(actor, pk)
    refusal = refusal_of(actions.check_may_leave, actor, proposal, at=at)
    if refusal:
        return refused(request, proposal.process, refusal, at)
    if request.method == "POST":
        actions.leave_proposal(actor, proposal, at=at)
        return redirect("site:my_page")
    return render(request, "together/leave.html", _about(proposal))


@does(Act.ASK_TO_JOIN)
@require_http_methods(GET_OR_POST)
def join(request: HttpRequest, pk: int) -> HttpResponse:
    actor, at = actor_of(request), now()
    proposal = get_object_or_404(Proposal.objects.public().with_texts_of_author(), pk=pk)
    asked = JoinRequest.objects.filter(proposal=proposal, person_id=actor.person_id or 0).first()
    if asked is not None and request.method != "POST":
        return render(request, "together/asked.html", _about(proposal) | {"asked": asked})
    form, status = JoinForm(request.POST or None, person=cast(Person, request.user)), 200
    if request.method != "POST":
        refusal = refusal_of(actions.check_may_ask, actor, proposal, at=at)
        if refusal:
            return refused(request, proposal.process, refusal, at)
    elif form.is_valid():
        words, signature = form.cleaned_data["words"], form.signature()
        try:
            actions.ask_to_join(actor, proposal, words=words, signature=signature, at=at)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
            status = CONFLICT
        else:
            return redirect("together:join", proposal.pk)
    else:
        status = UNPROCESSABLE
    drafts = proposal.process.proposals.by_author(actor.person_id).filter(stage="draft")
    return render(request, "together/join.html", _about(proposal) | {"form": form, "drafts": drafts}, status=status)


@does(Act.ANSWER_JOIN)
@require_POST
def answer_join(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of(request)
    row = get_object_or_404(JoinRequest.objects.for_author(actor.person_id), pk=pk)
    answer = {"ja": Answer.YES, "nej": Answer.NO}.get(request.POST.get("svar", ""))
    if answer is None:
        return _authors_page(request, own(actor, row.proposal_id), status=UNPROCESSABLE)
    return _answered(request, row.proposal_id, lambda: actions.answer_join(actor, row, answer=answer, at=now()))


def _answered(request: HttpRequest, proposal_id: int, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
    except Refusal as refusal:
        return _authors_page(request, own(actor_of(request), proposal_id), refusal=refusal, status=CONFLICT)
    return redirect("together:authors", proposal_id)


def _authors_page(
    request: HttpRequest,
    proposal: Proposal,
    *,
    form: InviteForm | None = None,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    actor, at = actor_of(request), now()
    merges = list(Merge.objects.of(proposal).with_parts().order_by("-pk"))
    context = _about(proposal) | {
        "mine": proposal.authorship_of(actor.person_id),
        "form": form or InviteForm(),
        "refusal": refusal,
        "why_not": refusal_of(actions.check_may_invite, actor, proposal, at=at),
        "may_leave": refusal_of(actions.check_may_leave, actor, proposal, at=at) is None,
        "may_offer": refusal_of(merging.check_may_offer, actor, proposal, at=at) is None,
        "requests": list(proposal.join_requests.waiting().select_related("person").order_by("pk")),
        "invitations": list(proposal.invitations.waiting(at).order_by("pk")),
        "offers": [(merge, merge.voice_of(actor.person_id)) for merge in merges if merge.is_open],
        "joined": [f"{row.number}. {row.title}" for row in proposal.merged.order_by("number")],
        "at": at,
    }
    return render(request, "together/authors.html", context, status=status)


def _after_answer(proposal: Proposal, answer: Answer) -> HttpResponse:
    return redirect("together:authors", proposal.pk) if answer == Answer.YES else redirect("site:my_page")


def _invitation(number: str) -> Invitation | None:
    wanted = int(number) if number.isascii() and number.isdigit() and len(number) < 18 else 0
    read = ("proposal__authorships__person", "proposal__process__phases", "proposal__process__areas")
    found = Invitation.objects.filter(pk=wanted).select_related("proposal__process", "proposal__named_contact")
    return found.prefetch_related(*read, "proposal__process__contacts").first()


def _inviter(row: Invitation) -> str:
    """As the public sees the one who invites."""
    return row.proposal.authorship_of(row.invited_by_id).shown_name


def _write(row: Invitation, proposal: Proposal, url: str, address: str, at: datetime) -> None:
    """SECURITY: what others wrote makes no link, so nobody can send an address of their own by our hand."""
    values: dict[str, Any] = {
        "url": url,
        "inviter": quiet(proposal.authorship_of(row.invited_by_id).shown_name),
        "title": quiet(proposal.title),
        "process": proposal.process.title,
        "expires_at": row.expires_at,
    }
    write_mail("together/mail_invitation.txt", address, values, language=get_language() or "da", at=at)


def _about(proposal: Proposal) -> dict[str, Any]:
    process = proposal.process
    return {"proposal": proposal, "process": process, "contact_person": proposal.contact_person}
