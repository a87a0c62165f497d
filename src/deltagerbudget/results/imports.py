"""Imports a finished election: a Pabulib file goes through the same rows, keys and count as any vote here."""

from __future__ import annotations

import itertools
import secrets
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, BinaryIO

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.journal import record
from deltagerbudget.acts.permit import permit
from deltagerbudget.acts.refusals import NotPossible
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.areas.models import Area
from deltagerbudget.ballots import keybox
from deltagerbudget.ballots.casting import choice_size
from deltagerbudget.ballots.frozen import configuration, regulation_of, titles_of
from deltagerbudget.ballots.models import Ballot, Project, Vote
from deltagerbudget.counting.compare import compare
from deltagerbudget.counting.pabulib import Head, Reading, SetAside, stream
from deltagerbudget.counting.pabulib import Vote as Row
from deltagerbudget.ledger import canonical
from deltagerbudget.ledger import choice as choices
from deltagerbudget.processes.models import Phase, Process
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.proposals.rules import Stage, keys_of
from deltagerbudget.results.actions import counted, published
from deltagerbudget.results.election import to_election
from deltagerbudget.results.imported import Plan, plan, slug
from deltagerbudget.results.models import Result
from deltagerbudget.ui.danish import sort_key
from deltagerbudget.ui.search import search_text

BATCH = 2000
# Pseudonyms of imported voters come from the numbers of the file, which are public anyway.
REF_KIND = "pabulib"

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Imported:
    """The published result, and what there is to say of the file."""

    process: Process
    result: Result
    report: tuple[str, ...]


def import_election(
    actor: Actor,
    source: BinaryIO,
    *,
    name: str,
    at: datetime,
    title: str = "",
    area: str = "",
    progress: Progress | None = None,
) -> Imported:
    """All of the file or nothing: a published result in a process of its own.

    Raises PabulibError with the line, or a Refusal.
    """
    permit(Act.IMPORT_ELECTION, actor)
    vote_id = uuid.uuid4()
    try:
        with transaction.atomic():
            return _imported(actor, source, vote_id, name, title, area, at, progress or _silent)
    except BaseException:
        # A file does not roll back.
        keybox.forget_keys(vote_id)
        raise


def _imported(
    actor: Actor,
    source: BinaryIO,
    vote_id: uuid.UUID,
    name: str,
    title: str,
    area: str,
    at: datetime,
    progress: Progress,
) -> Imported:
    head, rows = stream(source, invalid_votes="set-aside")
    planned = plan(head, title=title, area=area, at=at)
    process = _process(planned, name, at)
    vote = _vote(vote_id, process, planned, head, _proposals(process, head, at), at)
    set_aside: list[SetAside] = []
    _store(vote, planned, _valid(rows, set_aside), lambda done: progress(done, int(head.meta["num_votes"])))
    result, _is_new = counted(vote, at=at)
    published(result, at=at)
    record(Act.IMPORT_ELECTION, actor, process, at=at, process_id=process.pk, ballots=result.ballots)
    return Imported(process, result, _report(vote, head, set_aside))


def _process(planned: Plan, name: str, at: datetime) -> Process:
    if Process.objects.filter(slug=planned.slug).exists():
        raise NotPossible(
            _("There is already a deltagerbudget at the address %(slug)s. Give another title with --title.")
            % {"slug": planned.slug}
        )
    process = Process.objects.create(
        title=planned.title,
        slug=planned.slug,
        is_imported=True,
        source=name[-300:],
        opened_at=at,
        frozen_at=at,
        updated_at=at,
        search_text=search_text(planned.title, planned.values["challenge"]),
        **planned.values,
    )
    process.areas.set([_area(planned.area)])
    Phase.objects.bulk_create(
        Phase(process=process, kind=span.kind, name=span.name, starts_at=span.starts_at, ends_at=span.ends_at)
        for span in planned.spans
    )
    return process


