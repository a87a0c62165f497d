"""What the invented municipality says of itself: who answers, its local councils, and a look at someone's data."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from deltagerbudget.acts.vocabulary import Purpose
from deltagerbudget.areas.models import Area
from deltagerbudget.bulletins.actions import post_news
from deltagerbudget.demo import people
from deltagerbudget.events.actions import plan_event
from deltagerbudget.municipality.actions import edit_contacts, edit_council
from deltagerbudget.processes.models import Process
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.review.actions import see_authors
from deltagerbudget.ui.danish import COPENHAGEN

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


def helped(processes: Sequence[Process], at: datetime) -> None:
    """Advice in the deltagerbudget that takes proposals, an idea day of its local council, and one that is over."""
    tove, fie = people.actor("tove"), people.actor("fie")
    for process in processes:
        first = _at_four(at + timedelta(days=4))
        plan_event(tove, process, values=_hours(first), at=at - timedelta(days=3))
    tranbjerg = Area.objects.get(slug="tranbjerg")
    day = _at_four(at + timedelta(days=9)).replace(hour=10)
    plan_event(fie, tranbjerg, values=_idea_day(day), at=at - timedelta(days=2))


def told(process: Process, at: datetime) -> None:
    """The local council tells of its area, the process owner of the deltagerbudget."""
    tranbjerg = Area.objects.get(slug="tranbjerg")
    post_news(people.actor("fie"), tranbjerg, values=_COUNCIL_TELLS, at=at - timedelta(days=2))
    here = Area.objects.filter(processes=process).in_order()[0]
    post_news(people.actor("tove"), here, process, values=_OWNER_TELLS, at=at - timedelta(days=1))


_COUNCIL_TELLS = {
    "title": "Kom til idédag i Tranbjerghallen (eksempel)",
    "text": "Har du en idé, eller mangler du en? Så kom forbi og snak med naboer og kommune.\n\n"
    "Vi har kort over hele området, kaffe på kanden og et værksted for børn. "
    "Har du brug for at blive hentet, så ring til os.",
}
_OWNER_TELLS = {
    "title": "Nu kan du få hjælp til dit forslag (eksempel)",
    "text": "En rådgiver sidder på biblioteket og hjælper dig med at skrive og finde en pris. Du får også svar på, "
    "hvem der ejer jorden. Du kan bestille en tid under Få hjælp.",
}


def _at_four(moment: datetime) -> datetime:
    return moment.astimezone(COPENHAGEN).replace(hour=16, minute=0, second=0, microsecond=0)


def _hours(starts_at: datetime) -> dict[str, object]:
    return {
        "title": "Få hjælp til dit forslag",
        "kind": "hours",
        "about": "En rådgiver hjælper dig med at skrive, finde prisen og se, hvem der ejer jorden. (Eksempel)",
        "place": "Biblioteket, lokale 2",
        "access": "Der er elevator til 1. sal.",
        "languages": "dansk, arabisk, engelsk",
        "host": "Tove Tovtest, tovholder",
        "phone": "00 00 00 00",
        "helps_to_vote": False,
        "step_free": True,
        "has_toilet": True,
        "has_loop": True,
        "has_parking": False,
        "quiet_hours": "",
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=3),
        "capacity": None,
        "slot_minutes": 30,
    }


def _idea_day(starts_at: datetime) -> dict[str, object]:
    changed = {
        "title": "Idédag for hele Tranbjerg",
        "kind": "idea-day",
        "about": "Kom med en idé, eller få en. Der er kaffe, kort over området og børneværksted. (Eksempel)",
        "place": "Tranbjerghallen, indgang B",
        "access": "Alt er i stueetagen. Parkeringen er ved indgang B.",
        "has_parking": True,
        "languages": "dansk",
        "host": "Fie Fællesprøve, Fællesrådet",
        "capacity": 60,
        "slot_minutes": None,
    }
    return _hours(starts_at) | changed


def asked(proposals: Sequence[Proposal], at: datetime) -> None:
    """The process owner calls the authors of the first two proposals."""
    for proposal in proposals[:2]:
        see_authors(people.actor("tove"), proposal, purpose=Purpose.ASK, at=at - timedelta(days=2))
