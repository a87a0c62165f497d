from django.urls import path

from deltagerbudget.behalf import staff

app_name = "behalf_staff"
urlpatterns = [
    path("", staff.home, name="home"),
    path("afslut/", staff.end, name="end"),
    path("<int:pk>/", staff.resident, name="resident"),
    path("<int:pk>/scan/", staff.scan, name="scan"),
    path("<int:pk>/skriv/", staff.begin, name="begin"),
    path("i/<slug:slug>/", staff.residents, name="residents"),
    path("i/<slug:slug>/ny/", staff.new, name="new"),
]
