"""Danish order, the same on both databases."""

from __future__ import annotations

import pytest
from tests import make

from deltagerbudget.areas.models import Area

pytestmark = [pytest.mark.django_db, pytest.mark.both]

IN_ORDER = [
    "Beder-Malling",
    "Brabrand-Gellerup",
    "Harlev-Framlev",
    "Hårup-Mejlby",
    "Midtbyen",
    "Mårslet",
    "Viby",
    "Ærø",
    "Ølsted",
    "Åby",
    "Åbyhøj",
    "Aarslev",
]


def test_ae_oe_aa_come_last_in_that_order() -> None:
    for name in reversed(IN_ORDER):
        make.area(name)
    assert [area.name for area in Area.objects.in_order()] == IN_ORDER
