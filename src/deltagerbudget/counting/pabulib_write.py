"""Canonical writer of Pabulib files: the same election gives the same bytes. SPEC §8"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from .model import Criterion, Election, ElectionError, Project, Variant, is_text
from .money import main_units
from .outcome import Outcome
from .pabulib_head import REQUIRED

# SPEC §8.2: the order of META. Keys in GENERATED come from the election, the others from the caller.
META_ORDER = (
    "description",
    "country",
    "unit",
    "district",
    "subunit",
    "instance",
    "num_projects",
    "num_votes",
    "budget",
    "vote_type",
    "rule",
    "date_begin",
    "date_end",
    "min_length",
    "max_length",
    "min_sum_cost",
    "max_sum_cost",
    "min_project_cost",
    "max_project_cost",
    "min_project_score_threshold",
    "neighborhoods",
    "subdistricts",
    "categories",
    "edition",
    "language",
    "currency",
    "fully_funded",
    "experimental",
    "comment",
    "acknowledgments",
    "leftover_budget",
)
GENERATED = (
    "num_projects",
    "num_votes",
    "budget",
    "vote_type",
    "rule",
    "min_project_score_threshold",
    "currency",
    "fully_funded",
)
RULES = {Variant.SKIP: "greedy", Variant.STOP: "greedy-no-skip"}


def write(election: Election, meta: Mapping[str, str], outcome: Outcome | None = None) -> bytes:
    """The file of an election; with its outcome also the column `selected`. SPEC §8"""
    if outcome is not None and outcome.input_digest != election.digest():
        raise ElectionError("the outcome is not of this election")
    rows = (*_meta(election, meta), *_projects(election, outcome), *_votes(election))
    text = "".join(";".join(_quoted(field) for field in row) + "\n" for row in rows)
    return text.encode()


def _meta(election: Election, given: Mapping[str, str]) -> Iterator[Iterable[str]]:
    for key, value in given.items():
        if key not in META_ORDER or key in GENERATED or not is_text(value):
            raise ElectionError(f"META {key} is not for the caller to set")
    values = {**given, **_generated(election)}
    fewest = min((len(ballot.projects) for ballot in election.ballots), default=0)
    if int(values.get("min_length") or 0) > fewest:
        # SPEC §8.2: a vote that lost its withdrawn project stays a vote; the file must not call it invalid.
        del values["min_length"]
    missing = [key for key in REQUIRED if not values.get(key)]
    if missing:
        raise ElectionError(f"META lacks {', '.join(missing)}")
    yield ["META"]
    yield ["key", "value"]
    yield from ([key, values[key]] for key in META_ORDER if values.get(key))


def _generated(election: Election) -> dict[str, str]:
    rule = election.rule
    with_threshold = rule.threshold > 0
    all_fit = rule.all_fit and sum(project.cost for project in election.projects) <= election.budget
    name = RULES[rule.variant]
    return {
        "num_projects": str(len(_listed(election))),
        "num_votes": str(election.voters),
        "budget": main_units(election.budget, election.currency),
        "vote_type": str(election.vote_type),
        "rule": "greedy-threshold" if with_threshold and name == "greedy" else name,
        "min_project_score_threshold": str(rule.threshold) if with_threshold else "",
        "currency": election.currency,
        "fully_funded": "1" if all_fit else "",
    }


def _listed(election: Election) -> list[Project]:
    """By id, unless the file order itself breaks ties; a withdrawn project only where its cost says so."""
    withdrawn = [project for project in election.withdrawn if project.cost > election.budget]
    projects = [*election.projects, *withdrawn]
    in_file_order = Criterion.FILE_ORDER in election.rule.ties
    return projects if in_file_order else sorted(projects, key=lambda project: project.id)


def _projects(election: Election, outcome: Outcome | None) -> Iterator[Iterable[str]]:
    votes = election.votes()
    yield ["PROJECTS"]
    yield ["project_id", "cost", "votes", "name", *(["selected"] if outcome else [])]
    for project in _listed(election):
        cost = main_units(project.cost, election.currency)
        selected = ["1" if project.id in outcome.winners else "0"] if outcome else []
        yield [project.id, cost, str(votes.get(project.id, 0)), project.name, *selected]


def _votes(election: Election) -> Iterator[Iterable[str]]:
    """SPEC §8.4: sorted by the vote and then numbered, so that the order of the rows carries nothing."""
    place = {project.id: index for index, project in enumerate(_listed(election))}
    votes = {",".join(sorted(ballot.projects, key=place.__getitem__)): ballot.number for ballot in election.ballots}
    yield ["VOTES"]
    yield ["voter_id", "vote"]
    sheets = (vote for vote in sorted(votes) for _ in range(votes[vote]))
    yield from ([str(number), vote] for number, vote in enumerate(sheets, start=1))


def _quoted(field: str) -> str:
    if not any(character in field for character in ';"\r\n'):
        return field
    return '"' + field.replace('"', '""') + '"'
