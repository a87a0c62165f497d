"""How every form looks: Django's own fields in dkfds markup, and a field for kroner.

Settings: `FORM_RENDERER = "deltagerbudget.ui.forms.Renderer"`, and "django.forms" among the
installed apps.
"""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import widgets
from django.forms.renderers import TemplatesSetting
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from deltagerbudget.ui import danish
from deltagerbudget.ui.cpr import has_cpr

_YEARS = (1900, 2199)
_CLASSES = {
    "django/forms/widgets/select.html": "form-select",
    "django/forms/widgets/textarea.html": "form-input",
    "django/forms/widgets/checkbox.html": "form-checkbox",
    "django/forms/widgets/file.html": "form-file",
    "django/forms/widgets/clearable_file_input.html": "form-file",
    "django/forms/widgets/hidden.html": "",
}
_TEMPLATES = {
    "django/forms/widgets/radio.html": "ui/forms/options.html",
    "django/forms/widgets/checkbox_select.html": "ui/forms/options.html",
    "django/forms/widgets/clearable_file_input.html": "ui/forms/file.html",
}


class Renderer(TemplatesSetting):
    """Gives each widget its class, so that no form in the product names one."""

    form_template_name = "ui/form.html"
    field_template_name = "ui/forms/field.html"

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        widget = context.get("widget")
        if widget is not None:
            default = _CLASSES.get(template_name, "form-input")
            own = widget["attrs"].get("class", "")
            if default or own:
                widget["attrs"]["class"] = f"{default} {own}".strip()
            if template_name.endswith("/textarea.html"):
                # A browser cuts a pasted text silently at maxlength; here it is counted and said instead.
                widget["attrs"].pop("maxlength", None)
        return super().render(_TEMPLATES.get(template_name, template_name), context, request)


class KronerInput(widgets.TextInput):
    """A text field, not type=number: people write `320.000`."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "decimal", "autocomplete": "off", **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        if isinstance(value, int):
            return danish.amount(value, get_language() or "da")
        return super().format_value(value)


class KronerField(forms.Field):
    """Kroner as people write them, in; øre as an int, out."""

    widget = KronerInput
    suffix = "kr."
    default_error_messages = {
        "invalid": _("Write the amount in figures, for example %(example)s."),
        "min_value": _("The amount must be at least %(least)s."),
        "max_value": _("The amount must be at most %(most)s."),
    }

    def __init__(self, *, min_ore: int | None = 0, max_ore: int | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.min_ore, self.max_ore = min_ore, max_ore

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values:
            return None
        if isinstance(value, int):
            return value
        language = get_language() or "da"
        try:
            return danish.parse_kroner(str(value), language)
        except danish.NotKroner as error:
            example = danish.amount(32000000, language)
            raise ValidationError(
                self.error_messages["invalid"], code="invalid", params={"example": example}
            ) from error

    def validate(self, value: int | None) -> None:
        super().validate(value)
        if value is None:
            return
        language = get_language() or "da"
        if self.min_ore is not None and value < self.min_ore:
            raise ValidationError(
                self.error_messages["min_value"],
                code="min_value",
                params={"least": danish.kroner(self.min_ore, language)},
            )
        if self.max_ore is not None and value > self.max_ore:
            raise ValidationError(
                self.error_messages["max_value"],
                code="max_value",
                params={"most": danish.kroner(self.max_ore, language)},
            )

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(initial) != self.to_python(data))
        except ValidationError:
            return True


class DateField(forms.DateField):
    """A date by the browser's own picker, which speaks the reader's language."""

    def __init__(self, **kwargs: Any) -> None:
        picker = widgets.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(**{"widget": picker, **kwargs})

    def to_python(self, value: Any) -> date | None:
        day = super().to_python(value)
        # Python's calendar ends with the year 9999, so days after a later slip of the keys could not be counted.
        if day is not None and not _YEARS[0] <= day.year <= _YEARS[1]:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return day


class DateTimeField(forms.DateTimeField):
    """A date and a time of day in Copenhagen."""

    def __init__(self, **kwargs: Any) -> None:
        picker = widgets.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(**{"widget": picker, **kwargs})


class Paragraphs(widgets.Textarea):
    """A text of some length; with a `max_length` on its field the letters left are counted."""

    def __init__(self, rows: int = 5, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"rows": rows, **(attrs or {})})


class PlainText(forms.Form):
    """Refuses a CPR number in whatever is typed, by residents and staff alike."""

    # Fields in which ten figures are what they should be.
    may_be_figures: frozenset[str] = frozenset()

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        for name, value in list(given.items()):
            texts = value if isinstance(value, list) else [value]
            has = any(isinstance(text, str) and has_cpr(text) for text in texts)
            if has and name not in self.may_be_figures:
                self.add_error(name, _("This looks like a CPR number. Remove it; nobody needs it here."))
        return given
