"""An ID token is believed only after everything here has been checked, in this order."""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence

from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey

from deltagerbudget.identity.errors import IdentityError

Key = RSAKey | ECKey

# SECURITY: public-key algorithms only. "none" needs no key, and HS256 would take the public key for a shared secret.
ALGORITHMS = ("RS256", "PS256", "ES256")
LEEWAY = 60
OLDEST = 15 * 60


def usable_keys(document: Mapping[str, object]) -> list[Key]:
    """The signing keys of a JWKS document; kinds we do not use are passed over."""
    kinds: dict[object, type[RSAKey] | type[ECKey]] = {"RSA": RSAKey, "EC": ECKey}
    listed = document.get("keys")
    found: list[Key] = []
    for data in listed if isinstance(listed, list) else []:
        if not isinstance(data, dict) or data.get("kty") not in kinds or data.get("use", "sig") != "sig":
            continue
        try:
            found.append(kinds[data["kty"]].import_key(data))
        except (JoseError, ValueError, TypeError):
            continue
    return found


def signed_claims(token: str, keys: Sequence[Key]) -> dict[str, object]:
    """Claims whose signature holds. Raises ``token``, ``algorithm`` or ``signature``."""
    header = _header(token)
    if header.get("alg") not in ALGORITHMS:
        raise IdentityError("algorithm")
    kid = header.get("kid")
    for key in keys:
        if kid is not None and key.kid != kid:
            continue
        claims = _decoded(token, key)
        if claims is not None:
            return claims
    raise IdentityError("signature")


def check_claims(claims: Mapping[str, object], *, issuer: str, client_id: str, nonce: str, at: float) -> None:
    """``at`` is real time: a token is dated by the login service, which knows nothing of a demonstration's clock."""
    if claims.get("iss") != issuer:
        raise IdentityError("issuer")
    if not _is_for(claims, client_id):
        raise IdentityError("audience")
    if not hmac.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()):
        raise IdentityError("nonce")
    expires, issued = claims.get("exp"), claims.get("iat")
    if not _is_time(expires) or not _is_time(issued):
        raise IdentityError("token")
    if issued > at + LEEWAY or _is_later(claims.get("nbf"), at):  # type: ignore[operator]
        raise IdentityError("future")
    if expires <= at - LEEWAY or issued < at - OLDEST:  # type: ignore[operator]
        raise IdentityError("expired")


def _header(token: str) -> Mapping[str, object]:
    try:
        return jws.extract_compact(token.encode()).headers()
    except (JoseError, ValueError, TypeError):
        pass
    raise IdentityError("token")


def _decoded(token: str, key: Key) -> dict[str, object] | None:
    try:
        return dict(jwt.decode(token, key, algorithms=list(ALGORITHMS)).claims)
    except (JoseError, ValueError, TypeError):
        return None


def _is_for(claims: Mapping[str, object], client_id: str) -> bool:
    audience = claims.get("aud")
    if isinstance(audience, list):
        several = len(audience) > 1
        return client_id in audience and claims.get("azp", None if several else client_id) == client_id
    return audience == client_id and claims.get("azp", client_id) == client_id


def _is_time(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_later(value: object, at: float) -> bool:
    return value is not None and not (isinstance(value, int | float) and value <= at + LEEWAY)
