from django.apps import AppConfig


class ExpertsConfig(AppConfig):
    name = "deltagerbudget.experts"
    default_auto_field = "django.db.models.BigAutoField"
