"""Which ways to vote go together. Pure."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _

from deltagerbudget.acts.vocabulary import Channel

# SECURITY: these know a voter by the CPR number, so everyone in the vote must be known by it: one pseudonym a person.
BY_NUMBER = frozenset({Channel.LETTER, Channel.POSTAL, Channel.DESK, Channel.PAPER})
# A screen at a voting place needs one of these to know who stands there.
_KNOWN_AT_A_SCREEN = frozenset({Channel.MITID, Channel.LETTER, Channel.DESK})


def channel_problems(channels: Collection[Channel]) -> list[str]:
    """What does not go together, in whole sentences that tell what to do."""
    found, chosen = [], set(channels)
    if not chosen:
        found.append(_("Choose at least one way to vote."))
    if Channel.HANDOUT in chosen and len(chosen) > 1:
        found.append(
            _("Codes that are handed out know nobody, so somebody could vote twice. Choose them alone, or not at all.")
        )
    if Channel.POSTAL in chosen and Channel.LETTER not in chosen:
        found.append(_("A ballot that is posted comes with a letter and its code. Choose the code from a letter too."))
    if Channel.DESK in chosen and Channel.KIOSK not in chosen:
        found.append(_("Whoever shows an ID votes on a screen at the voting place. Choose the screen as well."))
    if Channel.KIOSK in chosen and not chosen & _KNOWN_AT_A_SCREEN:
        found.append(_("A screen at a voting place needs a way to know the voter: MitID, a letter or an ID."))
    return found


def needs_number(channels: Collection[Channel]) -> bool:
    """Whether every voter must be known by the CPR number."""
    return bool(BY_NUMBER & set(channels))
