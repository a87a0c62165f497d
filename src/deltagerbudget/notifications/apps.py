from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "deltagerbudget.notifications"
    default_auto_field = "django.db.models.BigAutoField"
