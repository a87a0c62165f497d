from django.urls import path

from deltagerbudget.mydata import views

app_name = "mydata"
urlpatterns = [
    path("min-side/hent-mine-data/", views.download, name="download"),
    path("min-side/slet-mig/", views.delete, name="delete"),
    path("medarbejder/for-borgere/<int:pk>/slet/", views.erase, name="erase"),
    path("slettet/", views.deleted, name="deleted"),
]
