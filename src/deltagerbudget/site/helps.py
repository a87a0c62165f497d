"""Where administrators write the help text of each field that residents meet."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from deltagerbudget.accounts.forms import DetailsForm
from deltagerbudget.acts.clock import now
from deltagerbudget.acts.marks import does
from deltagerbudget.acts.request import actor_of
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.municipality.actions import edit_wording
from deltagerbudget.municipality.card import card
from deltagerbudget.municipality.rules import LONGEST_HELP
from deltagerbudget.proposals.forms import ProposalForm
from deltagerbudget.ui.forms import Paragraphs, PlainText

UNPROCESSABLE = 422
LANGUAGES = ("da", "en")
# The name in the address and the key: the form's title, the form. A trap for machines has no label.
FORMS: dict[str, tuple[str | Promise, type[forms.Form]]] = {
    "proposal": (_("The proposal form"), ProposalForm),
    "details": (_("E-mail and language"), DetailsForm),
}


def fields_of(name: str) -> dict[str, forms.Field]:
    return {key: box for key, box in FORMS[name][1].base_fields.items() if box.label}


class HelpsForm(PlainText):
    """Two texts for each field; the platform's own stands beside as the example."""

    use_required_attribute = False

    def __init__(self, name: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.groups = []
        for key, box in fields_of(name).items():
            pair = []
            for code, label in (("da", gettext("In Danish")), ("en", gettext("In English"))):
                with override(code):
                    ours = str(box.help_text)
                hint = gettext("Empty: “%(text)s”") % {"text": ours} if ours else gettext("Empty: no help text")
                field = forms.CharField(
                    label=label, help_text=hint, max_length=LONGEST_HELP, required=False, widget=Paragraphs(2)
                )
                field.sometimes_required = True  # type: ignore[attr-defined]
                self.fields[f"{key}_{code}"] = field
                pair.append(f"{key}_{code}")
            self.groups.append((str(box.label), [self[field] for field in pair]))


@does(Act.EDIT_WORDING)
@never_cache
@require_safe
def helps(request: HttpRequest) -> HttpResponse:
    rows = [(name, title) for name, (title, _form) in FORMS.items()]
    return render(request, "site/helps.html", {"rows": rows})


@does(Act.EDIT_WORDING)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, form: str) -> HttpResponse:
    if form not in FORMS:
        raise Http404
    standing = _standing(form)
    page = HelpsForm(form, request.POST if request.method == "POST" else None, initial=standing)
    if page.is_bound and page.is_valid() and "preview" not in request.POST:
        _save(request, form, page.cleaned_data, standing)
        return redirect("site:helps")
    is_wrong = page.is_bound and not page.is_valid()
    context: dict[str, Any] = {"form": page, "title": FORMS[form][0]}
    if page.is_bound and not is_wrong:
        context["preview"] = _preview(form, page.cleaned_data)
    return render(request, "site/help.html", context, status=UNPROCESSABLE if is_wrong else 200)


def _standing(name: str) -> dict[str, str]:
    known = card()
    return {f"{key}_{code}": known.words(f"help.{name}.{key}", code) for key in fields_of(name) for code in LANGUAGES}


def _save(request: HttpRequest, name: str, given: dict[str, str], standing: dict[str, str]) -> None:
    """One act for each field that is different."""
    for key in fields_of(name):
        names = [f"{key}_{code}" for code in LANGUAGES]
        if any(given[field] != standing[field] for field in names):
            danish, english = (given[field] for field in names)
            edit_wording(actor_of(request), f"help.{name}.{key}", da=danish, en=english, at=now())


def _preview(name: str, given: dict[str, str]) -> list[tuple[str, str]]:
    """Label and help text as a resident will read them."""
    return [(str(box.label), given[f"{key}_da"] or str(box.help_text)) for key, box in fields_of(name).items()]
