from django.urls import path

from deltagerbudget.bulletins import staff

app_name = "bulletins_staff"
urlpatterns = [
    path("", staff.news, name="news"),
    path("ny/", staff.post, name="post"),
    path("<int:pk>/ret/", staff.correct, name="correct"),
    path("<int:pk>/tag-tilbage/", staff.take_back, name="take_back"),
]
