"""Where an administrator loads areas, coast and place names."""

from django.urls import path

from deltagerbudget.places import staff

app_name = "places_staff"
urlpatterns = [
    path("", staff.upload, name="upload"),
    path("gem/", staff.confirm, name="confirm"),
    path("gemt/", staff.done, name="done"),
]
