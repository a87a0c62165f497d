"""The screen of a voting place, mounted beside the booth at /stem/."""

from django.urls import path

from deltagerbudget.polling import views

app_name = "polling"
urlpatterns = [
    path("<slug:slug>/skaerm/", views.kiosk, name="kiosk"),
    path("<slug:slug>/skaerm/kode/", views.code, name="code"),
    path("<slug:slug>/skaerm/pause/", views.pause, name="pause"),
    path("<slug:slug>/skaerm/forfra/", views.reset, name="reset"),
]
