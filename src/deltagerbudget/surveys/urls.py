"""Answering, mounted at /spoergeskema/."""

from django.urls import path

from deltagerbudget.surveys import views

app_name = "surveys"
urlpatterns = [
    path("<slug:key>/", views.answer, name="answer"),
    path("<slug:key>/tak/", views.thanks, name="thanks"),
    path("<slug:key>/svar/", views.answers, name="answers"),
]
