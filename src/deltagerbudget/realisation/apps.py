from django.apps import AppConfig


class RealisationConfig(AppConfig):
    name = "deltagerbudget.realisation"
    default_auto_field = "django.db.models.BigAutoField"
