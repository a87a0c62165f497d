"""Decides about stages of proposals and who may make one. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from deltagerbudget.acts.refusals import NotPossible
from deltagerbudget.ui.cpr import has_cpr
from deltagerbudget.ui.danish import sort_key
from deltagerbudget.ui.search import search_text

ORDERS = 16

# The most letters of each text, the same in the form and in the database.
LIMITS = {"title": 80, "what": 2000, "why": 2000, "for_whom": 200, "place": 200}
LEAST_TITLE = 4
# Nobody reads a form and fills it in faster.
LEAST_SECONDS = 1
MOST_PICTURES = 3
TEXTS = tuple(LIMITS)
# Longitude and latitude: both, or none for no particular place.
POINT = ("lon", "lat")


class Stage(TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Sent in")
    ADMITTED = "admitted", _("Goes on to the vote")
    REFUSED = "refused", _("Does not go on")
    APPEALED = "appealed", _("Refused, and appealed")
    # By the clock at the end of a support round; the process owner can take it up again.
    UNSUPPORTED = "unsupported", _("Did not get enough support")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    MERGED = "merged", _("Put together with another proposal")
    # By the municipality, because of what it says; another person looks at an appeal.
    HIDDEN = "hidden", _("Hidden by the municipality")


MOVES: dict[Stage, frozenset[Stage]] = {
    Stage.DRAFT: frozenset({Stage.SUBMITTED, Stage.WITHDRAWN}),
    Stage.SUBMITTED: frozenset(
        {Stage.ADMITTED, Stage.REFUSED, Stage.UNSUPPORTED, Stage.WITHDRAWN, Stage.MERGED, Stage.HIDDEN}
    ),
    Stage.ADMITTED: frozenset({Stage.HIDDEN}),
    Stage.REFUSED: frozenset({Stage.APPEALED, Stage.HIDDEN}),
    Stage.APPEALED: frozenset({Stage.ADMITTED, Stage.REFUSED, Stage.HIDDEN}),
    Stage.UNSUPPORTED: frozenset({Stage.SUBMITTED, Stage.HIDDEN}),
    Stage.WITHDRAWN: frozenset(),
    # Back again by a split alone, which is nothing that its authors do: see `unmerge`.
    Stage.MERGED: frozenset(),
    Stage.HIDDEN: frozenset({Stage.SUBMITTED, Stage.ADMITTED, Stage.REFUSED, Stage.APPEALED, Stage.UNSUPPORTED}),
}

PUBLIC_STAGES = (Stage.SUBMITTED, Stage.ADMITTED, Stage.REFUSED, Stage.APPEALED, Stage.UNSUPPORTED)


def move(stage: Stage | str, to: Stage) -> Stage:
    if to not in MOVES[Stage(stage)]:
        raise NotPossible(_("This cannot be done with the proposal as it stands now. Look at it again."))
    return to


def unmerge(stage: Stage | str) -> Stage:
    """What a proposal is again when it is taken out of the one that it was put together with."""
    if stage != Stage.MERGED:
        raise NotPossible(_("This cannot be done with the proposal as it stands now. Look at it again."))
    return Stage.SUBMITTED


class Overtaken(NotPossible):
    """The same text was changed in another window; nothing is written, and the author chooses."""


def fingerprint(values: Mapping[str, Any]) -> str:
    """Of what a form showed; another one later means that somebody else wrote meanwhile."""
    return hashlib.sha256(json.dumps(dict(values), sort_keys=True).encode()).hexdigest()[:16]


def refuse_overtaken(stored: Mapping[str, Any], written: Mapping[str, Any], seen: str) -> None:
    """`seen` is the fingerprint of these texts when the form was shown; empty asks for nothing."""
    if seen and fingerprint(stored) != seen and any(written[name] != value for name, value in stored.items()):
        raise Overtaken(_("You have written something else here in another window. Choose which text to keep."))


class AuthorRole(TextChoices):
    AUTHOR = "author", _("Author")
    COAUTHOR = "coauthor", _("Co-author")


def refuse_cpr(values: Mapping[str, object]) -> None:
    if any(isinstance(value, str) and has_cpr(value) for value in values.values()):
        raise NotPossible(_("The text holds something that looks like a CPR number. Remove it; nobody needs it here."))


def check_complete(values: Mapping[str, str]) -> None:
    """Raise NotPossible unless a proposal with these texts may be sent in."""
    if len(values["title"].strip()) < LEAST_TITLE:
        raise NotPossible(_("Give the proposal a title of at least four letters before you send it."))
    if not values["what"].strip():
        raise NotPossible(_("Write what should be made or done before you send the proposal."))


def check_contact(contact: Mapping[str, str]) -> None:
    """Raise NotPossible unless people can see who this is, and reach them."""
    if not contact["name"].strip() or not contact["title"].strip():
        raise NotPossible(_("Write the person's name, and what they do."))
    if not contact["phone"].strip() and not contact["email"].strip():
        raise NotPossible(_("Write a phone number or a mail, so that people can get hold of them."))


def keys_of(texts: Mapping[str, Any]) -> dict[str, str]:
    """What a proposal is sorted by and found by. No name of an author is among it."""
    others = [texts.get(name, "") for name in TEXTS if name != "title"]
    return {"sort_key": sort_key(texts["title"])[:255], "search_text": search_text(texts["title"], *others)}
