"""The door for a WSGI server: `gunicorn deltagerbudget.config.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "deltagerbudget.config.settings")
application = get_wsgi_application()
