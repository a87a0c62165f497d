"""The page behind a link in a mail: the owner of a promise says how it goes, without login.

SECURITY: looking changes nothing, for scanners of mail open every link; only the button does. What is answered is an
act of the owner, judged by the roles that the owner holds at that moment. No session is read or written.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.clock import now
from deltagerbudget.acts.marks import public
from deltagerbudget.acts.refusals import Refusal
from deltagerbudget.acts.request import actor_for
from deltagerbudget.realisation.actions import move_milestone, reach_milestone
from deltagerbudget.realisation.forms import ConfirmForm, DayForm, MoveForm, StopForm
from deltagerbudget.realisation.models import MilestoneReminder, url_of
from deltagerbudget.realisation.post import ANSWER, KEY, Said, usable
from deltagerbudget.realisation.promising import confirm_milestone, stop_realisation

GONE, CONFLICT, UNPROCESSABLE = 410, 409, 422


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest) -> HttpResponse:
    given, at = request.POST if request.method == "POST" else request.GET, now()
    reminder = usable(given.get(KEY, ""))
    if reminder is None:
        return render(request, "realisation/answer_over.html", status=GONE)
    said = _said(given.get(ANSWER, ""))
    form = _form(reminder, said, request.POST if request.method == "POST" else None, localdate(at))
    if request.method != "POST" or not form.is_valid():
        return _page(request, reminder, said, form, UNPROCESSABLE if form.errors else 200)
    try:
        _answer(actor_for(reminder.milestone.realisation.owner_id), reminder, said, form.cleaned_data, at)
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        return _page(request, reminder, said, form, CONFLICT)
    return render(request, "realisation/answer_done.html", _about(reminder, said))


def _said(word: str) -> Said:
    """An unknown word is the first link: the three stand on every page."""
    return next((said for said in Said if said == word), Said.PLANNED)


def _is_over(reminder: MilestoneReminder, today: date) -> bool:
    return reminder.milestone.due_on < today


def _form(reminder: MilestoneReminder, said: Said, data: Any, today: date) -> forms.Form:
    if said is Said.DELAYED:
        return MoveForm(data)
    if said is Said.STOPPED:
        return StopForm(data, initial={"reason": reminder.milestone.realisation.stop_reason})
    return DayForm(data, initial={"day": today}) if _is_over(reminder, today) else ConfirmForm(data)


def _answer(actor: Actor, reminder: MilestoneReminder, said: Said, data: dict[str, Any], at: datetime) -> None:
    milestone = reminder.milestone
    if said is Said.DELAYED:
        move_milestone(actor, milestone, **data, at=at)
    elif said is Said.STOPPED:
        stop_realisation(actor, milestone.realisation, **data, at=at)
    elif _is_over(reminder, localdate(at)):
        reach_milestone(actor, milestone, reached_on=data["day"], at=at)
    else:
        confirm_milestone(actor, milestone, **data, at=at)


def _about(reminder: MilestoneReminder, said: Said) -> dict[str, Any]:
    realisation = reminder.milestone.realisation
    return {
        "milestone": reminder.milestone,
        "realisation": realisation,
        "public_url": url_of(realisation.about),
        "said": str(said),
    }


def _page(request: HttpRequest, reminder: MilestoneReminder, said: Said, form: forms.Form, status: int) -> HttpResponse:
    is_over = _is_over(reminder, localdate(now()))
    first = _("It is done") if is_over else _("It goes as planned")
    words = {Said.PLANNED: first, Said.DELAYED: _("It is delayed"), Said.STOPPED: _("It is stopped")}
    token = (request.POST if request.method == "POST" else request.GET).get(KEY, "")
    context = _about(reminder, said) | {
        "form": form,
        "is_over": is_over,
        "heading": words[said],
        "others": [(str(other), text) for other, text in words.items() if other is not said],
        "key": KEY,
        "answer": ANSWER,
        "token": token,
    }
    return render(request, "realisation/answer.html", context, status=status)
