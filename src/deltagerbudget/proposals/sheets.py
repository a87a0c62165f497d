"""What is written so far, whoever holds it: the draft of an author, or the sketch of a visitor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from deltagerbudget.acts.request import actor_of
from deltagerbudget.processes.models import OwnField, Process
from deltagerbudget.proposals import actions, sketches
from deltagerbudget.proposals.answers import Answers, answered, named
from deltagerbudget.proposals.models import Proposal, Sketch
from deltagerbudget.proposals.rules import POINT, TEXTS, Stage, fingerprint
from deltagerbudget.proposals.steps import WRITES, Step, order_of


@dataclass(frozen=True)
class Sheet:
    process: Process
    texts: Mapping[str, Any]
    # What is asked here beside the platform's own questions.
    fields: tuple[OwnField, ...] = ()
    proposal: Proposal | None = None
    sketch: Sketch | None = None

    @property
    def order(self) -> tuple[Step, ...]:
        return order_of(has_questions=bool(self.fields))

    @property
    def is_sent(self) -> bool:
        """Each save of it is public, and a version of its own."""
        return self.proposal is not None and self.proposal.stage != Stage.DRAFT

    @property
    def is_begun(self) -> bool:
        return self.proposal is not None or self.sketch is not None

    def url(self, step: Step) -> str:
        if self.proposal is None:
            return _url_of_sketch(self.process, step)
        pk = self.proposal.pk
        own = {Step.PICTURES: "proposals:pictures", Step.CHECK: "proposals:check"}
        return reverse(own[step], args=[pk]) if step in own else reverse("proposals:step", args=[pk, step.value])

    @property
    def saved_url(self) -> str:
        """Where one is told that it is kept."""
        if self.proposal is None:
            return reverse("proposals:kept", args=[self.process.slug])
        return reverse("proposals:saved", args=[self.proposal.pk])

    def seen(self, step: Step) -> str:
        names = tuple(field.name for field in self.fields) if step == Step.QUESTIONS else WRITES.get(step, ())
        return fingerprint({name: self.texts.get(name) for name in names}) if names else ""


def of_proposal(proposal: Proposal) -> Sheet:
    texts = {name: getattr(proposal, name) for name in (*TEXTS, *POINT, "wish_ore")}
    fields = asked(proposal.process)
    answer = {field.name: None for field in fields} | (named(answered(proposal)) if fields else {})
    return Sheet(proposal.process, texts | answer, fields, proposal=proposal)


def of_browser(request: HttpRequest, process: Process, at: datetime) -> Sheet:
    sketch = sketches.of_browser(request, process, at=at)
    return Sheet(process, sketches.shown(sketch or Sketch()), asked(process), sketch=sketch)


def asked(process: Process) -> tuple[OwnField, ...]:
    return tuple(process.own_fields.typed())


def write(
    request: HttpRequest, sheet: Sheet, texts: Mapping[str, Any], answers: Answers, *, at: datetime, seen: str
) -> tuple[Sheet, str]:
    """Write the texts where they belong. The key is for the browser of a new visitor. Raises a Refusal."""
    actor = actor_of(request)
    if sheet.proposal is not None:
        edited = actions.edit_proposal(actor, sheet.proposal, values=texts, answers=answers, at=at, seen=seen)
        return of_proposal(edited), ""
    if sheet.sketch is not None:
        kept = sketches.keep(sheet.sketch, texts=texts, answers=answers, at=at, seen=seen)
        return replace(sheet, sketch=kept, texts=sketches.shown(kept)), ""
    if actor.person_id is not None:
        unsigned = actions.Signature(has_consented=False)
        return of_proposal(actions.start_proposal(actor, sheet.process, values=texts, signature=unsigned, at=at)), ""
    kept, key = sketches.begin(request, sheet.process, texts=texts, at=at)
    return replace(sheet, sketch=kept, texts=sketches.shown(kept)), key


def _url_of_sketch(process: Process, step: Step) -> str:
    if step in {Step.NAME, Step.PICTURES, Step.CHECK}:
        return reverse("proposals:door", args=[process.slug])
    return reverse("proposals:write", args=[process.slug, step.value])
