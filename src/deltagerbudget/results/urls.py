from django.urls import path

from deltagerbudget.results import experiments, views

app_name = "results"
urlpatterns = [
    path("<slug:slug>/", views.result, name="result"),
    path("<slug:slug>/stemmer.pb", views.pb, name="pb"),
    path("<slug:slug>/optaelling.json", views.json, name="json"),
    path("<slug:slug>/deltagelse.json", views.turnout, name="turnout"),
    path("<slug:slug>/hvad-hvis/", experiments.what_if, name="what_if"),
    path("<slug:slug>/min-del/", experiments.statement, name="statement"),
]
