"""What the invented municipality says of itself: who answers, its local councils, and a look at someone's data."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from deltagerbudget.acts.vocabulary import Purpose
from deltagerbudget.areas.models import Area
from deltagerbudget.demo import people
from deltagerbudget.municipality.actions import edit_contacts, edit_council
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.review.actions import see_authors

CONTACTS = (
    {
        "name": "Nærdemokrati i Borgernes Hus",
        "role_da": "Svarer på spørgsmål om deltagerbudgetter",
        "role_en": "Answers questions about participatory budgets",
        "phone": "00 00 00 10",
        "email": "deltagerbudget@example.dk",
        "hours_da": "Mandag-torsdag 9-15, fredag 9-13",
        "hours_en": "Monday-Thursday 9-15, Friday 9-13",
    },
    {
        "name": "Hjælp på biblioteket",
        "role_da": "Hjælper dig på nettet, også uden MitID",
        "role_en": "Helps you on the web, with or without MitID",
        "phone": "00 00 00 20",
    },
)
# Invented: no such council answers at these addresses.
COUNCILS = ("Beder-Malling", "Hjortshøj", "Mårslet", "Solbjerg", "Tranbjerg", "Viby")


def introduced(at: datetime) -> None:
    ada = people.actor("ada")
    edit_contacts(ada, contacts=CONTACTS, at=at)
    for number, area in enumerate(Area.objects.filter(name__in=COUNCILS).in_order(), 31):
        values = {
            "name": f"{area.name} Fællesråd",
            "url": f"https://{area.slug}.example.dk",
            "phone": f"00 00 00 {number}",
            "email": f"{area.slug}@example.dk",
        }
        edit_council(ada, area, values=values, at=at)


def asked(proposals: Sequence[Proposal], at: datetime) -> None:
    """The process owner calls the authors of the first two proposals."""
    for proposal in proposals[:2]:
        see_authors(people.actor("tove"), proposal, purpose=Purpose.ASK, at=at - timedelta(days=2))
