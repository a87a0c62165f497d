"""The letters to residents, for staff: written, looked at with examples, approved by a second person, taken along."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from deltagerbudget.acts.approvals import pending_approval
from deltagerbudget.acts.clock import now
from deltagerbudget.acts.marks import does
from deltagerbudget.acts.permit import may
from deltagerbudget.acts.refusals import Refusal
from deltagerbudget.acts.request import actor_of
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.letters import actions, audience
from deltagerbudget.letters.forms import LetterForm
from deltagerbudget.letters.models import Letter
from deltagerbudget.letters.rules import FIELDS, Occasion, fields_of, has_form
from deltagerbudget.letters.sending import DigitalPost
from deltagerbudget.letters.texts import standard
from deltagerbudget.letters.written import Addressed, action_words, address_of, letter_pdf, told
from deltagerbudget.processes.models import Process
from deltagerbudget.processes.rules import CountMethod
from deltagerbudget.ui.danish import day
from deltagerbudget.ui.sheets import disposition

UNPROCESSABLE, CONFLICT = 422, 409
# Where the code of a ballot that is posted will stand.
_EXAMPLE = "BREV-0000-0000-0000-0"


@does(Act.WRITE_LETTER)
@never_cache
@require_safe
def home(request: HttpRequest, slug: str) -> HttpResponse:
    process = _process(request, slug)
    letters = {letter.occasion: letter for letter in Letter.objects.filter(process=process)}
    rows = [(occasion, occasion.label, _state(letters.get(occasion))) for occasion in Occasion]
    return render(request, "letters/letters.html", {"process": process, "rows": rows})


@does(Act.WRITE_LETTER)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: HttpRequest, slug: str, occasion: str) -> HttpResponse:
    process, occasion = _process(request, slug), _occasion(occasion)
    if request.method != "POST":
        return _page(request, process, occasion)
    form = _form(process, occasion, request.POST)
    if not form.is_valid():
        return _page(request, process, occasion, form=form, status=UNPROCESSABLE)
    texts = dict(form.cleaned_data)
    areas, bands = texts.pop("areas", []), texts.pop("bands")
    try:
        actions.write_letter(
            actor_of(request), process, occasion=Occasion(occasion), texts=texts, areas=areas, bands=bands, at=now()
        )
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        return _page(request, process, occasion, form=form, status=CONFLICT)
    return _back(process, occasion)


@does(Act.APPROVE_LETTER)
@never_cache
@require_POST
def approve(request: HttpRequest, slug: str, occasion: str) -> HttpResponse:
    process = _process(request, slug)
    found = get_object_or_404(Letter, process=process, occasion=_occasion(occasion))
    try:
        actions.approve_letter(actor_of(request), found, seen=request.POST.get("seen", ""), at=now())
    except Refusal as refusal:
        return _page(request, process, found.occasion, error=refusal.message, status=CONFLICT)
    return _back(process, found.occasion)


@does(Act.WRITE_LETTER)
@never_cache
@require_safe
def taken(request: HttpRequest, slug: str, occasion: str, ending: str) -> HttpResponse:
    """The letter as a file: on paper with an example of an address, or as a page for Digital Post."""
    process = _process(request, slug)
    found = get_object_or_404(Letter, process=process, occasion=_occasion(occasion))
    found.process = process
    at, is_draft = now(), found.approved_at is None
    if ending == "pdf":
        lines = [_("Name of the resident"), _("Street and number"), _("Postcode and town")]
        sheet = Addressed(lines, form=_EXAMPLE if has_form(occasion, process.ways) else "")
        content, kind = letter_pdf(found, [sheet], at=at, is_draft=is_draft), "application/pdf"
    elif ending == "html" and not is_draft:
        made = DigitalPost("en" if request.GET.get("sprog") == "en" else "da").send(found, [], at=at)
        content, kind = made.content, made.kind
    else:
        raise Http404
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = disposition(f"brev-{found.occasion}-{slug}", ending)
    return response


def _page(
    request: HttpRequest,
    process: Process,
    occasion: str,
    *,
    form: LetterForm | None = None,
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    found = Letter.objects.filter(process=process, occasion=occasion).first()
    if found is not None:
        found.process = process
    asked = pending_approval(Act.APPROVE_LETTER, found) if found else None
    is_asked = asked is not None and found is not None and asked.digest == found.digest
    context = {
        "process": process,
        "occasion": occasion,
        "title": Occasion(occasion).label,
        "letter": found,
        "preview": [(language, *told(found, language)) for language in ("da", "en")] if found else [],
        "form": form or _form(process, occasion, initial=_initial(found, occasion, process)),
        "fields": [(f"{{{name}}}", FIELDS[name]) for name in fields_of(occasion)],
        "is_asked": is_asked,
        "is_mine": is_asked and asked is not None and asked.first_id == actor_of(request).person_id,
        "address": address_of(process, occasion),
        "action": action_words(occasion),
        "goes_to": audience.told(found, process) if found else "",
        "receivers": audience.how_many(found, process) if found else "",
        "error": error,
    }
    return render(request, "letters/letter.html", context, status=status)


def _form(process: Process, occasion: str, data: Any = None, **initial: Any) -> LetterForm:
    return LetterForm(data, areas=_areas(process), has_form=has_form(occasion, process.ways), **initial)


def _initial(found: Letter | None, occasion: str, process: Process) -> dict[str, Any]:
    if found is not None:
        return {name: getattr(found, name) for name in LetterForm.base_fields}
    texts, shares = {}, process.count_method == CountMethod.EQUAL_SHARES
    for language in ("da", "en"):
        texts[f"heading_{language}"], texts[f"body_{language}"] = standard(
            Occasion(occasion), language, by_equal_shares=shares
        )
    return texts


def _areas(process: Process) -> list[tuple[str, str]]:
    return list(process.areas.order_by("sort_key").values_list("slug", "name"))


def _state(found: Letter | None) -> str:
    if found is None:
        return _("Not written yet")
    if found.approved_at is None:
        return _("Written, not approved")
    return _("Approved on %(day)s") % {"day": day(found.approved_at, get_language() or "da")}


def _occasion(word: str) -> str:
    if word not in Occasion.values:
        raise Http404
    return word


def _process(request: HttpRequest, slug: str) -> Process:
    actor = actor_of(request)
    process = get_object_or_404(Process.objects.visible_to(actor).with_phases().prefetch_related("areas"), slug=slug)
    if not may(Act.WRITE_LETTER, actor, area_ids=process.area_ids):
        raise Http404
    return process


def _back(process: Process, occasion: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("paper_staff:letter", args=[process.slug, occasion]))
