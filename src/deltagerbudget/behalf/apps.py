from django.apps import AppConfig


class BehalfConfig(AppConfig):
    name = "deltagerbudget.behalf"
    default_auto_field = "django.db.models.BigAutoField"
