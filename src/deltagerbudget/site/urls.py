"""The public pages."""

from django.urls import path

from deltagerbudget.site import areas, helps, mine, process, proposal, proposals, texts

app_name = "site"
urlpatterns = [
    path("", areas.front, name="front"),
    path("omraader/", areas.areas, name="areas"),
    path("omraader/<slug:slug>/", areas.area, name="area"),
    path("deltagerbudgetter/<slug:slug>/", process.process, name="process"),
    path("deltagerbudgetter/<slug:slug>/forslag/", proposals.proposals, name="proposals"),
    path("deltagerbudgetter/<slug:slug>/forslag/<int:number>/", proposal.proposal, name="proposal"),
    path("puljer/<slug:slug>/", areas.pool, name="pool"),
    path("min-side/", mine.my_page, name="my_page"),
    path("om/", texts.about, name="about"),
    path("was/", texts.was, name="was"),
    path("privatliv/", texts.privacy, name="privacy"),
    path("robots.txt", texts.robots, name="robots"),
    path("medarbejder/kommunen/hjaelpetekster/", helps.helps, name="helps"),
    path("medarbejder/kommunen/hjaelpetekster/<slug:form>/", helps.edit, name="edit_helps"),
]
