"""The staff's front page and the ways from it."""

from django.urls import path

from deltagerbudget.backoffice import views

app_name = "backoffice"
urlpatterns = [
    path("", views.home, name="home"),
    path("afstemninger/", views.votes, name="votes"),
    path("projektliste/", views.projects, name="projects"),
]
