from django.urls import path

from deltagerbudget.evaluation import staff

app_name = "evaluation_staff"
urlpatterns = [
    path("", staff.evaluations, name="list"),
    path("<slug:slug>/", staff.evaluation, name="evaluation"),
    path("<slug:slug>/udgiv/", staff.publish, name="publish"),
    path("<slug:slug>/kladde.pdf", staff.report, name="report"),
    path("<slug:slug>/tid-og-penge/", staff.effort, name="effort"),
    path("<slug:slug>/tid-og-penge/<int:pk>/", staff.correct, name="correct"),
]
