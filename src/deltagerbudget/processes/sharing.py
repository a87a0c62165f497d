"""The secret links to the preview of a draft."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from deltagerbudget.acts.clock import now
from deltagerbudget.acts.marks import does
from deltagerbudget.acts.request import actor_of
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.processes import preparing
from deltagerbudget.processes.forms import a_number
from deltagerbudget.processes.frame import METHODS, done, own, page, posted
from deltagerbudget.ui.forms import PlainText


class PreviewForm(PlainText):
    label = forms.CharField(label=gettext_lazy("Who is the link for?"), max_length=120)
    days = a_number(*preparing.PREVIEW_DAYS, label=gettext_lazy("For how many days does it hold?"), initial=14)


@does(Act.SHARE_PREVIEW)
@never_cache
@require_http_methods(METHODS)
def previews(request: HttpRequest, slug: str) -> HttpResponse:
    """SECURITY: only who made a link is shown it, right after it was made; nobody can look it up."""
    actor, at = actor_of(request), now()
    process = own(actor, slug, Act.SHARE_PREVIEW)
    form = PreviewForm(posted(request))
    made: list[str] = []

    def share() -> None:
        made.append(preparing.share_preview(actor, process, at=at, **form.cleaned_data)[1])

    if request.method == "POST" and done(form, share):
        return redirect(f"{reverse('processes_staff:previews', args=[slug])}?ny={made[0]}")
    links = list(process.previews.valid(at).select_related("person"))
    secret = request.GET.get("ny", "")[:100]
    link = f"{reverse('site:preview', args=[slug])}?adgang={secret}"
    is_new = bool(secret) and preparing.preview_digest(secret) in {row.digest for row in links}
    context = {"link": request.build_absolute_uri(link) if is_new else "", "links": links}
    return page(request, "previews", "tjekliste", process, form, **context)


@does(Act.REVOKE_PREVIEW)
@require_POST
def revoke(request: HttpRequest, slug: str, preview: int) -> HttpResponse:
    actor = actor_of(request)
    process = own(actor, slug, Act.REVOKE_PREVIEW)
    preparing.revoke_preview(actor, get_object_or_404(process.previews, pk=preview), at=now())
    return redirect("processes_staff:previews", slug)
