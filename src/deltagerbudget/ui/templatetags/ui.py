"""Small parts: icons, links in the page's language, what the form templates ask for."""

from dataclasses import dataclass
from functools import lru_cache

from django import template
from django.forms import BaseForm, BoundField, CheckboxInput, Textarea
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from deltagerbudget.ui import themes

register = template.Library()


@lru_cache(maxsize=256)
def _symbol(name: str, classes: str, sprite: str) -> SafeString:
    return format_html(
        '<svg class="icon-svg{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        f" {classes}" if classes else "",
        sprite,
        name,
    )


@register.simple_tag
def icon(name: str, classes: str = "") -> SafeString:
    """A symbol of the sprite; decoration only, so the words beside it must say the same."""
    return _symbol(name, classes, static("ui/icons.svg"))


@register.simple_tag
def pictogram(theme: str) -> SafeString:
    """A theme's own symbol."""
    return _symbol(f"theme-{themes.known(theme)}", "pictogram", static("ui/icons.svg"))


@register.simple_tag
def local(path: str) -> str:
    """The same path in the language of the page: `/omraader/` or `/en/omraader/`."""
    return f"/en{path}" if (get_language() or "da").startswith("en") else path


@dataclass(frozen=True)
class ErrorLink:
    target: str
    text: str


def _target(field: BoundField) -> str:
    if field.is_hidden:
        return ""
    return field.id_for_label or f"{field.auto_id}_0"


def _asked(field: BoundField) -> str:
    label = str(field.label).rstrip(" :")
    return label if label.endswith("?") else f"{label}:"


@register.filter
def error_links(form: BaseForm) -> list[ErrorLink]:
    """Every error of the form with the id of the field to go to, in the order of the page."""
    links = [ErrorLink("", str(text)) for text in form.non_field_errors()]
    for field in form:
        links += [ErrorLink(_target(field), f"{_asked(field)} {text}") for text in field.errors]
    return links


@register.filter
def field_kind(field: BoundField) -> str:
    """`group` (needs a fieldset), `checkbox` (label after the box) or `line`."""
    if field.field.widget.use_fieldset:
        return "group"
    return "checkbox" if isinstance(field.field.widget, CheckboxInput) else "line"


@register.filter
def field_limit(field: BoundField) -> int | None:
    """The most letters a text of several lines may have, where it is said."""
    return getattr(field.field, "max_length", None) if isinstance(field.field.widget, Textarea) else None
