from django.urls import path

from deltagerbudget.proposals import again, file_views, picture_views, step_views, views

app_name = "proposals"
urlpatterns = [
    path("nyt/<slug:slug>/", views.new, name="new"),
    path("nyt/<slug:slug>/raad/", step_views.advice, name="advice"),
    path("nyt/<slug:slug>/gemt/", step_views.kept, name="kept"),
    path("nyt/<slug:slug>/log-ind/", step_views.door, name="door"),
    path("nyt/<slug:slug>/navn/", step_views.claim, name="claim"),
    path("nyt/<slug:slug>/<slug:step>/", step_views.write, name="write"),
    path("<int:pk>/ret/", views.edit, name="edit"),
    path("<int:pk>/igen/", again.again, name="again"),
    path("<int:pk>/trin/<slug:step>/", step_views.step, name="step"),
    path("<int:pk>/gemt/", step_views.saved, name="saved"),
    path("<int:pk>/billeder/", picture_views.pictures, name="pictures"),
    path("<int:pk>/fil/<int:field>/", file_views.file, name="file"),
    path("<int:pk>/fil/<int:field>/slet/", file_views.take_back, name="take_file_back"),
    path("<int:pk>/billeder/<int:picture>/fjern/", picture_views.remove, name="remove_picture"),
    path("<int:pk>/tjek/", views.check, name="check"),
    path("<int:pk>/kvittering/", views.receipt, name="receipt"),
    path("<int:pk>/kvittering/papir/", views.paper, name="paper"),
    path("<int:pk>/traek-tilbage/", views.withdraw, name="withdraw"),
]
