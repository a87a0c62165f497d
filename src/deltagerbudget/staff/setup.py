"""What is shown while an app is set up: the square code, and the same secret in letters."""

from __future__ import annotations

import base64
from io import BytesIO

import qrcode
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.http import HttpRequest
from qrcode.image.svg import SvgPathFillImage

from deltagerbudget.accounts.models import Person
from deltagerbudget.staff import totp
from deltagerbudget.staff.secrets import decrypt, encrypt, in_groups

_KEPT = "staff_secret"


def app_secret(request: HttpRequest) -> str:
    """The same one while the person is at it. SECURITY: encrypted, for sessions lie in the database."""
    try:
        return decrypt(request.session[_KEPT])
    except (KeyError, InvalidToken):
        secret = totp.new_secret()
        request.session[_KEPT] = encrypt(secret)
        return secret


def forget_secret(request: HttpRequest) -> None:
    request.session.pop(_KEPT, None)


def app_view(person: Person, secret: str) -> dict[str, str]:
    address = totp.address(secret, label=person.email or str(person.pk), issuer=settings.MUNICIPALITY)
    return {"secret": in_groups(secret), "square": _square(address), "address": address}


def _square(text: str) -> str:
    """An SVG picture in an address of its own, so that nothing unescaped stands in the page."""
    picture = BytesIO()
    qrcode.make(text, image_factory=SvgPathFillImage, border=2).save(picture)
    return f"data:image/svg+xml;base64,{base64.b64encode(picture.getvalue()).decode()}"
