"""The page on which the municipality names the person to ask about one proposal."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from deltagerbudget.acts.clock import now
from deltagerbudget.acts.marks import does
from deltagerbudget.acts.refusals import Refusal
from deltagerbudget.acts.request import actor_of
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.proposals.actions import name_contact
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.proposals.picture_views import led
from deltagerbudget.proposals.refused import CONFLICT, GET_OR_POST, UNPROCESSABLE
from deltagerbudget.ui.forms import PlainText

_PARTS = ("name", "title", "phone", "email")


class NamedContactForm(PlainText):
    """One person at work. A form without a word in it means: the deltagerbudget's own."""

    use_required_attribute = False

    name = forms.CharField(label=_("Name"), max_length=120, required=False)
    title = forms.CharField(
        label=_("What they do"), help_text=_("For example: engineer, Roads and Parks."), max_length=120, required=False
    )
    phone = forms.CharField(
        label=_("Phone"), max_length=30, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )
    email = forms.EmailField(label=_("Mail"), max_length=254, required=False)

    def contact(self) -> dict[str, str] | None:
        given = {part: self.cleaned_data[part].strip() for part in _PARTS}
        return given if any(given.values()) else None


@does(Act.NAME_CONTACT)
@require_http_methods(GET_OR_POST)
def contact(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of(request)
    proposal = led(actor, pk, Act.NAME_CONTACT)
    form = NamedContactForm(request.POST if request.method == "POST" else None, initial=_written(proposal))
    status = 200
    if form.is_bound:
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                name_contact(actor, proposal, contact=form.contact(), at=now())
            except Refusal as refusal:
                form.add_error(None, refusal.message)
                status = CONFLICT
            else:
                return redirect("review_staff:proposal", proposal.pk)
    process = proposal.process
    context = {"proposal": proposal, "process": process, "form": form, "usual": process.contact_person}
    return render(request, "proposals/contact.html", context, status=status)


def _written(proposal: Proposal) -> dict[str, str]:
    named = getattr(proposal, "named_contact", None)
    return {part: getattr(named, part) for part in _PARTS} if named else {}
