from django.urls import path

from deltagerbudget.realisation import views

app_name = "realisation"
urlpatterns = [path("", views.board, name="board")]
