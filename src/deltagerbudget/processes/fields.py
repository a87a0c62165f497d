"""Which fields of a process are set up by hand, and which of them a copy does not take along."""

from __future__ import annotations

# What the set-up forms may write; everything else is written by acts of its own.
EDITABLE = frozenset(
    {
        "title",
        "theme",
        "challenge",
        "amount_ore",
        "mandate_body",
        "mandate_on",
        "mandate_text",
        "criteria",
        "helps",
        "propose_min_age",
        "vote_min_age",
        "age_on",
        "channels",
        "ties",
        "address_ranges",
        "proposals_per_person",
        "support_needed",
        "ballot_type",
        "min_choices",
        "max_choices",
        "points",
        "most_points",
        "rank_scores",
        "categories",
        "category_limits",
        "count_method",
        "count_variant",
        "stop_percent",
        "equal_utility",
        "equal_completion",
        "equal_step_ore",
        "equal_fill",
        "equal_comparison",
        "prizes_ore",
        "threshold_votes",
        "threshold_percent",
        "threshold_cost_percent",
        "share_percent",
        "share_full_up_to_ore",
        "share_most_ore",
        "caps",
        "caps_lifted",
        "least_per_area",
        "all_fit",
        "tie_chain",
        "leftover",
        "start_within_months",
        "finish_within_months",
        "learnt",
    }
)

# What may be written even when the vote is frozen: it says nothing about the rules.
ALWAYS_EDITABLE = frozenset({"learnt"})

# Of these each deltagerbudget has its own: its name, the decision behind it, and what it taught.
NOT_COPIED = frozenset({"title", "mandate_body", "mandate_on", "mandate_text", "learnt"})

# Rows of a process, by the name that leads to them, that a copy takes along as they are.
COPIED_ROWS = ("contacts", "judged_by", "own_fields", "stations", "surveys")
