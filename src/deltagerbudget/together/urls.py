from django.urls import path

from deltagerbudget.together import merge_views, views

app_name = "together"
urlpatterns = [
    path("<int:pk>/sammen/", views.authors, name="authors"),
    path("<int:pk>/sammen/inviter/", views.invite, name="invite"),
    path("<int:pk>/forlad/", views.leave, name="leave"),
    path("<int:pk>/vaer-med/", views.join, name="join"),
    path("<int:pk>/laeg-sammen/", merge_views.offer, name="offer"),
    path("invitation/", views.invitation, name="invitation"),
    path("invitation/<int:pk>/tilbage/", views.cancel, name="cancel"),
    path("anmodning/<int:pk>/svar/", views.answer_join, name="answer_join"),
    path("sammenlaegning/<int:pk>/", merge_views.merge, name="merge"),
    path("sammenlaegning/<int:pk>/luk/", merge_views.end, name="end"),
]
