"""The process owner's pages: write, open and close the surveys of a deltagerbudget, and read what came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from deltagerbudget.acts.clock import now
from deltagerbudget.acts.marks import does
from deltagerbudget.acts.request import actor_of
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.processes.frame import METHODS, done, framed, own, posted, status_of
from deltagerbudget.processes.models import Process
from deltagerbudget.surveys import actions
from deltagerbudget.surveys.forms import DaysForm, SurveyForm, shown
from deltagerbudget.surveys.models import Collection, FreeText, Survey
from deltagerbudget.surveys.results import read
from deltagerbudget.surveys.rules import MAILED, TEXT_DAYS, Audience, Kind, first_day
from deltagerbudget.surveys.words import option_words, question_words
from deltagerbudget.ui.danish import day
from deltagerbudget.ui.signatures import Badge
from deltagerbudget.ui.suppression import LEAST_VOTES, coarse

PART = "spoergeskemaer"
# In addresses.
WORDS = {
    Audience.VOTERS: "stemte",
    Audience.WINNERS: "vindere",
    Audience.OTHERS: "andre-forfattere",
    Audience.STAFF: "medarbejdere",
    Audience.NEIGHBOURS: "naboer",
}
AUDIENCES = {word: audience for audience, word in WORDS.items()}
_USUAL_DAYS = timedelta(days=30)


@dataclass(frozen=True)
class Row:
    """One audience of the list, asked or not."""

    audience: Audience
    word: str
    questions: list[str]
    badge: Badge | None
    said: str
    collection: Collection | None
    address: str
    # Whether the platform sends it to them itself.
    is_mailed: bool


@does(Act.WRITE_SURVEY)
@never_cache
@require_safe
def surveys(request: HttpRequest, slug: str) -> HttpResponse:
    process = own(actor_of(request), slug, Act.WRITE_SURVEY)
    found = {row.audience: row for row in process.surveys.select_related("collection")}
    rows = [_row(request, audience, found.get(audience), now()) for audience in Audience]
    return _page(request, "surveys", process, rows=rows)


def _row(request: HttpRequest, audience: Audience, survey: Survey | None, at: datetime) -> Row:
    questions = [question_words(question) for question in survey.asked] if survey else []
    collection: Collection | None = getattr(survey, "collection", None)
    address = reverse("surveys:answer", args=[collection.key]) if collection else ""
    today = localdate(at)
    badge, said = _state(survey, collection, today)
    is_over = collection is not None and collection.is_over(today)
    address = request.build_absolute_uri(address) if address and not is_over else ""
    return Row(audience, WORDS[audience], questions, badge, said, collection, address, audience in MAILED)


def _state(survey: Survey | None, collection: Collection | None, today: date) -> tuple[Badge | None, str]:
    if survey is None:
        return None, _("Nobody is asked yet.")
    if collection is None:
        return Badge("waiting", _("Written")), _("Nobody sees it before you open it.")
    days = {"first": day(collection.opens_on), "last": day(collection.last_day)}
    if collection.is_over(today):
        return Badge("closed", _("Closed")), _("It closed on %(last)s.") % days
    if collection.is_open(today):
        return Badge("open", _("Open")), _("It closes by itself after %(last)s.") % days
    return Badge("waiting", _("Opens by itself")), _("From %(first)s to %(last)s.") % days


@does(Act.WRITE_SURVEY)
@require_http_methods(METHODS)
def write(request: HttpRequest, slug: str, word: str) -> HttpResponse:
    actor, at, audience = actor_of(request), now(), _audience(word)
    process = own(actor, slug, Act.WRITE_SURVEY)
    survey = process.surveys.select_related("collection").filter(audience=audience).first()
    if survey is not None and survey.is_opened and request.method != "POST":
        return redirect("surveys_staff:surveys", slug)
    form = SurveyForm(posted(request), initial=shown(survey.asked if survey else []))
    if request.method == "POST" and done(
        form, lambda: actions.write_survey(actor, process, audience, questions=form.questions(), at=at)
    ):
        return redirect(f"{reverse('surveys_staff:surveys', args=[slug])}?gemt=1")
    return _page(request, "write", process, form, audience=audience)


@does(Act.OPEN_SURVEY)
@require_http_methods(METHODS)
def open_page(request: HttpRequest, slug: str, word: str) -> HttpResponse:
    actor, at, audience = actor_of(request), now(), _audience(word)
    process = own(actor, slug, Act.OPEN_SURVEY)
    survey = _written(process, audience)
    if survey.is_opened and request.method != "POST":
        return redirect("surveys_staff:surveys", slug)
    form = DaysForm(posted(request), initial=_usual(audience, process, localdate(at)))

    def act() -> object:
        return actions.open_survey(actor, survey, **form.cleaned_data, at=at)

    if request.method == "POST" and done(form, act):
        return redirect(f"{reverse('surveys_staff:surveys', args=[slug])}?gemt=1")
    asked = [(question_words(question), option_words(question)) for question in survey.asked]
    return _page(
        request, "open", process, form, audience=audience, word=word, asked=asked, is_mailed=audience in MAILED
    )


def _usual(audience: Audience, process: Process, today: date) -> dict[str, date]:
    begins = max(first_day(audience, process.spans) or today, today)
    return {"opens_on": begins, "closes_on": begins + _USUAL_DAYS}


@does(Act.CLOSE_SURVEY)
@require_POST
def close(request: HttpRequest, slug: str, word: str) -> HttpResponse:
    actor = actor_of(request)
    collection = _collection(own(actor, slug, Act.CLOSE_SURVEY), _audience(word))
    actions.close_survey(actor, collection, at=now())
    return redirect("surveys_staff:answers", slug, word)


@does(Act.REMOVE_FREE_TEXT)
@never_cache
@require_safe
def answers(request: HttpRequest, slug: str, word: str) -> HttpResponse:
    """The sums as everyone sees them, and what people wrote; both once it is over."""
    audience = _audience(word)
    process = own(actor_of(request), slug, Act.REMOVE_FREE_TEXT)
    collection = _collection(process, audience)
    context: dict[str, Any] = {"audience": audience, "word": word, "collection": collection, "least": LEAST_VOTES}
    if collection.is_over(localdate(now())):
        context["result"] = read(Collection.objects.filter(pk=collection.pk))[0]
        gone_on = collection.last_day + timedelta(days=TEXT_DAYS)
        is_gone = localdate(now()) > gone_on
        context |= {"gone_on": gone_on, "is_gone": is_gone, "texts": [] if is_gone else _texts(collection)}
    elif collection.respondents >= LEAST_VOTES:
        context["so_far"] = coarse(collection.respondents)
    return _page(request, "answers", process, **context)


def _texts(collection: Collection) -> Sequence[tuple[str, list[FreeText]]]:
    """By question; in each mixed."""
    rows = list(collection.texts.mixed())
    asked = enumerate(collection.survey.asked)
    return [
        (question_words(question), [row for row in rows if row.question == place])
        for place, question in asked
        if question.kind == Kind.TEXT
    ]


@does(Act.REMOVE_FREE_TEXT)
@require_POST
def remove(request: HttpRequest, slug: str, word: str, key: str) -> HttpResponse:
    actor = actor_of(request)
    collection = _collection(own(actor, slug, Act.REMOVE_FREE_TEXT), _audience(word))
    actions.remove_free_text(actor, get_object_or_404(collection.texts, key=key), at=now())
    return redirect(f"{reverse('surveys_staff:answers', args=[slug, word])}?gemt=1")


def _audience(word: str) -> Audience:
    if word not in AUDIENCES:
        raise Http404
    return AUDIENCES[word]


def _written(process: Process, audience: Audience) -> Survey:
    return get_object_or_404(Survey.objects.select_related("collection"), process=process, audience=audience)


def _collection(process: Process, audience: Audience) -> Collection:
    return get_object_or_404(Collection.objects.of(process).asking(audience).with_surveys())


def _page(request: HttpRequest, name: str, process: Process, form: Any = None, **values: Any) -> HttpResponse:
    context = {**framed(request, process, PART), "form": form, "text_days": TEXT_DAYS, **values}
    status = status_of(request, form) if form is not None else 200
    return render(request, f"surveys/staff/{name}.html", context, status=status)
