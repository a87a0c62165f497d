"""What can be wrong with a Pabulib file."""

from __future__ import annotations

# SECURITY: a message quotes at most a short piece of the file.
QUOTED = 60

MESSAGES = {
    "bad_count": "{key} says {said}, but the file has {found}",
    "bad_fraction": "{key}: {value} has more decimals than {currency} has",
    "bad_money": "{key}: {value} is not an amount above 0 written with digits and a decimal point",
    "bad_number": "{key}: {value} is not a whole number",
    "bad_project_id": "{value} is not a project id",
    "bad_quotes": "the quotes of this row do not match, or the file is cut short",
    "bad_row": "{found} fields, but the header of {section} has {said}",
    "bad_value": "{key}: {value} is not known",
    "duplicate_column": "the header of {section} names {value} twice",
    "duplicate_key": "META names {value} twice",
    "duplicate_voter": "two votes have the voter_id {value}",
    "duplicate_project": "two projects have the id {value}",
    "missing_column": "the header of {section} lacks {value}",
    "missing_key": "META lacks {value}",
    "missing_section": "the section {value} is missing, or not in its place",
    "not_utf8": "not UTF-8",
    "nul": "a NUL byte",
    "too_big": "the file is larger than {said} bytes",
    "line_too_long": "a line longer than {said} bytes",
    "too_many_projects": "more than {said} projects",
    "too_many_votes": "more than {said} votes",
    "unknown_project": "the vote names {value}, which is not a project of this file",
    "repeated_project": "the vote names {value} twice",
    "too_few_projects": "the vote names {found} projects; at least {said} are needed",
    "too_many_in_vote": "the vote names {found} projects; at most {said} are allowed",
    "too_cheap": "the projects of the vote cost {found} minor units together; at least {said} is needed",
    "too_dear": "the projects of the vote cost {found} minor units together; at most {said} is allowed",
    "points_missing": "the vote names {said} projects and gives {found} numbers of points",
    "points_not_by_rank": "the points {value} are not those of the declared scores",
    "bad_points": "{value} is not a whole number of points",
    "too_few_points": "a project got {found} points; at least {said} are needed",
    "too_many_points": "a project got {found} points; at most {said} are allowed",
    "sum_too_small": "the points of the vote are {found} together; at least {said} are needed",
    "sum_too_large": "the points of the vote are {found} together; at most {said} are allowed",
    "few_in_category": "the vote names {found} projects of {category}; at least {said} are needed",
    "many_in_category": "the vote names {found} projects of {category}; at most {said} are allowed",
    "cheap_in_category": "the projects of {category} in the vote cost {found} minor units; at least {said} is needed",
    "dear_in_category": "the projects of {category} in the vote cost {found} minor units; at most {said} is allowed",
    "bad_limits": "the limits of META contradict each other: {value}",
    "bad_bounds": "{key} is {value}, which is more than {other}, {said}",
    "bad_rule": "the rule in the comment cannot be used: {value}",
    "rule_needed": "the file does not say by which rule it was counted",
    "not_yet": "{key} {value} is not supported yet",
}


class PabulibError(ValueError):
    """A file that is not read: the line, a code for callers that translate, and the English message."""

    def __init__(self, line: int, code: str, **params: str | int) -> None:
        self.line = line
        self.code = code
        self.params = {name: shorten(value) for name, value in params.items()}
        self.message = MESSAGES[code].format(**self.params)
        super().__init__(f"line {line}: {self.message}")


class NotYet(PabulibError):
    """A correct file of a kind that is not supported yet."""

    def __init__(self, line: int, key: str, value: str) -> None:
        super().__init__(line, "not_yet", key=key, value=value)


def shorten(value: str | int) -> str | int:
    if isinstance(value, int):
        return value
    text = value if value.isprintable() else ascii(value)[1:-1]
    return text if len(text) <= QUOTED else f"{text[:QUOTED]}…"
