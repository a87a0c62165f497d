from django.urls import path

from deltagerbudget.review import authors, hearing_staff, staff, writing

app_name = "review_staff"
urlpatterns = [
    path("", staff.queue, name="queue"),
    path("<int:pk>/", writing.review, name="review"),
    path("<int:pk>/faerdig/", writing.finish, name="finish"),
    path("forslag/<int:pk>/", staff.proposal, name="proposal"),
    path("forslag/<int:pk>/spoerg/", staff.assign, name="assign"),
    path("forslag/<int:pk>/afgoer/", staff.decide, name="decide"),
    path("forslag/<int:pk>/godkend/", staff.approve, name="approve"),
    path("forslag/<int:pk>/aendring/", hearing_staff.ask_revision, name="ask_revision"),
    path("forslag/<int:pk>/klage/", hearing_staff.decide_appeal, name="decide_appeal"),
    path("forslag/<int:pk>/forfattere/", authors.authors, name="authors"),
    path("<slug:slug>/forslag/", staff.proposals, name="proposals"),
    path("<slug:slug>/varsel/", staff.announce, name="announce"),
    path("<slug:slug>/offentliggoer/", staff.release, name="release"),
]
