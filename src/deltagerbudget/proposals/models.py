from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject, Substr
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from deltagerbudget.accounts.models import PublicName
from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.vocabulary import Ground
from deltagerbudget.areas.models import Area
from deltagerbudget.pictures.models import Document, Picture
from deltagerbudget.processes.models import Contact, OwnField, Process
from deltagerbudget.processes.own_fields import CHOOSING
from deltagerbudget.proposals.rules import LIMITS, ORDERS, PUBLIC_STAGES, AuthorRole, Stage
from deltagerbudget.proposals.steps import SKETCH_DAYS
from deltagerbudget.proposals.trigram import TrigramIndex
from deltagerbudget.ui import search

MOST_COMPARED = 2_000


def new_shuffle() -> str:
    return secrets.token_hex(32)


def _hidden_for_now(at: datetime) -> Q:
    return Q(stage=Stage.HIDDEN) & (Q(hidden_until=None) | Q(hidden_until__gte=at))


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def public(self) -> ProposalQuerySet:
        """What everyone may see: sent in, or decided, in an opened process."""
        return self.filter(stage__in=PUBLIC_STAGES, process__opened_at__isnull=False)

    def visible_to(self, actor: Actor) -> ProposalQuerySet:
        """The public ones, one's own, and for staff all that was ever sent in."""
        if actor.person_id is None:
            return self.public()
        own = Authorship.objects.filter(proposal=OuterRef("pk"), person_id=actor.person_id)
        seen = Q(stage__in=PUBLIC_STAGES, process__opened_at__isnull=False) | Q(Exists(own))
        if actor.is_staff:
            sent = ~Q(stage=Stage.DRAFT) & Q(process__in=Process.objects.visible_to(actor))
            seen |= sent & Q(submitted_at__isnull=False)
        return self.filter(seen)

    def by_author(self, person_id: int | None) -> ProposalQuerySet:
        return self.filter(authorships__person_id=person_id) if person_id is not None else self.none()

    def gone(self) -> ProposalQuerySet:
        """Once public: hidden by the municipality, or put together with one that everyone may see."""
        merged = Q(stage=Stage.MERGED, merged_into__in=Proposal.objects.public())
        return self.filter(merged | Q(stage=Stage.HIDDEN, process__opened_at__isnull=False))

    def with_texts_of_author(self) -> ProposalQuerySet:
        """All that a page about one proposal reads, in a fixed number of queries."""
        return self.select_related("process", "named_contact").prefetch_related(
            "authorships__person", "process__phases", "process__areas", "process__contacts"
        )

    def with_cover(self) -> ProposalQuerySet:
        """With the fields of the first picture as ``cover``, for lists: no query of its own."""
        fields = JSONObject(name="name", width="width", height="height", alt="alt", credit="credit")
        first = Picture.objects.filter(proposals=OuterRef("pk")).order_by("pk").values(found=fields)[:1]
        return self.annotate(cover=Subquery(first))

    def with_public_answers(self) -> ProposalQuerySet:
        """Knowing whether there are any, so that most pages need not ask again."""
        answers = FieldAnswer.objects.filter(proposal=OuterRef("pk"), field__is_public=True)
        return self.annotate(has_public_answers=Exists(answers))

    def on_ballot(self) -> ProposalQuerySet:
        return self.filter(stage=Stage.ADMITTED).select_related("area").order_by("number")

    def comparable(self, process: Process) -> ProposalQuerySet:
        """What a new proposal is compared with: the newest public ones of its areas, also of earlier processes."""
        places = Process.areas.through.objects.filter(process=OuterRef("process"), area__in=process.area_ids)
        seen = self.public().filter(Q(process=process) | Q(Exists(places)), number__isnull=False)
        fields = ("title", "what", "place", "number", "stage", "lon", "lat", "process__title", "process__slug")
        return seen.select_related("process").only(*fields).order_by("-submitted_at", "-pk")[:MOST_COMPARED]

    def unsettled(self, at: datetime) -> ProposalQuerySet:
        """Those that may still come to the ballot: not decided, appealed, or with the days of appeal still running."""
        waiting = Q(stage__in=(Stage.SUBMITTED, Stage.APPEALED))
        return self.filter(waiting | Q(stage=Stage.REFUSED, appeal_until__gte=at) | _hidden_for_now(at))

    def hidden_for_now(self, at: datetime) -> ProposalQuerySet:
        """Hidden ones that may come back: an appeal waits, or its days still run."""
        return self.filter(_hidden_for_now(at))

    def sortable(self) -> ProposalQuerySet:
        """What the municipality sorts before the vote."""
        return self.filter(stage__in=PUBLIC_STAGES, number__isnull=False).order_by("number")

    def saying(self, words: str) -> ProposalQuerySet:
        """Those in whose texts every word stands."""
        return self.filter(search.said(words))

    def best_first(self, words: str) -> ProposalQuerySet:
        """With all the words in the title first; then by name."""
        return self.annotate(**search.TITLE).order_by(search.title_first(words), "sort_key", "pk")

    def with_standing(self) -> ProposalQuerySet:
        """With what a list across deltagerbudgetter says of each. The long texts of a vote and its result are left."""
        heavy = ("process__vote__config", "process__vote__result__outcome", "process__vote__result__pb")
        return self.select_related("process__vote__result", "project_result").defer(*heavy)

    def in_order(self, order: int) -> ProposalQuerySet:
        """One of sixteen stable random orders, the same on every page and both databases."""
        return self.order_by(Substr("shuffle", 4 * (order % ORDERS) + 1), "pk")


