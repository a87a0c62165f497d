"""Decides what a survey may ask and when, and which answers fit. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import TextChoices
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from deltagerbudget.acts.refusals import NotNow, NotPossible
from deltagerbudget.acts.vocabulary import PhaseKind
from deltagerbudget.processes.rules import Span
from deltagerbudget.ui.cpr import has_cpr

MOST_QUESTIONS = 6
LEAST_OPTIONS, MOST_OPTIONS = 2, 6
LONGEST_QUESTION, LONGEST_OPTION, LONGEST_TEXT = 200, 80, 500
SCALE = 5
MOST_DAYS = 366
# Each is mixed with all the others when one comes, and staff are to read them.
MOST_TEXTS = 2000
# LAW: GDPR art. 5(1)(e). What people wrote is deleted so many days after the last day of the survey.
TEXT_DAYS = 90


class Audience(TextChoices):
    """Who is asked. Each is asked once in a deltagerbudget."""

    VOTERS = "voters", _("Those who have voted")
    WINNERS = "winners", _("Authors of proposals that won")
    OTHERS = "others", _("Authors of proposals that did not win")
    STAFF = "staff", _("Those who work with it in the municipality")
    NEIGHBOURS = "neighbours", _("Neighbours, once something is built")


# They get the address by mail on the first day. Voters and neighbours are nobody that the platform knows.
MAILED = frozenset({Audience.WINNERS, Audience.OTHERS, Audience.STAFF})


class Kind(TextChoices):
    SCALE = "scale", _("A scale from 1 to 5")
    YES_NO = "yes-no", _("Yes or no")
    ONE = "one", _("One of several choices")
    TEXT = "text", _("A short text of one's own")


class Standard(TextChoices):
    """Questions that are asked alike everywhere, so that answers can be compared by their key."""

    FIRST_TIME = "first_time", _("Is it the first time that you take part in something like this?")
    SATISFACTION = "satisfaction", _("How satisfied are you with the way this went?")


STANDARD_KIND = {Standard.FIRST_TIME: Kind.YES_NO, Standard.SATISFACTION: Kind.SCALE}


@dataclass(frozen=True)
class Question:
    """One question as it is stored. A standard one has its key and no words of its own."""

    kind: Kind
    key: str = ""
    da: str = ""
    en: str = ""
    # Of a choice: {"da": words, "en": words}.
    options: tuple[Mapping[str, str], ...] = ()

    @property
    def numbers(self) -> range:
        """The options by their number, from 1 on; none of a text."""
        most = {Kind.SCALE: SCALE, Kind.YES_NO: 2, Kind.ONE: len(self.options), Kind.TEXT: 0}[self.kind]
        return range(1, most + 1)

    def stored(self) -> dict[str, Any]:
        options = [dict(option) for option in self.options]
        return {"kind": str(self.kind), "key": self.key, "da": self.da, "en": self.en, "options": options}


def standard(key: Standard) -> Question:
    return Question(STANDARD_KIND[key], key=str(key))


def question_of(stored: Mapping[str, Any]) -> Question:
    return Question(Kind(stored["kind"]), stored["key"], stored["da"], stored["en"], tuple(stored["options"]))


def check_questions(questions: Sequence[Question]) -> None:
    """Raise NotPossible for a survey that nobody could answer."""
    if not 1 <= len(questions) <= MOST_QUESTIONS:
        raise NotPossible(_("Ask from 1 to %(most)s questions.") % {"most": MOST_QUESTIONS})
    keys = [question.key for question in questions if question.key]
    if len(set(keys)) != len(keys):
        raise NotPossible(_("Each of the questions that are asked everywhere can be asked once."))
    for question in questions:
        _check_question(question)


def _check_question(question: Question) -> None:
    if question.key:
        if question != standard(Standard(question.key)):
            raise ValueError("a standard question has no words of its own")
        return
    if not question.da.strip():
        raise NotPossible(_("Write the question in Danish."))
    if max(len(question.da), len(question.en)) > LONGEST_QUESTION:
        raise NotPossible(_("Write a question of at most %(most)s letters.") % {"most": LONGEST_QUESTION})
    if question.kind != Kind.ONE and question.options:
        raise NotPossible(_("Only a question with choices has choices. Leave them empty."))
    words = [question.da, question.en, *(word for option in question.options for word in option.values())]
    if any(has_cpr(word) for word in words):
        raise NotPossible(_("The text holds something that looks like a CPR number. Remove it; nobody needs it here."))
    if question.kind == Kind.ONE:
        _check_options(question.options)


def _check_options(options: Sequence[Mapping[str, str]]) -> None:
    if not LEAST_OPTIONS <= len(options) <= MOST_OPTIONS:
        raise NotPossible(_("Write from 2 to %(most)s choices, one on each line.") % {"most": MOST_OPTIONS})
    if any(len(word) > LONGEST_OPTION for option in options for word in option.values()):
        raise NotPossible(_("Write choices of at most %(most)s letters.") % {"most": LONGEST_OPTION})


def first_day(audience: Audience, spans: Sequence[Span]) -> date | None:
    """Before this day nobody of the audience can know what is asked about."""
    asked = {
        Audience.VOTERS: (PhaseKind.VOTE, "starts_at"),
        Audience.WINNERS: (PhaseKind.VOTE, "ends_at"),
        Audience.OTHERS: (PhaseKind.VOTE, "ends_at"),
        Audience.NEIGHBOURS: (PhaseKind.REALISATION, "starts_at"),
    }.get(audience)
    if asked is None:
        return None
    kind, moment = asked
    found = next((span for span in spans if span.kind == kind), None)
    return localdate(getattr(found, moment)) if found else None


def check_days(opens_on: date, closes_on: date, *, today: date, first: date | None) -> None:
    """Raise NotPossible for days on which nobody could answer, or would answer too early."""
    if closes_on < opens_on:
        raise NotPossible(_("The last day must not be before the first one."))
    if closes_on < today:
        raise NotPossible(_("The last day has passed. Choose a later one."))
    if closes_on - opens_on > timedelta(days=MOST_DAYS):
        raise NotPossible(_("A survey is open for at most a year."))
    if first is not None and opens_on < first:
        raise NotPossible(_("Those whom it is for cannot answer so early. Choose a later first day."))


def check_open(today: date, opens_on: date, last_day: date, *, is_closed: bool) -> None:
    if today < opens_on:
        raise NotNow(_("The survey is not open yet."))
    if is_closed or today > last_day:
        raise NotNow(_("The survey has closed, so answers are no longer taken."))


def check_answers(questions: Sequence[Question], answers: Mapping[int, int | str], *, texts: int) -> None:
    """``answers`` by the place of the question, from 0 on; ``texts`` is how many have been written before."""
    if not answers:
        raise NotPossible(_("Answer at least one of the questions."))
    for place, answer in answers.items():
        if not 0 <= place < len(questions):
            raise NotPossible(_("The survey does not ask this."))
        _check_answer(questions[place], answer, is_full=texts >= MOST_TEXTS)


def _check_answer(question: Question, answer: int | str, *, is_full: bool) -> None:
    if question.kind != Kind.TEXT:
        if isinstance(answer, bool) or answer not in question.numbers:
            raise NotPossible(_("Choose one of the answers that stand there."))
        return
    if not isinstance(answer, str) or not answer.strip() or len(answer) > LONGEST_TEXT:
        raise NotPossible(_("Write at most %(most)s letters.") % {"most": LONGEST_TEXT})
    if has_cpr(answer):
        raise NotPossible(_("The text holds something that looks like a CPR number. Remove it; nobody needs it here."))
    if is_full:
        raise NotPossible(_("More texts have come than anybody can read. Leave the text empty and answer the rest."))


def last_day_to_forget(today: date) -> date:
    """Texts of surveys whose last day is this one, or before, are deleted today."""
    return today - timedelta(days=TEXT_DAYS + 1)
