"""A deltagerbudget in preparation: begun from an earlier one, and talked about with the local council."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.timezone import localdate

from deltagerbudget.areas.models import Area
from deltagerbudget.demo import people
from deltagerbudget.processes.actions import edit_process, tick_checklist
from deltagerbudget.processes.models import Process
from deltagerbudget.processes.preparing import answer_remark, comment_setup, copy_process
from deltagerbudget.processes.rules import Point

LEARNT = (
    "Begynd på brevene til borgerne tre uger før. Tal med skolen, før datoerne ligger fast. "
    "To aftener på biblioteket gav flere forslag end alt andet."
)


def prepared(at: datetime) -> None:
    tove, fie = people.actor("tove"), people.actor("fie")
    earlier = Process.objects.get(slug__startswith="leg-")
    edit_process(tove, earlier, values={"learnt": LEARNT}, at=at - timedelta(days=6))
    made = copy_process(
        tove,
        earlier,
        title="En ny legeplads i Tranbjerg",
        slug="ny-legeplads-i-tranbjerg",
        areas=[Area.objects.get(slug="tranbjerg")],
        first_day=localdate(at) - timedelta(days=6),
        at=at - timedelta(days=6),
    )
    tick_checklist(tove, made, Point.CRITERIA, at=at - timedelta(days=4))
    remark = comment_setup(
        fie, made, part="deltagere", text="Lad 13-årige stemme. Det er dem, der skal lege.", at=at - timedelta(days=3)
    )
    answer_remark(tove, remark, answer="God idé. Vi tager det med til udvalget.", at=at - timedelta(days=2))
    both = Area.objects.filter(name__in=("Tranbjerg", "Solbjerg"))
    text = "Mange børn fra Solbjerg går i skole i Tranbjerg. Tag Solbjerg med."
    comment_setup(fie, made, part="opgave", text=text, areas=list(both), at=at - timedelta(days=1))
