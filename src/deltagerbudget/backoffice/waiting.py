"""What waits for one member of staff, by how urgent it is, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, F, Min, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.models import Approval
from deltagerbudget.acts.tables import WHO
from deltagerbudget.acts.vocabulary import Act, PhaseKind, Role
from deltagerbudget.backoffice.second import Asked, waiting_lines
from deltagerbudget.ballots.change_models import CHANGING
from deltagerbudget.behalf.desk import rows_of
from deltagerbudget.behalf.models import Assisted
from deltagerbudget.processes.models import Process
from deltagerbudget.processes.parts import PARTS, gate
from deltagerbudget.processes.rules import Point
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.proposals.rules import Stage
from deltagerbudget.realisation.models import Initiative, Realisation
from deltagerbudget.review.models import Appeal, Decision, Review, sent_proposals
from deltagerbudget.talk.models import Hiding, Question
from deltagerbudget.talk.queue import reported
from deltagerbudget.ui.danish import day, in_days


@dataclass(frozen=True)
class Task:
    text: str
    about: str
    url: str
    # What to do now, as the words of a link.
    deed: str
    due: date | None = None
    due_words: str = ""
    is_late: bool = False


def tasks_of(actor: Actor, at: datetime) -> list[Task]:
    """Overdue first, then by date; what has no date comes last."""
    today = timezone.localdate(at)
    asked = _asked(actor)
    found = [*_reviews(actor, today), *_refusals(actor, today), *_appeals(actor, today), *_initiatives(actor, asked)]
    found += [
        *_of_processes(actor, asked, at),
        *(Task(*line) for line in waiting_lines(actor, asked)),
        *_councils(actor, today),
        *_late(actor, today),
        *_questions(actor, at),
        *_reports(actor, today),
        *_assisted(actor, at),
    ]
    return _most_urgent_first(found)


def tasks_of_council(actor: Actor, at: datetime) -> list[Task]:
    """What waits for somebody as a member of a local council alone."""
    today = timezone.localdate(at)
    return _most_urgent_first([*_councils(actor, today), *_late(actor, today), *_assisted(actor, at)])


def _most_urgent_first(tasks: list[Task]) -> list[Task]:
    return sorted(tasks, key=lambda task: (not task.is_late, task.due or date.max))


@dataclass(frozen=True)
class Group:
    """Those of one urgency: how many there are, and those of this page."""

    label: str
    count: int
    tasks: list[Task]


def groups_of(tasks: Sequence[Task], shown: Sequence[Task], at: datetime) -> list[Group]:
    """`shown` is one page of `tasks`; a group that is not on it is left out."""
    today = timezone.localdate(at)
    labels = {_LATE: _("Overdue"), _SOON: _("Within a week"), _LATER: _("Later"), _ANY: _("No date")}
    found = []
    for urgency, label in labels.items():
        here = [task for task in shown if _urgency(task, today) == urgency]
        if here:
            found.append(Group(label, sum(_urgency(task, today) == urgency for task in tasks), here))
    return found


_LATE, _SOON, _LATER, _ANY = range(4)
_WEEK = timedelta(days=7)


def _urgency(task: Task, today: date) -> int:
    if task.due is None:
        return _ANY
    if task.is_late:
        return _LATE
    return _SOON if task.due <= today + _WEEK else _LATER


def _task(text: str, about: str, url: str, deed: str, due: date | None, today: date) -> Task:
    if due is None:
        return Task(text, about, url, deed)
    language = get_language() or "da"
    words = f"{day(due, language)}, {in_days(due, today, language)}"
    return Task(text, about, url, deed, due, words, due < today)


def _named(proposal: Proposal) -> str:
    return f"{proposal.number}. {proposal.title}" if proposal.number else proposal.title


def _reviews(actor: Actor, today: date) -> Iterator[Task]:
    words = _("Review for %(department)s")
    waiting = Review.objects.of_departments(actor).open().most_urgent_first()
    for review in waiting.select_related("proposal", "department"):
        text = words % {"department": review.who}
        url = reverse("review_staff:review", args=[review.pk])
        yield _task(text, _named(review.proposal), url, _("Judge it"), review.due_on, today)


def _refusals(actor: Actor, today: date) -> Iterator[Task]:
    words = _("A refusal waits for your yes as the second person")
    for decision in Decision.objects.waiting_for_second(actor).select_related("proposal").order_by("pk"):
        url = reverse("review_staff:proposal", args=[decision.proposal_id])
        yield _task(words, _named(decision.proposal), url, _("Read the refusal"), None, today)


def _appeals(actor: Actor, today: date) -> Iterator[Task]:
    words = _("An appeal waits for your answer")
    for appeal in Appeal.objects.decidable_by(actor).select_related("decision__proposal"):
        proposal = appeal.decision.proposal
        url = reverse("review_staff:decide_appeal", args=[proposal.pk])
        yield _task(words, _named(proposal), url, _("Answer the appeal"), appeal.due_on, today)


def _questions(actor: Actor, at: datetime) -> Iterator[Task]:
    """One line a proposal, however much is asked there."""
    if not actor.holds(*WHO[Act.ANSWER_QUESTION]):
        return
    waiting = Question.objects.for_municipality(at).filter(proposal__in=sent_proposals(actor).values("pk"))
    rows = waiting.values("proposal", "proposal__title").annotate(number=Count("pk")).order_by("proposal")
    for row in rows:
        words = ngettext("%(n)s question waits for an answer", "%(n)s questions wait for an answer", row["number"])
        url = reverse("backoffice:conversation", args=[row["proposal"]])
        yield Task(words % {"n": row["number"]}, row["proposal__title"], url, _("Answer"))


def _reports(actor: Actor, today: date) -> Iterator[Task]:
    if not actor.holds(*WHO[Act.HIDE_CONTENT]):
        return
    for row in reported(actor):
        words = _("A text is reported: %(grounds)s") % {"grounds": row.grounds}
        yield Task(words, row.proposal, row.url, _("Read the text"))
    for hiding in Hiding.objects.appealed_to(actor).order_by("due_on", "pk"):
        url = reverse("talk_staff:appeal", args=[hiding.pk])
        words = _("An appeal about a hidden text waits for you")
        yield _task(words, hiding.get_ground_display(), url, _("Decide on the appeal"), hiding.due_on, today)


def _assisted(actor: Actor, at: datetime) -> Iterator[Task]:
    """What waits for residents for whom one writes. The name is on their own page, which notes the look."""
    if not actor.holds(*WHO[Act.BEGIN_ASSISTANCE]):
        return
    mine = Assisted.objects.seen_by(actor).filter(entered_by=actor.person_id, erased_at=None)
    for row in rows_of(mine.order_by("pk"), at):
        url = reverse("behalf_staff:resident", args=[row.assisted.pk])
        for wait in row.waits:
            if wait.due is not None:
                who = _("A resident without an account, no. %(number)s") % {"number": row.assisted.pk}
                yield _task(wait.text, who, url, _("Write for the resident"), wait.due, timezone.localdate(at))


def _initiatives(actor: Actor, asked: Asked) -> Iterator[Task]:
    words = _("Money for an initiative waits for your yes as the second person")
    waiting = {target for act, _type, target in asked if act == Act.FUND_INITIATIVE}
    if not waiting:
        return
    for row in Initiative.objects.open_to(Act.FUND_INITIATIVE, actor).filter(pk__in=waiting).order_by("pk"):
        yield Task(words, row.title, reverse("initiatives_staff:initiative", args=[row.slug]), _("Read and approve"))


def _late(actor: Actor, today: date) -> Iterator[Task]:
    words = _("A milestone is late")
    processes = _processes(actor, Role.OWNER, Role.PARTNER)
    initiatives = Initiative.objects.open_to(Act.REPORT_PROGRESS, actor)
    mine = Q(process__in=[process.pk for process in processes]) | Q(initiative__in=initiatives)
    for realisation in Realisation.objects.late(today).filter(mine).with_promises().order_by("pk"):
        due = min(promise.due_on for promise in realisation.promises() if promise.reached_on is None)
        url = reverse("realisation_staff:realisation", args=[realisation.pk])
        yield _task(words, realisation.title, url, _("Tell where it stands"), due, today)


def _processes(actor: Actor, *roles: Role) -> list[Process]:
    """Those in which one of the roles is held; nothing imported, no stories."""
    heavy = ("vote__config", "vote__result__outcome", "vote__result__pb")
    seen = Process.objects.visible_to(actor).filter(story="", is_imported=False)
    seen = seen.with_setup().select_related("vote__result").defer(*heavy).order_by("pk")
    return [process for process in seen if actor.roles(process.area_ids) & set(roles)]


def _of_processes(actor: Actor, asked: Asked, at: datetime) -> Iterator[Task]:
    today = timezone.localdate(at)
    processes = _processes(actor, Role.OWNER, Role.AUDITOR, Role.ADMINISTRATOR)
    undecided, unanswered = _undecided(processes), _unanswered(processes, today)
    for process in processes:
        roles = actor.roles(process.area_ids)
        if process.opened_at is None and roles & WHO[Act.OPEN_PROCESS]:
            yield _opening(process, today)
            yield from _remarks(process, today)
        if undecided.get(process.pk) and process.phase_at(at) == PhaseKind.REVIEW and roles & WHO[Act.DECIDE_PROPOSAL]:
            yield _deciding(process, undecided[process.pk], today)
        if process.pk in unanswered and roles & WHO[Act.ASSIGN_REVIEW]:
            yield _reminding(process, *unanswered[process.pk], today)
        if process.opened_at is not None:
            yield from _of_vote(process, asked, at)


def _undecided(processes: list[Process]) -> dict[int, int]:
    undecided = Q(proposals__decision=None) | Q(proposals__decision__decided_at__lt=F("proposals__joint_at"))
    open_ones = undecided & Q(proposals__stage=Stage.SUBMITTED)
    ids = [process.pk for process in processes]
    counted = Process.objects.filter(pk__in=ids).annotate(number=Count("proposals", filter=open_ones))
    return dict(counted.values_list("pk", "number"))


def _unanswered(processes: list[Process], today: date) -> dict[int, tuple[int, date]]:
    """How many reviews are late in each, and since when."""
    late = Review.objects.open().filter(due_on__lt=today, proposal__process__in=[process.pk for process in processes])
    rows = late.values_list("proposal__process").annotate(number=Count("pk"), first=Min("due_on"))
    return {pk: (number, first) for pk, number, first in rows}


def _asked(actor: Actor) -> Asked:
    """What a second person must confirm."""
    waiting = Approval.objects.filter(second=None).exclude(first=actor.person_id)
    return set(waiting.values_list("act", "target_type", "target_id"))


def _opening(process: Process, today: date) -> Task:
    missing = sum(len(lack.texts) for lack in gate(process))
    words = ngettext(
        "%(n)s thing is missing before it can open", "%(n)s things are missing before it can open", missing
    )
    text = words % {"n": missing} if missing else _("Ready to be opened")
    url = reverse("processes_staff:checklist", args=[process.slug])
    deed = _("Go on with the set-up") if missing else _("Open it")
    return _task(text, process.title, url, deed, _opens_on(process), today)


def _opens_on(process: Process) -> date | None:
    """The day by which it must be open: when the first phase in which residents take part begins."""
    starts = next((span.starts_at for span in process.spans if span.kind != PhaseKind.PREPARATION), None)
    return timezone.localdate(starts) if starts else None


def _remarks(process: Process, today: date) -> Iterator[Task]:
    """What the local council said and nobody has answered, part by part."""
    waiting = {remark.part for remark in process.remarks.all() if remark.answered_at is None}
    for part in PARTS:
        if part.word in waiting:
            text = _("The local council waits for an answer: %(part)s") % {"part": part.title}
            yield _task(text, process.title, part.url(process), _("Answer"), _opens_on(process), today)


def _councils(actor: Actor, today: date) -> Iterator[Task]:
    """What the local council answers for itself, in its own areas."""
    words = _("Read the set-up, and tick the point of the local council")
    for process in _processes(actor, Role.PARTNER):
        if process.opened_at is None and Point.PARTNER in process.missing_points():
            url = reverse("processes_staff:council", args=[process.slug])
            yield _task(words, process.title, url, _("Read the set-up"), _opens_on(process), today)


def _deciding(process: Process, number: int, today: date) -> Task:
    words = ngettext("%(n)s proposal has no decision", "%(n)s proposals have no decision", number)
    vote = process.span_of(PhaseKind.VOTE)
    url = f"{reverse('review_staff:proposals', args=[process.slug])}?mine=1"
    due = timezone.localdate(vote.starts_at) if vote else None
    return _task(words % {"n": number}, process.title, url, _("Decide on them"), due, today)


def _reminding(process: Process, number: int, since: date, today: date) -> Task:
    words = ngettext("%(n)s review is late", "%(n)s reviews are late", number)
    url = f"{reverse('review_staff:proposals', args=[process.slug])}?over-frist=1"
    return _task(words % {"n": number}, process.title, url, _("See which ones"), since, today)


def _of_vote(process: Process, asked: Asked, at: datetime) -> Iterator[Task]:
    today = timezone.localdate(at)
    if asked & _changes(process):
        words = _("A change of the vote waits for you as the second person")
        yield _task(
            words, process.title, reverse("ballots_staff:changes", args=[process.slug]), _("Read it"), None, today
        )
    text, due = _vote_step(process, at)
    if not text:
        return
    if asked & _targets(process):
        text = _("%(what)s: waits for you as the second person") % {"what": text}
    vote = getattr(process, "vote", None)
    is_counting = vote is not None and vote.closed_at is not None and vote.published_at is None
    name = "results_staff:result" if is_counting else "ballots_staff:vote"
    yield _task(text, process.title, reverse(name, args=[process.slug]), _("Go there"), due, today)


def _targets(process: Process) -> set[tuple[str, str, str]]:
    targets = {(str(Act.FREEZE_VOTE), "processes.process", str(process.pk))}
    vote = getattr(process, "vote", None)
    result = getattr(vote, "result", None)
    if vote is not None:
        acts = (Act.DRAW_LOT, Act.CLOSE_VOTE_EARLY, Act.DESTROY_KEYS)
        targets |= {(str(act), "ballots.vote", str(vote.pk)) for act in acts}
    if result is not None:
        targets.add((str(Act.PUBLISH_RESULT), "results.result", str(result.pk)))
    return targets


def _changes(process: Process) -> set[tuple[str, str, str]]:
    vote = getattr(process, "vote", None)
    return {(str(act), "ballots.vote", str(vote.pk)) for act in CHANGING} if vote is not None else set()


def _vote_step(process: Process, at: datetime) -> tuple[str, date | None]:
    """The next act on the way from freezing to the destruction of the keys, and by when."""
    vote, span = getattr(process, "vote", None), process.span_of(PhaseKind.VOTE)
    if vote is None:
        soon = span is not None and process.phase_at(at) in {PhaseKind.REVIEW, PhaseKind.VOTE}
        return (_("Freeze the vote"), timezone.localdate(span.starts_at)) if soon and span else ("", None)
    if not vote.lot_seed and vote.published_at is None:
        return _("Enter the public draw"), timezone.localdate(vote.closes_at)
    if vote.closed_at is None:
        return "", None
    result = getattr(vote, "result", None)
    if result is None:
        return _("Count the votes"), timezone.localdate(vote.closed_at)
    if result.published_at is None:
        return _("Publish the result"), timezone.localdate(result.counted_at)
    if vote.keys_destroyed_at is None and vote.keys_due_at is not None and vote.keys_due_at <= at:
        return _("Destroy the keys"), None
    return "", None
