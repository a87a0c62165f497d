from django.urls import path

from deltagerbudget.processes import begin, field_views, media, sharing, talk
from deltagerbudget.processes import staff as views

app_name = "processes_staff"
urlpatterns = [
    path("", views.processes, name="list"),
    path("nyt/", begin.new, name="new"),
    path("nyt/skabelon/<slug:word>/", begin.template, name="template"),
    path("<slug:slug>/kopi/", begin.copy, name="copy"),
    path("<slug:slug>/begyndt/", begin.begun, name="begun"),
    path("<slug:slug>/ret/<slug:part>/", views.edit, name="edit"),
    path("<slug:slug>/omraader/", views.areas, name="areas"),
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
    path("<slug:slug>/tjekliste/<slug:point>/fjern/", views.untick, name="untick"),
    path("<slug:slug>/aabn/", views.open_, name="open"),
    path("<slug:slug>/faellesraad/", talk.council, name="council"),
    path("<slug:slug>/bemaerkning/<int:remark>/", talk.answer, name="answer"),
    path("<slug:slug>/bemaerkning/<int:remark>/brug/", talk.take_over, name="take_over"),
    path("<slug:slug>/forhaandsvisning/", sharing.previews, name="previews"),
    path("<slug:slug>/forhaandsvisning/<int:preview>/luk/", sharing.revoke, name="revoke"),
]
