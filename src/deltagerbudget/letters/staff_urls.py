"""Paper, for staff, mounted at /medarbejder/trykkeri/."""

from django.urls import path

from deltagerbudget.letters import shop

app_name = "paper_staff"
urlpatterns = [
    path("<slug:slug>/", shop.shop, name="shop"),
    path("<slug:slug>/<slug:name>.pdf", shop.paper, name="paper"),
]
