from django.apps import AppConfig


class MyDataConfig(AppConfig):
    name = "deltagerbudget.mydata"
    default_auto_field = "django.db.models.BigAutoField"
