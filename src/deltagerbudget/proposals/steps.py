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
    QUESTIONS = "spoergsmaal", _("A few more questions")
    NAME = "navn", _("Your name")
    PICTURES = "billeder", _("Pictures")
    CHECK = "tjek", _("Look it through and send")


# Like proposals belong to the idea: most people never see them.
ORDER = (Step.PLACE, Step.IDEA, Step.TEXT, Step.QUESTIONS, Step.NAME, Step.PICTURES, Step.CHECK)
# What a visitor writes before logging in.
OPEN = (Step.PLACE, Step.IDEA, Step.LIKE, Step.TEXT, Step.QUESTIONS)
# The fields of the form on each screen; the questions are those of the deltagerbudget.
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


def order_of(*, has_questions: bool) -> tuple[Step, ...]:
    """The steps of one deltagerbudget."""
    return tuple(step for step in ORDER if has_questions or step != Step.QUESTIONS)


def number_of(step: Step, order: tuple[Step, ...]) -> int:
    return order.index(Step.IDEA if step == Step.LIKE else step) + 1


def after(step: Step, order: tuple[Step, ...]) -> Step:
    return Step.LIKE if step == Step.IDEA else order[number_of(step, order)]


def before(step: Step, order: tuple[Step, ...]) -> Step | None:
    number = number_of(step, order)
    return Step.IDEA if step == Step.LIKE else order[number - 2] if number > 1 else None


def resume_at(values: dict[str, object], *, has_consented: bool) -> Step:
    """Where somebody who comes back goes on: the first step that lacks something."""
    if not values.get("title"):
        return Step.IDEA if values.get("place") else Step.PLACE
    if not values.get("what"):
        return Step.TEXT
    return Step.CHECK if has_consented else Step.NAME
