"""Following; mounted at foelg/."""

from django.urls import path

from deltagerbudget.notifications import views

app_name = "notifications"
urlpatterns = [
    path("mine/", views.mine, name="mine"),
    path("se-din-mail/", views.asked, name="asked"),
    path("bekraeft/", views.confirm, name="confirm"),
    path("stop/", views.stop, name="stop"),
    path("stoppet/", views.stopped, name="stopped"),
    path("med-konto/<slug:kind>/<slug:slug>/", views.follow_mine, name="follow_mine"),
    path("med-konto/<slug:kind>/<slug:slug>/<int:number>/", views.follow_mine, name="follow_mine"),
    path("<slug:kind>/<slug:slug>/", views.follow, name="follow"),
    path("<slug:kind>/<slug:slug>/<int:number>/", views.follow, name="follow"),
]
