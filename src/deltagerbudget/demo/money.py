"""What the example projects cost, what came back to the pool, and two invented initiatives that it pays for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.timezone import localdate

from deltagerbudget.areas.models import Area
from deltagerbudget.demo import people
from deltagerbudget.demo.build import at_hour
from deltagerbudget.pools import actions as pools
from deltagerbudget.pools.models import Pool
from deltagerbudget.processes.models import Process
from deltagerbudget.realisation import actions as realisation
from deltagerbudget.realisation.models import Realisation

# Per project: what was bought, what it cost in whole kroner, and days before today.
PAID: dict[str, tuple[tuple[str, int, int], ...]] = {
    "Lys i tunnelen": (("Maling af væggene", 41_500, 150), ("Lamper og ledninger", 76_800, 118)),
    "Bænk med udsigt": (("Bænk af eg", 12_400, 180), ("Fliser og arbejde", 5_500, 172)),
    "Gangbro over den våde eng": (("Tegning og tilladelse", 24_000, 130),),
}
# What the two finished ones did not use, and what no project was promised, in whole kroner.
BACK = 9_800


@dataclass(frozen=True)
class Example:
    """An invented initiative. ``amount`` in whole kroner; milestones as (title, days from the start, reached after)."""

    slug: str
    title: str
    area: str
    theme: str
    place: str
    story: str
    amount: int
    days_ago: int
    milestones: tuple[tuple[str, int, int | None], ...]
    paid: tuple[tuple[str, int, int], ...] = ()
    is_finished: bool = False


EXAMPLES = (
    Example(
        "sti-til-stationen-i-lisbjerg",
        "Sti til stationen i Lisbjerg",
        "lisbjerg",
        "traffic",
        "Fra Lisbjerg Skole til letbanen",
        "Mange gik over marken for at nå letbanen. Nu er der en sti af grus, som også er til barnevogne.\n\n"
        "Fællesrådet pegede på stedet, og kommunen byggede stien.",
        185_000,
        320,
        (("Stien er målt op", 30, 28), ("Stien er åben", 140, 136)),
        (("Grus og arbejde", 171_250, 170),),
        is_finished=True,
    ),
    Example(
        "udekoekken-ved-beboerhuset-i-solbjerg",
        "Udekøkken ved beboerhuset i Solbjerg",
        "solbjerg",
        "community",
        "Gården bag beboerhuset",
        "Et køkken i det fri med bord, vask og tag. Alle kan låne det, og det koster ikke noget.\n\n"
        "Køkkenet bliver bygget sammen med dem, der bruger huset.",
        240_000,
        70,
        (("Tegningen er vist for naboerne", 40, 38), ("Taget er på", 120, None)),
        (("Tegning", 18_000, 25),),
    ),
)


def told(at: datetime, pool: Pool) -> None:
    """Payments and a return on the finished example, and the initiatives."""
    process = Process.objects.get(slug="trygge-stier-i-harlev-framlev")
    tove = people.actor("tove")
    for row in process.realisations.select_related("proposal"):
        _pay(row, PAID.get(row.title, ()), at)
    returned_at = at - timedelta(days=90)
    reason = "Det, ingen projekter skal bruge, og det, lyset og bænken blev billigere"
    realisation.return_money(tove, process, pool, amount_ore=BACK * 100, reason=reason, at=returned_at)
    for example in EXAMPLES:
        _initiative(example, pool, at)
    area = Area.objects.get(slug="skaering-egaa")
    kept_at = at - timedelta(days=20)
    words = "Et sted ved vandet. Fællesrådet spørger naboerne først"
    pools.set_aside_money(tove, pool, area, amount_ore=30_000_000, reason=words, at=kept_at)


def _initiative(example: Example, pool: Pool, at: datetime) -> None:
    tove, begun = people.actor("tove"), at_hour(localdate(at) - timedelta(days=example.days_ago), 10)
    names = ("title", "theme", "place", "story")
    row = realisation.create_initiative(
        tove,
        slug=example.slug,
        areas=[Area.objects.get(slug=example.area)],
        values={name: getattr(example, name) for name in names},
        at=begun,
        is_example=True,
    )
    for sub in ("tove", "ada"):
        realisation.fund_initiative(people.actor(sub), row, pool, amount_ore=example.amount * 100, at=begun)
    words = {"owner_title": "tovholder", "carried_out_by": "Veje og Grønne Områder"}
    started = realisation.publish_initiative(tove, row, **words, at=begun)
    _promised(started, example, begun)
    _pay(started, example.paid, at)
    if example.is_finished:
        _finished(started, example, pool, begun)


def _promised(row: Realisation, example: Example, begun: datetime) -> None:
    tove = people.actor("tove")
    for title, due, reached in example.milestones:
        due_on = localdate(begun) + timedelta(days=due)
        milestone = realisation.plan_milestone(tove, row, title=title, due_on=due_on, at=begun)
        if reached is not None:
            when = begun + timedelta(days=reached)
            realisation.reach_milestone(tove, milestone, reached_on=localdate(when), at=when)


def _finished(row: Realisation, example: Example, pool: Pool, begun: datetime) -> None:
    tove, last = people.actor("tove"), begun + timedelta(days=example.milestones[-1][2] or 0)
    realisation.finish_realisation(tove, row, finished_on=localdate(last), at=last)
    left = example.amount - sum(amount for _text, amount, _days in example.paid)
    reason, at = "Der skulle bruges mindre grus end ventet", last + timedelta(days=30)
    realisation.return_money(tove, row.source, pool, amount_ore=left * 100, reason=reason, at=at)


def _pay(row: Realisation, payments: tuple[tuple[str, int, int], ...], at: datetime) -> None:
    for text, amount, days in payments:
        when = at - timedelta(days=days)
        tove, paid_on = people.actor("tove"), localdate(when)
        realisation.record_payment(tove, row, amount_ore=amount * 100, paid_on=paid_on, text=text, at=when)
