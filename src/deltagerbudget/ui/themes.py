"""The six themes: each a word, a quiet colour and a pictogram of its own."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Theme(TextChoices):
    NATURE = "nature", _("Nature and green places")
    PLAY = "play", _("Play and children")
    COMMUNITY = "community", _("Community and meeting places")
    TRAFFIC = "traffic", _("Paths and traffic")
    CULTURE = "culture", _("Culture and art")
    MOVEMENT = "movement", _("Sport and movement")


# The value itself and its pictogram in the sprite; anything unknown falls back on this one.
FALLBACK = Theme.COMMUNITY


def known(theme: str) -> str:
    """The theme if it is one of ours, else the fallback, so that a page never fails for a word."""
    return theme if theme in Theme.values else FALLBACK.value
