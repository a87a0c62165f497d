from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Reasons are compared in the language in which they are written."""
    with translation.override("en"):
        yield
