"""The booth, mounted at /stem/."""

from django.urls import path

from deltagerbudget.ballots import code_views, helper_views, login_views, views

app_name = "ballots"
urlpatterns = [
    path("svar/", login_views.callback, name="callback"),
    path("farvel/", views.left, name="left"),
    path("<slug:slug>/", views.choose, name="choose"),
    path("<slug:slug>/tjek/", views.check, name="check"),
    path("<slug:slug>/log-ind/", login_views.identify, name="identify"),
    path("<slug:slug>/kode/", code_views.code, name="code"),
    path("<slug:slug>/aflever/", views.cast, name="cast"),
    path("<slug:slug>/gemt/", views.stored, name="stored"),
    path("<slug:slug>/hjaelp/", helper_views.helped, name="helped"),
    path("<slug:slug>/forlad/", views.leave, name="leave"),
]
