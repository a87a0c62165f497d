"""The staff's front page and the ways from it."""

from django.urls import path

from deltagerbudget.backoffice import council, pools, promises, talk, views

app_name = "backoffice"
urlpatterns = [
    path("", views.home, name="home"),
    path("mit-omraade/", council.area, name="my_area"),
    path("mit-omraade/<slug:slug>/", council.area, name="area"),
    path("afstemninger/", views.votes, name="votes"),
    path("projektliste/", views.projects, name="projects"),
    path("spoergsmaal/", talk.questions, name="questions"),
    path("spoergsmaal/<int:pk>/svar/", talk.answer, name="answer"),
    path("samtale/<int:pk>/", talk.conversation, name="conversation"),
    path("loefter/", promises.promises, name="promises"),
    path("puljer/", pools.pools, name="pools"),
    path("puljer/<slug:slug>/", pools.pool, name="pool"),
    path("puljer/<slug:slug>/regnskab.<slug:kind>", pools.pool_file, name="pool_file"),
]
