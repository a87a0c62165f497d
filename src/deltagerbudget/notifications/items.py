"""What a piece of news says, asked in the moment it is sent: what is hidden, withdrawn or over by then is not told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.text import Truncator
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from deltagerbudget.acts.vocabulary import Act, PhaseKind
from deltagerbudget.ballots.models import Change
from deltagerbudget.bulletins.cards import who
from deltagerbudget.events.cards import when_of
from deltagerbudget.notifications.circles import proposal_id
from deltagerbudget.notifications.known import Item, Known
from deltagerbudget.notifications.models import About, News
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.proposals.rules import Stage
from deltagerbudget.ui.danish import day, kroner, weekday
from deltagerbudget.ui.quiet import quiet

# How much of the news of an area a mail holds.
_BEGINNING = 300


@dataclass
class Desk:
    """Each piece of news is written once a round and language, however many receive it."""

    at: datetime
    known: dict[tuple[int, str, str], tuple[Item | None, frozenset[int]]] = field(default_factory=dict)

    def item(self, news: News, language: str) -> tuple[Item | None, frozenset[int]]:
        """The news, or None where there is nothing to tell any more; and the areas that it is of."""
        key = (news.entry_id, news.about, language)
        if key not in self.known:
            with translation.override(language):
                self.known[key] = _written(Known(news.entry, self.at, language), news.about)
        return self.known[key]


def _written(known: Known, about: str) -> tuple[Item | None, frozenset[int]]:
    say = _BY_THE_CLOCK[About(about)] if about != About.ACT else _SAID[Act(known.entry.act)]
    if known.bulletin is not None:
        return say(known), frozenset([known.bulletin.area_id])
    source = known.process or known.initiative
    return (say(known), frozenset(source.area_ids)) if source else (None, frozenset())


def _news(known: Known) -> Item | None:
    bulletin = known.bulletin
    if bulletin is None:
        return None
    about = bulletin.process.title if bulletin.process else bulletin.area.name
    begins = Truncator(" ".join(bulletin.text.split())).chars(_BEGINNING)
    text = _("%(who)s writes: %(text)s") % {"who": quiet(who(bulletin)), "text": quiet(begins)}
    url = settings.SITE_URL + reverse("bulletins:bulletin", args=[bulletin.pk])
    return Item(quiet(about), quiet(bulletin.title), text, _("Read more"), url)


def _opened(known: Known) -> Item | None:
    assert known.process is not None  # noqa: S101
    amount = kroner(known.process.amount_ore, known.language)
    text = _("%(amount)s is set aside. See when you can make a proposal and when you can vote.") % {"amount": amount}
    return known.of_process(_("A new deltagerbudget has opened"), text, _("See the deltagerbudget"), "site:process")


def _released(known: Known) -> Item | None:
    if proposal_id(known.entry) is None:
        text = _("The municipality has looked at every proposal. See which ones you can vote for, and why.")
        return known.of_process(_("The proposals are chosen"), text, _("See the proposals"), "site:proposals")
    if known.proposal is None or known.proposal.stage == Stage.SUBMITTED:
        return None
    if known.proposal.price_ore is None or known.proposal.stage == Stage.REFUSED:
        return known.of_proposal(
            _("“%(title)s” does not go on to the vote"), _("The municipality has written why on the proposal's page.")
        )
    price = kroner(known.proposal.price_ore, known.language)
    text = _("It can be done, and the municipality has set the price: %(price)s.") % {"price": price}
    return known.of_proposal(_("“%(title)s” goes on to the vote"), text)


def _withdrawn(known: Known) -> Item | None:
    """Of what is withdrawn nothing is told but that it is."""
    gone = Proposal.objects.filter(pk=proposal_id(known.entry) or 0, stage=Stage.WITHDRAWN)
    found = gone.values_list("number", flat=True).first()
    if found is None:
        return None
    text = _("Its author has withdrawn it, so it is no longer shown. You hear no more about it.")
    what = _("Proposal %(number)s is withdrawn") % {"number": found}
    return known.of_process(what, text, _("See the deltagerbudget"), "site:process")


def _vote_opened(known: Known) -> Item | None:
    if known.entry.detail.get("outcome") != "opened" or not known.has_open_vote:
        return None
    assert known.process is not None  # noqa: S101
    closes = weekday(known.process.vote.closes_at, known.language)
    text = _("You can vote until %(when)s, if you live in the area and are old enough.") % {"when": closes}
    return known.of_process(_("The vote is open"), text, _("Go to the vote"), "ballots:choose")


def _supporting(known: Known) -> Item | None:
    assert known.process is not None  # noqa: S101
    span = known.process.span_at(known.at)
    if span is None or span.kind != PhaseKind.SUPPORT:
        return None
    text = _("Support those that you like until %(when)s. Those with enough support are reviewed.")
    told = {"when": weekday(span.ends_at, known.language)}
    return known.of_process(
        _("You can support the proposals now"), text % told, _("See the proposals"), "site:proposals"
    )


def _support_closed(known: Known) -> Item | None:
    if proposal_id(known.entry) is None:
        text = _("See how many supported each proposal, and which ones the municipality now looks at.")
        return known.of_process(_("The support round is over"), text, _("See the proposals"), "site:proposals")
    said = known.entry.detail
    if said["outcome"] == "enough":
        text = _("%(supporters)s supported it, and %(needed)s were needed. Now the municipality looks at it.")
        return known.of_proposal(_("“%(title)s” has enough support"), text % said)
    text = _("%(supporters)s supported it, and %(needed)s were needed. It is not reviewed this time.")
    return known.of_proposal(_("“%(title)s” did not get enough support"), text % said)


def _lifted(known: Known) -> Item | None:
    text = _("The municipality looks at it all the same. The reason stands on its page.")
    return known.of_proposal(_("“%(title)s” is taken up again"), text)


def _closing(known: Known) -> Item | None:
    if not known.has_open_vote:
        return None
    assert known.process is not None  # noqa: S101
    closes = weekday(known.process.vote.closes_at, known.language)
    what = _("The vote closes soon")
    text = _("It closes %(when)s. Until then you can vote, and change your vote.") % {"when": closes}
    return known.of_process(what, text, _("Go to the vote"), "ballots:choose")


def _closed_early(known: Known) -> Item | None:
    text = _("Two persons have closed it before its time. See what happens next.")
    return known.of_process(_("The vote is closed early"), text, _("See the deltagerbudget"), "site:process")


def _published(known: Known) -> Item | None:
    result = getattr(getattr(known.process, "vote", None), "result", None)
    if result is None or result.published_at is None:
        return None
    text = _("See which proposals won, and why each of them did or did not.")
    return known.of_process(_("The result is here"), text, _("See the result"), "results:result")


def _evaluated(known: Known) -> Item | None:
    assert known.process is not None  # noqa: S101
    text = _("See how many took part, what became of the projects, and what the municipality has learnt.")
    return known.of_process(_("The evaluation is here"), text, _("See the evaluation"), "evaluation:evaluation")


def _change(known: Known) -> Change | None:
    """What two persons changed; of a vote that is still to be counted."""
    vote = getattr(known.process, "vote", None)
    return vote.changes.public().filter(pk=known.entry.detail["change"]).first() if vote else None


def _project_withdrawn(known: Known) -> Item | None:
    change = _change(known)
    if change is None:
        return None
    values = {"title": quiet(change.title), "reason": quiet(change.reason)}
    text = _(
        "“%(title)s” cannot be chosen any more and cannot win. The reason: %(reason)s "
        "We do not know who has voted for it. If you have, your other choices count as they are, and you can log in "
        "and change your vote."
    )
    return known.of_process(_("A project has left the vote"), text % values, _("See the vote"), "site:process")


def _extended(known: Known) -> Item | None:
    change = _change(known)
    if change is None or change.closes_at is None or not known.has_open_vote:
        return None
    values = {"day": weekday(change.closes_at, known.language), "reason": quiet(change.reason)}
    text = _("You can vote, and change your vote, until %(day)s. The reason: %(reason)s") % values
    return known.of_process(_("The vote has got a later end"), text, _("See the vote"), "site:process")


def _incident(known: Known) -> Item | None:
    change = _change(known)
    if change is None:
        return None
    values = {"what": quiet(change.reason), "means": quiet(change.means)}
    text = _("%(what)s What it means for you: %(means)s") % values
    return known.of_process(_("Something went wrong with the vote"), text, _("See the vote"), "site:process")


def _started(known: Known) -> Item | None:
    if known.realisation is None:
        return None
    values = {"who": quiet(known.realisation.carried_out_by), "owner": quiet(known.realisation.owner_title)}
    text = _("%(owner)s answers for the project. Carried out by: %(who)s.") % values
    return known.of_proposal(_("“%(title)s” has been started"), text)


def _moved(known: Known) -> Item | None:
    if known.milestone is None or known.realisation is None:
        return None
    moves = known.realisation.reports.filter(milestone=known.milestone, at=known.entry.at)
    report = moves.first()
    if report is None or report.moved_from is None or report.moved_to is None:
        return None
    values = {
        "what": quiet(known.milestone.title),
        "before": day(report.moved_from, known.language),
        "after": day(report.moved_to, known.language),
        "reason": quiet(report.text),
    }
    text = _("“%(what)s” was promised for %(before)s. The new date is %(after)s. The reason: %(reason)s") % values
    return known.of_proposal(_("A date for “%(title)s” is moved"), text)


def _reached(known: Known) -> Item | None:
    if known.milestone is None or known.milestone.reached_on is None:
        return None
    values = {"what": quiet(known.milestone.title), "day": day(known.milestone.reached_on, known.language)}
    return known.of_proposal(_("“%(title)s” is one step further"), _("Done on %(day)s: %(what)s.") % values)


def _late(known: Known) -> Item | None:
    milestone = known.milestone
    if milestone is None or milestone.reached_on is not None or milestone.due_on >= localdate(known.at):
        return None
    values = {"what": quiet(milestone.title), "day": day(milestone.due_on, known.language)}
    text = _("“%(what)s” was promised for %(day)s and is not done yet.") % values
    return known.of_proposal(_("“%(title)s” is late"), text)


def _told(known: Known) -> Item | None:
    if known.realisation is None:
        return None
    report = known.realisation.reports.filter(pk=known.entry.detail.get("report")).first()
    return known.of_proposal(_("News about “%(title)s”"), quiet(report.text)) if report else None


def _confirmed(known: Known) -> Item | None:
    if known.milestone is None or known.realisation is None:
        return None
    report = known.realisation.reports.filter(milestone=known.milestone, at=known.entry.at, moved_to=None).first()
    if report is None:
        return None
    values = {"what": quiet(known.milestone.title), "day": day(known.milestone.due_on, known.language)}
    text = _("“%(what)s” is still promised for %(day)s.") % values
    return known.of_proposal(_("“%(title)s” goes as planned"), f"{text} {quiet(report.text)}".strip())


def _stopped(known: Known) -> Item | None:
    if known.realisation is None or known.realisation.stopped_on is None:
        return None
    text = _("The reason: %(reason)s") % {"reason": quiet(known.realisation.stop_reason)}
    return known.of_proposal(_("“%(title)s” is stopped"), text)


def _opening(known: Known) -> Item | None:
    event = known.milestone.event if known.milestone else None
    if event is None or event.cancelled_at is not None or event.ends_at <= known.at:
        return None
    values = {"when": when_of(event.starts_at, event.ends_at), "place": quiet(event.place)}
    text = _("Come and see it on %(when)s: %(place)s. Everyone is welcome.") % values
    return known.of_proposal(_("“%(title)s” is opened"), text)


def _finished(known: Known) -> Item | None:
    if known.realisation is None or known.realisation.finished_on is None:
        return None
    text = _("Go and see it. The whole story stands on its page.")
    return known.of_proposal(_("“%(title)s” is finished"), text)


def _merged(known: Known) -> Item | None:
    text = _("Proposals that wanted the same are one now. All their authors said yes. You follow it from here.")
    return known.of_proposal(_("“%(title)s” is put together from several proposals"), text)


def _split(known: Known) -> Item | None:
    text = _("It is a proposal of its own again, with its own text. You follow it as before.")
    return known.of_proposal(_("“%(title)s” is taken apart from the joint proposal"), text)


_SAID: dict[Act, Callable[[Known], Item | None]] = {
    Act.OPEN_PROCESS: _opened,
    Act.CLOSE_SUPPORT: _support_closed,
    Act.LIFT_PROPOSAL: _lifted,
    Act.RELEASE_DECISIONS: _released,
    Act.POST_NEWS: _news,
    Act.WITHDRAW_PROPOSAL: _withdrawn,
    Act.MERGE_PROPOSALS: _merged,
    Act.SPLIT_PROPOSALS: _split,
    Act.OPEN_VOTE: _vote_opened,
    Act.CLOSE_VOTE_EARLY: _closed_early,
    Act.WITHDRAW_PROJECT: _project_withdrawn,
    Act.EXTEND_VOTE: _extended,
    Act.REPORT_INCIDENT: _incident,
    Act.PUBLISH_RESULT: _published,
    Act.START_REALISATION: _started,
    Act.MOVE_MILESTONE: _moved,
    Act.REACH_MILESTONE: _reached,
    Act.REPORT_PROGRESS: _told,
    Act.CONFIRM_MILESTONE: _confirmed,
    Act.FINISH_REALISATION: _finished,
    Act.ANNOUNCE_OPENING: _opening,
    Act.STOP_REALISATION: _stopped,
    Act.PUBLISH_EVALUATION: _evaluated,
}
_BY_THE_CLOCK: dict[About, Callable[[Known], Item | None]] = {
    About.SUPPORT: _supporting,
    About.CLOSING: _closing,
    About.LATE: _late,
}
