from django.urls import path

from deltagerbudget.realisation import initiatives

app_name = "initiatives_staff"
urlpatterns = [
    path("", initiatives.listed, name="list"),
    path("nyt/", initiatives.new, name="new"),
    path("<slug:slug>/", initiatives.initiative, name="initiative"),
    path("<slug:slug>/ret/", initiatives.edit, name="edit"),
    path("<slug:slug>/penge/", initiatives.fund, name="fund"),
    path("<slug:slug>/vis/", initiatives.publish, name="publish"),
    path("<slug:slug>/tilbage/", initiatives.give_back, name="give_back"),
]
