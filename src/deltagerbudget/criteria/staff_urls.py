from django.urls import path

from deltagerbudget.criteria import staff

app_name = "criteria_staff"
urlpatterns = [
    path("punkter/", staff.criteria, name="criteria"),
    path("punkter/<slug:slug>/", staff.criteria, name="of_process"),
    path("begrundelser/", staff.reasons, name="reasons"),
]
