"""Paper, for staff, mounted at /medarbejder/trykkeri/."""

from django.urls import path

from deltagerbudget.letters import code_desk, letter_desk, shop

app_name = "paper_staff"
urlpatterns = [
    path("<slug:slug>/", shop.shop, name="shop"),
    path("<slug:slug>/koder/", code_desk.home, name="codes"),
    path("<slug:slug>/koder/lav/", code_desk.issue, name="issue"),
    path("<slug:slug>/koder/print/<uuid:pk>/", code_desk.run, name="run"),
    path("<slug:slug>/koder/print/<uuid:pk>/hent/", code_desk.fetch, name="fetch"),
    path("<slug:slug>/koder/ny/", code_desk.reissue, name="reissue"),
    path("<slug:slug>/koder/<int:pk>/ugyldig/", code_desk.void, name="void"),
    path("<slug:slug>/breve/", letter_desk.home, name="letters"),
    path("<slug:slug>/breve/<slug:occasion>/", letter_desk.letter, name="letter"),
    path("<slug:slug>/breve/<slug:occasion>/godkend/", letter_desk.approve, name="approve"),
    path("<slug:slug>/breve/<slug:occasion>/brev.<slug:ending>", letter_desk.taken, name="taken"),
    path("<slug:slug>/<slug:name>.pdf", shop.paper, name="paper"),
]