class Proposal(models.Model):
    """One proposal of residents, at the same address from draft to bench."""

    process = models.ForeignKey(Process, models.PROTECT, related_name="proposals")
    # Given when it is sent in; empty for a draft.
    number = models.PositiveIntegerField(null=True)
    # A resident writes at most LIMITS["title"]; imported elections have longer names.
    title = models.CharField(max_length=300)
    what = models.TextField(max_length=LIMITS["what"], blank=True)
    why = models.TextField(max_length=LIMITS["why"], blank=True)
    for_whom = models.CharField(max_length=LIMITS["for_whom"], blank=True)
    place = models.CharField(max_length=LIMITS["place"], blank=True)
    # A point of the map in WGS84, or none.
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    wish_ore = models.BigIntegerField(null=True, blank=True)
    # At most MOST_PICTURES; the first one stands on its card.
    pictures = models.ManyToManyField(Picture, related_name="proposals")
    language = models.CharField(max_length=5, default="da")

    stage = models.CharField(max_length=20, choices=Stage.choices, default=Stage.DRAFT)
    # Set by the municipality when the decisions are released.
    price_ore = models.BigIntegerField(null=True)

    # The one that it was put together with: its address leads there.
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")
    # Since when a joint text stands here, or one's own again after a split. What was decided before is of another text.
    joint_at = models.DateTimeField(null=True)

    # The last day on which the authors may change it in the review, while the municipality has asked them to.
    revise_until = models.DateField(null=True)
    # The last moment for an appeal; empty where nothing was refused, and once an appeal is made.
    appeal_until = models.DateTimeField(null=True)

    # Why and since when the municipality hides it; until when that can be appealed, empty while an appeal waits.
    hidden_ground = models.CharField(max_length=20, choices=Ground.choices, blank=True)
    hidden_at = models.DateTimeField(null=True)
    hidden_until = models.DateTimeField(null=True)

    # What the ballot and the count need to know of it, sorted by the municipality: its topic among those of the
    # process, its area, and a word that it shares with the proposals of which only one can win.
    category = models.CharField(max_length=40, blank=True)
    area = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+")
    exclusive_group = models.CharField(max_length=40, blank=True)

    # Both are written by whoever writes the texts, from rules.keys_of.
    sort_key = models.CharField(max_length=255)
    search_text = models.TextField()
    shuffle = models.CharField(max_length=64, default=new_shuffle)
    updated_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["process", "number"], name="proposal_number_once"),
            models.CheckConstraint(condition=Q(price_ore=None) | Q(price_ore__gt=0), name="proposal_price_positive"),
            models.CheckConstraint(
                # A comparison with nothing is neither true nor false, and a check lets that pass.
                condition=Q(lon=None, lat=None)
                | Q(lon__isnull=False, lat__isnull=False)
                & Q(lon__gte=-180.0, lon__lte=180.0, lat__gte=-90.0, lat__lte=90.0),
                name="proposal_point_whole",
            ),
            models.CheckConstraint(
                condition=Q(stage=Stage.HIDDEN, hidden_at__isnull=False) & ~Q(hidden_ground="")
                | ~Q(stage=Stage.HIDDEN) & Q(hidden_at=None, hidden_until=None, hidden_ground=""),
                name="proposal_hidden_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(stage=Stage.ADMITTED) | Q(price_ore__isnull=False), name="proposal_admitted_has_price"
            ),
            models.CheckConstraint(
                condition=Q(stage=Stage.MERGED, merged_into__isnull=False)
                | ~Q(stage=Stage.MERGED) & Q(merged_into__isnull=True),
                name="proposal_merged_leads_on",
            ),
        )
        indexes = (
            models.Index(fields=["process", "stage"]),
            TrigramIndex(fields=("search_text",), name="proposal_search"),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def point(self) -> tuple[float, float] | None:
        """Longitude and latitude, or no particular place."""
        return None if self.lon is None or self.lat is None else (self.lon, self.lat)

    @property
    def contact_person(self) -> NamedContact | Contact | None:
        """Whom to ask: its own person, or else the first one of the deltagerbudget."""
        own = getattr(self, "named_contact", None)
        return own or self.process.contact_person

    @property
    def area_name(self) -> str:
        return self.area.name if self.area else ""

    def author_ids(self) -> list[int]:
        return [authorship.person_id for authorship in self.authorships.all()]

    def authorship_of(self, person_id: int | None) -> Authorship:
        return next(authorship for authorship in self.authorships.all() if authorship.person_id == person_id)

    @property
    def public_answers(self) -> list[FieldAnswer]:
        """To the deltagerbudget's own questions, as everyone reads them. `with_public_answers` saves a query."""
        if not getattr(self, "has_public_answers", True):
            return []
        return [answer for answer in self._answers if answer.field.is_public]

    @property
    def private_answers(self) -> list[FieldAnswer]:
        """Those that the municipality and the authors alone read."""
        return [answer for answer in self._answers if not answer.field.is_public]

    @cached_property
    def _answers(self) -> list[FieldAnswer]:
        return list(self.answers.select_related("field", "document").order_by("field__position", "field__pk"))

    @property
    def author_names(self) -> list[str]:
        """The authors as the public sees them. Prefetch `authorships__person` for lists."""
        return [authorship.shown_name for authorship in self.authorships.all()]


class Authorship(models.Model):
    """That a person stands behind a proposal, and under which name in public."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="authorships")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="authorships")
    role = models.CharField(max_length=20, choices=AuthorRole.choices, default=AuthorRole.AUTHOR)
    public_name = models.CharField(max_length=20, choices=PublicName.choices, default=PublicName.INITIAL)
    group_name = models.CharField(max_length=120, blank=True)
    # When the person accepted that text and chosen name are shown to everyone; a draft can wait with it.
    consent_at = models.DateTimeField(null=True)

    class Meta:
        # Who came first is named first, everywhere and on every database.
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=["proposal", "person"], name="authorship_once"),)

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.person}"

    @property
    def shown_name(self) -> str:
        """The name that the public sees. LAW: a protected name is never shown; one that was deleted is not there."""
        if self.public_name == PublicName.GROUP and self.group_name:
            return self.group_name
        if self.person.is_protected or not self.person.name:
            return _("A resident")
        return self.person.name if self.public_name == PublicName.FULL else self.person.short_name


class NamedContact(models.Model):
    """Whom everyone can call or write to about one proposal; a person at work, never a resident."""

    proposal = models.OneToOneField(Proposal, models.CASCADE, related_name="named_contact")
    name = models.CharField(max_length=120)
    title = models.CharField(max_length=120)
    phone = models.CharField(max_length=30, blank=True)
    email = models.EmailField(blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(title="") & ~Q(phone="", email=""), name="named_contact_can_be_reached"
            ),
        )

    def __str__(self) -> str:
        return self.name


class ProposalVersion(models.Model):
    """The text of a proposal as it stood from a moment on. Never updated."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=300)
    what = models.TextField()
    why = models.TextField()
    for_whom = models.CharField(max_length=LIMITS["for_whom"])
    place = models.CharField(max_length=LIMITS["place"])
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    # Of FieldAnswer: by the key of the OwnField.
    answers = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["proposal", "number"], name="version_once"),)

    def __str__(self) -> str:
        return f"{self.proposal_id} v{self.number}"


