"""The small map of where a proposal is to be."""

from __future__ import annotations

from django.db.models import Subquery
from django.utils.translation import gettext as _

from deltagerbudget.areas import drawing
from deltagerbudget.areas.drawing import Spot
from deltagerbudget.places.models import Layer, LayerKind
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.ui.maps import Map

_WIDTH = 640


def place_map(proposal: Proposal) -> Map | None:
    """None without a point, and where the areas have no shape. One query where there is a point, else none."""
    if proposal.lon is None or proposal.lat is None:
        return None
    of_areas = Layer.objects.filter(kind=LayerKind.AREAS).values("source")
    found = proposal.process.areas.with_outlines().annotate(source=Subquery(of_areas)).in_order()
    areas = [area for area in found if area.outline]
    frame = drawing.frame_of(areas, _WIDTH)
    if frame is None:
        return None
    pins = drawing.pins_of([Spot("", proposal.title, "", proposal.lon, proposal.lat)], frame)
    shapes = [drawing.shape_of(area, frame, kind="soon") for area in areas]
    says = _("Map of %(areas)s with a pin where the proposal is to be")
    names = ", ".join(area.name for area in areas)
    return drawing.drawn(says % {"areas": names}, frame, shapes, pins, source=areas[0].source or "")  # type: ignore[attr-defined]
