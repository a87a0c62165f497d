from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "deltagerbudget.events"
    default_auto_field = "django.db.models.BigAutoField"
