from django.urls import path

from deltagerbudget.evaluation import views

app_name = "evaluation"
urlpatterns = [
    path("", views.index, name="index"),
    path("evalueringer.<slug:kind>", views.index_file, name="index_file"),
    path("<slug:slug>/", views.evaluation, name="evaluation"),
    path("<slug:slug>/evaluering.<slug:kind>", views.file, name="file"),
]
