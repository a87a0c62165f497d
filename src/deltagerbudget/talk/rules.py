"""Decides who may say what, how much and how often. Pure."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db.models import TextChoices
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from deltagerbudget.acts.refusals import NotPossible
from deltagerbudget.processes.rules import moment


class Voice(TextChoices):
    """In whose name something is said."""

    RESIDENT = "resident", _("Resident")
    AUTHOR = "author", pgettext_lazy("voice", "Author of the proposal")
    MUNICIPALITY = "municipality", _("The municipality")


class Side(TextChoices):
    FOR = "for", _("What speaks for it")
    AGAINST = "against", _("What speaks against it")


class Outcome(TextChoices):
    UPHELD = "upheld", _("The text stays hidden")
    REVERSED = "reversed", _("The text is shown again")


LONGEST = {"question": 600, "answer": 2000, "point": 200, "words": 1000}
# LAW: databeskyttelsesloven § 6: below this age nobody can write in public alone. It is also the least age of authors.
LEAST_AGE = 13
# What one person may write in an hour, all together, and how many points on one proposal.
MOST_AN_HOUR = 10
MOST_POINTS = 3
MOST_ANSWERS = 10
MOST_REPORTS_A_DAY = 10
# In days: the writer has so many to appeal, and the municipality so many to answer.
TO_APPEAL = 8
TO_ANSWER = 14
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def check_writer(*, residence: str, age: int | None) -> None:
    """Raise NotPossible unless this person may write about proposals."""
    if not residence:
        raise NotPossible(_("Only those who live in the municipality can write here. Everyone can read along."))
    if age is not None and age < LEAST_AGE:
        raise NotPossible(_("You must be 13 to write here. Talk to an adult at home, who can ask for you."))


def check_text(text: str, longest: int) -> str:
    """The text without the empty space around it. Raise NotPossible where nothing, or too much, is said."""
    said = text.strip()
    if not said:
        raise NotPossible(_("Write a few words before you send."))
    if len(said) > longest:
        raise NotPossible(_("The text is too long. Shorten it to %(most)s characters.") % {"most": longest})
    return said


def check_pace(written_this_hour: int) -> None:
    if written_this_hour >= MOST_AN_HOUR:
        raise NotPossible(
            _("You have written %(most)s times within an hour, which is the most. Go on a little later.")
            % {"most": MOST_AN_HOUR}
        )


def check_points(own: int) -> None:
    if own >= MOST_POINTS:
        raise NotPossible(
            _("You have written %(most)s points about this proposal, which is the most. Agree with those of others.")
            % {"most": MOST_POINTS}
        )


def check_reports(today: int) -> None:
    if today >= MOST_REPORTS_A_DAY:
        raise NotPossible(_("You have reported many texts today. Call the municipality if it cannot wait."))


def check_answer(asked: Voice | str, answers: Voice, before: int) -> None:
    """Raise NotPossible unless this voice may answer: nobody answers their own, and a thread stays short."""
    if answers == asked:
        raise NotPossible(_("This is your own question. Let the others answer it."))
    if before >= MOST_ANSWERS:
        raise NotPossible(_("This question has many answers already. Ask the next thing as a question of its own."))


def appeal_until(at: datetime) -> datetime:
    """The last minute of the last day for an appeal against what is hidden now."""
    last = localdate(at) + timedelta(days=TO_APPEAL)
    return moment(datetime.combine(last, time(23, 59)))


def answer_due(at: datetime) -> date:
    return localdate(at) + timedelta(days=TO_ANSWER)
