from django.apps import AppConfig


class ResultsConfig(AppConfig):
    name = "deltagerbudget.results"
    default_auto_field = "django.db.models.BigAutoField"
