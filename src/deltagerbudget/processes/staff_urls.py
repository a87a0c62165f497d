from django.urls import path

from deltagerbudget.processes import field_views, media
from deltagerbudget.processes import staff as views

app_name = "processes_staff"
urlpatterns = [
    path("", views.processes, name="list"),
    path("nyt/", views.new, name="new"),
    path("<slug:slug>/ret/", views.edit, name="edit"),
    path("<slug:slug>/regler/", views.limits, name="limits"),
    path("<slug:slug>/faser/", views.phases, name="phases"),
    path("<slug:slug>/penge/", views.money, name="money"),
    path("<slug:slug>/kontakter/", views.contacts, name="contacts"),
    path("<slug:slug>/spoergsmaal/", field_views.fields, name="fields"),
    path("<slug:slug>/spoergsmaal/nyt/", field_views.field, name="new_field"),
    path("<slug:slug>/spoergsmaal/<int:pk>/", field_views.field, name="field"),
    path("<slug:slug>/billede/", media.picture, name="media"),
    path("<slug:slug>/billede/fjern/", media.remove_picture, name="remove_picture"),
    path("<slug:slug>/dokumenter/", media.document, name="document"),
    path("<slug:slug>/dokumenter/<int:document>/fjern/", media.remove_document, name="remove_document"),
    path("<slug:slug>/tjekliste/", views.checklist, name="checklist"),
    path("<slug:slug>/tjekliste/<slug:point>/", views.tick, name="tick"),
    path("<slug:slug>/aabn/", views.open_, name="open"),
]
