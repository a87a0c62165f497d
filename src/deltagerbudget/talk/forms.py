from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.vocabulary import Ground
from deltagerbudget.talk.rules import LONGEST, Outcome, Side
from deltagerbudget.ui.forms import Paragraphs, PlainText
from deltagerbudget.ui.guard import Unhurried

NAMED, UNNAMED = "initial", "none"


def _text(kind: str, label: Any, hint: Any, rows: int, missing: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=bool(missing),
        max_length=LONGEST[kind],
        widget=Paragraphs(rows),
        error_messages={
            "required": missing,
            "max_length": gettext_lazy("The text is too long. Shorten it to %(limit_value)d characters."),
        },
    )


def _choice(label: Any, choices: Any, missing: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=choices, widget=forms.RadioSelect, error_messages={"required": missing}
    )


class QuestionForm(Unhurried):
    text = _text(
        "question",
        gettext_lazy("What would you like to know?"),
        gettext_lazy("Ask one thing at a time. Everyone can read the question and the answer."),
        4,
        gettext_lazy("Write your question."),
    )
    name = _choice(gettext_lazy("Which name should stand there?"), (), gettext_lazy("Choose the name."))

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("name", UNNAMED if person.is_protected else NAMED)
        choices = [(UNNAMED, _("“A resident”"))]
        if not person.is_protected:
            # LAW: CPR-loven § 28: a protected name is never offered.
            named = _("First name and initial: %(name)s") % {"name": person.short_name}
            choices.insert(0, (NAMED, named))
        self.fields["name"].choices = choices  # type: ignore[attr-defined]


class AnswerForm(Unhurried):
    text = _text(
        "answer",
        gettext_lazy("Your answer"),
        gettext_lazy("In plain words. Everyone can read it at once."),
        5,
        gettext_lazy("Write your answer."),
    )


class StaffTextForm(PlainText):
    """What the municipality says in the open: a question to the authors, or an answer."""

    use_required_attribute = False

    text = _text(
        "answer",
        gettext_lazy("What the municipality says"),
        gettext_lazy("In plain words. Everyone can read it at once, with your role and without your name."),
        5,
        gettext_lazy("Write what the municipality says."),
    )


class PointForm(Unhurried):
    side = _choice(
        gettext_lazy("What is it about?"), Side.choices, gettext_lazy("Choose whether it speaks for or against.")
    )
    text = _text(
        "point",
        gettext_lazy("Your point, in a few words"),
        gettext_lazy("About the proposal, not about people. It is shown without your name."),
        3,
        gettext_lazy("Write your point."),
    )


class ReportForm(Unhurried):
    ground = _choice(gettext_lazy("What is wrong with it?"), Ground.choices, gettext_lazy("Choose what is wrong."))
    words = _text(
        "words", gettext_lazy("Do you want to add something?"), gettext_lazy("Only the municipality reads it."), 3
    )


class HideForm(PlainText):
    use_required_attribute = False

    ground = _choice(gettext_lazy("Why is it hidden?"), Ground.choices, gettext_lazy("Choose the reason."))
    words = _text(
        "words",
        gettext_lazy("A few words to the writer"),
        gettext_lazy("The reason is public. These words go to the writer alone, by mail and on the writer's page."),
        3,
    )


class AppealForm(PlainText):
    use_required_attribute = False

    words = _text(
        "words",
        gettext_lazy("Why should it be shown again?"),
        gettext_lazy("Only the municipality reads it."),
        5,
        gettext_lazy("Write what the municipality should look at again."),
    )


class DecisionForm(PlainText):
    use_required_attribute = False

    outcome = _choice(
        gettext_lazy("Decision"), Outcome.choices, gettext_lazy("Choose whether the text is shown again.")
    )
    answer = _text(
        "words",
        gettext_lazy("Answer to the writer"),
        gettext_lazy("In plain words. It goes to the writer alone."),
        4,
        gettext_lazy("Write the answer in plain words."),
    )
