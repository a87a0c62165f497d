"""What an installation begins with, until the municipality writes its own. Data, in plain words."""

from __future__ import annotations

from typing import NamedTuple


class BuiltinCriterion(NamedTuple):
    code: str
    is_hard: bool
    text: str
    text_en: str
    help: str


class BuiltinReason(NamedTuple):
    title: str
    text: str
    text_en: str


CRITERIA = (
    BuiltinCriterion(
        "power",
        True,
        "Kommunen må bruge penge på det",
        "The municipality may spend money on it",
        "Kommunalfuldmagten: Det skal gavne fællesskabet, og det må ikke være en anden myndigheds opgave.",
    ),
    BuiltinCriterion(
        "area",
        True,
        "Det ligger i området",
        "It lies in the area",
        "Se på kortet. Ligger det på grænsen, så skriv, hvorfor det tæller med.",
    ),
    BuiltinCriterion(
        "theme",
        True,
        "Det passer til det, pengene er givet til",
        "It fits what the money was given for",
        "Se på den udfordring, der står øverst på deltagerbudgettets side.",
    ),
    BuiltinCriterion(
        "land",
        True,
        "Den, der ejer jorden, siger ja",
        "Whoever owns the land says yes",
        "Er det ikke kommunens jord, så skriv, hvem du har talt med, og hvornår.",
    ),
    BuiltinCriterion(
        "permits",
        True,
        "Det kan få de tilladelser, der skal til",
        "It can get the permits that it needs",
        "For eksempel byggetilladelse, lokalplan, fredning, skov, strand og vej.",
    ),
    BuiltinCriterion(
        "access",
        False,
        "Alle kan bruge det, også med kørestol eller barnevogn",
        "Everyone can use it, also with a wheelchair or a pram",
        "Er der fast bund, plads til at vende og en vej derhen uden trin?",
    ),
    BuiltinCriterion(
        "time",
        True,
        "Det kan begynde inden for et år og være færdigt inden for to",
        "It can begin within a year and be finished within two",
        "Regn fra den dag, resultatet kommer. Husk høringer og ventetid på tilladelser.",
    ),
    BuiltinCriterion(
        "price",
        False,
        "Prisen holder, med moms og lidt til det uventede",
        "The price holds, with VAT and something for the unexpected",
        "Skriv, hvad prisen bygger på. Læg mindst 10 % til.",
    ),
    BuiltinCriterion(
        "running",
        True,
        "Det er klart, hvad det koster hvert år, og hvem der betaler",
        "It is clear what it costs each year, and who pays",
        "Strøm, rengøring, forsikring og tilsyn. Pengene her er kun til at bygge for.",
    ),
    BuiltinCriterion(
        "upkeep",
        True,
        "Det er klart, hvem der passer det",
        "It is clear who looks after it",
        "Er det en forening, så spørg den, før du skriver ja.",
    ),
    BuiltinCriterion(
        "public",
        True,
        "Det er for alle og ikke til fordel for en enkelt ejer",
        "It is for everyone, and no gain for a single owner",
        "Pengene må ikke gøre en privat grund eller en virksomhed mere værd.",
    ),
    BuiltinCriterion(
        "plans",
        False,
        "Kommunen er ikke allerede ved at lave det",
        "The municipality is not doing it already",
        "Se i anlægsplanen, og spørg de andre afdelinger.",
    ),
)

