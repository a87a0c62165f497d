"""What the papers of a deltagerbudget say, in the language of the page: ballot, booklet, poster, protocol.

From the frozen configuration alone, or from what would be frozen now, as a draft.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils.timezone import localdate
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from deltagerbudget.acts.vocabulary import Channel
from deltagerbudget.ballots.frozen import paper_in
from deltagerbudget.ballots.rules import Paper
from deltagerbudget.letters.typeset import square
from deltagerbudget.municipality.card import card
from deltagerbudget.processes.models import Process
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.ui import danish

Values = dict[str, Any]
_ON_THE_NET = frozenset({Channel.MITID, Channel.LETTER, Channel.HANDOUT})
_AT_A_PLACE = frozenset({Channel.DESK, Channel.KIOSK, Channel.PAPER})


@dataclass(frozen=True)
class Source:
    """A deltagerbudget with what is frozen of it, or with a draft of that; ``digest`` is empty in a draft."""

    process: Process
    config: Mapping[str, Any]
    digest: str

    @property
    def is_draft(self) -> bool:
        return not self.digest

    @property
    def paper(self) -> Paper:
        return paper_in(self.config)

    @property
    def ways(self) -> frozenset[Channel]:
        return frozenset(map(Channel, self.config["channels"]))

    @property
    def opens_at(self) -> datetime:
        return datetime.fromisoformat(self.config["opens_at"])

    @property
    def closes_at(self) -> datetime:
        return datetime.fromisoformat(self.config["closes_at"])


def booth_address(process: Process) -> str:
    """SECURITY: the address of the vote and nothing more: no code, no token."""
    return f"{settings.SITE_URL}/stem/{process.slug}/"


def short(address: str) -> str:
    return address.removeprefix("https://").removeprefix("http://").removesuffix("/")


def ballot(source: Source) -> tuple[str, Values]:
    paper, title = source.paper, _("Ballot")
    values = _shared(source) | {
        "heading": title,
        "rules": _rules(source, paper),
        "marks": paper.has_marks,
        "mark_heading": _mark_heading(paper),
        "projects": _projects(source),
        "sum_line": _("What I have chosen costs in all:") if paper.minds_money else "",
        "afterwards": _(
            "Fold the ballot and put it into the ballot box. Write no name on it, and no other mark. "
            "If you make a mistake, ask for a new one."
        ),
    }
    values["words"] |= {
        "how_to_mark": _how_to_mark(paper),
        "afterwards": _("When you have filled it in"),
    }
    return f"{title}: {source.process.title}", values


def postal(source: Source, lines: Sequence[str]) -> Values:
    """The same ballot as at the voting places, to be posted to this address."""
    _title, values = ballot(source)
    until = danish.weekday(source.closes_at, get_language() or "da")
    values["words"] |= {"your_code": _("The code of this ballot"), "send_to": _("Post it to")}
    return values | {
        "heading": _("Ballot to be posted"),
        "afterwards": _(
            "Write no name on it. Put it into an envelope, and post it at least five days before the vote closes. We "
            "must have entered it before {until}. If you vote in another way, this ballot is set aside."
        ).format(until=until),
        "send_to": [line.strip() for line in lines if line.strip()],
    }


def booklet(source: Source) -> tuple[str, Values]:
    title, language = _("What you can vote for"), get_language() or "da"
    texts = {proposal.number: proposal for proposal in source.process.proposals.on_ballot()}
    facts = [
        (_("The money"), danish.kroner(source.config["amount_ore"], language)),
        (_("The vote opens"), _capital(danish.weekday(source.opens_at, language))),
        (_("The vote closes"), _capital(danish.weekday(source.closes_at, language))),
        (_("Who may vote"), _who(source)),
        (_("Vote here"), short(booth_address(source.process))),
    ]
    values = _shared(source) | {
        "heading": title,
        "challenge": _paragraphs(source.config["challenge"]),
        "facts": [{"name": name, "value": value} for name, value in facts],
        "steps": steps(source.process, has_code=Channel.MITID not in source.ways) if source.ways & _ON_THE_NET else [],
        "others": other_ways(source, has_room=True),
        "projects": [line | _told(texts.get(int(line["number"]))) for line in _projects(source)],
    }
    values["words"] |= {"how": _("How you vote"), "others": _others(), "contents": _("The list")}
    return f"{title}: {source.process.title}", values


def poster(source: Source) -> tuple[str, Values]:
    language = get_language() or "da"
    money = danish.kroner(source.config["amount_ore"], language)
    heading = _("You decide what {amount} is used for").format(amount=money)
    until = _("Vote from {first} to {last}").format(
        first=danish.weekday(localdate(source.opens_at), language),
        last=danish.weekday(source.closes_at, language),
    )
    where = ", ".join(area.name for area in source.process.areas.all())
    values = _shared(source) | {"heading": heading, "until": until, "who": _who(source), "where": where}
    values["others"] = other_ways(source, has_room=False)
    values["words"] |= {"others": _others()}
    return f"{_('Poster')}: {source.process.title}", values


def protocol(source: Source) -> tuple[str, Values]:
    title = _("Protocol of the count of paper ballots")
    lead = _("One sheet for each voting place and each box. Two persons count, each on their own, and then compare.")
    marks = {"ordinal": _("Places, one by one"), "cumulative": _("Points"), "scoring": _("Points")}
    values = _shared(source) | {
        "heading": title,
        "lead": lead,
        "blanks": [
            [_("Voting place"), _("Box number"), _("Date and hour")],
            [_("Ballots handed out"), _("Ballots in the box"), _("Of these blank or not valid")],
        ],
        "tally_note": _("One stroke for each ballot, the fifth across. Write the sum in the last column."),
        "strokes": marks.get(str(source.paper.vote_type), _("Strokes")),
        "projects": _projects(source),
        "signed": _("We have counted on our own, compared, and agree on what stands here."),
        "signers": [_("Counter"), _("Second counter"), _("Observer"), _("Date")],
    }
    values["words"] |= {"tally": _("The count"), "total": _("In all"), "signatures": _("Signatures")}
    return f"{title}: {source.process.title}", values


def steps(process: Process, *, has_code: bool) -> list[str]:
    """How one votes, in three or four lines."""
    first = _("Go to {address}, or point your phone's camera at the square.").format(
        address=short(booth_address(process))
    )
    who = _("Choose “Vote with a code” and type your code.") if has_code else _("Log in with MitID.")
    choose = _("Choose what you want. You can look at all of it before you log in.")
    last = _("Check your choices and cast your vote. You can change it until the vote closes.")
    return [first, choose, who, last]


def other_ways(source: Source, *, has_room: bool) -> list[str]:
    """How one votes without MitID, a sentence each; of the voting places their hours, or their names alone."""
    found = []
    if Channel.LETTER in source.ways:
        found.append(_("With the code from your letter. No login is needed."))
    if source.ways & _AT_A_PLACE:
        found.append(_("At a voting place. Bring your health card, passport or driving licence."))
        places = source.process.stations.filter(is_open=True).order_by("name")
        lines = [f"{place.name}, {place.address}. {place.hours}" for place in places]
        found += lines if has_room else list(filter(None, [" · ".join(place.name for place in places)]))
    return found


def _others() -> str:
    return _("You can also vote like this")


def help_lines(process: Process) -> list[dict[str, str]]:
    """Whom to call, and when: the people of the deltagerbudget, then the municipality's office."""
    language = (get_language() or "da")[:2]
    found = []
    for contact in process.contacts.order_by("pk"):
        rest = " · ".join(filter(None, (contact.title, contact.phone, contact.email)))
        found.append({"name": contact.name, "rest": rest})
    for office in card().contacts[:1]:
        hours = office.hours_en if language == "en" else office.hours_da
        rest = " · ".join(filter(None, (office.phone, hours, office.email)))
        found.append({"name": office.name or card().name, "rest": rest})
    return found


