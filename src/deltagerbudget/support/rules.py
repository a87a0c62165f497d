"""Decides who may support what, and what is enough. Pure."""

from __future__ import annotations

from collections.abc import Container

from django.utils.translation import gettext_lazy as _

from deltagerbudget.acts.refusals import NotPossible
from deltagerbudget.proposals.rules import Stage, refuse_cpr

LONGEST_REASON = 1000


def is_enough(supporters: int, needed: int) -> bool:
    return supporters >= needed


def check_can_be_supported(stage: Stage | str, person_id: int | None, authors: Container[int]) -> None:
    """Raise NotPossible for what nobody can support now, and for one's own."""
    if stage != Stage.SUBMITTED:
        raise NotPossible(_("This proposal cannot be supported. Look at its page to see why."))
    if person_id in authors:
        raise NotPossible(_("This is your own proposal, so your support does not count. Tell others about it."))


def check_reason(reason: str) -> str:
    """Everyone reads it on the page of the proposal."""
    said = reason.strip()
    if not said:
        raise NotPossible(_("Write why the proposal is taken up again. Everyone can read it."))
    refuse_cpr({"reason": said})
    return said[:LONGEST_REASON]
