"""Examples of proposals that several people stand behind: a co-author, two that became one, and two that could."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.utils.timezone import localdate

from deltagerbudget.accounts.models import PublicName
from deltagerbudget.acts.request import actor_for
from deltagerbudget.demo import people
from deltagerbudget.proposals.actions import Signature, start_proposal, submit_proposal
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.together.actions import answer_invitation, invite_coauthor
from deltagerbudget.together.merging import answer_merge, offer_merge
from deltagerbudget.together.models import Merge
from deltagerbudget.together.rules import Answer

DAY = timedelta(days=1)
_ADULT = date(1975, 3, 1)
ALIKE = {
    "title": "Flere bænke på gåturen",
    "what": "Fem bænke med ryg langs ruten ved centret, så man kan gå hele vejen.",
    "why": "Jeg går turen hver dag, og der er langt mellem de steder, hvor man kan sidde.",
    "for_whom": "Alle, der går tur",
    "place": "Ruten ved centret",
}
BENCHES = {
    "title": "Bænke med ryg for hver 200 meter",
    "what": "Femten bænke med ryglæn og armlæn hele vejen rundt, så man kan komme op igen og gå hele turen.",
    "why": "Vores forældre går gerne tur, men de skal kunne hvile sig undervejs.",
    "for_whom": "Ældre og alle, der går tur",
    "place": "Ruten fra plejehjemmet til centret",
}
GREEN = {
    "title": "En lille skov med bær til fugle og børn",
    "what": "Buske med ribs, solbær og hindbær i kanten af en lille skov, med en sti af bark midt igennem.",
    "why": "Så kan man smage på sin egen by og se, hvem der ellers bor her.",
    "for_whom": "Børn og voksne",
    "place": "Den tomme plæne bag skolen",
}


def stood_behind(sent: Sequence[Proposal], *, at: datetime) -> None:
    """`sent`: the four proposals of the deltagerbudget that is open for ideas."""
    berries, _stairs, benches, forest = sent
    process, area = benches.process, benches.process.areas.get().slug
    first, group, alike = (people.neighbour(number, area, _ADULT) for number in (90, 91, 92))
    invitation, token = invite_coauthor(actor_for(benches.author_ids()[0]), benches, at=at - 4 * DAY)
    signature = Signature(PublicName.GROUP, "Gågruppen i Tranbjerg (eksempel)")
    answer_invitation(group, invitation, token, answer=Answer.YES, signature=signature, at=at - 3 * DAY)
    draft = start_proposal(alike, process, values=ALIKE, signature=Signature(), at=at - 3 * DAY)
    other = submit_proposal(alike, draft, at=at - 3 * DAY)
    words = "I ønsker næsten det samme. Sammen får I flere stemmer."
    joint = _asked([benches, other], BENCHES, words, at - 2 * DAY)
    for person in sorted(joint.author_ids()):
        joint = answer_merge(actor_for(person), joint, answer=Answer.YES, at=at - DAY)
    offered, key = invite_coauthor(actor_for(berries.author_ids()[0]), berries, at=at - 2 * DAY)
    answer_invitation(first, offered, key, answer=Answer.YES, signature=Signature(), at=at - DAY)
    _asked([berries, forest], GREEN, "Bærrene kunne stå i kanten af skoven.", at - DAY)


def _asked(proposals: Sequence[Proposal], texts: dict[str, str], words: str, at: datetime) -> Merge:
    until = localdate(at) + timedelta(days=10)
    tove = people.actor("tove")
    return offer_merge(tove, proposals, proposals[0], texts=texts, words=words, until=until, at=at)
