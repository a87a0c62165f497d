"""The page on which a helper says so, and how the voter is left alone with the ballot."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from deltagerbudget.ballots import helper
from deltagerbudget.ballots.booth import Visit, in_booth, page, visit
from deltagerbudget.ballots.helper import Helper


@in_booth("GET", "HEAD", "POST")
def helped(request: HttpRequest, slug: str) -> HttpResponse:
    """Who helps, if anybody. What was chosen so far stays."""
    here = visit(request, slug)
    if not isinstance(here, Visit):
        return here
    if request.method != "POST":
        return page(here, "helped", {"roles": Helper.choices, "helper": helper.helper_of(request)})
    said = request.POST.get("hvem", "")
    response = HttpResponseRedirect(here.url("choose"))
    helper.remember(response, Helper(said) if said in Helper.values else None)
    return response
