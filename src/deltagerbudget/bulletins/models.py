from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.tables import WHO
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.areas.models import Area
from deltagerbudget.bulletins import rules
from deltagerbudget.pictures.models import Picture
from deltagerbudget.processes.models import Process


class BulletinQuerySet(models.QuerySet["Bulletin"]):
    def public(self) -> BulletinQuerySet:
        """What everyone may see: nothing of a deltagerbudget that is not opened."""
        return self.filter(Q(process=None) | Q(process__opened_at__isnull=False))

    def in_area(self, area: Area) -> BulletinQuerySet:
        """The area's own, those of its deltagerbudgetter too."""
        return self.filter(area=area)

    def newest_first(self) -> BulletinQuerySet:
        return self.order_by("-at", "-pk")

    def with_places(self) -> BulletinQuerySet:
        """With all that a list or a page shows, in one query."""
        return self.select_related("area__council", "process", "picture")

    def run_by(self, actor: Actor) -> BulletinQuerySet:
        """Those of the areas in which the actor may do something about news."""
        held = {area for role, area in actor.grants if role in WHO[Act.TAKE_NEWS_BACK]}
        return self.all() if None in held else self.filter(area__in=held)

    def since(self, area_id: int, moment: datetime) -> BulletinQuerySet:
        return self.filter(area=area_id, at__gt=moment)


class Bulletin(models.Model):
    """One piece of news of an area, perhaps of one of its deltagerbudgetter. Deleted when it is taken back."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="bulletins")
    process = models.ForeignKey(Process, models.PROTECT, null=True, related_name="bulletins")
    voice = models.CharField(max_length=20, choices=rules.Voice.choices)
    title = models.CharField(max_length=rules.TITLE)
    # Plain text in paragraphs.
    text = models.TextField(max_length=rules.TEXT)
    picture = models.ForeignKey(Picture, models.PROTECT, null=True, related_name="bulletins")
    at = models.DateTimeField()
    corrected_at = models.DateTimeField(null=True)

    objects = BulletinQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(title="") & ~Q(text=""), name="bulletin_says_something"),
            models.CheckConstraint(condition=Q(voice__in=rules.Voice.values), name="bulletin_has_a_voice"),
        )
        indexes = (models.Index(fields=["area", "-at"]), models.Index(fields=["process", "-at"]))

    def __str__(self) -> str:
        return self.title
