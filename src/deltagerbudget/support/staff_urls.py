from django.urls import path

from deltagerbudget.support import staff_views

app_name = "support_staff"
urlpatterns = [path("<int:pk>/tag-op-igen/", staff_views.lift, name="lift")]
