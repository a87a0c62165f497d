from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.utils.timezone import localdate
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from deltagerbudget.accounts.models import Person, PublicName
from deltagerbudget.acts.refusals import Refusal
from deltagerbudget.acts.vocabulary import Harm
from deltagerbudget.places.picker import point_picker, read_point
from deltagerbudget.processes.models import OwnField, Process
from deltagerbudget.proposals.actions import Signature
from deltagerbudget.proposals.field_forms import answer_of, form_field
from deltagerbudget.proposals.rules import LEAST_TITLE, LIMITS
from deltagerbudget.proposals.steps import FIELDS, WRITES, Step
from deltagerbudget.ui.cpr import has_cpr
from deltagerbudget.ui.forms import KronerField, Paragraphs
from deltagerbudget.ui.maps import PointPicker
from deltagerbudget.ui.names import doubt_about

ADULT = 18
_LONGEST_MARK = 100
_ONE_LINE = {"title", "for_whom", "place", "group_name"}
# More than any municipality has; a price above the amount is advice, not an error.
_MOST_ORE = 10**14


def _text(name: str, label: Any, hint: Any, rows: int, missing: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=LIMITS[name],
        required=bool(missing),
        widget=Paragraphs(rows),
        error_messages={
            "required": missing,
            "max_length": gettext_lazy("The text is too long. Shorten it to %(limit_value)d characters."),
        },
    )


