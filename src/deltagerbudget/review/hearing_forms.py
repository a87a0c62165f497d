"""What is asked before a refusal and after it: a wish for a change, its answer, an appeal and its answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from deltagerbudget.proposals.rules import LIMITS
from deltagerbudget.review.forms import MOST_ORE, PlainForm, paragraphs
from deltagerbudget.review.models import Revision
from deltagerbudget.review.rules import Answer, AppealOutcome
from deltagerbudget.ui.forms import DateField, KronerField, Paragraphs


class RevisionForm(PlainForm):
    wish = paragraphs(
        gettext_lazy("What should be changed, and why?"),
        gettext_lazy("In plain words. The authors and everyone else can read it."),
        4,
        required=True,
        missing=gettext_lazy("Write what should be changed, and why."),
    )
    suggestion = forms.CharField(
        label=gettext_lazy("Your suggestion for a new text"),
        help_text=gettext_lazy("The authors can take it as it is, or write their own. Begin with their own words."),
        required=False,
        max_length=LIMITS["what"],
        widget=Paragraphs(8),
    )
    until = DateField(
        label=gettext_lazy("Last day to answer"),
        error_messages={"required": gettext_lazy("Choose the last day on which the authors can answer.")},
    )


class AnswerForm(PlainForm):
    answer = forms.ChoiceField(
        label=gettext_lazy("What do you choose?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one of the answers.")},
    )
    words = paragraphs(
        gettext_lazy("Do you want to add something?"), gettext_lazy("Everyone can read it on the proposal's page."), 3
    )

    def __init__(self, *args: Any, asked: Revision, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            (Answer.CHANGED.value, gettext_lazy("I have changed the proposal myself")),
            (Answer.KEPT.value, gettext_lazy("I keep the proposal as it is")),
        ]
        if asked.suggestion:
            choices.insert(0, (Answer.ACCEPTED.value, gettext_lazy("I take the municipality's text")))
        self.fields["answer"].choices = choices  # type: ignore[attr-defined]


class AppealForm(PlainForm):
    words = paragraphs(
        gettext_lazy("What should the municipality look at again?"),
        gettext_lazy("Say what you think was overlooked or misunderstood. Only the municipality reads it."),
        6,
        required=True,
        missing=gettext_lazy("Write what the municipality should look at again."),
    )


class AppealAnswerForm(PlainForm):
    sometimes = ("price_ore",)

    outcome = forms.ChoiceField(
        label=gettext_lazy("Decision on the appeal"),
        choices=AppealOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose whether the refusal stands.")},
    )
    answer = paragraphs(
        gettext_lazy("Answer"),
        gettext_lazy("In plain words. The authors and everyone else can read it."),
        5,
        required=True,
        missing=gettext_lazy("Write the answer in plain words."),
    )
    price_ore = KronerField(
        label=gettext_lazy("Price in the vote"),
        help_text=gettext_lazy("Needed when the proposal goes on after all."),
        required=False,
        max_ore=MOST_ORE,
    )
    price_basis = paragraphs(
        gettext_lazy("What the price rests on"), gettext_lazy("Shown to residents beside the price."), 3
    )
