from django.urls import path

from deltagerbudget.realisation import answering, views

app_name = "realisation"
urlpatterns = [
    path("", views.board, name="board"),
    path("svar/", answering.answer, name="answer"),
]