def _area(name: str) -> Area:
    found = Area.objects.filter(name=name).first()
    if found is not None:
        return found
    base = slug(name)[:110]
    taken = set(Area.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    free = next(
        text for number in itertools.count(1) if (text := base if number == 1 else f"{base}-{number}") not in taken
    )
    return Area.objects.create(name=name, slug=free, sort_key=sort_key(name)[:255])


def _proposals(process: Process, head: Head, at: datetime) -> list[Proposal]:
    """Numbered in the order of the file, because that order decides its ties."""
    language = (head.meta.get("language") or "")[:5]
    proposals = [
        Proposal(
            process=process,
            number=number,
            title=project.name or project.id,
            what=head.columns[project.id].get("description", ""),
            stage=Stage.ADMITTED,
            price_ore=project.cost,
            language=language,
            **keys_of({"title": project.name or project.id, "what": head.columns[project.id].get("description", "")}),
            updated_at=at,
        )
        for number, project in enumerate(head.projects, start=1)
    ]
    return Proposal.objects.bulk_create(proposals)


def _config(process: Process, planned: Plan, head: Head, proposals: list[Proposal]) -> dict[str, Any]:
    """As for any vote, with ballot, rule, topics and areas as the file has them."""
    config = configuration(process, planned.spans[0], proposals, REF_KIND, terms=planned.terms)
    number = {project.id: str(place) for place, project in enumerate(head.projects, start=1)}
    exclusive = [[number[name] for name in group if name in number] for group in head.exclusive]
    for line, project in zip(config["projects"], head.projects, strict=True):
        line |= {"categories": list(project.categories), "area": project.area}
    return config | {
        "exclusive": exclusive,
        "regulation": regulation_of(process, planned.terms, titles_of(exclusive, proposals)),
        "pabulib": dict(planned.meta),
    }


def _vote(
    vote_id: uuid.UUID, process: Process, planned: Plan, head: Head, proposals: list[Proposal], at: datetime
) -> Vote:
    span = planned.spans[0]
    config = _config(process, planned, head, proposals)
    text = canonical.dumps(config)
    vote = Vote.objects.create(
        id=vote_id,
        process=process,
        config=text.decode(),
        config_sha256=canonical.sha256_hex(text),
        ref_kind=REF_KIND,
        opens_at=span.starts_at,
        closes_at=span.ends_at,
        frozen_at=at,
        closed_at=span.ends_at,
    )
    Project.objects.bulk_create(
        Project(vote=vote, number=row.number, proposal=row, title=row.title, cost_ore=row.price_ore)
        for row in proposals
        if row.number is not None and row.price_ore is not None
    )
    keybox.make_keys(vote.pk)
    return vote


def _valid(rows: Iterable[Row], set_aside: list[SetAside]) -> Iterator[Row]:
    for row in rows:
        if row.fault is None:
            yield row
        else:
            set_aside.append(SetAside(row.line, row.voter, row.fault.code, row.fault.message))


def _store(vote: Vote, planned: Plan, rows: Iterator[Row], progress: Callable[[int], None]) -> None:
    """Encrypted like any ballot; a batch at a time, so that memory stays flat."""
    box, size, area = keybox.box(vote.pk), choice_size(vote), vote.frozen["areas"][0]

    def ballot(row: Row) -> Ballot:
        pseudonym = box.pseudonym(f"{REF_KIND}|{row.voter}")
        plain = choices.encode(area=area, ids=[str(place + 1) for place in row.key[0]], points=row.key[1], size=size)
        return Ballot(
            vote=vote,
            pseudonym=pseudonym,
            version=1,
            ciphertext=box.encrypt(pseudonym, 1, plain),
            idempotency_key=secrets.token_hex(32),
        )

    done = 0
    while batch := [ballot(row) for row in itertools.islice(rows, BATCH)]:
        Ballot.objects.bulk_create(batch)
        done += len(batch)
        progress(done)


def _report(vote: Vote, head: Head, set_aside: list[SetAside]) -> tuple[str, ...]:
    """The ballots as they lie here, decrypted, beside what the file says of itself."""
    election = to_election(vote)
    ids = {str(number): project.id for number, project in enumerate(head.projects, start=1)}
    in_words_of_file = replace(
        election,
        projects=head.projects,
        withdrawn=head.withdrawn,
        ballots=tuple(
            replace(sheet, projects=tuple(ids[name] for name in sheet.projects)) for sheet in election.ballots
        ),
        exclusive=head.exclusive,
    )
    return tuple(compare(Reading(head, in_words_of_file, tuple(set_aside))).lines())


def _silent(done: int, total: int) -> None:
    """Nobody watches."""
