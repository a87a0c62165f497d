from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deltagerbudget.accounts.models import Person, PublicName
from deltagerbudget.proposals.actions import Signature
from deltagerbudget.proposals.forms import names_for
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.proposals.rules import LIMITS, TEXTS
from deltagerbudget.together.models import MOST_WORDS
from deltagerbudget.ui.forms import DateField, Paragraphs, PlainText
from deltagerbudget.ui.names import doubt_about

# A number of a proposal has no more figures than that.
_NUMBER = re.compile(r"\d{1,6}")


class InviteForm(PlainText):
    use_required_attribute = False

    email = forms.EmailField(
        label=gettext_lazy("E-mail, if we should send the link"),
        help_text=gettext_lazy(
            "You can also leave it empty and send the link yourself. We use the address for this mail alone."
        ),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


class SignatureForm(PlainText):
    """The name under which somebody stands behind a proposal of others."""

    use_required_attribute = False

    public_name = forms.ChoiceField(
        label=gettext_lazy("Which name should stand on the proposal?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose the name that should stand on the proposal.")},
    )
    group_name = forms.CharField(
        label=gettext_lazy("The name of the group"),
        help_text=gettext_lazy("Only if you take part for a group, an association or a school class."),
        max_length=120,
        required=False,
    )
    has_consented = forms.BooleanField(
        label=gettext_lazy("Yes, the name I have chosen may be shown to everyone"),
        error_messages={"required": gettext_lazy("Say yes to the name being shown. Without it you cannot take part.")},
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["public_name"].choices = names_for(person)  # type: ignore[attr-defined]
        self.fields["group_name"].sometimes_required = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        given["group_name"] = " ".join(given.get("group_name", "").split())
        if given.get("public_name") == PublicName.GROUP and not given["group_name"]:
            self.add_error("group_name", _("Write the name of the group, or choose another name."))
        if doubt_about(given["group_name"], reserved=[settings.MUNICIPALITY]):
            self.add_error("group_name", _("Write this with ordinary letters, and without the name of an authority."))
        return given

    def signature(self) -> Signature:
        given = self.cleaned_data
        return Signature(PublicName(given["public_name"]), given["group_name"], given["has_consented"])


class JoinForm(SignatureForm):
    words = forms.CharField(
        label=gettext_lazy("Do you want to say something to the authors?"),
        help_text=gettext_lazy("For example who you are, and what you can help with. Only they read it."),
        max_length=MOST_WORDS,
        required=False,
        widget=Paragraphs(3),
    )
    field_order = ("words", "public_name", "group_name", "has_consented")


class ChooseForm(PlainText):
    """Which proposals to lay side by side; sent by GET, so that the address can be shared among colleagues."""

    use_required_attribute = False

    med = forms.MultipleChoiceField(
        label=gettext_lazy("These say much the same"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    numre = forms.CharField(
        label=gettext_lazy("Or write the numbers of others"),
        help_text=gettext_lazy("For example 4, 7. The number stands on the page of each proposal."),
        max_length=60,
        required=False,
    )

    def __init__(self, *args: Any, proposal: Proposal, likes: Sequence[Proposal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.proposal = proposal
        choices = [(str(row.number), f"{row.number}. {row.title}") for row in likes]
        self.fields["med"].choices = choices  # type: ignore[attr-defined]
        if not choices:
            del self.fields["med"]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        numbers = {int(number) for number in [*given.get("med", ()), *_NUMBER.findall(given.get("numre", ""))]}
        numbers.discard(self.proposal.number or 0)
        found = Proposal.objects.public().filter(process=self.proposal.process_id, number__in=numbers)
        given["chosen"] = list(found.order_by("number"))
        if not numbers:
            self.add_error(None, _("Choose at least one other proposal."))
        missing = sorted(numbers - {row.number for row in given["chosen"]})
        if missing:
            words = _("There is no proposal with this number here: %(numbers)s")
            self.add_error("numre", words % {"numbers": ", ".join(map(str, missing))})
        return given


def _text(name: str, label: Any, rows: int, missing: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=LIMITS[name],
        required=bool(missing),
        widget=Paragraphs(rows),
        error_messages={
            "required": missing,
            "max_length": gettext_lazy("The text is too long. Shorten it to %(limit_value)d characters."),
        },
    )


class OfferForm(PlainText):
    """The joint text, and the proposal that stands on with it."""

    use_required_attribute = False

    standing = forms.ChoiceField(
        label=gettext_lazy("Which of them stands on?"),
        help_text=gettext_lazy("It keeps its number, its address and its place on the map. The others lead to it."),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose which of the proposals stands on.")},
    )
    title = _text("title", gettext_lazy("Title"), 2, gettext_lazy("Give the joint proposal a title."))
    what = _text(
        "what", gettext_lazy("What is to be made or done?"), 7, gettext_lazy("Write what is to be made or done.")
    )
    why = _text("why", gettext_lazy("Why is it a good idea?"), 5)
    for_whom = _text("for_whom", gettext_lazy("Who is it for?"), 2)
    place = _text("place", gettext_lazy("Where should it be?"), 2)
    words = forms.CharField(
        label=gettext_lazy("Why should they become one?"),
        help_text=gettext_lazy("The authors read it together with the joint text."),
        max_length=MOST_WORDS,
        required=False,
        widget=Paragraphs(3),
    )
    until = DateField(
        label=gettext_lazy("Last day to answer"),
        help_text=gettext_lazy("Who has not answered by then has said no."),
        error_messages={"required": gettext_lazy("Choose the last day on which the authors can answer.")},
    )

    def __init__(self, *args: Any, chosen: Sequence[Proposal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(row.pk), f"{row.number}. {row.title}") for row in chosen]
        self.fields["standing"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        for name in ("title", "for_whom", "place"):
            given[name] = " ".join(given.get(name, "").split())
        if doubt_about(given["title"], reserved=[settings.MUNICIPALITY]):
            self.add_error("title", _("Write this with ordinary letters, and without the name of an authority."))
        return given

    def texts(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in TEXTS}
