"""The regulation says every part of the terms, in both languages, with its numbers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.utils.translation import override

from deltagerbudget.acts.vocabulary import Channel
from deltagerbudget.counting.ballots import CategoryLimit, Limits, VoteType
from deltagerbudget.counting.rule import Cap, CapKind, Criterion, Method, Rule, Share, Variant
from deltagerbudget.processes.regulation import Subject, regulation
from deltagerbudget.processes.rules import Leftover
from deltagerbudget.processes.terms import Terms

WAYS = frozenset({Channel.MITID, Channel.LETTER, Channel.PAPER})
SUBJECT = Subject(8_000_000, "DKK", Leftover.RETURN, ways=WAYS, grace_minutes=10)
PLAIN = Terms(VoteType.APPROVAL, Limits(least=1), Rule(ties=(Criterion.LOWER_COST, Criterion.LOT)))


def text(terms: Terms, subject: Subject = SUBJECT, language: str = "en") -> str:
    with override(language):
        return " ".join(f"{clause.heading} {clause.text}" for clause in regulation(terms, subject))


def ruled(**values: Any) -> Terms:
    return replace(PLAIN, rule=replace(PLAIN.rule, **values))


def balloted(vote_type: VoteType = VoteType.APPROVAL, scores: tuple[int, ...] = (), **limits: Any) -> Terms:
    return Terms(vote_type, Limits(**limits), replace(PLAIN.rule, scores=scores))


CAPPED = Cap(CapKind.CATEGORY, "Leg", money=2_000_000, number=3)
EVERYTHING = [
    (balloted(most_cost=8_000_000), ["for up to DKK 80,000 in all"]),
    (balloted(most=3, least=2), ["At most 3 proposals.", "At least 2 proposals."]),
    (balloted(least_cost=100_000), ["at least DKK 1,000"]),
    (balloted(VoteType.CHOOSE_1), ["one proposal"]),
    (
        balloted(VoteType.CUMULATIVE, most_sum=10, most_points=4),
        ["10 points", "At most 4 points", "most points"],
    ),
    (balloted(VoteType.SCORING, most_points=5), ["give points", "At most 5 points"]),
    (balloted(VoteType.ORDINAL, scores=(3, 2, 1)), ["up to 3 proposals", "3, 2, 1 points", "equally many points"]),
    (
        balloted(per_category=(CategoryLimit("Leg", 1, 2, 100, 200_000),)),
        ["“Leg”: at least 1, at most 2, for at least DKK 1, for at most DKK 2,000."],
    ),
    (ruled(method=Method.GREEDY_PER_COST), ["most votes for its price"]),
    (ruled(variant=Variant.STOP), ["The count stops at the first", "so the count stops"]),
    (ruled(variant=Variant.STOP_PERCENT, percent=80), ["at least 80 per cent", "The rule asks for 80"]),
    (ruled(variant=Variant.REMAINDER), ["gets what is left"]),
    (ruled(threshold=1200), ["at least 1,200 votes"]),
    (ruled(threshold_ballots_percent=10), ["At least 10 per cent of the voters"]),
    (ruled(threshold_cost_percent=30), ["30 per cent of them if it costs the whole amount"]),
    (ruled(all_fit=True), ["money for everything on the list"]),
    (ruled(share=Share(50, 1_500_000, 10_000_000)), ["Up to DKK 15,000", "50 per cent", "DKK 100,000", "elsewhere"]),
    (ruled(share=Share(50)), ["50 per cent is paid"]),
    (
        ruled(caps=(CAPPED,), caps_lifted=True),
        ["The topic “Leg”: at most 3 can win, for at most DKK 20,000"],
    ),
    (ruled(caps=(Cap(CapKind.AREA, "Nord", number=1),)), ["The area Nord: at most 1 can win."]),
    (
        ruled(caps=(Cap(CapKind.SIZE, "s", money=100, to_cost=500),)),
        ["Proposals from DKK 0 to DKK 5: at most DKK 1"],
    ),
    (ruled(caps=(Cap(CapKind.SIZE, "s", number=2, from_cost=500),)), ["Proposals from DKK 5: at most 2 can win"]),
    (ruled(least_per_area=2), ["best 2 proposals of each area"]),
    (
        ruled(method=Method.PRIZES, prizes=(1_200_000, 653_461), threshold=5),
        ["2 prizes: DKK 12,000; DKK 6,534.61", "most votes", "at least 5 votes"],
    ),
    (ruled(ties=(Criterion.LOT,)), ["A public draw decides"]),
    (ruled(ties=(Criterion.MORE_VOTES, Criterion.FILE_ORDER)), ["more votes", "lower number on the list"]),
]


@pytest.mark.parametrize(("terms", "words"), EVERYTHING)
def test_every_part_of_the_terms_is_said(terms: Terms, words: list[str]) -> None:
    said = text(terms)
    assert [each for each in words if each not in said] == []
    assert said != text(PLAIN)


@pytest.mark.parametrize("terms", [PLAIN, *(terms for terms, _words in EVERYTHING)])
@pytest.mark.parametrize("language", ["da", "en"])
def test_it_is_whole_sentences(terms: Terms, language: str) -> None:
    said = text(terms, language=language)
    assert "%" not in said
    assert ".." not in said
    with override(language):
        assert all(clause.text.endswith(".") for clause in regulation(terms, SUBJECT))


def test_the_two_languages_differ_in_every_clause() -> None:
    for terms in (PLAIN, *(terms for terms, _words in EVERYTHING)):
        clauses = []
        for language in ("da", "en"):
            with override(language):
                clauses.append(regulation(terms, SUBJECT))
        assert all(danish.text != english.text for danish, english in zip(*clauses, strict=True))


def test_proposals_that_exclude_each_other_are_named() -> None:
    subject = replace(SUBJECT, exclusive=(("Bænk", "Skur"),))
    assert "Of these at most one can win: Bænk, Skur." in text(PLAIN, subject)


@pytest.mark.parametrize(
    ("leftover", "words"),
    [
        (Leftover.RETURN, "goes back to the pool"),
        (Leftover.NEXT_IN_LINE, "next in line"),
        (Leftover.ROLL_OVER, "next deltagerbudget"),
    ],
)
def test_what_is_left(leftover: Leftover, words: str) -> None:
    assert words in text(PLAIN, replace(SUBJECT, leftover=leftover))


def test_the_ways_to_vote_are_named_and_paper_counts_before_a_screen() -> None:
    said = text(PLAIN)
    assert "log in with MitID; type the code from a letter; get a ballot on paper at a voting place." in said
    assert "handed a ballot on paper, it counts, and not what you chose on a screen" in said
    alone = text(PLAIN, replace(SUBJECT, ways=frozenset({Channel.MITID})))
    assert "one way to vote: log in with MitID." in alone
    assert "on paper" not in alone


@pytest.mark.parametrize("way", Channel)
def test_t59_whichever_way_the_end_and_what_an_outage_does_to_it_are_said(way: Channel) -> None:
    said = text(PLAIN, replace(SUBJECT, ways=frozenset({way})))
    assert "you have 10 minutes more to hand in" in said
    assert "more than a quarter of an hour in the last day, the vote ends later" in said
    assert "at 20:00, for every way to vote. Two persons decide." in said


def test_of_an_imported_election_nobody_says_what_is_left_or_that_a_vote_can_be_changed() -> None:
    said = text(PLAIN, replace(SUBJECT, leftover=None, ways=frozenset()))
    assert "quarter of an hour" not in said
    assert "If money is left" not in said
    assert "change your vote" not in said


def test_where_a_register_is_asked_its_silence_has_a_rule() -> None:
    said = text(PLAIN, replace(SUBJECT, register_days=7))
    assert "7 days after the vote has closed" in said
    assert "health card" in said
    by_login = replace(SUBJECT, register_days=7, ways=frozenset({Channel.MITID}))
    assert "health card" not in text(PLAIN, by_login)
    assert "register" not in text(PLAIN)
