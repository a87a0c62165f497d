from django.apps import AppConfig


class ScrutinyConfig(AppConfig):
    name = "deltagerbudget.scrutiny"
    default_auto_field = "django.db.models.BigAutoField"
