"""An example in its support round: one proposal has enough, one is near, one is new, one has few neighbours."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from deltagerbudget.demo import people
from deltagerbudget.demo.stories import Idea, Story
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.support.actions import support_proposal

NEEDED = 12
# How many support each proposal, in the order of the story; the last one is the village's.
GIVEN = (17, 9, 1, 4)
_ADULT = date(1975, 3, 1)

STORY = Story(
    slug="mere-liv-langs-stierne-i-viby",
    title="Mere liv langs stierne i Viby",
    area="viby",
    theme="movement",
    amount=200_000,
    challenge=(
        "Stierne i Viby forbinder skoler, butikker og grønne områder, men der sker ikke meget undervejs. "
        "Hvad kan give os lyst til at gå, løbe og blive hængende?"
    ),
    criteria=(
        "Forslaget ligger i Viby og er for alle.\n"
        "Det koster højst 200.000 kr. at lave.\n"
        "Det kan stå færdigt inden for to år.\n"
        "Vi ved, hvem der passer på det bagefter."
    ),
    ideas=(
        Idea(
            "Motionsrute med lys i jorden",
            "En rute på to kilometer med små lamper i kanten, så man også kan løbe om vinteren.",
            "Vi er mange, der bliver hjemme, når det er mørkt.",
            "Løbere og alle, der går tur",
            "Stien fra skolen til parken",
        ),
        Idea(
            "Balancebane af træstammer",
            "Ti stammer og stubbe, man kan hoppe og balancere på langs stien.",
            "Børnene går hjem den vej hver dag.",
            "Børn og legesyge voksne",
            "Stien ved skolen",
        ),
        Idea(
            "Et bord til bordtennis",
            "Et bord af beton, der tåler regn, og et skab med bat, man kan låne.",
            "Det er nemt at komme i snak over et bord.",
            "Unge og gamle",
            "Pladsen bag biblioteket",
        ),
        Idea(
            "En bænk ved det gamle gadekær",
            "En bænk og et lille hegn ved gadekæret i den gamle landsby.",
            "Vi er ikke mange, men vi mødes altid dér.",
            "Dem, der bor i den gamle landsby",
            "Gadekæret",
        ),
    ),
)


def supported(sent: list[Proposal], *, at: datetime) -> None:
    """By invented neighbours, within the first days of the round; some of them support several."""
    for proposal, many in zip(sent, GIVEN, strict=True):
        for number in range(many):
            moment = at + timedelta(hours=5 * number, minutes=7 * (proposal.number or 0))
            neighbour = people.neighbour(200 + number, STORY.area, _ADULT)
            support_proposal(neighbour, proposal, at=moment)
