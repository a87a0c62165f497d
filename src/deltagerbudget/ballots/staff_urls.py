"""The staff's side of the vote, mounted at /medarbejder/afstemning/."""

from django.urls import path

from deltagerbudget.ballots import change_views, roll_views, staff_views

app_name = "ballots_staff"
urlpatterns = [
    path("<slug:slug>/", staff_views.vote, name="vote"),
    path("<slug:slug>/fastfrys/", staff_views.freeze, name="freeze"),
    path("<slug:slug>/lodtraekning/", staff_views.draw, name="draw"),
    path("<slug:slug>/luk/", staff_views.close_early, name="close_early"),
    path("<slug:slug>/aendringer/", change_views.page, name="changes"),
    path("<slug:slug>/aendringer/projekt/", change_views.withdraw, name="withdraw"),
    path("<slug:slug>/aendringer/forlaeng/", change_views.extend, name="extend"),
    path("<slug:slug>/aendringer/haendelse/", change_views.incident, name="incident"),
    path("<slug:slug>/aendringer/opslag/", change_views.settle, name="settle"),
    path("<slug:slug>/noegler/", staff_views.destroy, name="destroy"),
    path("<slug:slug>/bopael/", staff_views.look_up, name="look_up"),
    path("<slug:slug>/valgliste/", roll_views.roll, name="roll"),
    path("<slug:slug>/valgliste/fil/", roll_views.load, name="roll_load"),
    path("<slug:slug>/valgliste/tilfoej/", roll_views.add, name="roll_add"),
    path("<slug:slug>/valgliste/fjern/", roll_views.remove, name="roll_remove"),
    path("<slug:slug>/valgliste/stikproeve/", roll_views.sample, name="sample"),
    path("<slug:slug>/valgliste/stikproeve/traek/", roll_views.draw_sample, name="sample_draw"),
]
