"""From an address to the text that it means."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from deltagerbudget.proposals.models import Proposal
from deltagerbudget.talk.models import Answer, Point, Question, Thing
from deltagerbudget.talk.reading import WORDS


def public_proposal(pk: int) -> Proposal:
    """SECURITY: what is not public is not there."""
    return get_object_or_404(Proposal.objects.public().with_texts_of_author(), pk=pk)


def find(word: str, pk: int, proposals: QuerySet[Proposal]) -> Thing:
    """The text of this kind about one of these proposals, or 404."""
    kind = {written: name for name, written in WORDS.items()}.get(word)
    found: dict[str, QuerySet[Thing]] = {
        "question": Question.objects.filter(proposal__in=proposals).select_related("proposal__process", "person"),
        "answer": Answer.objects.filter(question__proposal__in=proposals).select_related(
            "question__proposal__process", "person"
        ),
        "point": Point.objects.filter(proposal__in=proposals).select_related("proposal__process"),
        "proposal": proposals.select_related("process"),
    }
    if kind is None:
        raise Http404
    return get_object_or_404(found[kind], pk=pk)
