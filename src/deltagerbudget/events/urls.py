from django.urls import path

from deltagerbudget.events import views

app_name = "events"
urlpatterns = [
    path("", views.events, name="events"),
    path("omraade/<slug:slug>/", views.of_area, name="area"),
    path("deltagerbudget/<slug:slug>/", views.of_process, name="process"),
    path("deltagerbudget/<slug:slug>.ics", views.feed, name="feed"),
    path("<int:pk>/", views.event, name="event"),
    path("<int:pk>/kalender.ics", views.file, name="file"),
    path("<int:pk>/book/", views.book, name="book"),
    path("<int:pk>/afbestil/", views.give_up, name="give_up"),
]
