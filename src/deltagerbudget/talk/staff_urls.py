from django.urls import path

from deltagerbudget.talk import staff_views

app_name = "talk_staff"
urlpatterns = [
    path("", staff_views.queue, name="queue"),
    path("klage/<int:pk>/", staff_views.appeal, name="appeal"),
    path("<slug:kind>/<int:pk>/", staff_views.item, name="item"),
    path("<slug:kind>/<int:pk>/lad-staa/", staff_views.leave, name="leave"),
]
