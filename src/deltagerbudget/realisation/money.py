"""The staff's pages of what is paid and what goes back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from deltagerbudget.acts.clock import now
from deltagerbudget.acts.marks import does
from deltagerbudget.acts.permit import may
from deltagerbudget.acts.refusals import Refusal
from deltagerbudget.acts.request import actor_of
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.pools.forms import CorrectionForm
from deltagerbudget.pools.models import Pool
from deltagerbudget.processes.models import Process
from deltagerbudget.realisation import actions
from deltagerbudget.realisation.forms import PaymentForm, ReturnForm
from deltagerbudget.realisation.models import Initiative, Payment, Realisation
from deltagerbudget.realisation.purse import purse_of

UNPROCESSABLE = 422
METHODS = ["GET", "HEAD", "POST"]


@does(Act.RECORD_PAYMENT)
@require_http_methods(METHODS)
def pay(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Realisation.objects.with_story(), pk=pk)
    _refuse_strangers(request, Act.RECORD_PAYMENT, row)
    form = PaymentForm(posted(request), initial={"paid_on": localdate(now())})
    paid = done(request, form, lambda data: actions.record_payment(actor_of(request), row, **data, at=now()))
    if paid is not None:
        return redirect("realisation_staff:realisation", row.pk)
    return render(request, "realisation/staff_pay.html", {"realisation": row, "form": form}, status=status(form))


@does(Act.CORRECT_PAYMENT)
@require_http_methods(METHODS)
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Payment.objects.select_related("realisation__proposal", "realisation__process", "realisation__initiative")
    row = get_object_or_404(rows, pk=pk, corrects=None)
    _refuse_strangers(request, Act.CORRECT_PAYMENT, row.realisation)
    form = CorrectionForm(posted(request))
    corrected = done(request, form, lambda data: actions.correct_payment(actor_of(request), row, **data, at=now()))
    if corrected is not None:
        return redirect("realisation_staff:realisation", row.realisation_id)
    context = {"realisation": row.realisation, "payment": row, "form": form}
    return render(request, "realisation/staff_pay.html", context, status=status(form))


@does(Act.RETURN_MONEY)
@require_http_methods(METHODS)
def give_back(request: HttpRequest, slug: str) -> HttpResponse:
    actor = actor_of(request)
    process = get_object_or_404(Process.objects.visible_to(actor), slug=slug)
    if not may(Act.RETURN_MONEY, actor, area_ids=process.area_ids):
        raise Http404
    return returned(request, process, "realisation_staff:give_back")


def returned(request: HttpRequest, source: Process | Initiative, back: str) -> HttpResponse:
    """The form of what may go back, for a deltagerbudget or an initiative."""
    purse = purse_of(source)
    pools = Pool.objects.filter(pk__in=[share.pool.pk for share in purse.shares]).order_by("name")
    first = next((share for share in purse.shares if share.free_ore), None)
    initial = {"pool": first.pool, "amount_ore": first.free_ore} if first else {}
    form = ReturnForm(posted(request), pools=pools, initial=initial)
    row = done(
        request,
        form,
        lambda data: actions.return_money(actor_of(request), source, data.pop("pool"), **data, at=now()),
    )
    if row is not None:
        return redirect(back, source.slug)
    context = {"source": source, "purse": purse, "form": form}
    return render(request, "realisation/staff_return.html", context, status=status(form))


def posted(request: HttpRequest) -> QueryDict | None:
    """An empty form that was sent is a form with everything missing."""
    return request.POST if request.method == "POST" else None


def done(request: HttpRequest, form: forms.Form, act: Callable[[dict[str, Any]], Any]) -> Any:
    """What the act gave; None when there is something to mend, which the form then says."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        return act(dict(form.cleaned_data))
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        return None


def status(form: forms.Form) -> int:
    return UNPROCESSABLE if form.errors else 200


def _refuse_strangers(request: HttpRequest, act: Act, row: Realisation) -> None:
    """Hidden from those who hold no role in its areas."""
    if not may(act, actor_of(request), area_ids=row.area_ids):
        raise Http404
