from django.urls import path

from deltagerbudget.events import staff

app_name = "events_staff"
urlpatterns = [
    path("", staff.events, name="events"),
    path("nyt/", staff.new, name="new"),
    path("<int:pk>/", staff.change, name="change"),
    path("<int:pk>/aflys/", staff.cancel, name="cancel"),
    path("<int:pk>/bookinger/", staff.bookings, name="bookings"),
]
