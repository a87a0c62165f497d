from django.apps import AppConfig


class MunicipalityConfig(AppConfig):
    name = "deltagerbudget.municipality"
    default_auto_field = "django.db.models.BigAutoField"
