from django.urls import path

from deltagerbudget.review import hearing

app_name = "review"
urlpatterns = [
    path("<int:pk>/svar/", hearing.answer, name="answer"),
    path("<int:pk>/klage/", hearing.appeal, name="appeal"),
]
