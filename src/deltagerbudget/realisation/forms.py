from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from deltagerbudget.areas.models import Area
from deltagerbudget.events.forms import EventForm
from deltagerbudget.pictures.forms import PictureForm
from deltagerbudget.pools.forms import MOST_ORE
from deltagerbudget.pools.models import Pool
from deltagerbudget.realisation.rules import Deliverer, Moment
from deltagerbudget.ui.forms import DateField, KronerField, Paragraphs, PlainText
from deltagerbudget.ui.themes import Theme

LINE, TEXT = 120, 1000


class _Form(PlainText):
    use_required_attribute = False


class StartForm(_Form):
    owner_title = forms.CharField(
        label=_("Who answers for it?"),
        help_text=_("Your title, as residents shall read it: “project manager, Technology and Environment”."),
        max_length=LINE,
    )
    delivered_by = forms.ChoiceField(
        label=_("Who builds it?"),
        choices=Deliverer.choices,
        initial=Deliverer.MUNICIPALITY,
        widget=forms.RadioSelect,
    )
    carried_out_by = forms.CharField(
        label=_("Who carries it out?"), help_text=_("A department, an association or a firm."), max_length=LINE
    )


class ReleaseForm(_Form):
    body = forms.CharField(
        label=_("Who released the money?"), help_text=_("For example the city council or a committee."), max_length=200
    )
    decided_on = DateField(label=_("When was it decided?"))
    minutes = forms.URLField(
        label=_("Where can the minutes be read?"),
        help_text=_("The address of the page, if there is one."),
        max_length=300,
        required=False,
        assume_scheme="https",
    )


class OpeningForm(EventForm):
    """A meeting to which everyone can just come. The act says what kind it is."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("kind", "helps_to_vote", "room", "capacity", "slot_minutes"):
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        return PlainText.clean(self)

    def values(self) -> dict[str, Any]:
        return {**self.cleaned_data, "helps_to_vote": False, "capacity": None, "slot_minutes": None}


class PlanForm(_Form):
    title = forms.CharField(
        label=_("What is done then?"), help_text=_("As residents see it: “The bench stands there”."), max_length=LINE
    )
    due_on = DateField(label=_("By when?"))
    pays_ore = KronerField(
        label=_("What is paid when it is reached?"),
        help_text=_("Only if a payment is planned for it. Everyone can read the amount, never who is paid."),
        min_ore=1,
        max_ore=MOST_ORE,
        required=False,
    )
    is_opening = forms.BooleanField(
        label=_("It is the opening"),
        help_text=_("The last promise: people can come and see it. Announce it as a meeting when you know the time."),
        required=False,
    )


class MoveForm(_Form):
    due_on = DateField(label=_("The new date"))
    reason = forms.CharField(
        label=_("Why is it moved?"),
        help_text=_("Everyone who follows the project reads this."),
        max_length=TEXT,
        widget=Paragraphs(3),
    )


class PlanPaymentForm(_Form):
    amount_ore = KronerField(
        label=_("What is paid when it is reached?"),
        help_text=_("Leave it empty to take the payment out of the plan."),
        min_ore=1,
        max_ore=MOST_ORE,
        required=False,
    )


class ConfirmForm(_Form):
    text = forms.CharField(
        label=_("How is it going?"),
        help_text=_("One sentence, if you like. Everyone who follows the project reads it."),
        max_length=TEXT,
        required=False,
        widget=Paragraphs(3),
    )


class StopForm(_Form):
    reason = forms.CharField(
        label=_("Why is it stopped?"),
        help_text=_("In plain words. Everyone reads it, also those who voted for it."),
        max_length=TEXT,
        widget=Paragraphs(4),
    )


class InitiativeForm(_Form):
    title = forms.CharField(
        label=_("Title"),
        max_length=LINE,
        help_text=_("Short and inviting. The address of the page is made from it and stays the same."),
    )
    theme = forms.ChoiceField(label=_("Theme"), choices=Theme.choices)
    place = forms.CharField(
        label=_("Where?"), help_text=_("As people say it: “By the lake, next to the bridge”."), max_length=200
    )
    story = forms.CharField(label=_("What is it, and who is it for?"), max_length=4000, widget=Paragraphs(8))


class NewInitiativeForm(InitiativeForm):
    areas = forms.ModelMultipleChoiceField(
        label=_("Which areas?"), queryset=Area.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    field_order = ("title", "areas", "theme", "place", "story")

    def __init__(self, *args: Any, areas: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["areas"].queryset = areas  # type: ignore[attr-defined]


class FundForm(_Form):
    pool = forms.ModelChoiceField(label=_("From which pool?"), queryset=Pool.objects.order_by("name"))
    amount_ore = KronerField(label=_("How much?"), min_ore=1, max_ore=MOST_ORE)


class PaymentForm(_Form):
    amount_ore = KronerField(label=_("How much was paid?"), min_ore=1, max_ore=MOST_ORE)
    paid_on = DateField(label=_("Which day?"))
    text = forms.CharField(
        label=_("What was paid for?"),
        help_text=_("The thing or the work; never the name of a person."),
        max_length=LINE,
    )


class ReturnForm(_Form):
    pool = forms.ModelChoiceField(label=_("To which pool?"), queryset=Pool.objects.none())
    amount_ore = KronerField(label=_("How much goes back?"), min_ore=1, max_ore=MOST_ORE)
    reason = forms.CharField(label=_("Why is it left?"), help_text=_("Everyone can read it."), max_length=300)

    def __init__(self, *args: Any, pools: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pool"].queryset = pools  # type: ignore[attr-defined]


class DayForm(_Form):
    day = DateField(label=_("Which day?"))


class ReportForm(PictureForm):
    """News in words; a picture may stand beside them."""

    is_optional = True
    field_order = ("text", "moment")

    moment = forms.ChoiceField(
        label=_("Does the picture show the place before or after?"),
        help_text=_("One of each becomes a pair on the page of the project."),
        choices=(("", _("Neither")), *Moment.choices),
        required=False,
    )

    text = forms.CharField(
        label=_("What is happening?"),
        help_text=_("Two or three sentences. They stand on the page of the project."),
        max_length=TEXT,
        widget=Paragraphs(4),
    )
