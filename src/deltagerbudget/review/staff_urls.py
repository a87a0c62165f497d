from django.urls import path

from deltagerbudget.review import authors, bulk_views, hearing_staff, queue_views, staff, writing

app_name = "review_staff"
urlpatterns = [
    path("", staff.queue, name="queue"),
    path("<int:pk>/", writing.review, name="review"),
    path("<int:pk>/faerdig/", writing.finish, name="finish"),
    path("forslag/<int:pk>/", staff.proposal, name="proposal"),
    path("forslag/<int:pk>/note/", staff.note, name="note"),
    path("forslag/<int:pk>/spoerg/", staff.assign, name="assign"),
    path("forslag/<int:pk>/afgoer/", staff.decide, name="decide"),
    path("<int:pk>/fortryd/", staff.withdraw_review, name="withdraw_review"),
    path("forslag/<int:pk>/fortryd/", staff.withdraw_decision, name="withdraw_decision"),
    path("forslag/<int:pk>/godkend/", staff.approve, name="approve"),
    path("forslag/<int:pk>/aendring/", hearing_staff.ask_revision, name="ask_revision"),
    path("forslag/<int:pk>/klage/", hearing_staff.decide_appeal, name="decide_appeal"),
    path("forslag/<int:pk>/forfattere/", authors.authors, name="authors"),
    path("<slug:slug>/forslag/", queue_views.proposals, name="proposals"),
    path("<slug:slug>/forslag/sammen/", bulk_views.together, name="together"),
    path("<slug:slug>/forslag.<slug:kind>", queue_views.proposals_file, name="proposals_file"),
    path("<slug:slug>/varsel/", queue_views.announce, name="announce"),
    path("<slug:slug>/offentliggoer/", queue_views.release, name="release"),
]
