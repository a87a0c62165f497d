"""Help to vote, mounted at /hjaelp-til-at-stemme/."""

from django.urls import path

from deltagerbudget.polling import help_views

app_name = "polling_help"
urlpatterns = [
    path("", help_views.places, name="places"),
    path("kalender.ics", help_views.calendar_file, name="calendar"),
    path("nyt.atom", help_views.atom, name="feed"),
    path("sted/<int:pk>.ics", help_views.station_file, name="station_file"),
    path("<slug:slug>/", help_views.area, name="area"),
    path("<slug:slug>/kalender.ics", help_views.calendar_file, name="area_calendar"),
    path("<slug:slug>/nyt.atom", help_views.atom, name="area_feed"),
]
