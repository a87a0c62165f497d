from django.urls import path

from deltagerbudget.proposals import contact_views, help_views, picture_views, sorting_views

app_name = "proposals_staff"
urlpatterns = [
    path("<slug:slug>/hjaelp/", help_views.helps, name="helps"),
    path("<slug:slug>/sorter/", sorting_views.sort, name="sort"),
    path("<int:pk>/billeder/<int:picture>/", picture_views.take_down, name="take_down"),
    path("<int:pk>/kontakt/", contact_views.contact, name="contact"),
]
