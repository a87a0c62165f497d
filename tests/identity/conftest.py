from __future__ import annotations

from collections.abc import Iterator

import pytest
from joserfc.jwk import RSAKey
from tests.identity.broker import Broker, new_key, running


@pytest.fixture(scope="session")
def signing_key() -> RSAKey:
    return new_key()


@pytest.fixture
def broker(signing_key: RSAKey) -> Iterator[Broker]:
    with running(signing_key) as broker:
        yield broker
