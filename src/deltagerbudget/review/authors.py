"""Who stands behind a proposal: shown to staff who say why, and written down each time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from deltagerbudget.acts.clock import now
from deltagerbudget.acts.looks import OPEN_FOR, is_open
from deltagerbudget.acts.marks import does
from deltagerbudget.acts.request import actor_of
from deltagerbudget.acts.vocabulary import Act, Purpose
from deltagerbudget.proposals.models import Authorship, Proposal
from deltagerbudget.review.actions import see_authors
from deltagerbudget.review.models import sent_proposals

UNPROCESSABLE = 422
_BANDS = ((18, gettext_lazy("under 18")), (30, gettext_lazy("18 to 29")), (65, gettext_lazy("30 to 64")))


class PurposeForm(forms.Form):
    purpose = forms.ChoiceField(
        label=gettext_lazy("Why do you need it?"),
        choices=Purpose.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose why you need it.")},
    )


@dataclass(frozen=True)
class Shown:
    name: str
    band: str
    email: str
    is_protected: bool


@does(Act.SEE_AUTHORS)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def authors(request: HttpRequest, pk: int) -> HttpResponse:
    """SECURITY: nothing is shown before a purpose is given and the look is written; then for a quarter of an hour."""
    actor, at = actor_of(request), now()
    proposal = get_object_or_404(sent_proposals(actor).prefetch_related("process__areas"), pk=pk)
    form = PurposeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        see_authors(actor, proposal, purpose=Purpose(form.cleaned_data["purpose"]), at=at)
        return redirect("review_staff:authors", proposal.pk)
    is_shown = is_open(Act.SEE_AUTHORS, actor, proposal, at=at)
    context = {
        "proposal": proposal,
        "form": form,
        "minutes": int(OPEN_FOR.total_seconds() // 60),
        "authors": _shown(proposal, localdate(at)) if is_shown else [],
    }
    return render(request, "review/authors.html", context, status=UNPROCESSABLE if form.is_bound else 200)


def _shown(proposal: Proposal, today: date) -> list[Shown]:
    people = [row.person for row in Authorship.objects.filter(proposal=proposal).select_related("person")]
    return [
        Shown(
            name=person.name or _("Protected: not kept"),
            band=_band(person.age_on(today)),
            email=person.email,
            is_protected=person.is_protected,
        )
        for person in people
    ]


def _band(age: int | None) -> str:
    """LAW: GDPR art. 5(1)(c): the group is enough to know how to speak to someone; the birthday is not needed."""
    if age is None:
        return _("not known")
    return str(next((words for below, words in _BANDS if age < below), _("65 or older")))
