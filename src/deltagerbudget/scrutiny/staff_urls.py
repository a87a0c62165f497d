"""Following a vote, mounted at /medarbejder/foelg/."""

from django.urls import path

from deltagerbudget.scrutiny import views

app_name = "scrutiny_staff"
urlpatterns = [path("<slug:slug>/", views.follow, name="follow")]
