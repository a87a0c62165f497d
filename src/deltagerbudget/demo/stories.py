"""The invented examples, in the words of invented residents. Marked as examples on every page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Idea:
    """An example proposal. ``price`` in whole kroner; None for one that cannot be done."""

    title: str
    what: str
    why: str
    for_whom: str
    place: str
    price: int | None = None
    reason: str = ""
    # The answer to the question of its own that the deltagerbudget asks.
    answer: str = ""


@dataclass(frozen=True)
class Story:
    """An example process. ``amount`` in whole kroner."""

    slug: str
    title: str
    area: str
    theme: str
    amount: int
    challenge: str
    criteria: str
    ideas: tuple[Idea, ...]
    # A question of its own, in Danish and English.
    question: tuple[str, str] = ("", "")
    # Fields of the set-up that are not as usual.
    rules: Mapping[str, Any] = field(default_factory=dict)


IDEAS = Story(
    slug="groenne-pauser-i-tranbjerg",
    title="Grønne pauser i Tranbjerg",
    area="tranbjerg",
    theme="nature",
    amount=300_000,
    challenge=(
        "Der er langt mellem bænkene i Tranbjerg, og mange grønne pletter bliver ikke brugt. "
        "Hvordan får vi flere små steder, hvor man kan sætte sig, mødes og trække vejret?"
    ),
    criteria=(
        "Forslaget ligger i Tranbjerg og er for alle.\n"
        "Det kan bygges på kommunens jord, eller ejeren har sagt ja.\n"
        "Det koster højst 300.000 kr. at lave.\n"
        "Vi ved, hvem der passer på det bagefter."
    ),
    question=("Hvem kan være med til at passe på det?", "Who can help to look after it?"),
    ideas=(
        Idea(
            "Bærbuske langs stien ved søen",
            "Ribs, solbær og hindbær langs stien, som alle må plukke af. Børnehaven vil gerne hjælpe med at plante.",
            "Fordi det er sjovt at smage på sin egen by.",
            "Alle, der går tur",
            "Stien ved søen",
            answer="Børnehaven og os, der bor ved stien",
        ),
        Idea(
            "Siddetrappe mod solen",
            "En bred trappe af træ på skråningen, hvor man kan sidde i eftermiddagssolen.",
            "Der mangler et sted at vente på bussen, som er rart at være.",
            "Unge og pendlere",
            "Skråningen ved stationen",
        ),
        Idea(
            "Bænke med ryg for hver 200 meter",
            "Ti bænke med ryglæn og armlæn, så man kan komme op igen.",
            "Min mor går gerne tur, men hun skal kunne hvile sig.",
            "Ældre og alle med dårlige ben",
            "Ruten fra plejehjemmet til centret",
        ),
        Idea(
            "En lille skov til fuglene",
            "Tætte buske og træer på den tomme plæne, med en sti af bark midt igennem.",
            "Så børnene kan se, hvem der bor her ud over os.",
            "Børn og voksne",
            "Den tomme plæne bag skolen",
        ),
    ),
)

REVIEW = Story(
    slug="et-sted-at-moedes-i-maarslet",
    title="Et sted at mødes i Mårslet",
    area="maarslet",
    theme="community",
    amount=250_000,
    challenge=(
        "Når butikkerne lukker, er der ikke noget sted at være i Mårslet uden at skulle købe noget. "
        "Hvad kan give os et sted at mødes hele året?"
    ),
    criteria=(
        "Forslaget ligger i Mårslet og er for alle.\n"
        "Det koster højst 250.000 kr. at lave.\n"
        "Det kan stå færdigt inden for to år.\n"
        "Vi ved, hvem der passer på det bagefter."
    ),
    ideas=(
        Idea(
            "Overdækket langbord",
            "Et langbord til 24 personer med tag over, tæt på stationen.",
            "Vi vil gerne spise sammen om sommeren, også når det regner.",
            "Naboer og foreninger",
            "Pladsen ved stationen",
            118_000,
        ),
        Idea(
            "Bålsted med tørt brænde",
            "Et bålsted med bænke og et skur til brænde.",
            "Spejderne vil gerne låne det ud.",
            "Familier, skoler og spejdere",
            "Engen ved åen",
            64_500,
        ),
        Idea(
            "Byttehylde for bøger og spil",
            "Et lille hus med hylder, hvor man kan stille bøger og spil til andre.",
            "Det er gratis at mødes om en bog.",
            "Alle, der kan lide at læse og spille",
            "Ved biblioteket",
            22_000,
        ),
        Idea(
            "Springvand på torvet",
            "Et stort springvand med lys midt på torvet.",
            "Vand samler folk.",
            "Alle",
            "Torvet",
        ),
    ),
)

VOTE = Story(
    slug="leg-og-bevaegelse-i-tranbjerg",
    title="Leg og bevægelse i Tranbjerg",
    area="tranbjerg",
    theme="movement",
    amount=400_000,
    challenge=(
        "Vi vil gerne have flere ud at røre sig, både dem på 5 og dem på 85. "
        "Hvad skal der til, for at du går ud i stedet for at blive inde?"
    ),
    criteria=(
        "Forslaget ligger i Tranbjerg og er for alle.\n"
        "Det koster højst 400.000 kr. at lave.\n"
        "Det kan stå færdigt inden for to år.\n"
        "Vi ved, hvem der passer på det bagefter."
    ),
    ideas=(
        Idea(
            "Klatrevæg ved hallen",
            "En lav klatrevæg med faldunderlag, som man kan bruge uden reb.",
            "De store børn mangler noget, der er svært.",
            "Børn og unge fra 8 år",
            "Gavlen på idrætshallen",
            148_000,
            "Væggen kan sættes op på hallens gavl. Hallen har sagt ja og vil holde øje med den.",
        ),
        Idea(
            "Motionsredskaber til ældre",
            "Fire redskaber til balance og styrke, med bænk og skygge.",
            "Jeg er 79 og vil gerne kunne gå på trapper, når jeg er 89.",
            "Ældre, men alle må prøve",
            "Parken ved plejehjemmet",
            96_000,
            "Redskaberne kan stå på kommunens jord, og de er lette at passe.",
        ),
        Idea(
            "Cykelbane med bump",
            "En lille asfaltbane med bump og sving til cykler, løbehjul og kørestole.",
            "Børnene cykler på parkeringspladsen i dag.",
            "Børn fra 3 år",
            "Det gamle boldbur",
            185_000,
            "Boldburet bliver ikke brugt mere, og bunden kan genbruges.",
        ),
        Idea(
            "Oplyst løberute på 2 km",
            "Lys for hver 30 meter på ruten rundt om søen, så man kan løbe om vinteren.",
            "Jeg tør ikke løbe der, når det er mørkt.",
            "Alle, der går og løber",
            "Ruten rundt om søen",
            240_000,
            "Lyset kan tændes efter bevægelse, så dyrene også får mørke.",
        ),
        Idea(
            "Petanquebane med bænke",
            "To baner med grus, kasse til kugler og bænke i halvskygge.",
            "Vi er en flok, der gerne vil have flere med.",
            "Voksne i alle aldre",
            "Grønningen ved centret",
            42_000,
            "Der er god plads, og grusbanen kræver næsten ingen pasning.",
        ),
        Idea(
            "Legeplads man også kan bruge med kørestol",
            "Gynge, karrusel og sandbord, som alle børn kan bruge sammen.",
            "Min lillebror kan ikke komme op på noget i dag.",
            "Alle børn",
            "Legepladsen ved skolen",
            210_000,
            "Legepladsen skal alligevel have nyt underlag, så det kan laves samtidig.",
        ),
        Idea(
            "Bordtennis i det fri",
            "To borde af beton, så de tåler både regn og fodbolde.",
            "Man kan spille uden at melde sig ind i noget.",
            "Unge og voksne",
            "Ved biblioteket",
            38_000,
            "Bordene kan stå på de fliser, der ligger der i forvejen.",
        ),
        Idea(
            "Svømmehal i byen",
            "En lille svømmehal med varmt vand.",
            "Der er langt til vand.",
            "Alle",
            "Centret",
            None,
            "En svømmehal koster mange gange mere end hele beløbet, og den skal have løn til livreddere hvert år.",
        ),
    ),
)

FINISHED = Story(
    slug="trygge-stier-i-harlev-framlev",
    title="Trygge stier i Harlev-Framlev",
    area="harlev-framlev",
    theme="traffic",
    amount=350_000,
    challenge=(
        "Mange lader bilen køre de sidste 800 meter, fordi stierne er mørke, våde eller bare lidt triste. "
        "Hvad skal der til, for at du går eller cykler?"
    ),
    criteria=(
        "Forslaget ligger i Harlev-Framlev og er for alle.\n"
        "Det koster højst 350.000 kr. at lave.\n"
        "Det kan stå færdigt inden for to år.\n"
        "Vi ved, hvem der passer på det bagefter."
    ),
    ideas=(
        Idea(
            "Lys i tunnelen",
            "Lyse vægge og varmt lys i tunnelen under landevejen.",
            "Min datter går en omvej på 15 minutter for at undgå den.",
            "Skolebørn og alle, der går hjem sent",
            "Tunnelen under landevejen",
            120_000,
            "Vi maler og sætter lys op, der ikke kan slås i stykker. Driften er næsten den samme som i dag.",
        ),
        Idea(
            "Bænk med udsigt",
            "En god bænk på bakken, hvor man kan se helt til fjorden.",
            "Det er det smukkeste sted i byen, og man kan ikke sidde der.",
            "Alle, der går tur",
            "Bakken ved kirken",
            18_500,
            "Menighedsrådet har sagt ja, og bænken kan stå der uden at skygge for noget.",
        ),
        Idea(
            "Gangbro over den våde eng",
            "En bro af træ over det stykke, der står under vand hver vinter.",
            "Så kan vi gå til skole hele året.",
            "Skolebørn og hundeluftere",
            "Engen mellem Harlev og Framlev",
            165_000,
            "Broen kan bygges på pæle, så åen kan løbe frit. Den kræver tilladelse, og den har vi fået.",
        ),
        Idea(
            "Ny asfalt på hele cykelstien",
            "Glat asfalt på de 3 km fra byskiltet til skolen.",
            "Der er huller, og man kan ikke se dem i mørke.",
            "Alle på cykel",
            "Cykelstien til skolen",
            310_000,
            "Det kan lade sig gøre, men det bruger næsten hele beløbet.",
        ),
        Idea(
            "Skilte med gåminutter",
            "Små skilte, der viser, hvor mange minutter der er til skole, hal og bus til fods.",
            "De fleste tror, at der er længere, end der er.",
            "Alle",
            "Ti steder i byen",
            24_000,
            "Skiltene kan sættes på de stolper, der står der.",
        ),
        Idea(
            "Farvede fodspor til skolen",
            "Malede dyrespor på fliserne, som viser vejen til skolen.",
            "Så vil de små gerne gå selv.",
            "Børn i de mindste klasser",
            "Fra centret til skolen",
            15_000,
            "Malingen holder i cirka fire år, og skolen maler dem op igen.",
        ),
    ),
)
