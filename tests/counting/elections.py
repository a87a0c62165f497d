"""Small elections for the tests of counting."""

from deltagerbudget.counting.model import Criterion, Election, Project, Rule, Variant, VoteType, group

META = {
    "description": "Deltagerbudget",
    "country": "Denmark",
    "unit": "Aarhus",
    "instance": "2026",
    "date_begin": "01.11.2026",
    "date_end": "20.11.2026",
    "language": "da",
}
FILE_ORDER = Rule(ties=(Criterion.FILE_ORDER,))
STOP = Rule(variant=Variant.STOP, ties=(Criterion.FILE_ORDER,))


def election(budget: int, projects: dict[str, tuple[int, int]], rule: Rule = FILE_ORDER) -> Election:
    """Projects as id: (cost, votes); money in whole kroner; every ballot names one project."""
    listed = tuple(Project(name, cost * 100) for name, (cost, _) in projects.items())
    choices = [[name] for name, (_, votes) in projects.items() for _ in range(votes)]
    return Election(budget * 100, listed, group(choices, listed), VoteType.APPROVAL, rule)
