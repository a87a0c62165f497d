"""One ballot and its lines in one transaction. For ratio.py beside it."""

from django.contrib.auth.models import User
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path


class Ballot(models.Model):
    user = models.OneToOneField(User, models.PROTECT)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "bare"


class Selection(models.Model):
    ballot = models.ForeignKey(Ballot, models.CASCADE)
    project = models.PositiveIntegerField()

    class Meta:
        app_label = "bare"


@transaction.atomic
def cast(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, User)
    ballot = Ballot.objects.create(user=request.user)
    Selection.objects.bulk_create([Selection(ballot=ballot, project=int(n)) for n in request.POST.getlist("project")])
    return HttpResponseRedirect("/done/")


urlpatterns = [path("", cast)]
