"""Logging in and out, and the small strip that says who is logged in."""

from django.urls import path

from deltagerbudget.site import login as views

app_name = "accounts"
urlpatterns = [
    path("login/", views.login, name="login"),
    path("login/svar/", views.callback, name="callback"),
    path("login/oplysninger/", views.details, name="details"),
    path("logud/", views.logout, name="logout"),
    path("mig/", views.strip, name="strip"),
]
