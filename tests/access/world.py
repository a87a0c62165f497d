"""One deltagerbudget in every state, here and in another area, and one person of every role who comes upon them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from tests import make
from tests.behalf.entered import karen
from tests.bulletins.told import told
from tests.evaluation.evaluations import evaluated
from tests.events import made as events
from tests.pictures.files import pdf
from tests.promises import by_hand
from tests.proposals.writing import began_before
from tests.realisation import initiatives
from tests.surveys import asked

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.models import Grant
from deltagerbudget.acts.vocabulary import Ground, PhaseKind, Role
from deltagerbudget.areas.models import Area
from deltagerbudget.ballots import actions as ballots
from deltagerbudget.ballots.models import Screen, Station, Vote
from deltagerbudget.events.actions import book_place
from deltagerbudget.pictures.keeping import store_document, token
from deltagerbudget.polling.models import Shift
from deltagerbudget.processes.actions import add_document
from deltagerbudget.processes.models import OwnField, Preview, Process, Remark
from deltagerbudget.proposals.actions import withdraw_proposal
from deltagerbudget.proposals.models import FieldAnswer, Proposal
from deltagerbudget.realisation.actions import plan_milestone, report_progress, start_realisation
from deltagerbudget.realisation.models import Report
from deltagerbudget.review.actions import approve_refusal, assign_review, release_decisions
from deltagerbudget.review.models import Department, Review
from deltagerbudget.surveys.rules import Audience
from deltagerbudget.talk import actions as talk
from deltagerbudget.talk.models import Hiding, Question
from deltagerbudget.talk.rules import Side

# In the order in which a deltagerbudget goes through them.
STATES = (
    "draft",  # in preparation, nothing ready
    "ready",  # in preparation, the checklist done
    "ideas",
    "review",  # one proposal undecided, one refusal waiting for its second person
    "decided",  # all decided, nothing released
    "released",
    "frozen",  # by two persons; the draw is not entered
    "open",
    "closed",
    "counted",  # not published
    "published",
)
# Of the other area: enough of them to see who is a stranger there.
STATES_THERE = ("draft", "ideas", "review", "open", "counted", "published")
PRICES = (2_000_000, 2_500_000, 1_500_000, 7_000_000)
CHOICES = ((1, 2, 3), (1, 2, 3), (1, 2), (1,), (4,))

# role of the matrix: (role, only in this area); None everywhere. Residents hold no grant.
GRANTS: dict[str, tuple[Role, str | None]] = {
    "caseworker": (Role.CASEWORKER, None),
    "colleague": (Role.CASEWORKER, None),  # of a department that nobody has asked
    "owner": (Role.OWNER, None),
    "owner_here": (Role.OWNER, "here"),
    "owner_there": (Role.OWNER, "there"),
    "partner_here": (Role.PARTNER, "here"),
    "partner_there": (Role.PARTNER, "there"),
    "auditor": (Role.AUDITOR, None),
    "administrator": (Role.ADMINISTRATOR, None),
}
RESIDENTS = {"author": "tranbjerg", "resident": "tranbjerg", "elsewhere": "viby"}
ROLES = ("visitor", *RESIDENTS, *GRANTS)


@dataclass
class Place:
    """One deltagerbudget of the world, and the numbers that lead into it."""

    state: str
    where: str
    slug: str
    area: str
    pool: int
    department: int
    # Public number 1, by the author.
    proposal: int | None = None
    # What can be decided: its reviews are done.
    decidable: int | None = None
    # A refusal that waits for its second person.
    refusal: int | None = None
    digest: str = ""
    draft: int | None = None
    withdrawn: int | None = None
    review: int | None = None
    realisation: int | None = None
    other_realisation: int | None = None
    milestone: int | None = None
    payment: int | None = None
    # A draft with money, in the area of the place; and what the pool was first given.
    initiative: str | None = None
    appropriation: int | None = None
    number: int = 1
    unstarted: int = 3
    freeze_digest: str = ""
    # A picture of the first proposal, one of the draft, and a document; names are those of the files.
    picture: int | None = None
    picture_name: str | None = None
    hidden_name: str | None = None
    document: int | None = None
    document_name: str | None = None
    # A question that is answered by a file, and the file of the first proposal.
    file_field: int | None = None
    handed_in_name: str | None = None
    proposal_token: str = ""
    process_token: str = ""
    report: int | None = None
    # When the form of a visitor was shown.
    began: str = field(default_factory=began_before)
    # Of the area: one with free places, and one that the author has booked.
    event: int | None = None
    booked_event: int | None = None
    # Of the area, told by the municipality.
    bulletin: int | None = None
    # The address of a survey that is open.
    survey: str | None = None
    # About the first proposal: what a neighbour wrote, what is hidden of the resident's, and an appeal that waits.
    question: int | None = None
    point: int | None = None
    hiding: int | None = None
    appealed: int | None = None
    # What the local council said, and a link to the preview.
    remark: int | None = None
    preview: int | None = None
    # A voting place, a shift there later on, and who has it.
    station: int | None = None
    shift: int | None = None
    screen: int | None = None
    server: int | None = None
    # What running it took.
    effort: int | None = None
    # A resident without an account, whom somebody else of the municipality has entered.
    assisted: int | None = None


@dataclass
class World:
    people: dict[str, Person | None] = field(default_factory=dict)
    places: list[Place] = field(default_factory=list)

    def at(self, state: str, where: str = "here") -> Place:
        return next(place for place in self.places if (place.state, place.where) == (state, where))


def build() -> World:
    here, there = make.area("Tranbjerg"), make.area("Viby")
    world = World(people={"visitor": None})
    for role, residence in RESIDENTS.items():
        world.people[role] = make.person(f"Person {role}", residence=residence)
    for role, (held, where) in GRANTS.items():
        area = {None: None, "here": here, "there": there}[where]
        made = make.person(f"Person {role}", age=45, residence="")
        Grant.objects.create(person=made, role=held, area=area)
        world.people[role] = made
    _departments(world)
    world.places += [_place(state, here, "here", world) for state in STATES]
    world.places += [_place(state, there, "there", world) for state in STATES_THERE]
    _initiatives(world)
    _events(world)
    for where in ("here", "there"):
        place = world.at("ideas", where)
        process = Process.objects.get(slug=place.slug)
        place.assisted = karen(process).pk
        place.survey = asked.opened(process, Audience.STAFF).key
        asked.written(Process.objects.get(slug=world.at("review", where).slug), Audience.STAFF)
    return world


def _initiatives(world: World) -> None:
    initiatives.published(slug="shelter")
    for where in ("here", "there"):
        place = world.at("ideas", where)
        row = initiatives.funded(slug=f"shelter-{where}", title=f"Kladde til shelter {where}")
        row.areas.set([Area.objects.get(slug=place.area)])
        place.initiative = row.slug
        place.appropriation = make.pool().appropriations.order_by("pk")[0].pk


def _events(world: World) -> None:
    for where in ("here", "there"):
        place = world.at("ideas", where)
        area = Area.objects.get(slug=place.area)
        place.event = events.planned(area, title=f"Idédag {where}").pk
        booked = events.planned(area, title=f"Rådgivning {where}")
        book_place(make.actor_for(world.people["author"].pk), booked, at=make.now())  # type: ignore[union-attr]
        place.booked_event = booked.pk
        place.bulletin = told(by=make.tove(), area=area, title=f"Oprydning {where}").pk
        draft = Process.objects.filter(areas=area, opened_at=None).order_by("pk")[0]
        told(draft, by=make.tove(), area=area, title=f"Kladde til nyt {where}")


def _departments(world: World) -> None:
    make.department("Teknik og Miljø").members.add(world.people["caseworker"])
    make.department("Kultur").members.set([world.people["colleague"]])


def _place(state: str, area: Area, where: str, world: World) -> Place:
    process = _process(state, f"{state.capitalize()} {where}", world)
    # By hand: what follows is the same wherever it lies.
    with by_hand():
        process.areas.set([area])
    ids = {"pool": make.pool().pk, "department": Department.objects.get(name="Kultur").pk}
    place = Place(state, where, process.slug, area.slug, **ids)
    _proposals(place, process)
    _files(place, process)
    _talk(place, process, area)
    if process.opened_at is not None:
        _polling(place, process, world)
    if state in {"released"}:
        place.freeze_digest = _freeze_digest(process)
    return place


def _process(state: str, title: str, world: World) -> Process:
    if state == "draft":
        return make.draft_process(title=title)
    if state == "ready":
        opened = make.process(PhaseKind.PREPARATION, title=title)
        Process.objects.filter(pk=opened.pk).update(opened_at=None)
        return Process.objects.get(pk=opened.pk)
    process = make.process(PhaseKind.IDEAS, title=title)
    _written(process, world)
    steps = STATES.index(state)
    if steps >= STATES.index("review"):
        process = make.shift_to(process, PhaseKind.REVIEW)
        _decided(process, all_of_them=steps > STATES.index("review"))
    if steps >= STATES.index("released"):
        release_decisions(make.tove(), process, at=make.now())
    if steps >= STATES.index("frozen"):
        _voted(process, state)
    return Process.objects.get(pk=process.pk)


def _written(process: Process, world: World) -> None:
    author = make.actor_for(world.people["author"].pk)  # type: ignore[union-attr]
    make.pictured(make.submitted(process, author=author, title=f"Bænk til {process.slug}"), author=author)
    for place in (1, 2, 3):
        make.submitted(process, author=make.author(place), title=f"Træ {place} til {process.slug}")
    _talked(process, world)
    if process.title.startswith("Ideas"):
        make.pictured(make.draft(process, author=author, title=f"Kladde til {process.slug}"), author=author)
        gone = make.submitted(process, author=make.author(4), title=f"Fortrudt i {process.slug}")
        withdraw_proposal(make.author(4), gone, at=make.now())


def _talked(process: Process, world: World) -> None:
    """A question that is reported, a point; one text hidden, and one hidden and appealed."""
    first, at = process.proposals.order_by("number")[0], make.now()
    neighbour = make.actor_for(make.person(f"Nabo i {process.slug}").pk)
    resident = make.actor_for(world.people["resident"].pk)  # type: ignore[union-attr]
    asked = talk.ask_question(neighbour, first, text="Kan man sidde der om vinteren?", at=at)
    talk.add_point(neighbour, first, side=Side.FOR, text="Der mangler et sted at sidde.", at=at)
    talk.report_content(neighbour, asked, ground=Ground.ADVERT, at=at)
    for writer, is_appealed in ((resident, False), (neighbour, True)):
        text = talk.ask_question(writer, first, text=f"Fjernet fra {process.slug}", at=at)
        hiding = talk.hide_content(make.tove(), text, ground=Ground.PERSONAL, at=at)
        if is_appealed:
            talk.appeal_hiding(writer, hiding, words="Se igen.", at=at)
    # By hand: one resident has not written in every deltagerbudget within the hour.
    Question.objects.filter(proposal=first).update(at=at - timedelta(days=1))


def _decided(process: Process, *, all_of_them: bool) -> None:
    first, *others = process.proposals.filter(stage="submitted").order_by("number")
    assign_review(make.tove(), first, make.department(), due_on=make.today(), at=make.now())
    if all_of_them:
        Review.objects.filter(proposal=first).update(finished_at=make.now(), verdict="feasible", price_ore=PRICES[0])
        make.decided(first, price_ore=PRICES[0])
    for proposal, price_ore in zip(others, PRICES[1:], strict=True):
        make.reviewed(proposal, price_ore=price_ore)
        make.decided(proposal, price_ore=price_ore)
    if process.title.startswith(("Review", "Decided")):
        _refused(others[-1], is_approved=all_of_them)


def _refused(proposal: Proposal, *, is_approved: bool) -> None:
    decision = make.refused(proposal)
    if is_approved:
        approve_refusal(make.tom(), decision, at=make.now())


def _voted(process: Process, state: str) -> None:
    ballots.freeze_vote(make.tove(), process, at=make.now())
    vote = ballots.freeze_vote(make.tom(), process, at=make.now())
    assert vote is not None
    if state == "frozen":
        return
    for actor in (make.tove(), make.tom()):
        ballots.draw_lot(actor, vote, seed="7 12 19 23 31", source="Lotto, lørdag", at=make.now())
    make.shift_to(process, PhaseKind.VOTE)
    vote = Vote.objects.select_related("process").get(pk=vote.pk)
    for place, numbers in enumerate(CHOICES):
        make.cast(vote, f"{state} voter {place}", numbers)
    if state == "open":
        return
    vote = make.closed(vote)
    if state == "counted":
        make.counted(vote)
    if state == "published":
        _published(vote)


def _published(vote: Vote) -> None:
    """Long enough ago that the keys may go; one winner under way, one with nothing promised, one not started."""
    make.published(vote)
    with by_hand():
        Vote.objects.filter(pk=vote.pk).update(published_at=make.now() - timedelta(days=20))
    make.released(vote.process)
    for number in (1, 2):
        proposal = Proposal.objects.get(process=vote.process, number=number)
        words = {"owner_title": "Tovholder", "carried_out_by": "Teknik og Miljø"}
        started = start_realisation(make.tove(), proposal, **words, at=make.now())
        if number == 1:
            due_on = make.today() + timedelta(days=30)
            given = make.illustration("Hullet er gravet")
            report_progress(make.tove(), started, text="Vi har gravet.", given=given, at=make.now())
            plan_milestone(make.tove(), started, title="Bænken står der", due_on=due_on, at=make.now())
            initiatives.paid(started, 10_000, "Fliser")
    evaluated(vote.process)


def _proposals(place: Place, process: Process) -> None:
    by_number = {proposal.number: proposal for proposal in process.proposals.all() if proposal.number}
    if not by_number:
        return
    for number in by_number:
        # By hand: the same lots everywhere, so that the pages of two states can be laid side by side.
        process.proposals.filter(number=number).update(shuffle=f"{number:04x}" * 16)
    first = by_number[1]
    place.proposal, place.decidable = first.pk, by_number[2].pk
    refusal = getattr(by_number[4], "decision", None)
    if place.state == "review" and refusal is not None:
        place.refusal, place.digest = by_number[4].pk, refusal.digest
    place.draft = next((row.pk for row in process.proposals.filter(stage="draft")), None)
    place.withdrawn = next((number for number, row in by_number.items() if row.stage == "withdrawn"), None)
    place.review = next((row.pk for row in first.reviews.all()), None)
    place.question, place.point = first.questions.get(hidden_at=None).pk, first.points.get().pk
    hidden = Hiding.objects.filter(question__proposal=first)
    place.hiding, place.appealed = hidden.get(appealed_at=None).pk, hidden.get(appealed_at__isnull=False).pk
    place.effort = next((row.pk for row in process.efforts.all()), None)
    started = list(process.realisations.order_by("proposal__number"))
    if started:
        place.realisation, place.other_realisation = started[0].pk, started[1].pk
        place.milestone = started[0].milestones.get().pk
        place.payment = started[0].payments.get().pk


def _files(place: Place, process: Process) -> None:
    document = add_document(make.tove(), process, title="Kort", data=pdf(), at=make.now())
    place.document, place.document_name = document.pk, document.name
    place.process_token = token(make.illustration().kept, f"process:{process.pk}")
    if place.proposal is not None:
        asked = OwnField.objects.create(process=process, position=9, kind="file", label_da="Tegning", is_public=False)
        drawing = store_document(pdf(), title="Min tegning", at=make.now())
        FieldAnswer.objects.create(proposal_id=place.proposal, field=asked, value=drawing.title, document=drawing)
        place.file_field, place.handed_in_name = asked.pk, drawing.name
        picture = Proposal.objects.get(pk=place.proposal).pictures.get()
        place.picture, place.picture_name = picture.pk, picture.name
        place.proposal_token = token(make.illustration().kept, f"proposal:{place.proposal}")
    if place.draft is not None:
        place.hidden_name = Proposal.objects.get(pk=place.draft).pictures.get().name
    if place.realisation is not None:
        place.report = Report.objects.get(realisation=place.realisation, picture__isnull=False).pk


def _polling(place: Place, process: Process, world: World) -> None:
    """By hand: it is there in every phase."""
    hall = Station.objects.create(process=process, name="Biblioteket", address="Torvet 1", hours="10-16")
    server = world.people["caseworker"]
    assert server is not None
    shift = Shift.objects.create(station=hall, person=server, day=make.today() + timedelta(days=100))
    place.station, place.shift, place.server = hall.pk, shift.pk, server.pk
    place.screen = Screen.objects.create(station=hall, number=1, bound_at=make.now()).pk


def _talk(place: Place, process: Process, area: Area) -> None:
    """By hand: both begin before a deltagerbudget opens, and stay."""
    who = {"process": process, "person_id": make.tove().person_id}
    remark = Remark.objects.create(**who, part="opgave", text="Tag skoven med.", at=make.now())
    remark.areas.set([area])
    ends = make.now() + timedelta(days=9)
    preview = Preview.objects.create(**who, digest=process.slug, label="Byråd", made_at=make.now(), expires_at=ends)
    place.remark, place.preview = remark.pk, preview.pk


def _freeze_digest(process: Process) -> str:
    from deltagerbudget.ledger import canonical

    text = ballots.config_to_freeze(Process.objects.get(pk=process.pk), at=make.now())
    return canonical.sha256_hex(text.encode())
