"""Canonical writer of Pabulib files: the same election gives the same bytes. SPEC §8"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial

from .ballots import CategoryLimit, VoteType
from .errors import ElectionError, is_text
from .model import Election, Project, canonical
from .money import main_units, minor_units
from .outcome import Outcome
from .pabulib_head import Head
from .pabulib_meta import REQUIRED
from .pabulib_rules import EQUAL_SHARES, LIFTS_CAPS, OWN, TIES_OF_SHARES, numbered, own_rule
from .rule import OF_SUPPORTERS, CapKind, Completion, Criterion, Method, Utility, Variant

# SPEC §8.2: the order of META.
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
    "min_points",
    "max_points",
    "min_sum_points",
    "max_sum_points",
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
    "budget_per_category",
    "budget_per_neighborhood",
    "min_length_per_category",
    "max_length_per_category",
    "min_sum_cost_per_category",
    "max_sum_cost_per_category",
)
# The keys that the caller may give; the others come from the election.
TEXTS = frozenset(
    (
        "description",
        "country",
        *("unit", "district", "subunit", "instance"),
        *("date_begin", "date_end"),
        *("min_project_cost", "max_project_cost"),
        *("neighborhoods", "subdistricts", "categories"),
        *("edition", "language", "experimental"),
        *("comment", "acknowledgments", "leftover_budget"),
    )
)
NAMES = {(Method.GREEDY, Variant.SKIP): "greedy", (Method.GREEDY, Variant.STOP): "greedy-no-skip"}


def write(election: Election, meta: Mapping[str, str], outcome: Outcome | None = None) -> bytes:
    """The file of an election; with its outcome also the column `selected`. SPEC §8"""
    if outcome is not None and outcome.input_digest != election.digest():
        raise ElectionError("the outcome is not of this election")
    rows = (*_meta(election, meta), *_projects(election, outcome), *_votes(election))
    text = "".join(";".join(_quoted(field) for field in row) + "\n" for row in rows)
    return text.encode()


def texts_of(head: Head) -> dict[str, str]:
    """The texts of a file that has been read, for writing its election again."""
    texts = {key: value for key, value in head.meta.items() if key in TEXTS and value}
    if head.meta["rule"] in OWN:
        texts["comment"] = own_rule(texts.get("comment", ""))[1]
    return texts


def _meta(election: Election, given: Mapping[str, str]) -> Iterator[Iterable[str]]:
    for key, value in given.items():
        if key not in TEXTS or not is_text(value):
            raise ElectionError(f"META {key} is not for the caller to set")
    values = {**given, **_generated(election, given)}
    missing = [key for key in REQUIRED if not values.get(key)]
    if missing:
        raise ElectionError(f"META lacks {', '.join(missing)}")
    yield ["META"]
    yield ["key", "value"]
    yield from ([key, values[key]] for key in META_ORDER if values.get(key))


def _generated(election: Election, given: Mapping[str, str]) -> dict[str, str]:
    rule = election.rule
    all_fit = rule.all_fit and sum(project.cost for project in election.projects) <= election.budget
    comment = given.get("comment", "")
    if not has_a_name(election):
        comment = _comment(election, comment)
    return {
        "num_projects": str(len(_listed(election))),
        "num_votes": str(election.voters),
        "budget": main_units(election.budget, election.currency),
        "vote_type": str(election.vote_type),
        "rule": _name(election),
        "min_project_score_threshold": str(rule.threshold) if rule.threshold else "",
        "currency": election.currency,
        "fully_funded": "1" if all_fit else "",
        "comment": comment,
        **_limits(election),
        **_caps(election),
    }


def _name(election: Election) -> str:
    rule = election.rule
    if rule.method in OF_SUPPORTERS:
        return _shares_name(election) or "unknown"
    if not has_a_name(election):
        return "greedy-custom"
    name = NAMES[rule.method, rule.variant]
    return "greedy-threshold" if rule.threshold and name == "greedy" else name


def _shares_name(election: Election) -> str:
    """SPEC §8.2: what the format calls this equal shares; empty where it has no name for it."""
    rule = election.rule
    votes = (VoteType.APPROVAL, VoteType.CHOOSE_1)
    step = minor_units("1", election.currency) if rule.completion is Completion.ADD1 else 0
    unusual = rule.utility is not Utility.COST or rule.step != step or rule.fill or rule.has_percent_threshold
    if election.vote_type not in votes or unusual or rule.threshold or rule.ties[:-1] != TIES_OF_SHARES[:-1]:
        return ""
    said = rule.completion, rule.comparison
    return next((name for name, meant in EQUAL_SHARES.items() if meant == said), "")


def has_a_name(election: Election) -> bool:
    """Whether the format can say the rule; another stands as JSON in the comment. SPEC §8.2"""
    rule = election.rule
    if rule.method in OF_SUPPORTERS:
        return bool(_shares_name(election))
    most = election.limits.most or len(_listed(election))
    usual_scores = rule.scores == tuple(range(most, 0, -1)) if election.vote_type is VoteType.ORDINAL else True
    unusual = (
        (rule.method, rule.variant) not in NAMES
        or rule.has_percent_threshold
        or rule.share
        or rule.least_per_area
        or election.exclusive
        or any(cap.kind is CapKind.SIZE or cap.number is not None or "," in cap.name for cap in rule.caps)
        or _caps_some(election)
    )
    return usual_scores and not unusual


def _caps_some(election: Election) -> bool:
    """Whether a category with a limit on the ballot has no cap while another one has; the format has them beside."""
    capped = {cap.name for cap in election.rule.caps if cap.kind is CapKind.CATEGORY}
    return bool(capped) and not capped >= {limit.category for limit in election.limits.per_category}


def _comment(election: Election, given: str) -> str:
    rule = {key: value for key, value in election.rule.to_data().items() if key not in ("ties", "lot_seed")}
    data = {"rule": rule} | ({"exclusive": [list(group) for group in election.exclusive]} if election.exclusive else {})
    return numbered(given, canonical(data).decode())


def _limits(election: Election) -> dict[str, str]:
    limits = election.limits
    fewest = min((len(ballot.projects) for ballot in election.ballots), default=limits.least)
    # SPEC §8.2: a vote that lost its withdrawn project stays a vote; the file must not call it invalid.
    least = limits.least if limits.least <= fewest else 0
    numbers = {
        "min_length": least,
        "max_length": limits.most,
        "min_points": limits.least_points,
        "max_points": limits.most_points,
        "min_sum_points": limits.least_sum,
        "max_sum_points": limits.most_sum,
    }
    money = {"min_sum_cost": limits.least_cost, "max_sum_cost": limits.most_cost}
    values = {key: str(value) if value else "" for key, value in numbers.items()}
    return values | {key: main_units(value, election.currency) if value else "" for key, value in money.items()}


def _caps(election: Election) -> dict[str, str]:
    """SPEC §8.2: caps and limits per category, with the list of names that they stand beside."""
    rule = election.rule
    caps = rule.caps if has_a_name(election) else ()
    said = {
        CapKind.CATEGORY: {cap.name: cap.money or 0 for cap in caps if cap.kind is CapKind.CATEGORY},
        CapKind.AREA: {cap.name: cap.money or 0 for cap in caps if cap.kind is CapKind.AREA},
    }
    limits = {limit.category: limit for limit in election.limits.per_category}
    categories, areas = list(dict.fromkeys([*said[CapKind.CATEGORY], *limits])), list(said[CapKind.AREA])
    money = partial(main_units, currency=election.currency)
    values = {
        "budget_per_category": _per(said[CapKind.CATEGORY], money),
        "budget_per_neighborhood": _per(said[CapKind.AREA], money),
    }
    values |= dict(_limits_per(election, [limits.get(name, CategoryLimit(name)) for name in categories], money))
    names = {"categories": categories, "neighborhoods": areas}
    values |= {key: ",".join(listed) for key, listed in names.items() if listed}
    return values | ({"leftover_budget": LIFTS_CAPS} if rule.caps_lifted and caps else {})


def _limits_per(
    election: Election, limits: Sequence[CategoryLimit], money: Callable[[int], str]
) -> Iterator[tuple[str, str]]:
    """SPEC §8.2: where a category has none of a limit that another one has, it gets one that never bites."""
    number, cost = len(election.projects), sum(project.cost for project in election.projects)
    writers: tuple[tuple[str, str, int, Callable[[int], str]], ...] = (
        ("min_length_per_category", "least", 0, str),
        ("max_length_per_category", "most", number, str),
        ("min_sum_cost_per_category", "least_cost", 0, money),
        ("max_sum_cost_per_category", "most_cost", cost, money),
    )
    for key, attribute, idle, say in writers:
        found = [getattr(limit, attribute) for limit in limits]
        if any(value is not None and (value or idle) for value in found):
            yield key, ",".join(say(idle if value is None else value) for value in found)


def _per(values: Mapping[str, int], say: Callable[[int], str]) -> str:
    return ",".join(say(value) for value in values.values())


def _listed(election: Election) -> list[Project]:
    """By id, unless the file order itself breaks ties; a withdrawn project only where its cost says so."""
    withdrawn = [project for project in election.withdrawn if project.cost > election.budget]
    projects = [*election.projects, *withdrawn]
    in_file_order = Criterion.FILE_ORDER in election.rule.ties
    return projects if in_file_order else sorted(projects, key=lambda project: project.id)


def _projects(election: Election, outcome: Outcome | None) -> Iterator[Iterable[str]]:
    tally = election.tally()
    listed = _listed(election)
    selected = {step.project: "1" for step in outcome.steps if step.project in outcome.winners} if outcome else {}
    selected |= {top_up.project: "2" for top_up in outcome.topped_up} if outcome else {}
    columns = {
        "project_id": [project.id for project in listed],
        "cost": [main_units(project.cost, election.currency) for project in listed],
        "votes": [str(tally.votes.get(project.id, 0)) for project in listed],
    }
    if tally.scores is not tally.votes:
        columns["score"] = [str(tally.scores.get(project.id, 0)) for project in listed]
    if any(project.name for project in listed):
        columns["name"] = [project.name for project in listed]
    if any(project.categories for project in listed):
        columns["category"] = [",".join(project.categories) for project in listed]
    if outcome:
        columns["selected"] = [selected.get(project.id, "0") for project in listed]
    if any(project.area for project in listed):
        columns["neighborhood"] = [project.area for project in listed]
    yield ["PROJECTS"]
    yield list(columns)
    yield from zip(*columns.values(), strict=True)


def _votes(election: Election) -> Iterator[Iterable[str]]:
    """SPEC §8.4: sorted by the vote and then numbered, so that the order of the rows carries nothing."""
    yield ["VOTES"]
    yield ["voter_id", "vote", *(["points"] if election.vote_type.has_points else [])]
    sheets = sorted(_sheets(election))
    rows = (cells for cells, number in sheets for _ in range(number))
    yield from ([str(number), *cells] for number, cells in enumerate(rows, start=1))


def _sheets(election: Election) -> Iterator[tuple[list[str], int]]:
    """The cells of a vote, and how many such votes there are."""
    place = {project.id: index for index, project in enumerate(_listed(election))}
    for ballot in election.ballots:
        if election.vote_type is VoteType.ORDINAL:
            yield [",".join(ballot.projects)], ballot.number
            continue
        points = ballot.points or (0,) * len(ballot.projects)
        pairs = sorted((-value, place[name], name) for name, value in zip(ballot.projects, points, strict=True))
        cells = [",".join(name for _, _, name in pairs)]
        if election.vote_type.has_points:
            cells.append(",".join(str(-value) for value, _, _ in pairs))
        yield cells, ballot.number


def _quoted(field: str) -> str:
    if not any(character in field for character in ';"\r\n'):
        return field
    return '"' + field.replace('"', '""') + '"'
