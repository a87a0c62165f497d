from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from deltagerbudget.acts.vocabulary import Recall
from deltagerbudget.bulletins.rules import TEXT, TITLE
from deltagerbudget.pictures.forms import PictureForm
from deltagerbudget.ui.forms import Paragraphs


class BulletinForm(PictureForm):
    """News in words; a picture may stand beside them."""

    is_optional = True

    title = forms.CharField(
        label=_("Title"), max_length=TITLE, help_text=_("What is new, in a few words. It is what most people read.")
    )
    text = forms.CharField(
        label=_("What do you want to tell?"),
        help_text=_("Plain text. An empty line makes a new paragraph, and an address on the web becomes a link."),
        max_length=TEXT,
        widget=Paragraphs(8),
    )

    def words(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("title", "text")}


class NewBulletinForm(BulletinForm):
    """With the area, and the deltagerbudget if it is about one."""

    where = forms.ChoiceField(label=_("Which area or deltagerbudget is it about?"))

    def __init__(self, *args: Any, places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["where"].choices = places  # type: ignore[attr-defined]


class CorrectionForm(BulletinForm):
    without_picture = forms.BooleanField(label=_("Remove the picture"), required=False)


class RecallForm(forms.Form):
    recall = forms.ChoiceField(
        label=_("Why do you take it back?"),
        choices=Recall.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why you take it back.")},
    )
