"""Equal shares and the other rules of supporters in files, read and written. SPEC §7.7 and 8.2"""

from dataclasses import replace

import pytest
from tests.counting.elections import META
from tests.counting.test_pabulib_reading import changed
from tests.counting.test_pabulib_writing import ELECTION

from deltagerbudget.counting.model import Criterion, Method, Rule
from deltagerbudget.counting.pabulib import NotYet, read
from deltagerbudget.counting.pabulib_write import texts_of, write
from deltagerbudget.counting.rule import Completion, Utility


@pytest.mark.parametrize(
    ("rule", "completion", "step", "comparison"),
    [
        ("equalshares", "none", 0, False),
        ("equalshares-comparison", "none", 0, True),
        ("equalshares/add1", "add1", 100, False),
        ("equalshares/add1-comparison", "add1", 100, True),
    ],
)
def test_7_7_equal_shares(rule: str, completion: str, step: int, *, comparison: bool) -> None:
    found = read(changed("rule;greedy", f"rule;{rule}")).election.rule
    assert found == Rule(
        method=Method.EQUAL_SHARES,
        utility=Utility.COST,
        completion=Completion(completion),
        step=step,
        comparison=comparison,
        ties=(Criterion.LOWER_COST, Criterion.MORE_VOTES, Criterion.FILE_ORDER),
    )


def test_7_7_equal_shares_of_other_ballots_or_with_caps_is_not_read() -> None:
    capped = "rule;equalshares/add1\ncategories;leg\nbudget_per_category;100"
    for source in (
        changed("rule;greedy", capped),
        changed("vote_type;approval\nrule;greedy", "vote_type;ordinal\nrule;equalshares"),
    ):
        with pytest.raises(NotYet, match="equalshares"):
            read(source)
        assert not read(source, any_rule=True).head.rule_is_given


SHARES = Rule(method=Method.EQUAL_SHARES, utility=Utility.COST, completion=Completion.ADD1, step=100)
SINGLE = replace(SHARES, completion=Completion.NONE, step=0)


@pytest.mark.parametrize(
    ("rule", "name"),
    [
        (SHARES, "equalshares/add1"),
        (replace(SHARES, comparison=True), "equalshares/add1-comparison"),
        (SINGLE, "equalshares"),
        (replace(SINGLE, comparison=True), "equalshares-comparison"),
        (replace(SHARES, ties=(Criterion.FILE_ORDER,)), "unknown"),
        (replace(SHARES, ties=(Criterion.LOWER_COST, Criterion.LOT)), "unknown"),
        (replace(SHARES, step=1000), "unknown"),
        (replace(SHARES, fill=True), "unknown"),
        (replace(SHARES, threshold=2), "unknown"),
        (replace(SHARES, threshold_cost_percent=33), "unknown"),
        (replace(SHARES, utility=Utility.CARDINALITY), "unknown"),
        (replace(SHARES, completion=Completion.ADD1_EXHAUSTIVE), "unknown"),
        (Rule(method=Method.PHRAGMEN), "unknown"),
        (Rule(method=Method.MAX_WELFARE, utility=Utility.POINTS), "unknown"),
    ],
    ids=lambda value: value.name if isinstance(value, Rule) else value,
)
def test_8_2_a_rule_of_supporters_has_the_name_of_the_format_or_stands_in_the_comment(rule: Rule, name: str) -> None:
    source = write(replace(ELECTION, rule=rule), META | {"comment": "#1: mine"})
    reading = read(source)
    assert reading.head.meta["rule"] == name
    assert replace(reading.election.rule, ties=rule.ties) == rule
    assert texts_of(reading.head)["comment"] == "#1: mine"
    assert ('"rule"' in reading.head.meta["comment"]) == (name == "unknown")
