from django.urls import path

from deltagerbudget.bulletins import views

app_name = "bulletins"
urlpatterns = [
    path("omraade/<slug:slug>/", views.of_area, name="area"),
    path("omraade/<slug:slug>.atom", views.area_feed, name="area_feed"),
    path("deltagerbudget/<slug:slug>/", views.of_process, name="process"),
    path("deltagerbudget/<slug:slug>.atom", views.process_feed, name="process_feed"),
    path("<int:pk>/", views.bulletin, name="bulletin"),
]
