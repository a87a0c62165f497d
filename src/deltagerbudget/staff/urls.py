"""The staff's door, their own access, and the administrator's pages about staff."""

from django.urls import path

from deltagerbudget.staff import door, mine, sso, views

app_name = "staff"
urlpatterns = [
    # The door.
    path("login/", door.login, name="login"),
    path("login/kode/", door.code, name="code"),
    path("login/trin/", door.factor, name="factor"),
    path("login/opsaet/", door.setup, name="setup"),
    path("login/kommunen/", sso.start, name="sso"),
    path("login/kommunen/svar/", sso.answer, name="sso_answer"),
    path("invitation/", door.invitation, name="invitation"),
    # My access.
    path("adgang/", mine.access, name="access"),
    path("adgang/koder/", mine.codes, name="codes"),
    path("adgang/app/", mine.app, name="app"),
    path("adgang/noegle/", mine.key, name="key"),
    path("adgang/<int:pk>/fjern/", mine.remove, name="remove"),
    path("adgang/overalt/", mine.everywhere, name="everywhere"),
    # Those who work here.
    path("personale/", views.people, name="people"),
    path("personale/inviter/", views.invite, name="invite"),
    path("personale/invitation/<int:pk>/", views.withdraw, name="withdraw"),
    path("personale/<int:pk>/", views.person, name="person"),
    path("personale/rolle/<int:pk>/", views.revoke, name="revoke"),
    path("personale/<int:pk>/nulstil/", views.reset, name="reset"),
    path("personale/<int:pk>/luk/", views.deactivate, name="deactivate"),
]
