"""The page on which the municipality sorts the proposals before the vote."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.forms import BoundField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from deltagerbudget.acts.clock import now
from deltagerbudget.acts.marks import does
from deltagerbudget.acts.permit import may
from deltagerbudget.acts.refusals import Refusal
from deltagerbudget.acts.request import actor_of
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.areas.models import Area
from deltagerbudget.processes.models import Process
from deltagerbudget.proposals.actions import Sorted, sort_proposals
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.proposals.refused import CONFLICT, GET_OR_POST, UNPROCESSABLE
from deltagerbudget.ui.forms import PlainText


class SortingForm(PlainText):
    """A row for each proposal; topics and areas only where the deltagerbudget has several."""

    use_required_attribute = False

    def __init__(
        self, data: Mapping[str, Any] | None, *, process: Process, rows: list[Proposal], areas: list[Area]
    ) -> None:
        super().__init__(data)
        self.rows = rows
        topics = [("", "–"), *((name, name) for name in process.categories)]
        places = [("", "–"), *((str(area.pk), area.name) for area in areas)]
        for row in rows:
            if process.categories:
                self._add(f"topic-{row.number}", row.category, _("Topic"), topics)
            if len(areas) > 1:
                self._add(f"area-{row.number}", str(row.area_id or ""), _("Area"), places)
            self.fields[f"group-{row.number}"] = forms.CharField(
                label=_("Excludes"), required=False, max_length=40, initial=row.exclusive_group
            )

    def _add(self, name: str, value: str, label: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name] = forms.ChoiceField(label=label, required=False, choices=choices, initial=value)

    def lines(self) -> list[tuple[Proposal, list[BoundField]]]:
        parts = ("topic", "area", "group")
        return [
            (row, [self[name] for part in parts if (name := f"{part}-{row.number}") in self.fields])
            for row in self.rows
        ]

    def given(self) -> dict[int, Sorted]:
        """Of a cleaned form. What it does not ask for stays as it is."""
        found, said = {}, self.cleaned_data
        for row in self.rows:
            number = cast(int, row.number)
            area = said.get(f"area-{number}", str(row.area_id or ""))
            found[number] = Sorted(
                category=said.get(f"topic-{number}", row.category),
                area_id=int(area) if area else None,
                exclusive_group=said[f"group-{number}"].strip(),
            )
        return found


@does(Act.SORT_PROPOSALS)
@require_http_methods(GET_OR_POST)
def sort(request: HttpRequest, slug: str) -> HttpResponse:
    """Topic, area and what excludes what, for all proposals of one deltagerbudget."""
    actor = actor_of(request)
    process = get_object_or_404(Process.objects.visible_to(actor).prefetch_related("areas"), slug=slug)
    if not may(Act.SORT_PROPOSALS, actor, area_ids=process.area_ids):
        raise Http404
    rows, areas = list(process.proposals.sortable()), sorted(process.areas.all(), key=lambda area: area.sort_key)
    form = SortingForm(request.POST if request.method == "POST" else None, process=process, rows=rows, areas=areas)
    status = 200
    if form.is_bound:
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                sort_proposals(actor, process, given=form.given(), at=now())
            except Refusal as refusal:
                form.add_error(None, refusal.message)
                status = CONFLICT
            else:
                return redirect("proposals_staff:sort", process.slug)
    return render(request, "proposals/sort.html", {"process": process, "form": form}, status=status)
