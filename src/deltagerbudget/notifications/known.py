"""One piece of news in words, and the rows that its words are made from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.bulletins.models import Bulletin
from deltagerbudget.notifications.circles import proposal_id
from deltagerbudget.processes.models import Process
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.realisation.models import Initiative, Milestone, Realisation
from deltagerbudget.ui.quiet import quiet


@dataclass(frozen=True)
class Item:
    """One piece of news in one language: a heading, one or two sentences, and where to read on."""

    process: str
    what: str
    text: str
    label: str
    url: str


@dataclass
class Known:
    """The rows behind an entry, looked up when they are asked for."""

    entry: Entry
    at: datetime
    language: str

    @cached_property
    def process(self) -> Process | None:
        heavy = ("vote__config", "vote__result__outcome", "vote__result__pb")
        shown = Process.objects.opened().select_related("vote__result").defer(*heavy).prefetch_related("areas")
        return shown.filter(pk=self.entry.process_id or 0).first()

    @cached_property
    def proposal(self) -> Proposal | None:
        return Proposal.objects.public().filter(pk=proposal_id(self.entry) or 0).first()

    @cached_property
    def initiative(self) -> Initiative | None:
        wanted = self.entry.detail.get("initiative")
        shown = Initiative.objects.published().prefetch_related("areas")
        return shown.filter(pk=wanted).first() if wanted else None

    @cached_property
    def realisation(self) -> Realisation | None:
        if self.initiative is not None:
            return Realisation.objects.filter(initiative=self.initiative).first()
        return Realisation.objects.filter(proposal=self.proposal).first() if self.proposal else None

    @cached_property
    def milestone(self) -> Milestone | None:
        wanted = self.entry.detail.get("milestone")
        return Milestone.objects.filter(pk=wanted, realisation=self.realisation).first() if self.realisation else None

    @cached_property
    def bulletin(self) -> Bulletin | None:
        if self.entry.act != Act.POST_NEWS:
            return None
        return Bulletin.objects.public().with_places().filter(pk=self.entry.target_id).first()

    @property
    def has_open_vote(self) -> bool:
        vote = getattr(self.process, "vote", None)
        return vote is not None and vote.closed_at is None and vote.opens_at <= self.at < vote.closes_at

    def of_process(self, what: str, text: str, label: str, address: str) -> Item:
        assert self.process is not None  # noqa: S101 - asked for before anything is said
        url = settings.SITE_URL + reverse(address, args=[self.process.slug])
        return Item(quiet(self.process.title), what, text, label, url)

    def of_proposal(self, what: str, text: str) -> Item | None:
        if self.initiative is not None:
            url = settings.SITE_URL + reverse("site:initiative", args=[self.initiative.slug])
            title = quiet(self.initiative.title)
            return Item(title, what % {"title": title}, text, _("Read more"), url)
        if self.process is None or self.proposal is None:
            return None
        args = [self.process.slug, self.proposal.number]
        url = settings.SITE_URL + reverse("site:proposal", args=args)
        named = what % {"title": quiet(self.proposal.title)}
        return Item(quiet(self.process.title), named, text, _("Read more"), url)
