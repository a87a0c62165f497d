"""What every figure is called and what it means: the definitions that the pages, the report and the files show."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from deltagerbudget.acts.vocabulary import Channel
from deltagerbudget.evaluation.indicators import Group, Key, Line, Unknown
from deltagerbudget.evaluation.rules import Words
from deltagerbudget.surveys.rules import Audience

GROUPS: dict[Group, Promise] = {
    Group.VOTE: _("Who took part"),
    Group.PROPOSALS: _("What became of the proposals"),
    Group.TIME: _("How long it took"),
    Group.DELIVERY: _("Was it built, and on time?"),
    Group.MONEY: _("Money and hours"),
    Group.EXPERIENCE: _("What people thought of it"),
}

UNKNOWN: dict[Unknown, Promise] = {
    Unknown.NOT_ASKED: _("Nobody was asked about it."),
    Unknown.TOO_FEW: _("Too few to be shown."),
    Unknown.NOT_YET: _("Not yet: nothing has come so far."),
    Unknown.NO_ROLL: _("There was no roll, so nobody knows how many could vote."),
    Unknown.NOT_KEPT: _("It was not written down."),
    Unknown.NONE: _("There was nothing to count."),
}

_ROLL = _("The roll and the ballot box, as they were at the count")
_COUNT = _("The published count")
_TALLY = _("What the platform counted by the hour while the vote ran, and the batches of paper")
_REVIEWS = _("The municipality's decisions on the platform")
_REALISATIONS = _("The projects and their milestones on the platform")
_ACCOUNT = _("The account of the deltagerbudget")
_WRITTEN = _("What the staff have written down")
_ANSWERS = _("The surveys of the deltagerbudget, which are kept as sums alone")
_ANSWERED = _("Answers to the question")


@dataclass(frozen=True)
class Meaning:
    """``number`` and ``of`` say what is divided by what; ``of`` is empty where nothing is."""

    name: Promise
    definition: Promise
    source: Promise
    number: Promise
    of: Promise | str = ""


_BALLOTS = _("Ballots that count")
_VOTERS = _("People who voted")
_ON_ROLL = _("People on the roll")
_WINNERS = _("Winners")
_SENT = _("Proposals that were sent in")
_MEDIAN = _("The middle number of days")
_MEASURED = _("How many were measured")

MEANINGS: dict[Key, Meaning] = {
    Key.TURNOUT: Meaning(
        _("Turnout"),
        _("Of all who stood on the roll, how many voted, whatever way they used. Each person counts once."),
        _ROLL,
        _VOTERS,
        _ON_ROLL,
    ),
    Key.TURNOUT_BY_AGE: Meaning(
        _("Turnout by age"),
        _("The same for each age group. The age is that on the day by which the roll was made, not today's."),
        _ROLL,
        _VOTERS,
        _ON_ROLL,
    ),
    Key.TURNOUT_BY_AREA: Meaning(
        _("Turnout by area"),
        _("The same for each area, by where people lived on the day by which the roll was made."),
        _ROLL,
        _VOTERS,
        _ON_ROLL,
    ),
    Key.BALLOTS: Meaning(
        _("Ballots counted"),
        _("The ballots that were counted, blank ones included: one for each voter."),
        _COUNT,
        _BALLOTS,
    ),
    Key.BALLOTS_BY_CHANNEL: Meaning(
        _("Ways to vote"),
        _(
            "On which way ballots were handed in the first time. Whoever voted online and then on paper stands in "
            "both, so the sum can be a little more than the ballots counted."
        ),
        _TALLY,
        _("Ballots handed in on this way"),
        _("Ballots handed in on all ways"),
    ),
    Key.BALLOTS_BY_KIND: Meaning(
        _("Valid, blank and invalid ballots"),
        _("How many ballots chose something, how many were blank, and how many could not count, by the reason."),
        _COUNT,
        _("Ballots of this kind"),
        _("All ballots that were opened"),
    ),
    Key.WINNING_PICK: Meaning(
        _("Voters who got something of what they chose"),
        _("Of all whose ballot counts, how many chose at least one of the winners."),
        _COUNT,
        _("Ballots with at least one winner"),
        _BALLOTS,
    ),
    Key.TOOK_PART: Meaning(
        _("People who proposed or supported"),
        _(
            "How many different people stood behind a proposal or supported one. Each counts once, however much they "
            "did, also those who have been deleted since. Voters are not among them: nobody can join a vote to a name."
        ),
        _("The proposals and their supporters on the platform"),
        _("People"),
    ),
    Key.FUNNEL: Meaning(
        _("From idea to finished"),
        _("How many of the proposals that were sent in came so far."),
        _REVIEWS,
        _("Proposals that came so far"),
        _SENT,
    ),
    Key.REFUSED: Meaning(
        _("Refused"),
        _("Of the proposals on which the municipality decided, how many it refused at first."),
        _REVIEWS,
        _("Refused at first"),
        _("Proposals with a published decision"),
    ),
    Key.APPEALED: Meaning(
        _("Appeals"),
        _("Of the refusals, how many the authors appealed."),
        _REVIEWS,
        _("Appealed refusals"),
        _("Refused at first"),
    ),
    Key.REVERSED: Meaning(
        _("Appeals that were right"),
        _("Of the appeals that are answered, how many sent the proposal on to the vote after all."),
        _REVIEWS,
        _("Reversed refusals"),
        _("Answered appeals"),
    ),
    Key.MERGED: Meaning(
        _("Put together"),
        _("Of the proposals that were sent in, how many became part of another one."),
        _REVIEWS,
        _("Proposals that became part of another"),
        _SENT,
    ),
    Key.DAYS_TO_DECISION: Meaning(
        _("From proposal to decision"),
        _("Days from when a proposal is sent in until its decision is public. Half waited shorter, half longer."),
        _REVIEWS,
        _MEDIAN,
        _MEASURED,
    ),
    Key.DAYS_TO_VOTE: Meaning(
        _("From decision to vote"),
        _("Days from when the decision is public until the vote opens. The middle of those on the ballot."),
        _REVIEWS,
        _MEDIAN,
        _MEASURED,
    ),
    Key.DAYS_TO_RESULT: Meaning(
        _("From vote to result"),
        _("Days from when the vote closed until the result was public."),
        _COUNT,
        _MEDIAN,
        _MEASURED,
    ),
    Key.DAYS_TO_START: Meaning(
        _("From result to start"),
        _("Days from when the result was public until a winner was started. The middle of those that are started."),
        _REALISATIONS,
        _MEDIAN,
        _MEASURED,
    ),
    Key.DAYS_TO_FINISH: Meaning(
        _("From start to finished"),
        _("Days from when a winner was started until it was finished. The middle of those that are finished."),
        _REALISATIONS,
        _MEDIAN,
        _MEASURED,
    ),
    Key.ON_TIME_PROMISED: Meaning(
        _("On time, of all that should be finished by now"),
        _(
            "Of all winners whose promised day has passed, how many were finished by that day. The promised day is the "
            "one that was said first; moving it does not help. Winners that were stopped or never started count as not "
            "on time."
        ),
        _REALISATIONS,
        _("Finished by the day that was promised first"),
        _("Winners whose promised day has passed"),
    ),
    Key.ON_TIME_RULE: Meaning(
        _("On time, of those that are finished"),
        _(
            "Of the finished winners alone, how many were finished within the months that the rules give. Those "
            "that are still being built or were stopped are not counted. This is the kinder way to count, so both "
            "stand here."
        ),
        _REALISATIONS,
        _("Finished within the rules' months"),
        _("Finished winners"),
    ),
    Key.MONTHS_TO_FINISH: Meaning(
        _("Months from result to finished"),
        _("The middle of the finished winners, counted from the day the result was public."),
        _REALISATIONS,
        _("The middle number of months"),
        _MEASURED,
    ),
    Key.LATE_NOW: Meaning(
        _("Late right now"),
        _("Of all winners, how many had a promise that had passed and was not kept on the day of these figures."),
        _REALISATIONS,
        _("Late winners"),
        _WINNERS,
    ),
    Key.STOPPED: Meaning(
        _("Stopped"),
        _("Of all winners, how many two persons have stopped."),
        _REALISATIONS,
        _("Stopped winners"),
        _WINNERS,
    ),
    Key.MONEY_SPENT: Meaning(
        _("Paid, of the money that was given"),
        _("Of the money that the pools gave, how much is paid for the winners so far."),
        _ACCOUNT,
        _("Paid"),
        _("Given by the pools"),
    ),
    Key.MONEY_BACK: Meaning(
        _("Gone back to the pool"),
        _("Of the money that the pools gave, how much has gone back because no project needed it."),
        _ACCOUNT,
        _("Gone back"),
        _("Given by the pools"),
    ),
    Key.PRICE_AND_COST: Meaning(
        _("What it cost, of what was set aside"),
        _("The finished projects with payments: what was paid, of the price that people voted on."),
        _ACCOUNT,
        _("Paid"),
        _("Price"),
    ),
    Key.MONEY_BY_AREA: Meaning(
        _("Money for each person on the roll, by area"),
        _("What the winners in an area got, divided by how many there could vote. Without a roll the amount alone."),
        _COUNT,
        _("Given to winners in the area"),
        _ON_ROLL,
    ),
    Key.COST_PER_VOTE: Meaning(
        _("Costs for each vote"),
        _("What it cost the municipality to run it, divided by the ballots. The money for the projects is not in it."),
        _WRITTEN,
        _("Costs of running it"),
        _BALLOTS,
    ),
    Key.HOURS_PER_VOTE: Meaning(
        _("Working time for each vote"),
        _("The hours that the municipality's staff used, divided by the ballots."),
        _WRITTEN,
        _("Working time"),
        _BALLOTS,
    ),
    Key.FIRST_TIMERS: Meaning(
        _("Took part for the first time"),
        _("Of those who answered the survey, how many said that it was their first time in something like this."),
        _ANSWERS,
        _("Said that it was the first time"),
        _ANSWERED,
    ),
    Key.SATISFIED: Meaning(
        _("Were satisfied"),
        _(
            "Of those who answered the survey, how many gave the way it went 4 or 5 of 5. Whoever answers has chosen "
            "to, so it does not speak for everyone."
        ),
        _ANSWERS,
        _("Gave 4 or 5"),
        _ANSWERED,
    ),
}

PARTS: dict[str, Promise] = {
    **{channel.value: channel.label for channel in Channel},
    **{audience.value: audience.label for audience in Audience},
    "chosen": _("Chose something"),
    "blank": _("Blank"),
    "unknown": _("Invalid: named something that is not on the ballot"),
    "repeated_project": _("Invalid: the same project twice"),
    "too_few_projects": _("Invalid: too few projects"),
    "too_many_in_vote": _("Invalid: too many projects"),
    "too_cheap": _("Invalid: too little money used"),
    "too_dear": _("Invalid: more money than there is"),
    "submitted": _("Sent in"),
    "admitted": _("Went on to the vote"),
    "on-ballot": _("On the ballot"),
    "won": _("Won"),
    "finished": _("Finished"),
}
_OTHER = _("Invalid for another reason")


def name_of(line: Line) -> str:
    return line.name or str(PARTS.get(line.part, _OTHER))


def learnt(words: Words) -> str:
    """The three texts as one, for whoever begins from this deltagerbudget."""
    heads = (gettext("What went well"), gettext("What we would do differently"), gettext("Advice to the next ones"))
    return "\n\n".join(f"{head}:\n{text}" for head, text in zip(heads, words, strict=True))
