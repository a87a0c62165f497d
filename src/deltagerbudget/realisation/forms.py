from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from deltagerbudget.pictures.forms import PictureForm
from deltagerbudget.ui.forms import DateField, Paragraphs, PlainText

LINE, TEXT = 120, 1000


class _Form(PlainText):
    use_required_attribute = False


class StartForm(_Form):
    owner_title = forms.CharField(
        label=_("Who answers for it?"),
        help_text=_("Your title, as residents shall read it: “project manager, Technology and Environment”."),
        max_length=LINE,
    )
    carried_out_by = forms.CharField(
        label=_("Who carries it out?"), help_text=_("A department, an association or a firm."), max_length=LINE
    )


class PlanForm(_Form):
    title = forms.CharField(
        label=_("What is done then?"), help_text=_("As residents see it: “The bench stands there”."), max_length=LINE
    )
    due_on = DateField(label=_("By when?"))


class MoveForm(_Form):
    due_on = DateField(label=_("The new date"))
    reason = forms.CharField(
        label=_("Why is it moved?"),
        help_text=_("Everyone who follows the project reads this."),
        max_length=TEXT,
        widget=Paragraphs(3),
    )


class DayForm(_Form):
    day = DateField(label=_("Which day?"))


class ReportForm(PictureForm):
    """News in words; a picture may stand beside them."""

    is_optional = True
    field_order = ("text",)

    text = forms.CharField(
        label=_("What is happening?"),
        help_text=_("Two or three sentences. They stand on the page of the project."),
        max_length=TEXT,
        widget=Paragraphs(4),
    )
