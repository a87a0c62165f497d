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
    SUPPORT = "support", pgettext_lazy("phase", "Support")
    REVIEW = "review", _("Review")
    VOTE = "vote", pgettext_lazy("phase", "Vote")
    COUNT = "count", _("Count")
    REALISATION = "realisation", _("Realisation")
    EVALUATION = "evaluation", _("Evaluation")


class Channel(TextChoices):
    """A way to vote. All but the last end in the same pseudonym, so that each person has one ballot."""

    MITID = "mitid", _("Log in with MitID")
    LETTER = "letter", _("Type the code from a letter")
    POSTAL = "postal", _("Fill in the ballot that comes with the letter, and post it")
    DESK = "desk", _("Show an ID at a voting place")
    KIOSK = "kiosk", _("Use a screen at a voting place")
    PAPER = "paper", _("Get a ballot on paper at a voting place")
    HANDOUT = "handout", _("Type a code that is handed out, for example to a school class")


class Looked(TextChoices):
    """What of a resident staff have been shown."""

    AUTHOR = "author", _("Name, age group and e-mail")
    MAIL = "mail", _("A mail to the resident")
    LIST = "list", _("A list of residents")
    BOOKING = "booking", _("A booking, with name and e-mail")
    LOG = "log", _("The list of who has looked")
    ASSISTED = "assisted", _("How to reach a resident without an account")


class Purpose(TextChoices):
    """Why staff look."""

    ASK = "ask", _("To ask about the proposal")
    ANSWER = "answer", _("To answer the resident")
    HELP = "help", _("To help the resident with the site")
    CONTROL = "control", _("To check a right or an abuse")


class Harm(TextChoices):
    """Why the municipality takes a picture down."""

    PEOPLE = "people", _("Somebody can be recognised who has not said yes")
    RIGHTS = "rights", _("The picture belongs to somebody else")
    HURTS = "hurts", _("The picture hurts somebody, or breaks the law")
    OTHER = "other", _("The picture has nothing to do with the proposal")


class Recall(TextChoices):
    """Why news is taken back."""

    WRONG = "wrong", _("It was not right")
    OVER = "over", _("It no longer holds")
    PERSONAL = "personal", _("It tells of a private person")
    PICTURE = "picture", _("The picture may not be shown")
    OTHER = "other", _("It should not stand here")


class Ground(TextChoices):
    """Why a text is reported, and why the municipality hides it."""

    PERSONAL = "personal", _("It tells of a private person")
    HURTFUL = "hurtful", _("It is coarse, threatening or hateful")
    ILLEGAL = "illegal", _("It breaks the law")
    ADVERT = "advert", _("It is advertising or spam")
    ELSEWHERE = "elsewhere", _("It has nothing to do with the proposal")


class Tie(TextChoices):
    """What gives the right to vote. Only where somebody lives is known to a register; the rest staff judge."""

    LIVES = "lives", _("Lives here")
    WORKS = "works", _("Works here")
    STUDIES = "studies", _("Goes to school or studies here")
    CLASS = "class", _("Is in a class that is asked")
    PRESENT = "present", _("Is present at a meeting")


class OntoRoll(TextChoices):
    """Why somebody is put on the roll by hand."""

    LIVED = "lived", _("Lived here on the day, and is missing in the list")
    AREA = "area", _("Stands in the wrong area")
    PROTECTED = "protected", _("Has a protected address, and has shown where")
    WORKS = "works", _("Works here, and has shown it")
    STUDIES = "studies", _("Goes to school or studies here, and has shown it")


class OffRoll(TextChoices):
    """Why somebody is taken off the roll by hand. That they moved after the day is no reason."""

    ELSEWHERE = "elsewhere", _("Lived somewhere else on the day")
    YOUNG = "young", _("Was not old enough on the day")
    MISTAKE = "mistake", _("Was put on the roll by mistake")


