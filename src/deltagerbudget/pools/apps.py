from django.apps import AppConfig


class PoolsConfig(AppConfig):
    name = "deltagerbudget.pools"
    default_auto_field = "django.db.models.BigAutoField"
