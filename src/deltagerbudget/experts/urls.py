from django.urls import path

from deltagerbudget.experts import views

app_name = "experts"
urlpatterns = [path("", views.review, name="review")]
