"""Voting places, shifts and the desk, mounted at /medarbejder/stemmesteder/."""

from django.urls import path

from deltagerbudget.polling import counting_views, desk, post_views, staff

app_name = "polling_staff"
urlpatterns = [
    path("", staff.home, name="home"),
    path("i/<slug:slug>/", staff.places, name="places"),
    path("<int:pk>/", staff.station, name="station"),
    path("<int:pk>/luk/", staff.close, name="close"),
    path("vagt/<int:pk>/fjern/", staff.end_shift, name="end_shift"),
    path("skranke/<int:pk>/", desk.desk, name="desk"),
    path("skranke/<int:pk>/papir/", desk.paper, name="paper"),
    path("skranke/<int:pk>/retur/", desk.take_back, name="take_back"),
    path("skranke/<int:pk>/kode/", desk.admit, name="admit"),
    path("skranke/<int:pk>/skaerm/", desk.bind, name="bind"),
    path("skranke/brev/<slug:slug>/", post_views.post, name="post"),
    path("skranke/brev/<slug:slug>/modtaget/", post_views.receive, name="post_receive"),
    path("skranke/brev/<slug:slug>/uden-kode/", post_views.aside, name="post_aside"),
    path("skranke/brev/<slug:slug>/slut/", post_views.finish, name="post_finish"),
    path("skaerm/<int:pk>/frigoer/", desk.unbind, name="unbind"),
    path("i/<slug:slug>/papir/", counting_views.papers, name="papers"),
    path("i/<slug:slug>/stikproeve/", counting_views.sample, name="sample"),
    path("stikproeve/<int:pk>/", counting_views.note, name="note"),
    path("<int:pk>/papir/", counting_views.paper, name="count"),
    path("<int:pk>/papir/bunke/", counting_views.register, name="register"),
    path("<int:pk>/papir/slut/", counting_views.finish, name="finish"),
    path("bunke/<int:pk>/", counting_views.batch, name="batch"),
    path("bunke/<int:pk>/tast/", counting_views.enter, name="enter"),
    path("bunke/<int:pk>/ret/", counting_views.settle, name="settle"),
    path("bunke/<int:pk>/godkend/", counting_views.approve, name="approve"),
    path("bunke/<int:pk>/afvis/", counting_views.reject, name="reject"),
]
