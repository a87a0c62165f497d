"""Every act, role and kind of phase by its name. The table of contents of the house."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Role(TextChoices):
    RESIDENT = "resident", _("Resident")
    AUTHOR = "author", _("Author of the proposal")
    CASEWORKER = "caseworker", _("Caseworker")
    OWNER = "owner", _("Process owner")
    PARTNER = "partner", _("Local council (Fællesråd)")
    AUDITOR = "auditor", _("Auditor")
    ADMINISTRATOR = "administrator", _("Administrator")
    SYSTEM = "system", _("The platform's clock")


class PhaseKind(TextChoices):
    PREPARATION = "preparation", _("Preparation")
    IDEAS = "ideas", _("Ideas")
    REVIEW = "review", _("Review")
    VOTE = "vote", pgettext_lazy("phase", "Vote")
    COUNT = "count", _("Count")
    REALISATION = "realisation", _("Realisation")
    EVALUATION = "evaluation", _("Evaluation")


class Act(TextChoices):
    APPROPRIATE_MONEY = "appropriate_money", _("Appropriate money to a pool")
    EDIT_PAGE = "edit_page", _("Edit a text about the platform")
    CREATE_PROCESS = "create_process", _("Create a deltagerbudget")
    EDIT_PROCESS = "edit_process", _("Edit a deltagerbudget")
    SCHEDULE_PHASES = "schedule_phases", _("Set the dates of the phases")
    ALLOCATE_MONEY = "allocate_money", _("Set money aside for a deltagerbudget")
    TICK_CHECKLIST = "tick_checklist", _("Tick a point of the checklist")
    OPEN_PROCESS = "open_process", _("Open a deltagerbudget")
    START_PROPOSAL = "start_proposal", _("Start a proposal")
    EDIT_PROPOSAL = "edit_proposal", _("Edit a proposal")
    SUBMIT_PROPOSAL = "submit_proposal", _("Send a proposal")
    WITHDRAW_PROPOSAL = "withdraw_proposal", _("Withdraw a proposal")
    ASSIGN_REVIEW = "assign_review", _("Ask a department for a review")
    WRITE_REVIEW = "write_review", _("Write a review")
    FINISH_REVIEW = "finish_review", _("Finish a review")
    DECIDE_PROPOSAL = "decide_proposal", _("Decide on a proposal")
    APPROVE_REFUSAL = "approve_refusal", _("Approve a refusal")
    RELEASE_DECISIONS = "release_decisions", _("Release the decisions")
    FREEZE_VOTE = "freeze_vote", _("Freeze the vote")
    DRAW_LOT = "draw_lot", _("Enter the public draw for ties")
    OPEN_VOTE = "open_vote", _("Open the vote")
    CAST_BALLOT = "cast_ballot", _("Cast a ballot")
    CLOSE_VOTE = "close_vote", _("Close the vote")
    CLOSE_VOTE_EARLY = "close_vote_early", _("Close the vote early")
    COUNT_VOTES = "count_votes", _("Count the votes")
    PUBLISH_RESULT = "publish_result", _("Publish the result")
    DESTROY_KEYS = "destroy_keys", _("Destroy the keys of the vote")
    IMPORT_ELECTION = "import_election", _("Import an election")
    START_REALISATION = "start_realisation", _("Start a realisation")
    PLAN_MILESTONE = "plan_milestone", _("Plan a milestone")
    MOVE_MILESTONE = "move_milestone", _("Move a milestone")
    REACH_MILESTONE = "reach_milestone", _("Mark a milestone as reached")
    REPORT_PROGRESS = "report_progress", _("Tell what is happening")
    FINISH_REALISATION = "finish_realisation", _("Finish a realisation")
