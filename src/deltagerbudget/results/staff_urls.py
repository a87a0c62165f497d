from django.urls import path

from deltagerbudget.results import staff

app_name = "results_staff"
urlpatterns = [
    path("<slug:slug>/proeve/", staff.rehearse, name="rehearse"),
    path("<slug:slug>/", staff.result, name="result"),
    path("<slug:slug>/taelling/", staff.count, name="count"),
    path("<slug:slug>/offentliggoerelse/", staff.publish, name="publish"),
]
