from django.urls import path

from deltagerbudget.experts import staff

app_name = "experts_staff"
urlpatterns = [
    path("forslag/<int:pk>/", staff.ask, name="ask"),
    path("<int:pk>/traek-tilbage/", staff.withdraw, name="withdraw"),
]