def _shared(source: Source) -> Values:
    address, process = booth_address(source.process), source.process
    found = _("Fingerprint of the list and the rules: {digest}").format(digest=source.digest)
    return {
        "process": process.title,
        "qr": square(address),
        "short_address": short(address),
        "help": help_lines(process),
        "is_told": True,
        "footer": _("Draft. Prices and list are not frozen.") if source.is_draft else found,
        "words": {
            "qr_alt": _("Square code with the address {address}").format(address=short(address)),
            "address_words": _("Point your phone's camera at the square, or type:"),
            "number": _("No."),
            "proposal": _("Proposal"),
            "price": _("Price"),
            "help": _("Do you need help?"),
        },
    }


def _projects(source: Source) -> list[dict[str, str]]:
    language = get_language() or "da"
    return [
        {
            "number": str(item["number"]),
            "title": item["title"],
            "price": danish.kroner(item["cost_ore"], language),
            "topic": ", ".join(item["categories"]),
        }
        for item in source.config["projects"]
    ]


def _told(proposal: Proposal | None) -> Values:
    if proposal is None:
        return {"place": "", "parts": []}
    asked = (
        (_("What is it?"), proposal.what),
        (_("Why is it a good idea?"), proposal.why),
        (_("Who is it for?"), proposal.for_whom),
    )
    parts = [{"name": name, "paragraphs": _paragraphs(text)} for name, text in asked if text.strip()]
    return {"place": proposal.place, "parts": parts}


