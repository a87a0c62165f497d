"""An invented resident without an account: a slip from the village fête, which the local council writes in for her."""

from __future__ import annotations

from datetime import datetime, timedelta
from io import BytesIO

from django.utils.timezone import localdate
from PIL import Image, ImageDraw, ImageFont

from deltagerbudget.acts.actor import Actor, Through
from deltagerbudget.acts.request import RESIDENT
from deltagerbudget.acts.vocabulary import Role
from deltagerbudget.behalf.actions import Entered, begin_assistance, end_assistance, enter_resident
from deltagerbudget.behalf.rules import Source
from deltagerbudget.demo import people
from deltagerbudget.pictures.decoding import decoded
from deltagerbudget.pictures.keeping import Kept, keep
from deltagerbudget.processes.models import Process
from deltagerbudget.proposals.actions import Signature, start_proposal, submit_proposal

TEXTS = {
    "title": "Højbede, som man kan passe siddende",
    "what": "Fire højbede i siddehøjde ved plejehjemmet, med fast belægning, så man kan køre helt hen til dem.",
    "why": "Mange af os har haft have og savner det. I et højbed kan man være med, også fra en kørestol.",
    "for_whom": "Beboere på plejehjemmet, naboer og børnehaven",
    "place": "Plænen ved plejehjemmet",
}
_SLIP = ("EKSEMPEL: seddel fra byfesten", "", "Højbede man kan passe siddende", "ved plejehjemmet.", "", "Karen")
_BORN = 79 * 365


def from_the_fete(process: Process, at: datetime) -> None:
    """Two days ago, at the desk of the local council."""
    moment, fie = at - timedelta(days=2), people.actor("fie")
    given = Entered(
        name="Karen Prøvested",
        birth_date=localdate(moment) - timedelta(days=_BORN),
        residence="tranbjerg",
        source=Source.PAPER,
        contact="Eksempelvej 4. Tlf. 00 00 00 00, helst om formiddagen",
        has_consented=True,
        scan=_slip(),
    )
    entered = enter_resident(fie, process, given=given, at=moment)
    begin_assistance(fie, entered, at=moment + timedelta(minutes=1))
    through = Through(fie.person_id or 0, Role.PARTNER, process.pk)
    karen = Actor(entered.person_id, RESIDENT, through)
    draft = start_proposal(karen, process, values=TEXTS, signature=Signature(), at=moment + timedelta(minutes=5))
    submit_proposal(karen, draft, at=moment + timedelta(minutes=8))
    end_assistance(fie, entered, at=moment + timedelta(minutes=9))


def _slip() -> Kept:
    """A sheet of paper with a few words; nobody's hand."""
    image = Image.new("RGB", (900, 640), "#fdf8e8")
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(40)
    for place, line in enumerate(_SLIP):
        draw.line((60, 130 + 80 * place, 840, 130 + 80 * place), fill="#c9d6e4", width=2)
        draw.text((70, 80 + 80 * place), line, fill="#27364f", font=font)
    file = BytesIO()
    image.save(file, "PNG")
    return keep(decoded(file, file.tell()))
