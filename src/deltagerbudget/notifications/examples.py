"""Invented content for every kind of mail, so that staff can read them all. Nothing here is read from the database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.vocabulary import Ground, Harm, PhaseKind
from deltagerbudget.behalf.models import Assisted
from deltagerbudget.notifications import mails
from deltagerbudget.notifications.after_vote import Told
from deltagerbudget.notifications.known import Item
from deltagerbudget.notifications.letters import Letter, written
from deltagerbudget.notifications.mails import Written
from deltagerbudget.notifications.overview_post import groups
from deltagerbudget.processes.rules import Span
from deltagerbudget.ui.danish import COPENHAGEN

# The kinds of mail by the name of their template, in the order in which people get them.
EXAMPLES = {
    "submitted": _("To the author: we have received your proposal"),
    "withdrawn": _("To the author: your proposal is withdrawn"),
    "picture_taken_down": _("To the author: we have taken a picture off your proposal"),
    "supported": _("To the author: your proposal has enough support"),
    "unsupported": _("To the author: your proposal did not get enough support"),
    "lifted": _("To the author: your proposal is taken up again"),
    "announced": _("To the author: when the answer comes"),
    "admitted": _("To the author: your proposal goes on to the vote"),
    "refused": _("To the author: your proposal does not go on"),
    "revision": _("To the author: the municipality asks for a change"),
    "appealed": _("To the author: we have received your appeal"),
    "appeal_decided": _("To the author: the answer to your appeal"),
    "join_asked": _("To the author: somebody wants to join"),
    "join_answered": _("To who wants to join: the answer"),
    "invitation_answered": _("To the author: the answer to an invitation"),
    "merge_offered": _("To the author: could proposals become one?"),
    "merged": _("To the author: the proposals are put together"),
    "merge_ended": _("To the author: they were not put together"),
    "split": _("To the author: the proposals are taken apart again"),
    "booked": _("To somebody who has booked: the booking"),
    "event_reminder": _("To somebody who has booked: the day before"),
    "event_changed": _("To somebody who has booked: a new time or place"),
    "event_cancelled": _("To somebody who has booked: it is cancelled"),
    "question": _("To the author: there is a question"),
    "answered": _("To whoever asked: your question is answered"),
    "hidden": _("To the writer: a text of yours is hidden"),
    "hiding_decided": _("To the writer: the answer to your appeal about a hidden text"),
    "vote_opened": _("To the author: the vote is open"),
    "result": _("To the author: the result"),
    "started": _("To the author: your project is started"),
    "moved": _("To the author: a date is moved"),
    "opening": _("To the author: your project is opened"),
    "finished": _("To the author: your project is finished"),
    "survey_winners": _("To an author who won: a survey"),
    "survey_others": _("To an author who did not win: a survey"),
    "survey_staff": _("To who works with it in the municipality: a survey"),
    "project_stopped": _("To the author: your project is stopped"),
    "promise_unanswered": _("To the process owner: nobody answers for a project"),
    "decisions_missed": _("To the process owner: the decisions did not come out"),
    "review_soon": _("To a department: an answer is due soon"),
    "review_late": _("To a department: an answer is late"),
    "review_escalated": _("To the process owner: an answer is five working days late"),
    "not_frozen": _("To the process owner: the vote has not opened"),
    "alarm_box": _("To the process owner: a ballot cannot be opened"),
    "alarm_codes": _("To the process owner: many wrong codes"),
    "alarm_outage": _("To the process owner: voters could not vote"),
    "alarm_checks": _("To the process owner: ballots wait for the register"),
    "passed_on": _("To staff: for a resident without e-mail"),
    "confirm": _("To a follower: do you want to follow?"),
    "news": _("To a follower: one piece of news"),
    "bundle": _("To a follower: several pieces of news at once"),
    "digest": _("To a follower: collected news"),
    "overview": _("To a follower: the overview of the month"),
}
_FOLLOWERS = {"confirm", "news", "bundle", "digest"}


def example(name: str, language: str) -> Written:
    with translation.override(language):
        if name == "confirm":
            return mails.confirm("Grønne pauser i Tranbjerg", _address("/foelg/bekraeft/?noegle=…"), language=language)
        if name in _FOLLOWERS:
            return _news(name, language)
        if name == "overview":
            return _overview(language)
    if name == "passed_on":
        staff = Person(name="Tove Tovtest", email="tove@example.dk", language=language)
        return written(Letter("submitted", staff, _values(language), Assisted(pk=12)))
    receiver = Person(name="Anna Borgertest", email="anna@example.dk", language=language)
    return written(Letter(name, receiver, _values(language)))


def _address(path: str) -> str:
    return settings.SITE_URL + path


def _news(name: str, language: str) -> Written:
    items = _items(language)
    shown = {"news": items[:1], "bundle": items[:3], "digest": items}[name]
    stop = _address("/foelg/stop/?noegle=…")
    return mails.news(shown, is_digest=name == "digest", stop_url=stop, settings_url=stop, language=language)


def _overview(language: str) -> Written:
    before = {"given_ore": 3_000_000_000, "spent_ore": 34_945_000, "bound_ore": 185_200_000, "left_ore": 2_779_855_000}
    before |= {"phase_ideas": 1, "phase_vote": 1, "projects_faerdig": 3, "projects_i-gang": 2, "projects_forsinket": 2}
    now = before | {"spent_ore": 38_345_000, "bound_ore": 181_800_000, "projects_faerdig": 4, "projects_forsinket": 1}
    stop = _address("/foelg/stop/?noegle=…")
    return mails.overview(
        groups(now, before, language),
        day=date(2027, 4, 1),
        since=date(2027, 3, 1),
        url=_address("/overblik/"),
        stop_url=stop,
        settings_url=stop,
        language=language,
    )


def _items(language: str) -> list[Item]:
    first = Item("Grønne pauser i Tranbjerg", "", "", "", _address("/deltagerbudgetter/eksempel/"))
    other = replace(first, process="Et bedre torv i Viby")
    words = _ENGLISH if language == "en" else _DANISH
    return [
        replace(where, what=what, text=text, label=label)
        for where, (what, text, label) in zip((first, first, first, other), words, strict=True)
    ]


_DANISH = (
    (
        "Afstemningen er åben",
        "Du kan stemme indtil søndag den 30. november kl. 20.00, hvis du bor i området og er gammel nok.",
        "Gå til afstemningen",
    ),
    ("“Bænk ved søen” går videre til afstemningen", "Det kan lade sig gøre. Prisen er 32.000 kr.", "Læs mere"),
    ("“Træer på torvet” går ikke videre", "Kommunen har skrevet hvorfor på forslagets side.", "Læs mere"),
    ("“Et nyt gadespil” er et skridt videre", "Gjort 3. maj 2027: Tegningen er færdig.", "Læs mere"),
)
_ENGLISH = (
    (
        "The vote is open",
        "You can vote until Sunday 30 November at 20:00, if you live in the area and are old enough.",
        "Go to the vote",
    ),
    ("“Bænk ved søen” goes on to the vote", "It can be done. The price is DKK 32,000.", "Read more"),
    ("“Træer på torvet” does not go on", "The municipality has written why on the proposal's page.", "Read more"),
    ("“Et nyt gadespil” is one step further", "Done on 3 May 2027: The drawing is ready.", "Read more"),
)


def _at(month: int, day: int, hour: int = 12) -> datetime:
    return datetime(2027, month, day, hour, tzinfo=COPENHAGEN)


def _values(language: str) -> dict[str, Any]:
    process = SimpleNamespace(title="Grønne pauser i Tranbjerg")
    english = language == "en"
    won = "It got 57 votes and costs DKK 32,000." if english else "Det fik 57 stemmer og koster 32.000 kr."
    lost = "DKK 900 was missing." if english else "Der manglede 900 kr."
    moved = SimpleNamespace(
        text="Jorden var for våd.",
        milestone=SimpleNamespace(title="Bænken står der"),
        moved_from=date(2027, 6, 1),
        moved_to=date(2027, 8, 15),
    )
    return {
        "process": process,
        "proposal": SimpleNamespace(title="Bænk ved søen", number=7, process=process, appeal_until=_at(3, 20, 23)),
        "review": Span(PhaseKind.REVIEW, "Vurdering", _at(3, 1), _at(4, 1)),
        "vote": Span(PhaseKind.VOTE, "Afstemning", _at(4, 1), _at(4, 22, 20)),
        "supporters": 12,
        "needed": 20,
        "contact": SimpleNamespace(name="Tove Tovtest", title="tovholder", phone="00 00 00 00", email=""),
        "reason": "Der bor kun 90 i landsbyen.",
        "decision": SimpleNamespace(price_ore=3_200_000, reason="Der er plads ved søen."),
        "revision": SimpleNamespace(wish="Flyt bænken ti meter mod søen.", until=date(2027, 3, 20)),
        "appeal": SimpleNamespace(pk=12, due_on=date(2027, 3, 28), price_ore=3_200_000, answer="Der er plads."),
        "name": "Bo B.",
        "answer": "yes",
        "merge": SimpleNamespace(until=date(2027, 3, 12)),
        "title": "Bænke og borde ved søen",
        "words": "I ønsker næsten det samme.",
        "due_on": date(2027, 3, 12),
        "asked_who": "Veje og Grønne Områder",
        "is_ours": False,
        "asked": "Kan en kørestol komme derhen?",
        "said": "Ja, stien er flad.",
        "hiding": SimpleNamespace(
            get_ground_display=Ground.PERSONAL.label,
            words="Naboens navn stod der.",
            appeal_until=_at(3, 20, 23),
            outcome="reversed",
            decision="Det var dit eget navn.",
        ),
        "realisation": SimpleNamespace(
            owner_title="Tovholder",
            carried_out_by="Veje og Grønne Områder",
            stop_reason="Jorden er forurenet, og det er for dyrt at rense den.",
        ),
        "left": "",
        "when": "Saturday 12 June at 14:00–16:00" if english else "lørdag den 12. juni kl. 14.00–16.00",
        "place": "Ved søen",
        "host": "Tove Tovtest, tovholder",
        "access": "Der er asfalt hele vejen.",
        "phone": "00 00 00 00",
        "last": date(2027, 5, 20),
        "what": "Bænken står der",
        "is_to_all": False,
        "report": moved,
        "rows": [
            Told("Bænk ved søen", True, lambda: won),
            Told("En gynge", False, lambda: lost, lambda: _address("/deltagerbudgetter/eksempel/forslag/8/naeste/")),
        ],
        "has_winner": True,
        "minute": _at(3, 12),
        "is_moved": False,
        "event": SimpleNamespace(
            title="Få hjælp til dit forslag",
            place="Tranbjerg Bibliotek, lokale 2",
            host="Tove Tovtest, tovholder",
            access="Der er elevator og teleslynge.",
            phone="00 00 00 00",
            cancel_reason="Biblioteket er lukket den dag. Der kommer en ny tid.",
        ),
        "booking": SimpleNamespace(begins_at=_at(2, 10, 16)),
        "calendar": lambda: "/moeder/1/kalender.ics",
        "harm": Harm.RIGHTS,
        "address": lambda: "/deltagerbudgetter/eksempel/",
    }
