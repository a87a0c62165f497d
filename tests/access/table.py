"""Who gets what answer at each address, as plain data. Reasoned from WHO, WHEN and visibility; not recorded.

A page that is missing here fails the build. Words: `come` lists who may come so far at all (others: a visitor is sent
to the login, the rest get 403); `inside` narrows it to those whose object it is (None: everyone who may come, in the
areas of their role); `status` is their answer by state, `outside` the answer of those who came and are not inside.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tests.access.polling_table import POLLING
from tests.access.world import ROLES, STATES

ALL = frozenset(ROLES)
LOGGED_IN = ALL - {"visitor"}
OWNERS = frozenset({"owner", "owner_here", "owner_there"})
PARTNERS = frozenset({"partner_here", "partner_there"})
CASEWORKERS = frozenset({"caseworker", "colleague"})
LEADS = OWNERS | {"administrator"}
CONTROL = LEADS | {"auditor"}
SET_UP = LEADS | PARTNERS
REPORT = OWNERS | PARTNERS
REVIEW_DESK = LEADS | CASEWORKERS
# Who writes for residents without an account; local councils for those whom they entered, who are not in this world.
CLERKS = OWNERS | CASEWORKERS | PARTNERS
MUNICIPALITY = OWNERS | CASEWORKERS
STAFF = CONTROL | PARTNERS | CASEWORKERS
NOBODY: frozenset[str] = frozenset()
ADMINISTRATOR = frozenset({"administrator"})
NEIGHBOURS = frozenset({"resident@here", "author@here", "elsewhere@there"})
WRITERS = NEIGHBOURS | {"visitor"}
AUTHOR = frozenset({"author"})
RESIDENTS = frozenset({"author", "resident", "elsewhere"})
OF_THE_DEPARTMENT = frozenset({"caseworker"})

Status = int | Mapping[str, int]


def by_state(default: int, **given: int) -> Mapping[str, int]:
    """`preparation` stands for the two states before opening."""
    early = given.pop("preparation", default)
    return dict.fromkeys(STATES, default) | {"draft": early, "ready": early} | given


OPENED = by_state(200, preparation=404)
FROZEN = by_state(404, frozen=200, open=200, closed=200, counted=200, published=200)
VOTE_FORMS = ("freeze", "draw", "close_early", "withdraw", "extend", "incident", "destroy")
PUBLISHED = by_state(404, published=200)
PRINTED = by_state(200, preparation=404, ideas=404, review=404, decided=404)
BOOTH = by_state(200, preparation=404, frozen=302, open=302)
SETUP_OUTSIDE = by_state(403, preparation=404)
BEGIN = dict(by_state(409, preparation=404, ideas=200))
REFUSED = by_state(409, preparation=404)
CAN_TOGETHER = by_state(409, ideas=200, review=200, decided=200)
CAN_WITHDRAW = by_state(409, ideas=200, review=200, decided=200)


@dataclass(frozen=True)
class Page:
    name: str
    come: frozenset[str]
    status: Status = 200
    # Attributes of a Place; what is not one stands for itself.
    args: tuple[str, ...] = ()
    inside: frozenset[str] | None = None
    outside: Status = 404
    query: str = ""


PAGES = (
    *(Page(*row) for row in POLLING),
    # For everyone, and the same for everyone.
    Page("health", ALL),
    Page("brand", ALL, args=("brand",)),
    Page("logo", ALL, 404, args=("0" * 32,)),
    Page("identity:discovery", ALL),
    Page("identity:jwks", ALL),
    Page("identity:authorize", ALL, 400),
    Page("identity:token", ALL, 401),
    Page("identity:end_session", ALL, 302),
    Page("site:front", ALL),
    Page("site:areas", ALL),
    Page("site:area", ALL, args=("area",)),
    Page("site:map", ALL),
    Page("site:map_data", ALL),
    Page("site:process_map_data", ALL, OPENED, ("slug",)),
    Page("site:process", ALL, OPENED, ("slug",)),
    Page("site:proposals", ALL, 302, ("slug",)),
    Page("site:proposals", ALL, OPENED, ("slug",), query="?orden=1"),
    Page("site:proposal", ALL, OPENED, ("slug", "number")),
    Page("site:questions", ALL, OPENED, ("slug", "number")),
    Page("site:points", ALL, OPENED, ("slug", "number")),
    # Without the secret there is nothing: tests/site/test_preview.py has it.
    Page("site:preview", ALL, 404, ("slug",)),
    Page("site:preview_ballot", ALL, 404, ("slug",)),
    Page("site:preview_picture", ALL, 404, ("slug", "picture_name", "480")),
    Page("site:preview_document", ALL, 404, ("slug", "document_name")),
    Page("site:pools", ALL),
    Page("site:pool", ALL, args=("oplandspuljen",)),
    Page("site:pool_file", ALL, args=("oplandspuljen", "csv")),
    Page("site:initiative", ALL, args=("shelter",)),
    Page("site:search", ALL, query="?q=plads"),
    Page("site:about", ALL),
    Page("site:was", ALL),
    Page("site:privacy", ALL),
    Page("site:robots", ALL),
    Page("results:result", ALL, PUBLISHED, ("slug",)),
    Page("results:json", ALL, PUBLISHED, ("slug",)),
    # Fewer than thirty ballots are never published one by one.
    Page("results:pb", ALL, 404, ("slug",)),
    Page("realisation:board", ALL),
    Page("demo:home", ALL),
    Page("demo:mails", ALL),
    Page("demo:mail_html", ALL, 404, args=("999999999",)),
    Page("demo:style", ALL),
    Page("demo:clock", ALL, 405, ("slug",)),
    # Files: public with what they belong to, one's own and the staff's before that.
    Page("media:picture", ALL, args=("picture_name", "480")),
    Page("media:picture", ALL, 404, ("hidden_name", "480")),
    Page("media:document", ALL, OPENED, ("document_name",)),
    Page("media:own_picture", LOGGED_IN, args=("picture_name", "480")),
    Page("media:own_picture", LOGGED_IN, 200, ("hidden_name", "480"), AUTHOR),
    Page("media:own_document", LOGGED_IN, 200, ("document_name",), STAFF, OPENED),
    Page("media:own_document", LOGGED_IN, 200, ("handed_in_name",), LEADS | {"author", "caseworker@asked"}),
    # Following. The links in mails open nothing without their key.
    Page("notifications:follow", ALL, OPENED, ("deltagerbudget", "slug")),
    Page("notifications:asked", ALL),
    Page("notifications:confirm", ALL, 410),
    Page("notifications:stop", ALL, 410),
    Page("notifications:stopped", ALL),
    Page("notifications:follow_mine", LOGGED_IN, OPENED, ("deltagerbudget", "slug"), outside=OPENED),
    Page("notifications:follow_mine", LOGGED_IN, OPENED, ("forslag", "slug", "number"), outside=OPENED),
    Page("notifications:mine", LOGGED_IN),
    Page("letters_staff:letters", STAFF),
    Page("letters_staff:letter", STAFF, args=("news",)),
    Page("letters_staff:letter_html", STAFF, args=("news",)),
    Page("accounts:login", ALL, 302),
    Page("accounts:callback", ALL, 400),
    Page("accounts:strip", ALL),
    Page("accounts:details", LOGGED_IN),
    Page("accounts:logout", LOGGED_IN, 405),
    Page("site:my_page", LOGGED_IN),
    Page("mydata:download", LOGGED_IN, 405),
    Page("mydata:delete", LOGGED_IN),
    Page("mydata:deleted", ALL),
    # The staff's own door, and what is behind it. The world's staff have come in as a demonstration's, without an
    # account of their own; tests/staff/ tries those who have one.
    Page("staff:login", ALL),
    Page("staff:code", ALL, 302),
    Page("staff:factor", ALL, 302),
    Page("staff:setup", ALL, 302),
    Page("staff:sso", ALL, 302),
    Page("staff:sso_answer", ALL, 400),
    Page("staff:invitation", ALL, 410),
    Page("experts:review", ALL, 410),
    Page("staff:access", LOGGED_IN, 403),
    Page("staff:codes", LOGGED_IN, 403),
    Page("staff:app", LOGGED_IN, 403),
    Page("staff:key", LOGGED_IN, 403),
    Page("staff:remove", LOGGED_IN, 405, ("1",)),
    Page("staff:everywhere", LOGGED_IN, 405),
    Page("staff:people", frozenset({"administrator"})),
    Page("staff:invite", frozenset({"administrator"})),
    Page("staff:withdraw", frozenset({"administrator"}), 405, ("1",)),
    Page("staff:person", frozenset({"administrator"}), 404, ("1",)),
    Page("staff:revoke", frozenset({"administrator"}), 405, ("1",)),
    Page("staff:reset", frozenset({"administrator"}), 405, ("1",)),
    Page("staff:deactivate", frozenset({"administrator"}), 405, ("1",)),
    # Meetings and help: read by everyone, booked by who is logged in.
    Page("events:events", ALL),
    Page("events:area", ALL, args=("area",)),
    Page("events:process", ALL, OPENED, ("slug",)),
    Page("events:feed", ALL, OPENED, ("slug",)),
    Page("events:event", ALL, args=("event",)),
    Page("events:file", ALL, args=("event",)),
    Page("events:book", LOGGED_IN, args=("event",)),
    Page("events:give_up", LOGGED_IN, 405, ("booked_event",)),
    Page("bulletins:area", ALL, args=("area",)),
    Page("bulletins:area_feed", ALL, args=("area",)),
    Page("bulletins:process", ALL, OPENED, ("slug",)),
    Page("bulletins:process_feed", ALL, OPENED, ("slug",)),
    Page("bulletins:bulletin", ALL, args=("bulletin",)),
    Page("bulletins_staff:news", SET_UP),
    Page("bulletins_staff:post", REPORT),
    # The municipality has told it.
    Page("bulletins_staff:correct", REPORT, 200, ("bulletin",), inside=OWNERS),
    Page("bulletins_staff:take_back", SET_UP, 200, ("bulletin",), inside=LEADS),
    Page("events_staff:events", SET_UP),
    Page("events_staff:new", SET_UP),
    Page("events_staff:change", SET_UP, 200, ("event",)),
    Page("events_staff:cancel", SET_UP, 200, ("event",)),
    Page("events_staff:bookings", SET_UP, 200, ("booked_event",)),
    # The booth: knows nobody, so nobody is anybody.
    Page("ballots:choose", ALL, OPENED, ("slug",)),
    Page("ballots:check", ALL, BOOTH, ("slug",)),
    Page("ballots:identify", ALL, OPENED, ("slug",)),
    Page("ballots:code", ALL, 404, ("slug",)),
    Page("ballots:cast", ALL, by_state(200, preparation=404, open=302), ("slug",)),
    Page("ballots:stored", ALL, BOOTH, ("slug",)),
    Page("ballots:leave", ALL, 405, ("slug",)),
    Page("ballots:callback", ALL, 400),
    Page("ballots:left", ALL),
    # Proposals: one's own.
    Page("proposals:new", ALL, BEGIN, ("slug",)),
    Page("proposals:advice", ALL, OPENED, ("slug",)),
    # Without a key in the browser there is nothing to go on with, so all begin at the beginning.
    # A visitor is asked who they are last; whoever has logged in is told at once.
    Page("proposals:write", ALL, BEGIN, ("slug", "sted"), WRITERS, REFUSED),
    Page("proposals:door", ALL, BEGIN | {"ideas": 302}, ("slug",), WRITERS, REFUSED),
    Page("proposals:kept", ALL, by_state(302, preparation=404), ("slug",)),
    Page("proposals:claim", LOGGED_IN, by_state(409, preparation=404, ideas=302), ("slug",), NEIGHBOURS, REFUSED),
    Page("proposals:step", LOGGED_IN, by_state(409, ideas=200), ("proposal", "sted"), AUTHOR),
    Page("proposals:step", LOGGED_IN, 200, ("draft", "beskriv"), AUTHOR),
    Page("proposals:step", LOGGED_IN, 200, ("draft", "navn"), AUTHOR),
    Page("proposals:saved", LOGGED_IN, 200, ("draft",), AUTHOR),
    Page("proposals:edit", LOGGED_IN, by_state(409, ideas=200), ("proposal",), AUTHOR),
    Page("proposals:edit", LOGGED_IN, 302, ("draft",), AUTHOR),
    Page("proposals:check", LOGGED_IN, 302, ("proposal",), AUTHOR),
    Page("proposals:check", LOGGED_IN, 200, ("draft",), AUTHOR),
    Page("proposals:receipt", LOGGED_IN, 200, ("proposal",), AUTHOR),
    Page("proposals:receipt", LOGGED_IN, 302, ("draft",), AUTHOR),
    Page("proposals:pictures", LOGGED_IN, by_state(409, ideas=200), ("proposal",), AUTHOR),
    Page("proposals:pictures", LOGGED_IN, 200, ("draft",), AUTHOR),
    Page("proposals:remove_picture", LOGGED_IN, 405, ("proposal", "picture"), AUTHOR, 405),
    Page("proposals:paper", LOGGED_IN, 200, ("proposal",), AUTHOR),
    Page("behalf_staff:home", CLERKS),
    Page("behalf_staff:residents", CLERKS, OPENED, ("slug",)),
    Page("behalf_staff:new", CLERKS, OPENED, ("slug",)),
    Page("behalf_staff:resident", CLERKS, 200, ("assisted",), MUNICIPALITY),
    # Nothing was handed in: tests/behalf/test_pages.py has the scan.
    Page("behalf_staff:scan", CLERKS, 404, ("assisted",), MUNICIPALITY),
    Page("behalf_staff:begin", CLERKS, 405, ("assisted",), outside=405),
    Page("behalf_staff:end", CLERKS, 405),
    Page("mydata:erase", CLERKS, 200, ("assisted",), MUNICIPALITY),
    Page("proposals:file", LOGGED_IN, by_state(409, ideas=200), ("proposal", "file_field"), AUTHOR),
    Page("proposals:take_file_back", LOGGED_IN, 405, ("proposal", "file_field"), AUTHOR, 405),
    Page("proposals:withdraw", LOGGED_IN, CAN_WITHDRAW, ("proposal",), AUTHOR),
    # Talk: everyone who is logged in reads and writes; the acts say who may, and when.
    Page("support:support", LOGGED_IN, 200, ("proposal",)),
    Page("support:withdraw", LOGGED_IN, 405, ("proposal",)),
    Page("support_staff:lift", OWNERS, 200, ("proposal",)),
    Page("talk:ask", LOGGED_IN, 200, ("proposal",)),
    Page("talk:points", LOGGED_IN, 200, ("proposal",)),
    Page("talk:answer", LOGGED_IN, 200, ("question",), AUTHOR),
    Page("talk:agree", LOGGED_IN, 405, ("point",)),
    Page("talk:disagree", LOGGED_IN, 405, ("point",)),
    Page("talk:report", LOGGED_IN, 200, ("spoergsmaal", "question")),
    Page("talk:thanks", LOGGED_IN),
    Page("talk:hidden", LOGGED_IN, 200, ("hiding",), frozenset({"resident"})),
    Page("talk_staff:queue", LEADS),
    Page("talk_staff:item", LEADS, 200, ("spoergsmaal", "question")),
    Page("talk_staff:leave", LEADS, 405, ("spoergsmaal", "question"), outside=405),
    Page("talk_staff:appeal", LEADS, 200, ("appealed",)),
    Page("backoffice:questions", REVIEW_DESK),
    Page("backoffice:conversation", REVIEW_DESK, 200, ("proposal",), LEADS | {"caseworker@asked"}),
    Page("backoffice:answer", LOGGED_IN, 200, ("question",), LEADS | {"caseworker@asked"}),
    Page("review_staff:note", REVIEW_DESK, 405, ("proposal",), outside=405),
    Page("places_staff:upload", ADMINISTRATOR),
    Page("places_staff:confirm", ADMINISTRATOR, 405),
    Page("places_staff:done", ADMINISTRATOR),
    Page("backoffice:home", STAFF),
    Page("backoffice:my_area", PARTNERS),
    Page("backoffice:area", PARTNERS, args=("area",)),
    Page("backoffice:votes", CONTROL),
    Page("backoffice:projects", REPORT),
    Page("municipality:home", ADMINISTRATOR),
    Page("municipality:brand", ADMINISTRATOR),
    Page("municipality:contacts", ADMINISTRATOR),
    Page("municipality:areas", ADMINISTRATOR),
    Page("municipality:new_area", ADMINISTRATOR),
    Page("municipality:edit_area", ADMINISTRATOR, args=("area",)),
    Page("municipality:council", ADMINISTRATOR, args=("area",)),
    Page("municipality:pages", ADMINISTRATOR),
    Page("municipality:edit_page", ADMINISTRATOR, args=("om",)),
    Page("municipality:wordings", ADMINISTRATOR),
    Page("municipality:wording", ADMINISTRATOR, args=("front.lead",)),
    Page("municipality:looks", ADMINISTRATOR | {"auditor"}),
    Page("site:helps", ADMINISTRATOR),
    Page("site:edit_helps", ADMINISTRATOR, args=("details",)),
    Page("backoffice:pools", LEADS),
    Page("backoffice:pool", LEADS, args=("oplandspuljen",)),
    Page("backoffice:pool_file", LEADS, args=("oplandspuljen", "xlsx")),
    Page("pools_staff:new", frozenset({"administrator"})),
    Page("pools_staff:edit", frozenset({"administrator"}), args=("oplandspuljen",)),
    Page("pools_staff:appropriate", frozenset({"administrator"}), args=("oplandspuljen",)),
    Page("pools_staff:correct", frozenset({"administrator"}), args=("appropriation",)),
    Page("pools_staff:set_aside", LEADS, args=("oplandspuljen",)),
    Page("initiatives_staff:list", LEADS),
    Page("initiatives_staff:new", LEADS),
    Page("initiatives_staff:initiative", LEADS, args=("initiative",)),
    Page("initiatives_staff:edit", LEADS, args=("initiative",)),
    Page("initiatives_staff:fund", LEADS, args=("initiative",)),
    Page("initiatives_staff:publish", OWNERS, args=("initiative",)),
    Page("initiatives_staff:give_back", LEADS, args=("initiative",)),
    Page("processes_staff:list", SET_UP),
    Page("processes_staff:new", LEADS),
    Page("criteria_staff:criteria", LEADS),
    Page("criteria_staff:reasons", LEADS),
    Page("criteria_staff:of_process", LEADS, 200, ("slug",), outside=SETUP_OUTSIDE),
    Page("processes_staff:template", LEADS, args=("standard",)),
    Page("processes_staff:copy", LEADS, 200, ("slug",), outside=OPENED),
    Page("processes_staff:begun", LEADS, 200, ("slug",), outside=SETUP_OUTSIDE),
    Page("processes_staff:edit", LEADS, 200, ("slug", "opgave"), outside=SETUP_OUTSIDE),
    Page("processes_staff:areas", LEADS, 200, ("slug",), outside=SETUP_OUTSIDE),
    Page("processes_staff:council", PARTNERS, 200, ("slug",), outside=SETUP_OUTSIDE),
    Page("processes_staff:answer", LEADS, 200, ("slug", "remark"), outside=SETUP_OUTSIDE),
    Page("processes_staff:take_over", LEADS, 405, ("slug", "remark"), outside=405),
    Page("processes_staff:previews", LEADS, 200, ("slug",), outside=SETUP_OUTSIDE),
    Page("processes_staff:revoke", LEADS, 405, ("slug", "preview"), outside=405),
    Page("site:sample", SET_UP, 200, ("slug",), outside=OPENED),
    Page("processes_staff:limits", LEADS, 200, ("slug",), outside=SETUP_OUTSIDE),
    Page("processes_staff:fields", LEADS, 200, ("slug",), outside=SETUP_OUTSIDE),
    Page("processes_staff:new_field", LEADS, 200, ("slug",), outside=SETUP_OUTSIDE),
    Page("processes_staff:field", LEADS, 404, ("slug", "999999"), outside=SETUP_OUTSIDE),
    Page("processes_staff:phases", LEADS, 200, ("slug",), outside=SETUP_OUTSIDE),
    Page("processes_staff:money", LEADS, 200, ("slug",), outside=SETUP_OUTSIDE),
    Page("processes_staff:contacts", LEADS, 200, ("slug",), outside=SETUP_OUTSIDE),
    Page("processes_staff:media", LEADS, 200, ("slug",), outside=SETUP_OUTSIDE),
    Page("processes_staff:remove_picture", LEADS, 405, ("slug",), outside=405),
    Page("processes_staff:document", LEADS, 405, ("slug",), outside=405),
    Page("processes_staff:remove_document", LEADS, 405, ("slug", "document"), outside=405),
    Page("processes_staff:checklist", SET_UP, 200, ("slug",), outside=SETUP_OUTSIDE),
    Page("processes_staff:tick", SET_UP, 405, ("slug", "partner"), outside=405),
    Page("processes_staff:untick", SET_UP, 405, ("slug", "partner"), outside=405),
    Page("processes_staff:open", LEADS, 405, ("slug",), outside=405),
    Page("proposals_staff:helps", LEADS, 200, ("slug",), outside=SETUP_OUTSIDE),
    Page("proposals_staff:sort", LEADS, 200, ("slug",)),
    Page("proposals_staff:contact", OWNERS, 200, ("proposal",)),
    Page("proposals_staff:take_down", LEADS, 200, ("proposal", "picture")),
    # Nobody is asked for a change here: tests/review/test_answer_revision.py has one who is.
    Page("review:answer", LOGGED_IN, 404, ("proposal",), AUTHOR),
    Page("review:appeal", LOGGED_IN, 200, ("proposal",), AUTHOR),
    # One's own and others' proposals together. Nobody is invited, asks or is asked here: tests/together/ has who is.
    Page("together:authors", LOGGED_IN, 200, ("proposal",), AUTHOR),
    Page("together:authors", LOGGED_IN, 200, ("draft",), AUTHOR),
    Page("together:invite", LOGGED_IN, 405, ("proposal",), AUTHOR, 405),
    Page("together:leave", LOGGED_IN, 409, ("proposal",), AUTHOR),
    Page("together:join", LOGGED_IN, CAN_TOGETHER, ("proposal",), frozenset({"resident@here", "elsewhere@there"}), 409),
    Page("together:join", LOGGED_IN, 404, ("draft",)),
    Page("together:offer", LOGGED_IN, CAN_TOGETHER, ("proposal",), AUTHOR),
    Page("together:invitation", LOGGED_IN, 410),
    Page("together:cancel", LOGGED_IN, 405, ("1",)),
    Page("together:answer_join", LOGGED_IN, 405, ("1",)),
    Page("together:merge", LOGGED_IN, 404, ("1",)),
    Page("together:end", LOGGED_IN, 405, ("1",)),
    Page("together_staff:proposal", LOGGED_IN, 200, ("proposal",), OWNERS),
    Page("together_staff:merge", OWNERS, 404, ("1",)),
    Page("together_staff:end", LOGGED_IN, 405, ("1",)),
    Page("together_staff:split", OWNERS, 405, ("1",)),
    Page("review_staff:ask_revision", OWNERS, 200, ("proposal",)),
    # Nothing is appealed here: tests/review/test_decide_appeal.py has one.
    Page("review_staff:decide_appeal", REVIEW_DESK, 404, ("proposal",)),
    Page("review_staff:queue", REVIEW_DESK),
    Page("review_staff:review", CASEWORKERS, 200, ("review",), OF_THE_DEPARTMENT),
    Page("review_staff:finish", CASEWORKERS, 405, ("review",), outside=405),
    Page("review_staff:proposals", REVIEW_DESK, 200, ("slug",), LEADS | {"caseworker@asked"}),
    Page("review_staff:proposals_file", REVIEW_DESK, 200, ("slug", "csv"), LEADS | {"caseworker@asked"}),
    Page("review_staff:together", OWNERS, 200, ("slug",)),
    Page("review_staff:withdraw_decision", OWNERS, 405, ("proposal",), outside=405),
    Page("review_staff:withdraw_review", OWNERS, 405, ("review",), outside=405),
    Page("review_staff:announce", OWNERS, 405, ("slug",), outside=405),
    Page("review_staff:release", OWNERS, 405, ("slug",), outside=405),
    Page("review_staff:proposal", REVIEW_DESK, 200, ("decidable",), LEADS | {"caseworker@asked"}),
    Page("review_staff:authors", REVIEW_DESK, 200, ("proposal",), LEADS | {"caseworker@asked"}),
    Page("experts_staff:ask", OWNERS, 200, ("proposal",)),
    Page("experts_staff:withdraw", OWNERS, 405, ("1",), outside=405),
    Page("review_staff:assign", OWNERS, 405, ("proposal",), outside=405),
    Page("review_staff:decide", OWNERS, 405, ("proposal",), outside=405),
    Page("review_staff:approve", REVIEW_DESK, 405, ("proposal",), outside=405),
    Page("ballots_staff:vote", CONTROL, 200, ("slug",)),
    *(Page(f"ballots_staff:{name}", CONTROL, 405, ("slug",), outside=405) for name in VOTE_FORMS),
    *(Page(name, CONTROL, FROZEN, ("slug",)) for name in ("ballots_staff:changes", "scrutiny_staff:follow")),
    Page("ballots_staff:look_up", CONTROL, 405, ("slug",), outside=405),
    Page("ballots_staff:roll", LEADS, FROZEN, ("slug",)),
    Page("ballots_staff:sample", CONTROL - LEADS, FROZEN, ("slug",)),
    Page("ballots_staff:sample_draw", CONTROL - LEADS, 405, ("slug",), outside=405),
    Page("ballots_staff:roll_load", LEADS, 405, ("slug",), outside=405),
    Page("ballots_staff:roll_add", LEADS, 405, ("slug",), outside=405),
    Page("ballots_staff:roll_remove", LEADS, 405, ("slug",), outside=405),
    Page("paper_staff:shop", CONTROL, 200, ("slug",)),
    Page("paper_staff:paper", CONTROL, PRINTED, ("slug", "plakat")),
    Page("results_staff:result", CONTROL, 200, ("slug",)),
    Page("results_staff:rehearse", CONTROL, 200, ("slug",)),
    Page("results_staff:count", CONTROL, 405, ("slug",), outside=405),
    Page("results_staff:publish", CONTROL, 405, ("slug",), outside=405),
    Page("realisation_staff:process", REPORT, 200, ("slug",)),
    Page("realisation_staff:start", OWNERS, PUBLISHED, ("slug", "unstarted")),
    Page("realisation_staff:realisation", REPORT, 200, ("realisation",)),
    Page("realisation_staff:plan", OWNERS, 200, ("realisation",)),
    Page("realisation_staff:report", REPORT, 200, ("realisation",)),
    Page("realisation_staff:remove_picture", OWNERS, 405, ("realisation", "report"), outside=405),
    Page("realisation_staff:finish", OWNERS, 200, ("realisation",)),
    Page("realisation_staff:pay", OWNERS, 200, ("realisation",)),
    Page("realisation_staff:correct", OWNERS, 200, ("payment",)),
    Page("realisation_staff:give_back", LEADS, 200, ("slug",)),
    Page("realisation_staff:move", OWNERS, 200, ("milestone",)),
    Page("realisation_staff:reach", OWNERS, 200, ("milestone",)),
)
