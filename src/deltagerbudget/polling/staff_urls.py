"""Voting places, shifts and the desk, mounted at /medarbejder/stemmesteder/."""

from django.urls import path

from deltagerbudget.polling import desk, staff

app_name = "polling_staff"
urlpatterns = [
    path("", staff.home, name="home"),
    path("i/<slug:slug>/", staff.places, name="places"),
    path("<int:pk>/", staff.station, name="station"),
    path("<int:pk>/luk/", staff.close, name="close"),
    path("vagt/<int:pk>/fjern/", staff.end_shift, name="end_shift"),
    path("skranke/<int:pk>/", desk.desk, name="desk"),
    path("skranke/<int:pk>/papir/", desk.paper, name="paper"),
    path("skranke/<int:pk>/retur/", desk.take_back, name="take_back"),
    path("skranke/<int:pk>/kode/", desk.admit, name="admit"),
    path("skranke/<int:pk>/skaerm/", desk.bind, name="bind"),
    path("skranke/<int:pk>/frigoer/", desk.unbind, name="unbind"),
]
