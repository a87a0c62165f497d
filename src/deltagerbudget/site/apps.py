from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "deltagerbudget.site"
    label = "pages"
    default_auto_field = "django.db.models.BigAutoField"
