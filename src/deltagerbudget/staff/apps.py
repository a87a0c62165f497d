from django.apps import AppConfig
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


class StaffConfig(AppConfig):
    name = "deltagerbudget.staff"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """A group with a misspelt role is found when the installation starts, not when somebody logs in."""
        from deltagerbudget.staff.rules import mapping_of

        try:
            mapping_of(settings.STAFF_GROUPS)
        except ValueError as error:
            raise ImproperlyConfigured(f"DELTAGERBUDGET_STAFF_GROUPS: {error}") from error
