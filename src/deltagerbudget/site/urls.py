"""The public pages."""

from django.urls import path

from deltagerbudget.site import (
    areas,
    helps,
    initiative,
    map_pages,
    mine,
    next_steps,
    pools,
    preview,
    process,
    proposal,
    proposals,
    search,
    talk,
    texts,
)

app_name = "site"
urlpatterns = [
    path("", areas.front, name="front"),
    path("kort/", map_pages.area_map, name="map"),
    path("kort/omraader.json", map_pages.map_data, name="map_data"),
    path("deltagerbudgetter/<slug:slug>/kort.json", map_pages.process_map_data, name="process_map_data"),
    path("omraader/", areas.areas, name="areas"),
    path("omraader/<slug:slug>/", areas.area, name="area"),
    path("deltagerbudgetter/<slug:slug>/", process.process, name="process"),
    path("deltagerbudgetter/<slug:slug>/forslag/", proposals.proposals, name="proposals"),
    path("deltagerbudgetter/<slug:slug>/forslag/<int:number>/", proposal.proposal, name="proposal"),
    path("deltagerbudgetter/<slug:slug>/forslag/<int:number>/spoergsmaal/", talk.questions, name="questions"),
    path("deltagerbudgetter/<slug:slug>/forslag/<int:number>/for-og-imod/", talk.points, name="points"),
    path("deltagerbudgetter/<slug:slug>/forslag/<int:number>/naeste/", next_steps.next_steps, name="next"),
    path("forhaandsvisning/<slug:slug>/", preview.preview, name="preview"),
    path("forhaandsvisning/<slug:slug>/billede/<slug:name>/<int:width>/", preview.picture, name="preview_picture"),
    path("forhaandsvisning/<slug:slug>/dokument/<slug:name>/", preview.document, name="preview_document"),
    path("forhaandsvisning/<slug:slug>/stemmeseddel/", preview.ballot, name="preview_ballot"),
    path("medarbejder/deltagerbudgetter/<slug:slug>/proevestemme/", preview.sample, name="sample"),
    path("puljer/", pools.pools, name="pools"),
    path("puljer/<slug:slug>/", pools.pool, name="pool"),
    path("puljer/<slug:slug>/regnskab.<slug:kind>", pools.pool_file, name="pool_file"),
    path("tiltag/<slug:slug>/", initiative.initiative, name="initiative"),
    path("min-side/", mine.my_page, name="my_page"),
    path("soeg/", search.find, name="search"),
    path("om/", texts.about, name="about"),
    path("was/", texts.was, name="was"),
    path("privatliv/", texts.privacy, name="privacy"),
    path("robots.txt", texts.robots, name="robots"),
    path("medarbejder/kommunen/hjaelpetekster/", helps.helps, name="helps"),
    path("medarbejder/kommunen/hjaelpetekster/<slug:form>/", helps.edit, name="edit_helps"),
]
