from django.urls import path

from deltagerbudget.proposals import picture_views, views

app_name = "proposals"
urlpatterns = [
    path("nyt/<slug:slug>/", views.new, name="new"),
    path("nyt/<slug:slug>/lignende/", views.like, name="like"),
    path("<int:pk>/ret/", views.edit, name="edit"),
    path("<int:pk>/billeder/", picture_views.pictures, name="pictures"),
    path("<int:pk>/billeder/<int:picture>/fjern/", picture_views.remove, name="remove_picture"),
    path("<int:pk>/tjek/", views.check, name="check"),
    path("<int:pk>/kvittering/", views.receipt, name="receipt"),
    path("<int:pk>/traek-tilbage/", views.withdraw, name="withdraw"),
]
