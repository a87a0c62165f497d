from django.urls import path

from deltagerbudget.realisation import ending, money, staff

app_name = "realisation_staff"
urlpatterns = [
    path("<int:pk>/", staff.realisation, name="realisation"),
    path("<int:pk>/milepael/", staff.plan, name="plan"),
    path("<int:pk>/nyt/", staff.report, name="report"),
    path("<int:pk>/nyt/<int:report>/billede/", staff.remove_picture, name="remove_picture"),
    path("<int:pk>/faerdig/", staff.finish, name="finish"),
    path("<int:pk>/indvielse/", ending.opening, name="opening"),
    path("<int:pk>/stop/", ending.stop, name="stop"),
    path("<int:pk>/stop/nej/", ending.decline, name="decline_stop"),
    path("milepaele/<int:pk>/som-planlagt/", staff.confirm, name="confirm"),
    path("milepaele/<int:pk>/betaling/", staff.plan_pay, name="plan_pay"),
    path("milepaele/<int:pk>/flyt/", staff.move, name="move"),
    path("milepaele/<int:pk>/naaet/", staff.reach, name="reach"),
    path("<int:pk>/betaling/", money.pay, name="pay"),
    path("betalinger/<int:pk>/", money.correct, name="correct"),
    path("<slug:slug>/tilbage/", money.give_back, name="give_back"),
    path("<slug:slug>/frigivelse/", staff.release, name="release"),
    path("<slug:slug>/", staff.process, name="process"),
    path("<slug:slug>/<int:number>/start/", staff.start, name="start"),
]
