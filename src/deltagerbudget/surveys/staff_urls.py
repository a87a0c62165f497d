"""The staff's pages, mounted at /medarbejder/spoergeskemaer/."""

from django.urls import path

from deltagerbudget.surveys import staff

app_name = "surveys_staff"
urlpatterns = [
    path("<slug:slug>/", staff.surveys, name="surveys"),
    path("<slug:slug>/<slug:word>/", staff.write, name="write"),
    path("<slug:slug>/<slug:word>/aabn/", staff.open_page, name="open"),
    path("<slug:slug>/<slug:word>/luk/", staff.close, name="close"),
    path("<slug:slug>/<slug:word>/svar/", staff.answers, name="answers"),
    path("<slug:slug>/<slug:word>/svar/<slug:key>/slet/", staff.remove, name="remove"),
]
