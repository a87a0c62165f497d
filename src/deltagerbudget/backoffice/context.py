"""The menu of every staff page, whichever app the page belongs to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.request import STAFF_SESSION, actor_of
from deltagerbudget.acts.tables import WHO
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.backoffice.council import is_partner_alone

_STAFF = ("/medarbejder/", "/en/medarbejder/")


@dataclass(frozen=True)
class Choice:
    text: str
    url: str
    current: bool
    count: int | None = None


def staff(request: HttpRequest) -> dict[str, Any]:
    """Empty on every page that is not staff's. SECURITY: there, nobody may ask who is looking."""
    # A request that was refused at the door, for its host or its size, has nobody behind it.
    if not request.path.startswith(_STAFF) or not hasattr(request, "user") or not request.user.is_authenticated:
        return {}
    actor = actor_of(request)
    if not actor.is_staff:
        return {}
    menu = _menu(actor, request.path)
    if STAFF_SESSION in request.session:
        url = reverse("staff:access")
        menu.append(Choice(_("My access"), url, request.path.startswith(url)))
    return {"staff_menu": menu, "staff_name": getattr(request.user, "name", "")}


def _menu(actor: Actor, path: str) -> list[Choice]:
    home = reverse("backoffice:home")
    choices = [] if is_partner_alone(actor) else [Choice(_("Waits for me"), home, path == home)]
    if is_partner_alone(actor) and path == home:
        path = reverse("backoffice:my_area")
    wanted = [
        (_("My area"), "backoffice:my_area", WHO[Act.COMMENT_SETUP]),
        (_("Deltagerbudgetter"), "processes_staff:list", WHO[Act.TICK_CHECKLIST]),
        (_("Review"), "review_staff:queue", WHO[Act.APPROVE_REFUSAL]),
        (_("Meetings and help"), "events_staff:events", WHO[Act.PLAN_EVENT]),
        (_("News"), "bulletins_staff:news", WHO[Act.TAKE_NEWS_BACK]),
        (_("Residents without an account"), "behalf_staff:home", WHO[Act.ENTER_RESIDENT]),
        (_("Questions"), "backoffice:questions", WHO[Act.ASK_AUTHORS]),
        (_("Reports"), "talk_staff:queue", WHO[Act.HIDE_CONTENT]),
        (_("Votes and results"), "backoffice:votes", WHO[Act.FREEZE_VOTE]),
        (_("Voting places"), "polling_staff:home", WHO[Act.CHECK_VOTER]),
        (_("Projects"), "backoffice:projects", WHO[Act.REPORT_PROGRESS]),
        (_("Promises"), "backoffice:promises", WHO[Act.PLAN_MILESTONE]),
        (_("Evaluations"), "evaluation_staff:list", WHO[Act.RECORD_EFFORT]),
        (_("Pools"), "backoffice:pools", WHO[Act.SET_ASIDE_MONEY]),
        (_("Initiatives"), "initiatives_staff:list", WHO[Act.EDIT_INITIATIVE]),
        (_("Mails"), "letters_staff:letters", WHO[Act.TICK_CHECKLIST]),
        (_("Those who work here"), "staff:people", WHO[Act.INVITE_STAFF]),
        (_("The municipality"), "municipality:home", WHO[Act.EDIT_BRAND]),
        (_("Who has looked"), "municipality:looks", WHO[Act.SEE_LOOKS]),
    ]
    for text, name, roles in wanted:
        if actor.holds(*roles):
            url = reverse(name)
            choices.append(Choice(text, url, path.startswith(url)))
    # The log lies below the municipality's own pages, and only the nearest of the two is where one is.
    deepest = max((len(choice.url) for choice in choices if choice.current), default=0)
    return [replace(choice, current=choice.current and len(choice.url) == deepest) for choice in choices]
