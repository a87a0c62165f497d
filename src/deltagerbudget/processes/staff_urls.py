from django.urls import path

from deltagerbudget.processes import staff as views

app_name = "processes_staff"
urlpatterns = [
    path("", views.processes, name="list"),
    path("nyt/", views.new, name="new"),
    path("<slug:slug>/ret/", views.edit, name="edit"),
    path("<slug:slug>/faser/", views.phases, name="phases"),
    path("<slug:slug>/penge/", views.money, name="money"),
    path("<slug:slug>/kontakter/", views.contacts, name="contacts"),
    path("<slug:slug>/tjekliste/", views.checklist, name="checklist"),
    path("<slug:slug>/tjekliste/<slug:point>/", views.tick, name="tick"),
    path("<slug:slug>/aabn/", views.open_, name="open"),
]
