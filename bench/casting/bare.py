"""The least that Django does for a ballot: settings, two tables and one view in one file. For ratio.py beside it."""

from __future__ import annotations

import os
import secrets
from importlib import import_module
from typing import Any

from deltagerbudget.config.env import database

SECRET_KEY = os.environ["SECRET_KEY"]
DATABASES = {"default": database(os.environ["DATABASE_URL"])}
INSTALLED_APPS = ["django.contrib.contenttypes", "django.contrib.auth", "django.contrib.sessions"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
ROOT_URLCONF = "bare_view"
ALLOWED_HOSTS = ["localhost"]
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"


def prepare(count: int) -> list[str]:
    """The tables, and a session with a logged-in user for each ballot. Returns the keys of the sessions."""
    from django.conf import settings
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.db import connection

    view: Any = import_module("bare_view")
    call_command("migrate", verbosity=0)
    with connection.schema_editor() as editor:
        for model in (view.Ballot, view.Selection):
            if model._meta.db_table not in connection.introspection.table_names():
                editor.create_model(model)
    store = import_module(settings.SESSION_ENGINE).SessionStore
    keys = []
    for _ in range(count):
        user = User.objects.create(username=secrets.token_hex(8))
        session = store()
        session["_auth_user_id"] = str(user.pk)
        session["_auth_user_backend"] = "django.contrib.auth.backends.ModelBackend"
        session["_auth_user_hash"] = user.get_session_auth_hash()
        session.save()
        keys.append(session.session_key)
    return keys
