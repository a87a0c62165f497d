"""The door for a WSGI server: `gunicorn deltagerbudget.config.wsgi`."""

import logging
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "deltagerbudget.config.settings")
application = get_wsgi_application()


def _refuse_other_kind() -> None:
    """SECURITY: a demonstration's people never log in on a municipality's database, nor the other way round."""
    from django.conf import settings
    from django.db import DatabaseError, connection

    from deltagerbudget.installation.actions import claim

    try:
        claim(is_demo=settings.DEMO)
    except DatabaseError:
        # It may come back while we run; until then the health page says so.
        logging.getLogger(__name__).warning("the database does not answer yet, or is not migrated")
    finally:
        connection.close()


_refuse_other_kind()


def _count_votes_by_the_hour() -> None:
    from deltagerbudget.ballots import tally

    tally.begin()


_count_votes_by_the_hour()
