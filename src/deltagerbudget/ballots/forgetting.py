"""What goes with the keys: every row that says of somebody, under whatever pseudonym, that they could vote or did."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import models

from deltagerbudget.ballots.models import Ballot, Station, Vote


def forget_voters(vote: Vote) -> None:
    """SECURITY: the ballots stay, and nothing that they could be compared with."""
    for rows in voter_rows(vote):
        rows.delete()


def knows_voters(vote: Vote) -> bool:
    return any(rows.exists() for rows in voter_rows(vote))


def voter_rows(vote: Vote) -> Iterator[models.QuerySet[models.Model]]:
    """Of every table that has a vote and a pseudonym, on whatever floor: none can be forgotten to be forgotten."""
    for model, path in voter_tables():
        yield model._base_manager.filter(**{path: vote.process if path.endswith("process") else vote})


def voter_tables() -> Iterator[tuple[type[models.Model], str]]:
    """Each table but the ballots', and what leads from it to the vote, or over the voting place to its process."""
    for owner, more in ((Vote, ""), (Station, "__process")):
        for relation in owner._meta.related_objects:
            model = relation.related_model
            assert not isinstance(model, str)  # noqa: S101 - the apps are loaded
            names = {field.name for field in model._meta.fields}
            if model is not Ballot and "pseudonym" in names and not (more and "vote" in names):
                yield model, relation.field.name + more
