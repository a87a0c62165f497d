"""Decides about stages of proposals and who may make one. Pure."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from deltagerbudget.acts.refusals import NotPossible

ORDERS = 16


class Stage(TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Sent in")
    ADMITTED = "admitted", _("Goes on to the vote")
    REFUSED = "refused", _("Does not go on")
    WITHDRAWN = "withdrawn", _("Withdrawn")


MOVES: dict[Stage, frozenset[Stage]] = {
    Stage.DRAFT: frozenset({Stage.SUBMITTED, Stage.WITHDRAWN}),
    Stage.SUBMITTED: frozenset({Stage.ADMITTED, Stage.REFUSED, Stage.WITHDRAWN}),
    Stage.ADMITTED: frozenset(),
    Stage.REFUSED: frozenset(),
    Stage.WITHDRAWN: frozenset(),
}

PUBLIC_STAGES = (Stage.SUBMITTED, Stage.ADMITTED, Stage.REFUSED)


def move(stage: Stage | str, to: Stage) -> Stage:
    if to not in MOVES[Stage(stage)]:
        raise NotPossible(_("This cannot be done with the proposal as it stands now. Look at it again."))
    return to


class AuthorRole(TextChoices):
    AUTHOR = "author", _("Author")
    COAUTHOR = "coauthor", _("Co-author")
