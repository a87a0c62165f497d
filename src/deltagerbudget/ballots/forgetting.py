"""What goes with the keys: every row that says of somebody, under whatever pseudonym, that they could vote or did."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.exceptions import FieldDoesNotExist
from django.db import models

from deltagerbudget.ballots.models import Ballot, Vote


def forget_voters(vote: Vote) -> None:
    """SECURITY: the ballots stay, and nothing that they could be compared with."""
    for rows in voter_rows(vote):
        rows.delete()


def knows_voters(vote: Vote) -> bool:
    return any(rows.exists() for rows in voter_rows(vote))


def voter_rows(vote: Vote) -> Iterator[models.QuerySet[models.Model]]:
    """Of every table that has a vote and a pseudonym, on whatever floor: none can be forgotten to be forgotten."""
    for relation in Vote._meta.related_objects:
        model = relation.related_model
        assert not isinstance(model, str)  # noqa: S101 - the apps are loaded
        if model is not Ballot and _has_pseudonym(model):
            yield model._base_manager.filter(**{relation.field.name: vote})


def _has_pseudonym(model: type[models.Model]) -> bool:
    try:
        model._meta.get_field("pseudonym")
    except FieldDoesNotExist:
        return False
    return True
