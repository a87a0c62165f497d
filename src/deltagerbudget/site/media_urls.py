"""Pictures and documents. Outside of the languages: a file is the same in all of them."""

from django.urls import path

from deltagerbudget.site import media

app_name = "media"
urlpatterns = [
    path("<slug:name>-<int:width>.webp", media.picture, name="picture"),
    path("<slug:name>.pdf", media.document, name="document"),
    path("egne/<slug:name>-<int:width>.webp", media.own_picture, name="own_picture"),
    path("egne/<slug:name>.pdf", media.own_document, name="own_document"),
]
