from django.urls import path

from deltagerbudget.demo import views

app_name = "demo"
urlpatterns = [
    path("", views.home, name="home"),
    path("tid/<slug:slug>/", views.clock, name="clock"),
    path("stil/", views.style, name="style"),
    path("post/", views.mails, name="mails"),
    path("post/<int:pk>/", views.mail_html, name="mail_html"),
]
