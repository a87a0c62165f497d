from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from deltagerbudget.ballots.changes import LONGEST, Words
from deltagerbudget.ballots.models import Vote
from deltagerbudget.processes.forms import MomentField
from deltagerbudget.ui.forms import PlainText


def _area(label: Any, help_text: Any = "", *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, required=required, max_length=LONGEST, widget=forms.Textarea({"rows": 4})
    )


class _Reason(PlainText):
    """Everyone reads it, so it is asked for in both languages."""

    reason_da = _area(_("Why, in Danish"), _("Everyone can read this. Name no private person."))
    reason_en = _area(_("Why, in English"), _("Without it the Danish stands there too."), required=False)

    def words(self) -> Words:
        given = self.cleaned_data
        names = ("reason_da", "reason_en", "means_da", "means_en")
        return Words(**{name: given.get(name, "") for name in names})


class WithdrawForm(_Reason):
    number = forms.TypedChoiceField(label=_("The project"), coerce=int)
    field_order = ("number", "reason_da", "reason_en")

    def __init__(self, *args: Any, vote: Vote, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        left = [(int(name), f"{name}. {project.name}") for name, project in vote.paper.projects.items()]
        choices = [("", _("Choose a project")), *(line for line in left if line[0] not in vote.withdrawn)]
        self.fields["number"].choices = choices  # type: ignore[attr-defined]


class ExtendForm(_Reason):
    closes_at = MomentField(
        label=_("The new closing minute"), help_text=_("Later than now planned, and the same for every way to vote.")
    )
    field_order = ("closes_at", "reason_da", "reason_en")


class MissingForm(_Reason):
    reason_da = _area(_("Why do the numbers differ, in Danish"), _("Everyone can read this. Name no private person."))
    reason_en = _area(
        _("Why do the numbers differ, in English"), _("Without it the Danish stands there too."), required=False
    )


class SettleForm(_Reason):
    reason_da = _area(
        _("Why, in Danish"), _("What was tried to reach the register, and for how long. Name no private person.")
    )


class IncidentForm(_Reason):
    reason_da = _area(_("What happened, in Danish"), _("What, when and for how long. Name no private person."))
    reason_en = _area(_("What happened, in English"), _("Without it the Danish stands there too."), required=False)
    means_da = _area(
        _("What it means for voters, in Danish"),
        _("For those who have voted, and for those who have not. For example: What was handed in lies safe."),
    )
    means_en = _area(_("What it means for voters, in English"), required=False)
