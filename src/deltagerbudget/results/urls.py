from django.urls import path

from deltagerbudget.results import views

app_name = "results"
urlpatterns = [
    path("<slug:slug>/", views.result, name="result"),
    path("<slug:slug>/stemmer.pb", views.pb, name="pb"),
    path("<slug:slug>/optaelling.json", views.json, name="json"),
    path("<slug:slug>/deltagelse.json", views.turnout, name="turnout"),
]
