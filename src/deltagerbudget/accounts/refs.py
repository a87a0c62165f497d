"""From an identity's reference to the one kept with an account."""

from __future__ import annotations

import hashlib
import hmac

from django.conf import settings

from deltagerbudget.ledger import keyfile


def account_ref(person_ref: str) -> str:
    """Keyed hash of the reference. SECURITY: ten-digit numbers can be guessed, so a plain hash is not enough."""
    key = keyfile.secret(settings.KEYS_DIR / "accounts.key")
    return hmac.new(key, b"account/v1\0" + person_ref.encode(), hashlib.sha256).hexdigest()
