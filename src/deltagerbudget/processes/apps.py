from django.apps import AppConfig


class ProcessesConfig(AppConfig):
    name = "deltagerbudget.processes"
    default_auto_field = "django.db.models.BigAutoField"