REASONS = (
    BuiltinReason(
        "Kan lade sig gøre",
        "Det kan lade sig gøre. Vi har set på stedet, og der er plads til det.",
        "It can be done. We have looked at the place, and there is room for it.",
    ),
    BuiltinReason(
        "Kan lade sig gøre et andet sted",
        "Det kan lade sig gøre, men ikke lige der. Vi foreslår at flytte det til [sted]. Der er der plads.",
        "It can be done, but not just there. We suggest moving it to [place]. There is room there.",
    ),
    BuiltinReason(
        "Kan lade sig gøre i mindre størrelse",
        "Det kan lade sig gøre, hvis det bliver mindre. Så passer det både til stedet og til pengene.",
        "It can be done if it becomes smaller. Then it fits both the place and the money.",
    ),
    BuiltinReason(
        "Uden for området",
        "Stedet ligger uden for området. Pengene må kun bruges i [område].",
        "The place lies outside the area. The money may only be used in [area].",
    ),
    BuiltinReason(
        "Handler om noget andet",
        "Pengene er givet til [tema]. Forslaget handler om noget andet, så det må vi ikke bruge pengene på.",
        "The money was given for [theme]. The proposal is about something else, so we may not use it for that.",
    ),
    BuiltinReason(
        "Jorden er ikke kommunens",
        "Jorden er ikke kommunens. Vi har spurgt ejeren, og ejeren har sagt nej.",
        "The land is not the municipality's. We asked the owner, and the owner said no.",
    ),
    BuiltinReason(
        "Privat ejer får gavn af det",
        "Forslaget ville give en privat ejer en fordel. Kommunens penge skal være til gavn for alle.",
        "The proposal would give a private owner a gain. The municipality's money must be of use to everyone.",
    ),
    BuiltinReason(
        "Fredet natur",
        "Stedet er fredet. Her må vi ikke bygge eller grave, og loven giver os ikke lov til at sige ja.",
        "The place is protected. We may not build or change the ground here, and the law does not let us say yes.",
    ),
    BuiltinReason(
        "Lokalplanen siger nej",
        "Planen for området siger, at der ikke må bygges her. Det tager mere end to år at lave en ny plan.",
        "The plan of the area says that nothing may be built here. It takes more than two years to make a new plan.",
    ),
    BuiltinReason(
        "Kabler eller rør i jorden",
        "Der ligger kabler eller rør i jorden her. De skal kunne graves op, så vi kan ikke bygge oven på dem.",
        "There are cables or pipes in the ground here. They must be within reach, so we cannot build on top of them.",
    ),
    BuiltinReason(
        "Farligt i trafikken",
        "Bilister og cyklister ville ikke kunne se hinanden godt nok. Derfor siger politi og vejafdeling nej.",
        "Drivers and cyclists would not see each other well enough. So the police and the road department say no.",
    ),
    BuiltinReason(
        "For dyrt",
        "Det koster mere, end der er i puljen. Vi regner med [pris], og der er [beløb] i alt.",
        "It costs more than there is. We reckon with [price], and there is [amount] in all.",
    ),
    BuiltinReason(
        "Ingen til at betale driften",
        "Det koster penge hvert år bagefter, og ingen har sagt ja til at betale. Pengene her er kun til at bygge for.",
        "It costs money each year afterwards, and nobody has agreed to pay. The money here is only for building.",
    ),
    BuiltinReason(
        "Ingen til at passe det",
        "Der er ingen, der har sagt ja til at passe det. Uden pasning bliver det hurtigt slidt og farligt.",
        "Nobody has agreed to look after it. Without care it soon becomes worn and dangerous.",
    ),
    BuiltinReason(
        "Kan ikke nås",
        "Det kan ikke blive færdigt inden for to år. Tilladelserne tager for lang tid.",
        "It cannot be finished within two years. The permits take too long.",
    ),
    BuiltinReason(
        "Er allerede på vej",
        "Kommunen er i gang med det. Det ventes færdigt i [år], så der er ikke brug for pengene herfra.",
        "The municipality is doing it already. It should be finished in [year], so this money is not needed for it.",
    ),
    BuiltinReason(
        "Er en anden myndigheds opgave",
        "Det er [myndighed], der bestemmer over det. Kommunen må ikke bruge penge på det.",
        "[Authority] decides on this. The municipality may not spend money on it.",
    ),
    BuiltinReason(
        "Kan ikke bruges af alle",
        "Mange ville ikke kunne bruge det, for eksempel med kørestol. Det kan løses med [ændring].",
        "Many could not use it, for example with a wheelchair. It can be solved by [change].",
    ),
    BuiltinReason(
        "Ligner et andet forslag",
        "Det er næsten det samme som forslag [nummer]. Vi har spurgt, om I vil lægge dem sammen.",
        "It is nearly the same as proposal [number]. We have asked whether you will join.",
    ),
)
