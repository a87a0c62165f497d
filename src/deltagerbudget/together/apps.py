from django.apps import AppConfig


class TogetherConfig(AppConfig):
    name = "deltagerbudget.together"
    default_auto_field = "django.db.models.BigAutoField"