class SketchQuerySet(models.QuerySet["Sketch"]):
    def abandoned(self, at: datetime) -> SketchQuerySet:
        """Those that nobody has claimed in time."""
        return self.filter(started_at__lte=at - timedelta(days=SKETCH_DAYS))


class Sketch(models.Model):
    """What a visitor has written before logging in. Nobody stands behind it; only the key in a browser leads to it."""

    process = models.ForeignKey(Process, models.CASCADE, related_name="sketches")
    # Of the key; the key itself is in the visitor's browser alone.
    key_digest = models.CharField(max_length=64)
    # Of rules.TEXTS, rules.POINT and wish_ore, as far as they are written.
    texts = models.JSONField(default=dict)
    # By the key of the OwnField.
    answers = models.JSONField(default=dict)
    started_at = models.DateTimeField()

    objects = SketchQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["process", "key_digest"], name="sketch_once"),)
        indexes = (models.Index(fields=["started_at"]),)

    def __str__(self) -> str:
        return f"sketch {self.pk}"


class FieldAnswer(models.Model):
    """What one proposal answers to one of those questions; no row where nothing is answered."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="answers")
    field = models.ForeignKey(OwnField, models.PROTECT, related_name="answers")
    # A text, a number, the place of a choice, a list of places, or the name of a file, by the kind of the field.
    value = models.JSONField()
    # Of a file. SECURITY: for the municipality and the authors alone.
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="answers")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["proposal", "field"], name="answer_once"),
            models.CheckConstraint(condition=~Q(value="") & ~Q(value=[]), name="answer_not_empty"),
        )

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.field_id}"

    @property
    def shown(self) -> str:
        """In words."""
        if self.field.kind not in CHOOSING:
            return str(self.value)
        words = self.field.choice_words()
        return ", ".join(words[place] for place in (self.value if isinstance(self.value, list) else [self.value]))
