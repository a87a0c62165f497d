"""The municipality's own pages for administrators."""

from django.urls import path

from deltagerbudget.municipality import looks, staff, texts

app_name = "municipality"
urlpatterns = [
    path("", staff.home, name="home"),
    path("udseende/", staff.brand, name="brand"),
    path("kontakt/", staff.contacts, name="contacts"),
    path("omraader/", staff.areas, name="areas"),
    path("omraader/nyt/", staff.new_area, name="new_area"),
    path("omraader/<slug:slug>/", staff.edit_area, name="edit_area"),
    path("omraader/<slug:slug>/faellesraad/", staff.council, name="council"),
    path("sider/", texts.pages, name="pages"),
    path("sider/<slug:slug>/", texts.edit, name="edit_page"),
    path("korte-tekster/", texts.wordings, name="wordings"),
    path("korte-tekster/<str:key>/", texts.wording, name="wording"),
    path("opslag/", looks.looks, name="looks"),
]
