"""The staff's page for the help under the platform's own questions and for examples, in one deltagerbudget."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext, override
from django.views.decorators.http import require_http_methods

from deltagerbudget.acts.clock import now
from deltagerbudget.acts.marks import does
from deltagerbudget.acts.permit import permit
from deltagerbudget.acts.refusals import Refusal
from deltagerbudget.acts.request import actor_of
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.municipality.card import card
from deltagerbudget.municipality.rules import LONGEST_HELP
from deltagerbudget.processes.actions import edit_process
from deltagerbudget.processes.frame import framed
from deltagerbudget.processes.models import Process
from deltagerbudget.proposals.examples import OWN
from deltagerbudget.proposals.forms import ProposalForm
from deltagerbudget.proposals.refused import CONFLICT, GET_OR_POST, UNPROCESSABLE
from deltagerbudget.proposals.rules import LIMITS
from deltagerbudget.ui.forms import Paragraphs, PlainText

LANGUAGES = ("da", "en")


class HelpsForm(PlainText):
    """Two texts for each question, and examples of one's own; what stands there otherwise is shown beside."""

    use_required_attribute = False

    def __init__(self, data: QueryDict | None, *, process: Process) -> None:
        initial = {f"{name}_{code}": process.help_of(name, code) for name in _names() for code in LANGUAGES}
        super().__init__(data, initial=initial)
        self.groups: list[tuple[str, list[str]]] = []
        for name, box in _asked().items():
            for code, label in (("da", gettext("In Danish")), ("en", gettext("In English"))):
                self.fields[f"{name}_{code}"] = self._field(name, box, code, label)
            self.groups.append((str(box.label), [f"{name}_{code}" for code in LANGUAGES]))
        for number, (title, what) in enumerate(OWN, start=1):
            self._add_example(number, title, what)

    def pairs(self) -> list[tuple[str, list[forms.BoundField]]]:
        return [(label, [self[name] for name in names]) for label, names in self.groups]

    def helps(self) -> dict[str, dict[str, str]]:
        """By the question; only those that say something."""
        given = {name: {code: self.cleaned_data[f"{name}_{code}"] for code in LANGUAGES} for name in _names()}
        return {name: texts for name, texts in given.items() if any(texts.values())}

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        for title, what in OWN:
            for code in LANGUAGES:
                names = (f"{title}_{code}", f"{what}_{code}")
                written = [name for name in names if given.get(name)]
                if len(written) == 1 and not any(name in self.errors for name in names):
                    missing = next(name for name in names if name not in written)
                    self.add_error(missing, gettext("Write both a title and what it is, or leave both empty."))
        return given

    def _add_example(self, number: int, title: str, what: str) -> None:
        words = {
            title: {"da": gettext("Title in Danish"), "en": gettext("Title in English")},
            what: {"da": gettext("What it is, in Danish"), "en": gettext("What it is, in English")},
        }
        for name, labels in words.items():
            for code in LANGUAGES:
                widget = forms.TextInput() if name == title else Paragraphs(2)
                longest = LIMITS["title"] if name == title else LONGEST_HELP
                field = forms.CharField(label=labels[code], max_length=longest, required=False, widget=widget)
                field.sometimes_required = True  # type: ignore[attr-defined]
                self.fields[f"{name}_{code}"] = field
        label = gettext("An example of your own, number %(number)s") % {"number": number}
        self.groups.append((label, [f"{name}_{code}" for name in words for code in LANGUAGES]))

    @staticmethod
    def _field(name: str, box: forms.Field, code: str, label: str) -> forms.CharField:
        with override(code):
            usual = card().words(f"help.proposal.{name}", code) or str(box.help_text)
        hint = gettext("Empty: “%(text)s”") % {"text": usual} if usual else gettext("Empty: no help text")
        field = forms.CharField(
            label=label, help_text=hint, max_length=LONGEST_HELP, required=False, widget=Paragraphs(2)
        )
        field.sometimes_required = True  # type: ignore[attr-defined]
        return field


@does(Act.EDIT_PROCESS)
@require_http_methods(GET_OR_POST)
def helps(request: HttpRequest, slug: str) -> HttpResponse:
    actor = actor_of(request)
    process = get_object_or_404(Process.objects.visible_to(actor).with_setup(), slug=slug)
    permit(Act.EDIT_PROCESS, actor, area_ids=process.area_ids)
    form = HelpsForm(request.POST if request.method == "POST" else None, process=process)
    status = 200
    if form.is_bound:
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                edit_process(actor, process, values={"helps": form.helps()}, at=now())
            except Refusal as refusal:
                form.add_error(None, refusal.message)
                status = CONFLICT
            else:
                return redirect("processes_staff:fields", process.slug)
    context = {**framed(request, process, "spoergsmaal"), "form": form}
    return render(request, "proposals/helps.html", context, status=status)


def _names() -> list[str]:
    """The questions, and the two texts of each example."""
    return [*_asked(), *(name for pair in OWN for name in pair)]


def _asked() -> dict[str, forms.Field]:
    """A trap for machines has no label."""
    return {name: box for name, box in ProposalForm.base_fields.items() if box.label}
