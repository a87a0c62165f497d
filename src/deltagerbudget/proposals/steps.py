"""The small steps in which a proposal is written: one screen each, in one order. Pure."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

# LAW: what a visitor writes before logging in is kept so long and no longer; see docs/privacy.md.
SKETCH_DAYS = 14
MINUTES = 5


class Step(TextChoices):
    """The word in the address, and the heading."""

    PLACE = "sted", _("Where should it be?")
    IDEA = "ide", _("What is your idea?")
    LIKE = "lignende", _("Is it one of these?")
    TEXT = "beskriv", _("Tell us about your idea")
    NAME = "navn", _("Your name")
    PICTURES = "billeder", _("Pictures")
    CHECK = "tjek", _("Look it through and send")


# Like proposals belong to the idea: most people never see them.
ORDER = (Step.PLACE, Step.IDEA, Step.TEXT, Step.NAME, Step.PICTURES, Step.CHECK)
# What a visitor writes before logging in.
OPEN = (Step.PLACE, Step.IDEA, Step.LIKE, Step.TEXT)
# The fields of the form on each screen.
FIELDS: dict[Step, tuple[str, ...]] = {
    Step.PLACE: ("place", "place_point"),
    Step.IDEA: ("title",),
    Step.TEXT: ("what", "why", "for_whom", "wish_ore"),
    Step.NAME: ("public_name", "group_name", "has_consented"),
}
# What each of them writes.
WRITES: dict[Step, tuple[str, ...]] = {
    Step.PLACE: ("place", "lon", "lat"),
    Step.IDEA: ("title",),
    Step.TEXT: ("what", "why", "for_whom", "wish_ore"),
}


def number_of(step: Step) -> int:
    return ORDER.index(Step.IDEA if step == Step.LIKE else step) + 1


def after(step: Step) -> Step:
    return Step.LIKE if step == Step.IDEA else ORDER[number_of(step)]


def before(step: Step) -> Step | None:
    return Step.IDEA if step == Step.LIKE else ORDER[number_of(step) - 2] if number_of(step) > 1 else None


def resume_at(values: dict[str, object], *, has_consented: bool) -> Step:
    """Where somebody who comes back goes on: the first step that lacks something."""
    if not values.get("title"):
        return Step.IDEA if values.get("place") else Step.PLACE
    if not values.get("what"):
        return Step.TEXT
    return Step.CHECK if has_consented else Step.NAME