class Act(TextChoices):
    INVITE_STAFF = "invite_staff", _("Invite a member of staff")
    WITHDRAW_INVITATION = "withdraw_invitation", _("Withdraw an invitation")
    ACCEPT_INVITATION = "accept_invitation", _("Accept an invitation")
    GRANT_ROLE = "grant_role", _("Give a role")
    REVOKE_ROLE = "revoke_role", _("Take a role away")
    RESET_FACTOR = "reset_factor", _("Remove a person's second step of the login")
    DEACTIVATE_STAFF = "deactivate_staff", _("Close a staff account")
    DOWNLOAD_DATA = "download_data", _("Fetch everything about oneself")
    DELETE_PERSON = "delete_person", _("Delete oneself")
    CREATE_POOL = "create_pool", _("Create a pool")
    EDIT_POOL = "edit_pool", _("Edit the texts of a pool")
    APPROPRIATE_MONEY = "appropriate_money", _("Appropriate money to a pool")
    CORRECT_APPROPRIATION = "correct_appropriation", _("Correct an appropriation")
    SET_ASIDE_MONEY = "set_aside_money", _("Set money aside for an area")
    IMPORT_AREAS = "import_areas", _("Import areas and places")
    EDIT_PAGE = "edit_page", _("Edit a text about the platform")
    EDIT_BRAND = "edit_brand", _("Change the municipality's name, logo or colour")
    EDIT_CONTACTS = "edit_contacts", _("Change who answers for the municipality")
    EDIT_COUNCIL = "edit_council", _("Change the contact of a local council")
    EDIT_WORDING = "edit_wording", _("Change a short text or a help text")
    CREATE_AREA = "create_area", _("Create an area")
    RENAME_AREA = "rename_area", _("Rename an area")
    SEE_AUTHORS = "see_authors", _("See who stands behind a proposal")
    SEE_LOOKS = "see_looks", _("Read who has looked at personal data")
    CREATE_PROCESS = "create_process", _("Create a deltagerbudget")
    EDIT_PROCESS = "edit_process", _("Edit a deltagerbudget")
    ILLUSTRATE_PROCESS = "illustrate_process", _("Choose the picture of a deltagerbudget")
    ADD_DOCUMENT = "add_document", _("Add a document to a deltagerbudget")
    REMOVE_DOCUMENT = "remove_document", _("Remove a document from a deltagerbudget")
    SCHEDULE_PHASES = "schedule_phases", _("Set the dates of the phases")
    ALLOCATE_MONEY = "allocate_money", _("Set money aside for a deltagerbudget")
    TICK_CHECKLIST = "tick_checklist", _("Tick a point of the checklist")
    EDIT_FIELDS = "edit_fields", _("Change the questions that a deltagerbudget asks")
    UNTICK_CHECKLIST = "untick_checklist", _("Take a tick of the checklist back")
    COPY_PROCESS = "copy_process", _("Begin a deltagerbudget from an earlier one")
    DELIMIT_PROCESS = "delimit_process", _("Choose the areas of a deltagerbudget")
    COMMENT_SETUP = "comment_setup", _("Comment on the set-up as the local council")
    ANSWER_REMARK = "answer_remark", _("Answer a remark of the local council")
    SHARE_PREVIEW = "share_preview", _("Make a link to the preview")
    REVOKE_PREVIEW = "revoke_preview", _("Close a link to the preview")
    OPEN_PROCESS = "open_process", _("Open a deltagerbudget")
    EDIT_CRITERIA = "edit_criteria", _("Change what proposals are judged by")
    EDIT_REASONS = "edit_reasons", _("Change the reasons that staff begin from")
    START_PROPOSAL = "start_proposal", _("Start a proposal")
    EDIT_PROPOSAL = "edit_proposal", _("Edit a proposal")
    SUBMIT_PROPOSAL = "submit_proposal", _("Send a proposal")
    ADD_PICTURE = "add_picture", _("Add a picture to a proposal")
    REMOVE_PICTURE = "remove_picture", _("Remove a picture from one's own proposal")
    HAND_IN_FILE = "hand_in_file", _("Answer a question by a file")
    TAKE_FILE_BACK = "take_file_back", _("Take a file back")
    TAKE_DOWN_PICTURE = "take_down_picture", _("Take a picture of a proposal down")
    WITHDRAW_PROPOSAL = "withdraw_proposal", _("Withdraw a proposal")
    NAME_CONTACT = "name_contact", _("Name the person to ask about a proposal")
    INVITE_COAUTHOR = "invite_coauthor", _("Invite a co-author")
    CANCEL_INVITATION = "cancel_invitation", _("Take an invitation to a co-author back")
    ANSWER_INVITATION = "answer_invitation", _("Answer an invitation to be a co-author")
    LEAVE_PROPOSAL = "leave_proposal", _("Leave a proposal that others stand behind as well")
    ASK_TO_JOIN = "ask_to_join", _("Ask to join a proposal")
    ANSWER_JOIN = "answer_join", _("Answer somebody who asks to join a proposal")
    OFFER_MERGE = "offer_merge", _("Suggest that proposals become one")
    ANSWER_MERGE = "answer_merge", _("Answer a suggestion that proposals become one")
    END_MERGE = "end_merge", _("End a suggestion that proposals become one")
    MERGE_PROPOSALS = "merge_proposals", _("Put proposals together")
    SPLIT_PROPOSALS = "split_proposals", _("Take proposals apart again")
    PLAN_EVENT = "plan_event", _("Plan a meeting or hours of advice")
    CHANGE_EVENT = "change_event", _("Change a meeting or hours of advice")
    CANCEL_EVENT = "cancel_event", _("Cancel a meeting or hours of advice")
    BOOK_PLACE = "book_place", _("Book a place or a time")
    CANCEL_BOOKING = "cancel_booking", _("Give up one's booking")
    REMIND_BOOKED = "remind_booked", _("Remind those who have booked")
    SEE_BOOKINGS = "see_bookings", _("See who has booked")
    POST_NEWS = "post_news", _("Tell the news of an area or a deltagerbudget")
    CORRECT_NEWS = "correct_news", _("Correct the news")
    TAKE_NEWS_BACK = "take_news_back", _("Take the news back")
    ENTER_RESIDENT = "enter_resident", _("Enter a resident who has no account")
    BEGIN_ASSISTANCE = "begin_assistance", _("Begin to write for a resident")
    END_ASSISTANCE = "end_assistance", _("Stop writing for a resident")
    ERASE_RESIDENT = "erase_resident", _("Delete a resident who has no account")
    SORT_PROPOSALS = "sort_proposals", _("Sort the proposals before the vote")
    SUPPORT_PROPOSAL = "support_proposal", _("Support a proposal")
    WITHDRAW_SUPPORT = "withdraw_support", _("No longer support a proposal")
    CLOSE_SUPPORT = "close_support", _("Close the support round")
    LIFT_PROPOSAL = "lift_proposal", _("Take a proposal up again that got too little support")
    ASSIGN_REVIEW = "assign_review", _("Ask a department for a review")
    WRITE_REVIEW = "write_review", _("Write a review")
    FINISH_REVIEW = "finish_review", _("Finish a review")
    REMIND_REVIEW = "remind_review", _("Remind of a review")
    ASK_EXPERT = "ask_expert", _("Ask somebody from outside for a review")
    WITHDRAW_EXPERT = "withdraw_expert", _("Withdraw the question to somebody from outside")
    OPEN_EXPERT_LINK = "open_expert_link", _("Open a proposal by a link from a mail")
    WRITE_EXPERT_REVIEW = "write_expert_review", _("Write a review by a link from a mail")
    FINISH_EXPERT_REVIEW = "finish_expert_review", _("Finish a review by a link from a mail")
    DECIDE_PROPOSAL = "decide_proposal", _("Decide on a proposal")
    WITHDRAW_DECISION = "withdraw_decision", _("Take a decision back before it is published")
    WITHDRAW_REVIEW = "withdraw_review", _("Take back the question to a department")
    APPROVE_REFUSAL = "approve_refusal", _("Approve a refusal")
    ASK_REVISION = "ask_revision", _("Ask the authors to change a proposal")
    ANSWER_REVISION = "answer_revision", _("Answer the municipality's wish for a change")
    RELEASE_DECISIONS = "release_decisions", _("Release the decisions")
    ANNOUNCE_DECISIONS = "announce_decisions", _("Announce the minute of the decisions")
    APPEAL_REFUSAL = "appeal_refusal", _("Appeal a refusal")
    DECIDE_APPEAL = "decide_appeal", _("Decide on an appeal")
    WRITE_NOTE = "write_note", _("Write an internal note about a proposal")
    ASK_QUESTION = "ask_question", _("Ask a question about a proposal")
    ASK_AUTHORS = "ask_authors", _("Ask the authors a question in the open")
    ANSWER_QUESTION = "answer_question", _("Answer a question about a proposal")
    ADD_POINT = "add_point", _("Write what speaks for or against a proposal")
    AGREE_POINT = "agree_point", _("Agree with a point")
    WITHDRAW_AGREEMENT = "withdraw_agreement", _("No longer agree with a point")
    REPORT_CONTENT = "report_content", _("Report a text to the municipality")
    HIDE_CONTENT = "hide_content", _("Hide a text that was written by residents")
    LEAVE_CONTENT = "leave_content", _("Leave a reported text as it is")
    APPEAL_HIDING = "appeal_hiding", _("Appeal that one's text was hidden")
    DECIDE_HIDING_APPEAL = "decide_hiding_appeal", _("Decide on an appeal about a hidden text")
    FREEZE_VOTE = "freeze_vote", _("Freeze the vote")
    IMPORT_ROLL = "import_roll", _("Load the roll of voters")
    ADD_TO_ROLL = "add_to_roll", _("Put one person on the roll")
    REMOVE_FROM_ROLL = "remove_from_roll", _("Take one person off the roll")
    CHECK_RESIDENCE = "check_residence", _("Look up again where voters live")
    SETTLE_PENDING = "settle_pending", _("Leave ballots uncounted whose voters could not be looked up")
    DRAW_SAMPLE = "draw_sample", _("Draw a sample of the roll to be asked")
    ISSUE_CODES = "issue_codes", _("Make voting codes")
    REISSUE_CODE = "reissue_code", _("Replace a resident's voting code")
    VOID_CODES = "void_codes", _("Make the voting codes of a batch void")
    WRITE_LETTER = "write_letter", _("Write a letter to the residents")
    APPROVE_LETTER = "approve_letter", _("Approve a letter to the residents")
    DRAW_LOT = "draw_lot", _("Enter the public draw for ties")
    OPEN_VOTE = "open_vote", _("Open the vote")
    CAST_BALLOT = "cast_ballot", _("Cast a ballot")
    CLOSE_VOTE = "close_vote", _("Close the vote")
    CLOSE_VOTE_EARLY = "close_vote_early", _("Close the vote early")
    WITHDRAW_PROJECT = "withdraw_project", _("Take a project out of the vote")
    EXTEND_VOTE = "extend_vote", _("Extend the vote")
    RAISE_ALARM = "raise_alarm", _("Write to the process owner about an alarm")
    REPORT_INCIDENT = "report_incident", _("Tell of a problem with the vote")
    OPEN_STATION = "open_station", _("Open or correct a voting place")
    CLOSE_STATION = "close_station", _("Close a voting place")
    PLAN_SHIFT = "plan_shift", _("Plan who serves at a voting place")
    END_SHIFT = "end_shift", _("Take somebody off the plan of a voting place")
    BIND_KIOSK = "bind_kiosk", _("Make a device the screen of a voting place")
    UNBIND_KIOSK = "unbind_kiosk", _("Take a screen of a voting place out of use")
    CHECK_VOTER = "check_voter", _("See at a desk whether somebody may vote and has")
    HAND_OUT_PAPER = "hand_out_paper", _("Hand out a ballot on paper")
    TAKE_PAPER_BACK = "take_paper_back", _("Take an unused ballot on paper back")
    ADMIT_AT_DESK = "admit_at_desk", _("Let somebody whose ID was seen vote on a screen")
    REGISTER_BATCH = "register_batch", _("Make a batch of ballots on paper")
    ENTER_SHEETS = "enter_sheets", _("Enter a batch of ballots on paper")
    SETTLE_SHEET = "settle_sheet", _("Settle what two persons read differently")
    APPROVE_BATCH = "approve_batch", _("Approve a batch of ballots on paper")
    REJECT_BATCH = "reject_batch", _("Reject a batch of ballots on paper")
    FINISH_PAPER = "finish_paper", _("Sign the paper of a voting place off")
    RECHECK_SAMPLE = "recheck_sample", _("Draw a sample of the ballots on paper")
    RECEIVE_FORMS = "receive_forms", _("Write how many ballots came by post")
    ENTER_FORM = "enter_form", _("Enter a ballot that came by post")
    SET_ASIDE_FORM = "set_aside_form", _("Set a ballot aside that came by post without a code")
    FINISH_POST = "finish_post", _("Sign the ballots by post off")
    NOTE_RECHECK = "note_recheck", _("Note what a sheet of the sample says")
    COUNT_VOTES = "count_votes", _("Count the votes")
    PUBLISH_RESULT = "publish_result", _("Publish the result")
    DESTROY_KEYS = "destroy_keys", _("Destroy the keys of the vote")
    IMPORT_ELECTION = "import_election", _("Import an election")
    RECORD_RELEASE = "record_release", _("Write down which body released the money")
    START_REALISATION = "start_realisation", _("Start a realisation")
    PLAN_MILESTONE = "plan_milestone", _("Plan a milestone")
    MOVE_MILESTONE = "move_milestone", _("Move a milestone")
    REACH_MILESTONE = "reach_milestone", _("Mark a milestone as reached")
    REMIND_MILESTONE = "remind_milestone", _("Ask how a milestone goes")
    CONFIRM_MILESTONE = "confirm_milestone", _("Say that a milestone goes as planned")
    PLAN_PAYMENT = "plan_payment", _("Plan a payment for a milestone")
    REPORT_PROGRESS = "report_progress", _("Tell what is happening")
    REMOVE_REPORT_PICTURE = "remove_report_picture", _("Remove the picture of a piece of news")
    FINISH_REALISATION = "finish_realisation", _("Finish a realisation")
    STOP_REALISATION = "stop_realisation", _("Stop a project")
    CREATE_INITIATIVE = "create_initiative", _("Create an initiative")
    EDIT_INITIATIVE = "edit_initiative", _("Edit an initiative")
    FUND_INITIATIVE = "fund_initiative", _("Give an initiative money from a pool")
    PUBLISH_INITIATIVE = "publish_initiative", _("Publish an initiative")
    RECORD_PAYMENT = "record_payment", _("Write down a payment")
    CORRECT_PAYMENT = "correct_payment", _("Correct a payment")
    RETURN_MONEY = "return_money", _("Give money back to a pool")
