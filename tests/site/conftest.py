"""What the tests of public pages share."""

from typing import Any

import pytest
from django.db import connection


@pytest.fixture
def real_time(settings: Any) -> None:
    """As on a municipality's site: a demonstration asks for its clock besides."""
    settings.DEMO = False
    assert connection.features.supports_json_field  # asked of the database once in a process
