from django.urls import path

from deltagerbudget.pools import staff

app_name = "pools_staff"
urlpatterns = [
    path("ny/", staff.new, name="new"),
    path("<slug:slug>/ret/", staff.edit, name="edit"),
    path("<slug:slug>/bevilling/", staff.appropriate, name="appropriate"),
    path("<slug:slug>/omraade/", staff.set_aside, name="set_aside"),
    path("bevillinger/<int:pk>/", staff.correct, name="correct"),
]
