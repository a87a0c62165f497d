"""The staff's door, their own access, and the administrator's pages about staff."""

app_name = "staff"
urlpatterns: list[object] = []
