"""The simulator's addresses, mounted at /simulator/ outside i18n_patterns; each answers 404 outside demo mode."""

from django.urls import path

from deltagerbudget.identity import simulator

app_name = "identity"
urlpatterns = [
    path(".well-known/openid-configuration", simulator.discovery, name="discovery"),
    path("jwks/", simulator.jwks, name="jwks"),
    path("authorize/", simulator.authorize, name="authorize"),
    path("token/", simulator.token, name="token"),
    path("logout/", simulator.end_session, name="end_session"),
]
