from django.urls import path

from deltagerbudget.talk import views

app_name = "talk"
urlpatterns = [
    path("<int:pk>/spoerg/", views.ask, name="ask"),
    path("<int:pk>/for-og-imod/", views.points, name="points"),
    path("svar/<int:pk>/", views.answer, name="answer"),
    path("punkt/<int:pk>/enig/", views.agree, name="agree"),
    path("punkt/<int:pk>/fortryd/", views.disagree, name="disagree"),
    path("anmeld/<slug:kind>/<int:pk>/", views.report, name="report"),
    path("tak/", views.thanks, name="thanks"),
    path("skjult/<int:pk>/", views.hidden, name="hidden"),
]