def _rules(source: Source, paper: Paper) -> list[str]:
    """What a ballot may hold, in a sentence or two."""
    limits, language = paper.limits, get_language() or "da"
    if paper.minds_money:
        amount = danish.kroner(limits.most_cost or 0, language)
        said = [_("Tick the proposals you want. They may cost up to {amount} in all.").format(amount=amount)]
    elif paper.is_ranking:
        said = [_("Write 1 at the proposal that you like best, 2 at the next, and so on.")]
    elif paper.vote_type.has_points:
        said = _points(paper)
    elif limits.most == 1:
        said = [_("Choose the one proposal that you like best.")]
    elif limits.most:
        text = ngettext("You can choose {most} proposal.", "You can choose up to {most} proposals.", limits.most)
        said = [text.format(most=limits.most)]
    else:
        said = [_("Tick all the proposals you want.")]
    if paper.is_ranking and limits.most:
        text = ngettext("You can place {most} proposal.", "You can place up to {most} proposals.", limits.most)
        said.append(text.format(most=limits.most))
    if limits.least > 1:
        said.append(_("Choose at least {least}.").format(least=limits.least))
    return said


def _points(paper: Paper) -> list[str]:
    limits, said = paper.limits, []
    if limits.most_sum:
        said.append(_("You have {most} points. Share them out among the proposals.").format(most=limits.most_sum))
    if limits.most_points:
        said.append(_("One proposal can get up to {most} points.").format(most=limits.most_points))
    return said or [_("Give points to the proposals that you like.")]


def _how_to_mark(paper: Paper) -> str:
    if paper.is_ranking:
        return _("Write the place in the box before the proposal. Leave the other boxes empty.")
    if paper.has_marks:
        return _("Write the points in the box before the proposal. Leave the other boxes empty.")
    return _("Put a cross in the box before the proposal.")


def _mark_heading(paper: Paper) -> str:
    if paper.is_ranking:
        return pgettext("ranking", "Place")
    return _("Points") if paper.has_marks else _("Cross")


def _who(source: Source) -> str:
    where = ", ".join(area.name for area in source.process.areas.all())
    age, day = source.config["vote_min_age"], date.fromisoformat(source.config["age_on"])
    words = _("Everyone who lives in {where} and has turned {age} by {day}.")
    return words.format(where=where, age=age, day=danish.day(day, get_language() or "da"))


def _paragraphs(text: str) -> list[str]:
    return [" ".join(part.split()) for part in text.replace("\r", "").split("\n\n") if part.strip()]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
