"""Who changes what by a POST, as plain data beside `table`: in which states, and for whom nothing changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tests.access.answers import (
    ADMINISTRATOR,
    ALL,
    AUTHOR,
    CASEWORKERS,
    CLERKS,
    CONTROL,
    LEADS,
    LOGGED_IN,
    MUNICIPALITY,
    NEIGHBOURS,
    NOBODY,
    OF_THE_DEPARTMENT,
    OWNERS,
    PARTNERS,
    REPORT,
    RESIDENTS,
    REVIEW_DESK,
    SET_UP,
    WRITERS,
)
from tests.access.world import STATES


@dataclass(frozen=True)
class Deed:
    """A POST. `who` does it, in `states` and in no other; `perhaps` are states in which it may write or not."""

    name: str
    args: tuple[str, ...]
    who: frozenset[str]
    states: frozenset[str]
    data: Mapping[str, str] = frozenset()  # type: ignore[assignment]
    perhaps: frozenset[str] = NOBODY
    # Take the fields of the page that shows this form, for who may see it.
    form: bool = False


def _in(*states: str) -> frozenset[str]:
    return frozenset(states)


EVERY = frozenset(STATES)
IN_OPENED = EVERY - {"draft", "ready"}
IN_PUBLISHED = _in("published")
UNTIL_OPEN = EVERY - {"closed", "counted", "published"}
UNDECIDED = _in("ideas", "review", "decided")
TALKING = _in("ideas", "review", "decided", "released", "frozen")
# Those who live in the municipality; the world's staff live elsewhere.
TALKERS = frozenset({"author", "resident", "elsewhere"})
UNHURRIED = {"billet": "{billet}"}
LETTER = {"heading_da": "Se", "body_da": "Se {{beløb}}.", "heading_en": "See", "body_en": "See {{beløb}}."}
TEXTS = {"title": "Et nyt bord", "what": "Et bord.", "why": "Vi mangler det.", "for_whom": "Alle", "next": "1"}
PLACED = {"place": "Torvet", "next": "1"}
SIGNED = {"public_name": "group", "group_name": "Bordgruppen", "has_consented": "on", "next": "1"}
NEW = {"title": "Nyt sted", "theme": "community", "challenge": "Vi mangler et sted.", "amount_ore": "50.000"}
BEGUN = {"title": "Endnu et sted", "address": "", "first_day": "{next_year}", "areas": "{area_id}"}
OPINION = {"verdict": "feasible", "reason": "Det kan lade sig gøre.", "price_ore": "20.000"}
DECISION = {"ruling": "admit", "reason": "God idé.", "price_ore": "21.000"}
SEVERAL = {"goer": "spoerg", "valgt": "{proposal}", "department": "{department}", "due_on": "{next_year}"}
EXPERT = {"name": "Ellen", "title": "træer", "address": "ellen@example.dk", "due_on": "{next_year}"}
WISH = {"wish": "Flyt den.", "suggestion": "", "until": "{next_year}"}
PAGE = {"title_da": "Om", "body_da": "Ny tekst", "title_en": "About", "body_en": "New text"}
BRAND = {"name": "Ny Kommune", "primary": "#0b5c55", "save": "1"}
CONTACT = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-name": "Borgerservice"}
CONTACT |= {"form-0-phone": "12 34 56 78"}
INVITED = {"name": "Nora Ny", "address": "nora@example.dk", "role": "owner", "area": ""}
WHY = {"reason_da": "Grunden er solgt."}
START = {"owner_title": "Tovholder", "carried_out_by": "Vej og Park", "delivered_by": "municipality"}
PAYMENT, RIGHT = {"amount_ore": "100", "text": "Bænk"}, {"amount_ore": "150", "reason": "Tastefejl"}
NAMED = {"name": "Grøn pulje", "purpose": "Træer", "source": "Budget"}
GIVEN = {"year": "2030", "decision": "Budget 2030"}
KEPT, LEFT, MORE = RIGHT | {"direction": "1"}, RIGHT | {"pool": "{pool}"}, RIGHT | {"amount_ore": "20.000.000"}
INITIATIVE = {"title": "Shelter", "theme": "nature", "place": "Ved søen", "story": "To shelters."}
COLLEAGUE = {"name": "Bo", "title": "Ingeniør", "phone": "12 34 56 78"}
HALL, SHIFT = {"name": "Hallen", "address": "Torvet 1", "hours": "10-16"}, {"person": "{server}", "day": "{next_year}"}
TODAY, NEXT_YEAR = "{today}", "{next_year}"
EVENT = {"kind": "idea-day", "title": "Idédag", "place": "Hallen", "host": "Fie", "room": "places", "capacity": "20"}
EVENT |= {"starts_at": "{next_year}T12:00", "ends_at": "{next_year}T14:00"}
DAYS = {"opens_on": TODAY, "closes_on": "{next_year}"}
LEARNT = {"went_well": "Mange kom.", "differently": "Begynd før.", "advice": "Spørg skolen."}
SPENT = {"kind": "vote", "minutes": "7,5", "amount_ore": ""}
RIGHTED = {"minutes": "8", "amount_ore": "", "reason": "En time til."}
TOLD = {"title": "Vi rydder op", "text": "Kom på lørdag."}
SEEN = {"alt": "En bænk på en eng", "credit": "Anna Jensen", "may_be_shown": "on"}
RESIDENT = {
    # Not ticked: a field of this form, and of the rows of others.
    "is_protected": "",
    "name": "Karen Ny",
    "birth_date": "1950-01-01",
    "residence": "{area}",
    "source": "phone",
}
RESIDENT |= {"contact": "Tlf. 12 34 56 78", "has_consented": "on"}

QUESTION = {"label_da": "Hvem passer det?", "kind": "short", "position": "1", "is_public": "1"}

DEEDS = (
    # A visitor's is a sketch that nobody stands behind. Without one there is nothing to claim: see proposals/.
    Deed("proposals:write", ("slug", "sted"), WRITERS, _in("ideas"), PLACED | {"began": "{began}"}),
    Deed("proposals:claim", ("slug",), NEIGHBOURS, NOBODY, SIGNED),
    Deed("proposals:step", ("proposal", "sted"), AUTHOR, _in("ideas"), PLACED),
    Deed("proposals:step", ("proposal", "beskriv"), AUTHOR, _in("ideas"), TEXTS),
    Deed("proposals:step", ("draft", "ide"), AUTHOR, _in("ideas"), TEXTS),
    Deed("proposals:step", ("proposal", "navn"), AUTHOR, _in("ideas"), SIGNED),
    Deed("proposals:check", ("draft",), frozenset({"author@here"}), _in("ideas")),
    Deed("proposals:again", ("proposal",), AUTHOR, NOBODY, {"forloeb": "x"}),
    Deed("proposals:withdraw", ("proposal",), AUTHOR, UNDECIDED),
    Deed("proposals:pictures", ("proposal",), AUTHOR, _in("ideas"), SEEN | {"kept": "{proposal_token}"}),
    Deed("proposals:remove_picture", ("proposal", "picture"), AUTHOR, _in("ideas")),
    Deed("proposals:file", ("proposal", "file_field"), AUTHOR, NOBODY),
    Deed("proposals:take_file_back", ("proposal", "file_field"), AUTHOR, _in("ideas")),
    Deed("proposals_staff:helps", ("slug",), LEADS, EVERY - _in("frozen", *STATES[7:]), {"what_da": "Kort."}),
    Deed("proposals_staff:sort", ("slug",), LEADS, EVERY - _in("frozen", *STATES[7:]), form=True),
    Deed("proposals_staff:take_down", ("proposal", "picture"), LEADS, EVERY, {"reason": "people"}),
    Deed("proposals_staff:contact", ("proposal",), OWNERS, EVERY, COLLEAGUE),
    Deed("behalf_staff:new", ("slug",), CLERKS, TALKING, RESIDENT),
    Deed("behalf_staff:begin", ("assisted",), MUNICIPALITY, _in("ideas")),
    # Who does not write for anybody has nothing to stop.
    Deed("behalf_staff:end", (), CLERKS | {"owner_there@here", "partner_there@here"}, NOBODY),
    Deed("mydata:erase", ("assisted",), MUNICIPALITY, _in("ideas"), {"word": "SLET"}),
    Deed("events:book", ("event",), LOGGED_IN, _in("ideas")),
    Deed("events:give_up", ("booked_event",), AUTHOR, _in("ideas")),
    Deed("bulletins_staff:post", (), REPORT, EVERY, TOLD | {"where": "{area_id}"}),
    Deed("bulletins_staff:correct", ("bulletin",), OWNERS, _in("ideas"), TOLD),
    Deed("bulletins_staff:take_back", ("bulletin",), LEADS, _in("ideas"), {"recall": "over"}),
    Deed("surveys:answer", ("survey",), ALL, _in("ideas"), {"q1": "1", "q4": "Godt.", **UNHURRIED}),
    Deed("surveys_staff:write", ("slug", "stemte"), OWNERS, EVERY, {"first_time": "on", "da_1": "Hvordan gik det?"}),
    Deed("surveys_staff:open", ("slug", "medarbejdere"), OWNERS, _in("review"), DAYS),
    Deed("surveys_staff:close", ("slug", "medarbejdere"), OWNERS, _in("ideas")),
    Deed("surveys_staff:remove", ("slug", "medarbejdere", "x"), OWNERS, NOBODY),
    Deed("events_staff:new", (), SET_UP, EVERY, EVENT | {"where": "area:{area_id}"}),
    Deed("events_staff:change", ("event",), SET_UP, _in("ideas"), EVENT),
    Deed("events_staff:cancel", ("event",), SET_UP, _in("ideas"), {"reason": "Storm."}),
    Deed("events_staff:bookings", ("booked_event",), SET_UP, _in("ideas"), {"purpose": "help"}),
    # No deltagerbudget here has a support round: see tests/support/test_pages.py for one that has.
    Deed("support:support", ("proposal",), RESIDENTS, NOBODY),
    Deed("support:withdraw", ("proposal",), LOGGED_IN, NOBODY),
    Deed("support_staff:lift", ("proposal",), OWNERS, NOBODY, {"reason": "Få bor der."}),
    Deed("talk:ask", ("proposal",), TALKERS, TALKING, {"text": "Hvor?", "name": "none", **UNHURRIED}),
    Deed("talk:points", ("proposal",), TALKERS, TALKING, {"text": "Et godt sted.", "side": "for", **UNHURRIED}),
    Deed("talk:answer", ("question",), AUTHOR, TALKING, {"text": "Ja.", **UNHURRIED}),
    Deed("talk:agree", ("point",), TALKERS, TALKING),
    # Nobody agrees with anything yet.
    Deed("talk:disagree", ("point",), LOGGED_IN, NOBODY),
    Deed("talk:report", ("spoergsmaal", "question"), LOGGED_IN, EVERY, {"ground": "advert", **UNHURRIED}),
    Deed("talk:hidden", ("hiding",), frozenset({"resident"}), EVERY, {"words": "Se igen."}),
    Deed("talk_staff:item", ("spoergsmaal", "question"), LEADS, EVERY, {"ground": "advert"}),
    Deed("talk_staff:leave", ("spoergsmaal", "question"), LEADS, EVERY),
    Deed("talk_staff:appeal", ("appealed",), LEADS, EVERY, {"outcome": "upheld", "answer": "Nej."}),
    Deed("backoffice:conversation", ("proposal",), LEADS | {"caseworker@asked"}, TALKING, {"text": "Lys?"}),
    Deed("backoffice:answer", ("question",), LEADS | {"caseworker@asked"}, TALKING, {"text": "Ja."}),
    Deed("review_staff:note", ("proposal",), LEADS | {"caseworker@asked"}, EVERY, {"text": "Husk kablet."}),
    Deed("processes_staff:media", ("slug",), LEADS, EVERY, SEEN | {"kept": "{process_token}"}),
    Deed("processes_staff:remove_picture", ("slug",), LEADS, EVERY),
    # A file cannot be written into this table: done in processes/test_media_pages.py.
    Deed("processes_staff:document", ("slug",), LEADS, NOBODY, {"title": "Kort"}),
    Deed("processes_staff:remove_document", ("slug", "document"), LEADS, EVERY),
    Deed("processes_staff:new", (), LEADS, EVERY, NEW | {"areas": "{area_id}"}),
    Deed("criteria_staff:criteria", (), ADMINISTRATOR, EVERY, form=True),
    Deed("criteria_staff:reasons", (), LEADS | {"owner_there@here"}, EVERY, form=True),
    Deed("criteria_staff:of_process", ("slug",), LEADS, _in("draft", "ready"), form=True),
    Deed("processes_staff:template", ("standard",), LEADS, EVERY, BEGUN),
    Deed("processes_staff:copy", ("slug",), LEADS, EVERY, BEGUN),
    Deed("processes_staff:areas", ("slug",), LEADS, _in("draft", "ready"), {"areas": "{area_id}"}),
    Deed("processes_staff:council", ("slug",), PARTNERS, _in("draft", "ready"), {"part": "opgave", "text": "Fint."}),
    Deed("processes_staff:answer", ("slug", "remark"), LEADS, EVERY, {"answer": "Tak."}),
    Deed("processes_staff:take_over", ("slug", "remark"), LEADS, _in("draft", "ready")),
    Deed("processes_staff:previews", ("slug",), LEADS, _in("draft", "ready"), {"label": "Byrådet", "days": "14"}),
    Deed("processes_staff:revoke", ("slug", "preview"), LEADS, EVERY),
    Deed("processes_staff:edit", ("slug", "opgave"), LEADS, EVERY - _in("frozen", *STATES[7:]), form=True),
    Deed("processes_staff:limits", ("slug",), LEADS, EVERY - _in("frozen", *STATES[7:]), form=True),
    Deed("processes_staff:new_field", ("slug",), LEADS, EVERY - _in("frozen", *STATES[7:]), QUESTION),
    # Which question it is stands in proposals/test_edit_fields.py.
    Deed("processes_staff:field", ("slug", "1"), LEADS, NOBODY, QUESTION),
    Deed("processes_staff:phases", ("slug",), LEADS, EVERY - _in("frozen", *STATES[7:]), form=True),
    Deed("processes_staff:contacts", ("slug",), LEADS, EVERY, form=True),
    Deed("processes_staff:money", ("slug",), LEADS, EVERY, {"pool": "{pool}", "amount_ore": "1.000", "direction": "1"}),
    Deed("processes_staff:tick", ("slug", "partner"), SET_UP, _in("draft")),
    Deed("processes_staff:untick", ("slug", "partner"), SET_UP, _in("ready"), {"reason": "Vi er uenige."}),
    Deed("processes_staff:open", ("slug",), LEADS, _in("ready")),
    # The link is shown in the answer itself, so it is no redirection.
    Deed("together:invite", ("proposal",), AUTHOR, NOBODY, {"email": "ny@example.dk"}, perhaps=UNDECIDED),
    Deed("together:leave", ("proposal",), NOBODY, NOBODY),
    Deed(
        "together:join",
        ("proposal",),
        frozenset({"resident@here", "elsewhere@there"}),
        UNDECIDED,
        {"public_name": "initial", "has_consented": "on"},
    ),
    Deed("together:offer", ("proposal",), AUTHOR, NOBODY, {"standing": "{proposal}"}),
    Deed("together:invitation", (), LOGGED_IN, NOBODY, {"svar": "ja"}),
    Deed("together:cancel", ("1",), NOBODY, NOBODY),
    Deed("together:answer_join", ("1",), NOBODY, NOBODY, {"svar": "ja"}),
    Deed("together:merge", ("1",), NOBODY, NOBODY, {"svar": "ja"}),
    Deed("together:end", ("1",), NOBODY, NOBODY),
    Deed("together_staff:proposal", ("proposal",), OWNERS, NOBODY, {"standing": "{proposal}"}),
    Deed("together_staff:end", ("1",), NOBODY, NOBODY),
    Deed("together_staff:split", ("1",), NOBODY, NOBODY),
    # Nobody is asked for a change, and no refusal is published, in any of the states.
    Deed("review:answer", ("proposal",), NOBODY, NOBODY, {"answer": "kept"}),
    Deed("review:appeal", ("proposal",), NOBODY, NOBODY, {"words": "Se igen."}),
    Deed("review_staff:ask_revision", ("decidable",), OWNERS, _in("review", "decided"), WISH),
    Deed("review_staff:decide_appeal", ("proposal",), NOBODY, NOBODY, {"outcome": "upheld", "answer": "Nej."}),
    Deed("review_staff:review", ("review",), OF_THE_DEPARTMENT, _in("review"), OPINION),
    Deed("review_staff:finish", ("review",), OF_THE_DEPARTMENT, _in("review"), OPINION),
    Deed(
        "review_staff:assign",
        ("proposal",),
        OWNERS,
        UNDECIDED,
        {"department": "{department}", "due_on": NEXT_YEAR},
    ),
    Deed("experts_staff:ask", ("proposal",), OWNERS, _in("ideas", "review", "decided"), EXPERT),
    Deed("experts_staff:withdraw", ("1",), OWNERS, NOBODY),
    Deed("experts:review", (), ALL, NOBODY, {"noegle": "x", "faerdig": "1"}),
    Deed("review_staff:decide", ("decidable",), OWNERS, _in("review", "decided"), DECISION),
    Deed("review_staff:together", ("slug",), OWNERS, _in("ideas", "review", "decided"), SEVERAL),
    Deed("review_staff:withdraw_decision", ("decidable",), OWNERS, _in("review", "decided")),
    Deed("review_staff:withdraw_review", ("review",), OWNERS, _in("review")),
    Deed("review_staff:approve", ("refusal",), LEADS | {"caseworker@asked"}, _in("review"), {"digest": "{digest}"}),
    Deed(
        "review_staff:announce",
        ("slug",),
        OWNERS,
        _in("ideas", "review", "decided", "released"),
        {"minute": "{minute}"},
    ),
    Deed("review_staff:release", ("slug",), OWNERS, _in("decided")),
    Deed("polling_staff:places", ("slug",), LEADS, UNTIL_OPEN, HALL),
    Deed("polling_staff:station", ("station",), LEADS, UNTIL_OPEN & IN_OPENED, SHIFT),
    Deed("polling_staff:close", ("station",), LEADS, IN_OPENED),
    Deed("polling_staff:end_shift", ("shift",), LEADS, IN_OPENED),
    # With a role and no shift today.
    Deed("polling_staff:desk", ("station",), NOBODY, NOBODY, {"number": "0101601111", "area": "{area}"}),
    Deed("polling_staff:paper", ("station",), NOBODY, NOBODY, {"hvem": "x"}),
    Deed("polling_staff:take_back", ("station",), NOBODY, NOBODY, {"hvem": "x"}),
    Deed("polling_staff:admit", ("station",), NOBODY, NOBODY, {"hvem": "x"}),
    Deed("polling_staff:bind", ("station",), NOBODY, NOBODY),
    Deed("polling_staff:unbind", ("screen",), REVIEW_DESK, IN_OPENED),
    Deed("polling_staff:register", ("station",), NOBODY, NOBODY, {"sheets": "1", "scan": "a" * 64}),
    Deed("polling_staff:finish", ("station",), NOBODY, NOBODY),
    Deed("polling_staff:enter", ("1",), NOBODY, NOBODY, {"ark": "1"}),
    Deed("polling_staff:settle", ("1",), NOBODY, NOBODY, {"nr": "1", "ark": "1"}),
    Deed("polling_staff:approve", ("1",), NOBODY, NOBODY),
    Deed("polling_staff:reject", ("1",), NOBODY, NOBODY),
    Deed("polling_staff:sample", ("slug",), NOBODY, NOBODY),
    Deed("polling_staff:post", ("slug",), NOBODY, NOBODY, {"kode": "x", "valg": "1"}),
    Deed("polling_staff:post_receive", ("slug",), NOBODY, NOBODY, {"count": "1"}),
    Deed("polling_staff:post_aside", ("slug",), NOBODY, NOBODY),
    Deed("polling_staff:post_finish", ("slug",), NOBODY, NOBODY),
    Deed("polling_staff:note", ("1",), NOBODY, NOBODY, {"svar": "ens"}),
    Deed("polling:code", ("slug",), ALL, NOBODY, {"kode": "AAAA AAAA"}),
    Deed("ballots_staff:freeze", ("slug",), CONTROL, _in("released"), {"seen": "{freeze_digest}"}),
    # No vote of the world has codes: tests/letters has one.
    Deed("paper_staff:issue", ("slug",), LEADS, NOBODY, {"count": "3", "area": "{area}"}),
    Deed("paper_staff:fetch", ("slug", "00000000-0000-4000-8000-000000000000"), LEADS, NOBODY),
    Deed("paper_staff:reissue", ("slug",), LEADS | CASEWORKERS, NOBODY, {"lines": "Ida"}),
    Deed("paper_staff:void", ("slug", "1"), LEADS, NOBODY),
    Deed("paper_staff:letter", ("slug", "result"), LEADS, EVERY, LETTER),
    Deed("paper_staff:approve", ("slug", "vote"), LEADS, NOBODY),
    Deed("ballots_staff:draw", ("slug",), CONTROL, _in("frozen"), {"seed": "1 2 3", "source": "Lotto"}),
    # In this world nobody waits.
    Deed("ballots_staff:look_up", ("slug",), CONTROL, NOBODY),
    # The world's votes know their voters by the login, so they have no roll: tests/ballots/test_roll_pages.py has one.
    Deed("ballots_staff:roll_load", ("slug",), LEADS, NOBODY, {"cut_off": "2026-01-01"}),
    Deed("ballots_staff:sample_draw", ("slug",), CONTROL - LEADS, NOBODY, {"size": "30"}),
    Deed("ballots_staff:roll_add", ("slug",), LEADS, NOBODY, {"add-area": "{area}", "add-reason": "lived"}),
    Deed("ballots_staff:roll_remove", ("slug",), LEADS, NOBODY, {"remove-reason": "mistake"}),
    Deed("ballots_staff:close_early", ("slug",), CONTROL, _in("open")),
    Deed("ballots_staff:withdraw", ("slug",), CONTROL, _in("frozen", "open"), WHY | {"number": "1"}),
    Deed("ballots_staff:extend", ("slug",), CONTROL, _in("open"), WHY | {"closes_at": "{longer}"}),
    # Nobody of this world waits to be looked up: tests/ballots/test_settle_pending.py.
    Deed("ballots_staff:settle", ("slug",), CONTROL, NOBODY, WHY),
    Deed("ballots_staff:incident", ("slug",), CONTROL, EVERY - _in(*STATES[:7]), WHY | {"means_da": "Stem igen."}),
    Deed("ballots_staff:destroy", ("slug",), CONTROL, IN_PUBLISHED),
    Deed("results_staff:count", ("slug",), CONTROL, _in("closed"), perhaps=_in("counted", "published")),
    Deed("results_staff:publish", ("slug",), CONTROL, _in("counted")),
    Deed("realisation_staff:release", ("slug",), LEADS, IN_PUBLISHED, {"body": "Byrådet", "decided_on": TODAY}),
    Deed("realisation_staff:start", ("slug", "unstarted"), OWNERS, IN_PUBLISHED, START),
    Deed("realisation_staff:plan", ("realisation",), OWNERS, IN_PUBLISHED, {"title": "Jord", "due_on": NEXT_YEAR}),
    Deed("realisation_staff:report", ("realisation",), REPORT, IN_PUBLISHED, {"text": "Det går fint."}),
    Deed("realisation_staff:remove_picture", ("realisation", "report"), OWNERS, IN_PUBLISHED),
    Deed("realisation_staff:finish", ("other_realisation",), OWNERS, IN_PUBLISHED, {"day": TODAY}),
    Deed("realisation_staff:move", ("milestone",), OWNERS, IN_PUBLISHED, {"due_on": NEXT_YEAR, "reason": "Frost."}),
    Deed("realisation_staff:reach", ("milestone",), OWNERS, IN_PUBLISHED, {"day": TODAY}),
    Deed("realisation_staff:plan_pay", ("milestone",), OWNERS, IN_PUBLISHED, {"amount_ore": "10"}),
    Deed("realisation_staff:confirm", ("milestone",), OWNERS, IN_PUBLISHED, {"text": "Alt er bestilt."}),
    Deed("realisation_staff:opening", ("realisation",), OWNERS, IN_PUBLISHED, EVENT),
    # Nobody has asked to have one stopped here: tests/realisation/test_decline_stop.py.
    Deed("realisation_staff:decline_stop", ("realisation",), NOBODY, NOBODY),
    Deed("realisation_staff:stop", ("realisation",), LEADS, IN_PUBLISHED, {"reason": "Jorden er forurenet."}),
    Deed("realisation:answer", (), ALL, NOBODY, {"noegle": "x", "svar": "stoppet", "reason": "x"}),
    Deed("realisation_staff:pay", ("realisation",), OWNERS, IN_PUBLISHED, PAYMENT | {"paid_on": TODAY}),
    Deed("realisation_staff:correct", ("payment",), OWNERS, IN_PUBLISHED, RIGHT),
    Deed("evaluation_staff:publish", ("slug",), OWNERS, IN_PUBLISHED, LEARNT),
    Deed("evaluation_staff:effort", ("slug",), REVIEW_DESK, EVERY, SPENT | {"from_on": TODAY, "to_on": TODAY}),
    Deed("evaluation_staff:correct", ("slug", "effort"), REVIEW_DESK, IN_PUBLISHED, RIGHTED),
    Deed("realisation_staff:give_back", ("slug",), LEADS, IN_PUBLISHED, LEFT),
    Deed("pools_staff:new", (), ADMINISTRATOR, EVERY, NAMED),
    Deed("pools_staff:edit", ("oplandspuljen",), ADMINISTRATOR, EVERY, NAMED),
    Deed("pools_staff:appropriate", ("oplandspuljen",), ADMINISTRATOR, EVERY, PAYMENT | GIVEN),
    Deed("pools_staff:correct", ("appropriation",), ADMINISTRATOR, EVERY, MORE),
    Deed("pools_staff:set_aside", ("oplandspuljen",), LEADS, EVERY, KEPT | {"area": "{area_id}"}),
    Deed("initiatives_staff:new", (), LEADS, EVERY, INITIATIVE | {"areas": "{area_id}"}),
    Deed("initiatives_staff:edit", ("initiative",), LEADS, EVERY, INITIATIVE),
    Deed("initiatives_staff:fund", ("initiative",), LEADS, EVERY, {"pool": "{pool}", "amount_ore": "1.000"}),
    Deed("initiatives_staff:publish", ("initiative",), OWNERS, EVERY, START),
    Deed("initiatives_staff:give_back", ("initiative",), LEADS, EVERY, LEFT),
    Deed("mydata:download", (), LOGGED_IN, NOBODY, perhaps=EVERY),
    Deed("mydata:delete", (), RESIDENTS, EVERY, {"word": "SLET"}),
    Deed("accounts:details", (), LOGGED_IN, EVERY, {"email": "ny@example.dk", "language": "en"}),
    Deed("accounts:logout", (), LOGGED_IN, NOBODY),
    # A form that nobody has waited over is a machine's; a link without its key opens nothing.
    Deed("notifications:follow", ("deltagerbudget", "slug"), ALL, NOBODY, {"email": "ny@example.dk", "pace": "daily"}),
    Deed("notifications:confirm", (), ALL, NOBODY),
    Deed("notifications:stop", (), ALL, NOBODY),
    Deed("notifications:follow_mine", ("deltagerbudget", "slug"), LOGGED_IN, IN_OPENED, {"pace": "daily"}),
    Deed("notifications:mine", (), LOGGED_IN, NOBODY, {"goer": "alt"}),
    Deed("places_staff:upload", (), ADMINISTRATOR, NOBODY, {"crs": "auto"}),
    Deed("places_staff:confirm", (), ADMINISTRATOR, NOBODY, {"digest": "0" * 64}),
    Deed("municipality:edit_page", ("om",), ADMINISTRATOR, EVERY, PAGE),
    Deed("municipality:brand", (), ADMINISTRATOR, EVERY, BRAND),
    Deed("municipality:contacts", (), ADMINISTRATOR, EVERY, CONTACT),
    Deed("municipality:new_area", (), ADMINISTRATOR, EVERY, {"name": "Solbjerg"}),
    Deed("municipality:edit_area", ("area",), ADMINISTRATOR, EVERY, {"name": "Nyt navn"}),
    Deed("municipality:council", ("area",), ADMINISTRATOR, EVERY, {"name": "Et fællesråd", "phone": "12 34 56 78"}),
    Deed("municipality:wording", ("front.lead",), ADMINISTRATOR, EVERY, {"da": "Vær med.", "en": "Take part."}),
    Deed("site:edit_helps", ("details",), ADMINISTRATOR, EVERY, {"email_da": "Din egen.", "email_en": "Yours."}),
    Deed("review_staff:authors", ("proposal",), LEADS | {"caseworker@asked"}, EVERY, {"purpose": "ask"}),
    # Counted, and answered alike, whoever asks.
    Deed("staff:login", (), ALL, NOBODY, {"address": "nobody@example.dk"}, perhaps=EVERY),
    Deed("staff:code", (), ALL, NOBODY, {"code": "ABCD EFGH"}),
    Deed("staff:factor", (), ALL, NOBODY, {"code": "123456"}),
    Deed("staff:setup", (), ALL, NOBODY, {"code": "123456"}),
    Deed("staff:invitation", (), ALL, NOBODY),
    Deed("staff:codes", (), LOGGED_IN, NOBODY),
    Deed("staff:app", (), LOGGED_IN, NOBODY, {"code": "123456"}),
    Deed("staff:key", (), LOGGED_IN, NOBODY, {"name": "Nøgle", "credential": "x"}),
    Deed("staff:remove", ("1",), LOGGED_IN, NOBODY),
    Deed("staff:everywhere", (), LOGGED_IN, NOBODY),
    Deed("staff:invite", (), frozenset({"administrator"}), EVERY, INVITED),
    Deed("staff:withdraw", ("1",), frozenset({"administrator"}), NOBODY),
    Deed("staff:person", ("1",), frozenset({"administrator"}), NOBODY, {"role": "owner"}),
    Deed("staff:revoke", ("1",), frozenset({"administrator"}), NOBODY),
    Deed("staff:reset", ("1",), frozenset({"administrator"}), NOBODY),
    Deed("staff:deactivate", ("1",), frozenset({"administrator"}), NOBODY),
    Deed("demo:clock", ("ideas-here",), ALL, NOBODY, perhaps=EVERY),
    # Without a voting session nothing is stored, whoever is logged in.
    Deed("ballots:choose", ("slug",), ALL, NOBODY, {"valg": "1"}),
    Deed("ballots:identify", ("slug",), ALL, NOBODY),
    Deed("ballots:code", ("slug",), ALL, NOBODY, {"kode": "7KXM-4P2R-WT9C-2"}),
    Deed("ballots:cast", ("slug",), ALL, NOBODY, {"valg": "1", "noegle": "0" * 64, "version": "0"}),
    Deed("ballots:helped", ("slug",), ALL, NOBODY, {"hvem": "family"}),
    Deed("ballots:leave", ("slug",), ALL, NOBODY),
    Deed("identity:token", (), ALL, NOBODY, {"grant_type": "authorization_code", "code": "x"}),
)
