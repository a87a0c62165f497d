"""What somebody typed from paper, judged by the ballot of a vote: all of it, or a sentence for each that is wrong."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from deltagerbudget.acts.refusals import NotPossible
from deltagerbudget.ballots.models import Vote
from deltagerbudget.polling import sheets
from deltagerbudget.polling.sheets import Reading


class ToCheck(NotPossible):
    """Sheets on which something is wrong or nothing is typed: a sentence for each, by its number."""

    def __init__(self, words: Mapping[int, str]) -> None:
        super().__init__(_("Look at the sheets that are marked. Then correct them, or say that the paper says so."))
        self.words = words


def read_all(vote: Vote, typed: Mapping[int, str], *, has_seen: bool) -> dict[int, Reading]:
    """By number. B70: what is wrong is reported, and kept as it stands on the paper once somebody has looked again."""
    off = {number for number in vote.process.proposals.values_list("number", flat=True) if number is not None}
    readings: dict[int, Reading] = {}
    words: dict[int, str] = {}
    for serial, text in typed.items():
        try:
            reading = readings[serial] = sheets.read(text, vote.paper, off_ballot=off)
        except sheets.Empty:
            words[serial] = str(_("Nothing is typed. Write - for a blank ballot, ? for one that cannot be read."))
            continue
        if reading.fault and reading.fault != "unreadable" and not has_seen:
            words[serial] = reading.words
    if words:
        raise ToCheck(words)
    return readings
