from django.urls import path

from deltagerbudget.support import views

app_name = "support"
urlpatterns = [
    path("<int:pk>/stoet/", views.support, name="support"),
    path("<int:pk>/stoet/fortryd/", views.withdraw, name="withdraw"),
]
