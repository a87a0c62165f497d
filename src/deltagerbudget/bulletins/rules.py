"""Decides who speaks in a piece of news, and what it may say. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Role
from deltagerbudget.ui.cpr import has_cpr

TITLE, TEXT = 80, 2000
# Of one area: followers are written to each time.
MOST_IN_A_DAY = 10


class Voice(TextChoices):
    """Who tells it. Never a person."""

    COUNCIL = "council", _("Local council (Fællesråd)")
    MUNICIPALITY = "municipality", _("The municipality")


def voice_of(roles: Collection[Role]) -> Voice:
    """In whose name somebody with these roles in the area tells it."""
    return Voice.MUNICIPALITY if Role.OWNER in roles else Voice.COUNCIL


def may_correct(voice: str, roles: Collection[Role]) -> bool:
    """Nobody puts words into another's mouth."""
    return (Role.PARTNER if voice == Voice.COUNCIL else Role.OWNER) in roles


def may_take_back(voice: str, roles: Collection[Role]) -> bool:
    """Whoever told it; and the municipality, which answers for the page, whoever told it."""
    return may_correct(voice, roles) or bool({Role.OWNER, Role.ADMINISTRATOR} & set(roles))


def check_voice(is_allowed: bool) -> None:
    if not is_allowed:
        raise NotYours(_("Somebody else has told this news. Call them if there is something wrong with it."))


def check_words(values: Mapping[str, Any], *, has_picture: bool) -> None:
    """Raise NotPossible unless it can stand on a public page."""
    title, text = values["title"].strip(), values["text"].strip()
    if not title or not text:
        raise NotPossible(_("Write a title and what you want to tell."))
    if len(title) > TITLE or len(text) > TEXT:
        most = {"title": TITLE, "text": TEXT}
        raise NotPossible(_("Write at most %(title)s letters in the title and %(text)s in the text.") % most)
    if has_cpr(title) or has_cpr(text):
        raise NotPossible(_("The text holds something that looks like a CPR number. Remove it; nobody needs it here."))
    if has_picture and not values["alt"].strip():
        raise NotPossible(_("Write what one sees on the picture, for those who cannot see it."))


def check_area(area_id: int, process_area_ids: Collection[int] | None) -> None:
    if process_area_ids is not None and area_id not in process_area_ids:
        raise NotPossible(_("The deltagerbudget is not in this area. Choose another one."))


def check_number(told_today: int) -> None:
    if told_today >= MOST_IN_A_DAY:
        raise NotNow(_("There has been a lot of news here today. Wait until tomorrow, so that people can follow."))
