from django.urls import path

from deltagerbudget.together import staff

app_name = "together_staff"
urlpatterns = [
    path("forslag/<int:pk>/", staff.proposal, name="proposal"),
    path("<int:pk>/", staff.merge, name="merge"),
    path("<int:pk>/luk/", staff.end, name="end"),
    path("<int:pk>/skil-ad/", staff.split, name="split"),
]
