"""An example that was just decided by equal shares: a large group and two smaller ones, and all got something."""

from __future__ import annotations

from datetime import datetime

from django.utils.timezone import localdate

from deltagerbudget.acts.vocabulary import PhaseKind
from deltagerbudget.demo.build import Timetable, until_vote, voted
from deltagerbudget.demo.finished import decided
from deltagerbudget.demo.stories import Idea, Story
from deltagerbudget.processes.rules import BallotType, CountMethod

# Seventy-two ballots: project numbers, and how many voted so. Families, those with time in the day, the young.
BALLOTS = (
    ((1, 2), 26),
    ((1, 2, 5), 10),
    ((1,), 4),
    ((3, 4), 14),
    ((3, 4, 6), 8),
    ((5,), 10),
)
WINNERS = ("Klatretårn ved skolen", "Petanquebane og borde i skyggen", "Fælles køkkenhave", "Vandpost på torvet")

STORY = Story(
    slug="en-plads-til-alle-i-solbjerg",
    title="En plads til alle i Solbjerg",
    area="solbjerg",
    theme="community",
    amount=200_000,
    challenge=(
        "Pladsen midt i Solbjerg bliver mest brugt til biler. "
        "Hvordan får både børn, unge og ældre lyst til at være der?"
    ),
    criteria=(
        "Forslaget ligger i Solbjerg og er for alle.\n"
        "Det koster højst 200.000 kr. at lave.\n"
        "Det kan stå færdigt inden for to år.\n"
        "Vi ved, hvem der passer på det bagefter."
    ),
    ideas=(
        Idea(
            "Klatretårn ved skolen",
            "Et klatretårn af træ med net, så børn i alle aldre kan være med.",
            "Børnene har ikke noget at lave på pladsen i dag.",
            "Børn fra tre år og deres forældre",
            "Hjørnet mod skolen",
            95_000,
            "Tårnet kan stå på det græs, der er. Der skal lægges gummi under.",
        ),
        Idea(
            "Naturlegeplads ved søen",
            "Stammer at balancere på, en bakke at rulle ned ad og et sted at grave.",
            "Børn skal også lege med jord og vand.",
            "Børn i dagtilbud og skole",
            "Græsset ved søen",
            75_000,
            "Det kan laves af træ fra kommunens egne skove.",
        ),
        Idea(
            "Petanquebane og borde i skyggen",
            "En bane af grus og fire borde under træerne, så man kan blive siddende.",
            "Vi er mange, der gerne vil ud om formiddagen, men der er ikke noget at samles om.",
            "Alle, der har tid om dagen",
            "Under lindetræerne",
            40_000,
            "Banen kan lægges uden at skade træernes rødder.",
        ),
        Idea(
            "Fælles køkkenhave",
            "Ti høje bede, som man kan passe sammen, også fra en kørestol.",
            "Man lærer hinanden at kende, når man luger.",
            "Alle, der vil have jord under neglene",
            "Bag biblioteket",
            30_000,
            "En forening har sagt ja til at passe vand og jord.",
        ),
        Idea(
            "Skaterbane af beton",
            "En lille bane med to ramper og en kant.",
            "Vi skal helt ind til byen for at skate.",
            "Unge på hjul",
            "Den gamle parkeringsplads",
            110_000,
            "Det kan lade sig gøre på asfalten, når banen er støjdæmpet.",
        ),
        Idea(
            "Vandpost på torvet",
            "En vandpost, hvor man kan fylde sin flaske, og en skål til hunde.",
            "Der er langt til vand, når man går tur.",
            "Alle",
            "Ved busstoppestedet",
            18_000,
            "Der ligger vand under fliserne.",
        ),
    ),
    rules={"ballot_type": BallotType.APPROVAL, "count_method": CountMethod.EQUAL_SHARES},
)


def by_equal_shares(at: datetime) -> None:
    """Counted and published some days ago."""
    vote = until_vote(STORY, Timetable(localdate(at), PhaseKind.REALISATION, 16), until=at)
    voted(vote, BALLOTS)
    decided(vote)
