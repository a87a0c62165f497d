"""What the outage rule looks at: for how long voters could not vote, within the last day before the end."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta

from deltagerbudget.acts.vocabulary import Channel
from deltagerbudget.ballots.models import Vote
from deltagerbudget.ballots.rules import Away, login_outage
from deltagerbudget.ballots.tally_models import Event
from deltagerbudget.installation.actions import stood_still

_DAY = timedelta(days=1)


def away(vote: Vote) -> Away:
    since, until = vote.closes_at - _DAY, vote.closes_at
    return Away(stood_still(since=since, until=until), _without_login(vote, since, until))


def _without_login(vote: Vote, since: datetime, until: datetime) -> timedelta:
    if Channel.MITID not in vote.channels:
        return timedelta()
    found: dict[datetime, list[int]] = defaultdict(lambda: [0, 0])
    rows = vote.tallies.filter(event__in=(Event.LOGIN_DOWN, Event.LOGIN_UP), hour__gte=since, hour__lt=until)
    for row in rows:
        found[row.hour][row.event == Event.LOGIN_UP] += row.number
    return login_outage({slot: (failed, worked) for slot, (failed, worked) in found.items()})