class ProposalForm(forms.Form):
    """What is asked on one of the steps. What is saved for later needs nothing; what goes on needs the rest."""

    use_required_attribute = False

    title = _text(
        "title",
        gettext_lazy("What do you call your proposal?"),
        gettext_lazy("A short title that says what it is."),
        2,
        gettext_lazy("Give your proposal a title."),
    )
    what = _text(
        "what",
        gettext_lazy("What is to be made or done?"),
        gettext_lazy("Tell it as you would tell a neighbour. What will one see when it is there?"),
        7,
        gettext_lazy("Write what is to be made or done."),
    )
    why = _text(
        "why",
        gettext_lazy("Why is it a good idea?"),
        gettext_lazy("What will be better? What is missing today?"),
        5,
    )
    for_whom = _text(
        "for_whom", gettext_lazy("Who is it for?"), gettext_lazy("For example: everyone who walks by the lake."), 2
    )
    place = _text(
        "place",
        gettext_lazy("The place in words"),
        gettext_lazy("A street, a square or a place everyone knows."),
        2,
    )
    # Chosen from a list of names; places.picker reads it together with the map's point, which wins.
    place_point = forms.CharField(
        label=gettext_lazy("Show it on the map"),
        help_text=gettext_lazy("You can leave it out if there is no particular place."),
        required=False,
    )
    wish_ore = KronerField(
        label=gettext_lazy("Do you have an idea of the price?"),
        help_text=gettext_lazy("You do not need to know it. The municipality works out the price afterwards."),
        required=False,
        min_ore=100,
        max_ore=_MOST_ORE,
    )
    public_name = forms.ChoiceField(
        label=gettext_lazy("Which name should stand on your proposal?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose the name that should stand on your proposal.")},
    )
    group_name = forms.CharField(
        label=gettext_lazy("The name of the group"),
        help_text=gettext_lazy("Only if you make the proposal for a group, an association or a school class."),
        max_length=120,
        required=False,
    )
    has_consented = forms.BooleanField(
        label=gettext_lazy("Yes, my text and the name I have chosen may be shown to everyone"),
        error_messages={
            "required": gettext_lazy(
                "Tick here if everyone may see your text and the chosen name. It cannot be sent without it."
            )
        },
    )
    # People never see this field. What fills it in is a machine.
    homepage = forms.CharField(required=False)

    def __init__(
        self,
        *args: Any,
        step: Step,
        process: Process,
        at: datetime,
        person: Person | None = None,
        own_fields: Sequence[OwnField] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.step = step
        self.own_fields = own_fields if step == Step.QUESTIONS else ()
        self.fields |= {field.name: form_field(field) for field in self.own_fields}
        self.asked = FIELDS.get(step) or tuple(field.name for field in self.own_fields)
        for name in set(self.fields) - {*self.asked, "homepage"}:
            del self.fields[name]
        self.is_draft = self.is_bound and "next" not in self.data
        self.areas = process.areas
        if step == Step.NAME and person is not None:
            self._ask_name(person, at)
        if self.is_draft:
            own = {field.name for field in self.own_fields}
            for name in {"title", "what", "has_consented", *own} & set(self.asked):
                self.fields[name].required = False

    def _ask_name(self, person: Person, at: datetime) -> None:
        self.fields["public_name"].choices = names_for(person)  # type: ignore[attr-defined]
        self.fields["group_name"].sometimes_required = True  # type: ignore[attr-defined]
        age = person.age_on(localdate(at))
        if age is not None and age < ADULT:
            self.fields["has_consented"].help_text = _("You are under 18. Talk to an adult at home before you say yes.")

    @property
    def shown(self) -> list[forms.BoundField]:
        """What the template prints in order; the picker prints the place on the map."""
        return [self[name] for name in self.asked if name != "place_point"]

    def said(self, name: str) -> str:
        """Of what the page itself sent along; empty where it is missing."""
        return str(self.data.get(name, ""))[:_LONGEST_MARK]

    @property
    def is_caught(self) -> bool:
        return bool(self.data.get("homepage"))

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        for name in _ONE_LINE & set(self.asked):
            values[name] = " ".join(values.get(name, "").split())
        for name in self.asked:
            if has_cpr(str(values.get(name) or "")):
                self.add_error(name, _("This looks like a CPR number. Remove it; nobody needs it here."))
        self._check_names(values)
        if not self.is_draft:
            self._check_whole(values)
        if self.step == Step.PLACE:
            self._read_point(values)
        return values

    def _check_names(self, values: dict[str, Any]) -> None:
        """What others see as a name must not pretend to be somebody else's."""
        for name in {"title", "group_name"} & set(self.asked):
            if doubt_about(values.get(name, ""), reserved=[settings.MUNICIPALITY]):
                self.add_error(name, _("Write this with ordinary letters, and without the name of an authority."))

    def _read_point(self, values: dict[str, Any]) -> None:
        values["point"] = None
        try:
            values["point"] = read_point(self.data, list(self.areas.with_geometry().in_order()))
        except Refusal as refusal:
            self.add_error("place_point", refusal.message)

    def _check_whole(self, values: dict[str, Any]) -> None:
        if "title" in self.asked and "title" not in self.errors and len(values["title"]) < LEAST_TITLE:
            self.add_error("title", _("Make the title a little longer: at least four letters."))
        if values.get("public_name") == PublicName.GROUP and not values.get("group_name", "-"):
            self.add_error("group_name", _("Write the name of the group, or choose another name."))

    def texts(self) -> dict[str, Any]:
        """What this step writes."""
        values = self.cleaned_data
        if self.step == Step.PLACE:
            values["lon"], values["lat"] = values["point"] or (None, None)
        return {name: values[name] for name in WRITES.get(self.step, ())} | {"language": (get_language() or "da")[:2]}

    def answers(self) -> dict[int, Any]:
        """To the questions of the deltagerbudget, by the key of each."""
        return {field.pk: answer_of(field, self.cleaned_data[field.name]) for field in self.own_fields}

    def picker(self, stored: tuple[float, float] | None) -> PointPicker | None:
        """The map and the list of places as they were sent, or with the point that is stored."""
        errors = list(self.errors.get("place_point", ())) if self.is_bound else []
        areas = list(self.areas.with_outlines().in_order())
        given = self.data if self.is_bound else None
        return point_picker(areas, given, point=stored, error=" ".join(map(str, errors)))

    def signature(self) -> Signature:
        return Signature(
            public_name=PublicName(self.cleaned_data["public_name"]),
            group_name=self.cleaned_data["group_name"],
            has_consented=self.cleaned_data["has_consented"],
        )


class HarmForm(forms.Form):
    """Why a picture is taken down."""

    use_required_attribute = False

    reason = forms.ChoiceField(
        label=gettext_lazy("Why is it taken down?"),
        help_text=gettext_lazy("The reason stands in the history of the proposal, where everyone can read it."),
        choices=Harm.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose the reason.")},
    )

    def harm(self) -> Harm:
        return Harm(self.cleaned_data["reason"])


def names_for(person: Person) -> list[tuple[str, str]]:
    """The choices, with the name as it will stand. LAW: CPR-loven § 28, a protected name is never offered."""
    group = (PublicName.GROUP.value, _("The name of a group"))
    if person.is_protected:
        return [(PublicName.INITIAL.value, _("“A resident”, because your name is protected")), group]
    return [
        (PublicName.INITIAL.value, _("First name and initial: %(name)s") % {"name": person.short_name}),
        (PublicName.FULL.value, _("Full name: %(name)s") % {"name": person.name}),
        group,
    ]
