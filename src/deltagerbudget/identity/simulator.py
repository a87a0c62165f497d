"""A small OpenID provider with invented persons, for demo mode only: "Simuleret login – ikke MitID".

Stateless, so that any worker answers any step: the code is an encrypted text, the signing key a file, and a used code
leaves an empty file behind.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote_plus, urlencode, urlsplit

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import resolve
from django.utils import translation
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from joserfc import jwt
from joserfc.jwk import RSAKey
from requests import PreparedRequest, Response
from requests.adapters import BaseAdapter

from deltagerbudget.identity.claims import NSIS
from deltagerbudget.identity.cookies import decrypt, encrypt
from deltagerbudget.identity.persons import BY_SUB, PERSONS, RESIDENT, SPECIAL, STAFF, Person
from deltagerbudget.ledger import keyfile

View = Callable[[HttpRequest], HttpResponse]

PATH = "/simulator"
CODE_SECONDS = 60
TOKEN_SECONDS = 300
CPR_SCOPE = "ssn"
PROTECTED_NAME = "NAVNE & ADRESSEBESKYTTET"
_CODE = "simulator-code"
# The language comes with the request (`ui_locales`), so no page here has a twin below /en/ to link to.
_ONE_ADDRESS: dict[str, object] = {"language_urls": []}


def simulator_issuer() -> str:
    return f"{settings.SITE_URL}{PATH}"


def is_own_address(issuer: str) -> bool:
    """Whether an issuer lies below the simulator's path, on whatever host."""
    return urlsplit(issuer).path.rstrip("/").startswith(PATH)


def ref_of(person: Person | str) -> str:
    """The reference that a login as this person gives; for handing out roles in the demonstration."""
    sub = person if isinstance(person, str) else person.sub
    return f"oidc:{simulator_issuer()}|{BY_SUB[sub].sub}"


def demo_only(view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request)

    # The marks of views belong to a floor above; a simulator's page is open to anyone.
    guarded.mark = "public"  # type: ignore[attr-defined]
    return guarded


@demo_only
def discovery(request: HttpRequest) -> HttpResponse:
    issuer = simulator_issuer()
    return JsonResponse(
        {
            "issuer": issuer,
            "authorization_endpoint": f"{issuer}/authorize/",
            "token_endpoint": f"{issuer}/token/",
            "jwks_uri": f"{issuer}/jwks/",
            "end_session_endpoint": f"{issuer}/logout/",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
            "authorization_response_iss_parameter_supported": True,
        }
    )


@demo_only
def jwks(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"keys": [_signing_key().as_dict(private=False)]})


@demo_only
@never_cache
def authorize(request: HttpRequest) -> HttpResponse:
    """A page with a link for each person. A link and no form: choosing changes nothing here, and a strict
    ``form-action`` would stop the redirect that follows."""
    asked = request.GET
    with translation.override("en" if asked.get("ui_locales") == "en" else "da"):
        if not _is_well_formed(request):
            return render(request, "identity/simulator_error.html", _ONE_ADDRESS, status=400)
        person = BY_SUB.get(asked.get("person", ""))
        if person or "stop" in asked:
            return _answer(request, {"code": _code(request, person)} if person else {"error": "access_denied"})
        context = {"groups": _groups(), "query": asked.urlencode(), **_ONE_ADDRESS}
        return render(request, "identity/simulator.html", context)


@csrf_exempt
@demo_only
@never_cache
def token(request: HttpRequest) -> HttpResponse:
    """Client secret, code, redirect address and PKCE must all fit, and the code must be new."""
    if request.method != "POST" or not _is_client(request):
        return JsonResponse({"error": "invalid_client"}, status=401)
    given = request.POST
    code = decrypt(_CODE, given.get("code", ""))
    challenge = base64.urlsafe_b64encode(hashlib.sha256(given.get("code_verifier", "").encode()).digest()).rstrip(b"=")
    fits = (
        code is not None
        and given.get("grant_type") == "authorization_code"
        and code["redirect_uri"] == given.get("redirect_uri")
        and hmac.compare_digest(str(code["challenge"]).encode(), challenge)
        and _first_use(str(code["jti"]))
    )
    if code is None or not fits:
        return JsonResponse({"error": "invalid_grant"}, status=400)
    id_token = _id_token(BY_SUB[str(code["sub"])], str(code["nonce"]), says_cpr=code["cpr"] is True)
    answer = {"access_token": secrets.token_urlsafe(16), "token_type": "Bearer", "expires_in": TOKEN_SECONDS}
    return JsonResponse({**answer, "id_token": id_token})


@demo_only
def end_session(request: HttpRequest) -> HttpResponse:
    """Nothing is kept here, so there is nothing to end; leads back to our own site."""
    address = request.GET.get("post_logout_redirect_uri", "")
    return HttpResponseRedirect(address if _is_own(request, address) else "/")


def _is_well_formed(request: HttpRequest) -> bool:
    asked = request.GET
    wanted = {"response_type": "code", "client_id": settings.IDENTITY_CLIENT_ID, "code_challenge_method": "S256"}
    return (
        all(asked.get(key) == value for key, value in wanted.items())
        and all(asked.get(key) for key in ("state", "nonce", "code_challenge"))
        and "openid" in asked.get("scope", "").split()
        and _is_own(request, asked.get("redirect_uri", ""))
    )


def _is_own(request: HttpRequest, address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme in ("http", "https") and parts.netloc == request.get_host()


def _groups() -> list[tuple[str, list[tuple[Person, str]]]]:
    def members(group: str) -> list[tuple[Person, str]]:
        return [(person, str(person.about)) for person in PERSONS if person.group == group]

    return [
        (translation.gettext("Residents"), members(RESIDENT)),
        (translation.gettext("Staff and partners"), members(STAFF)),
        (translation.gettext("Special cases"), members(SPECIAL)),
    ]


def _code(request: HttpRequest, person: Person) -> str:
    asked = request.GET
    payload = {
        "sub": person.sub,
        "redirect_uri": asked["redirect_uri"],
        "nonce": asked["nonce"],
        "challenge": asked["code_challenge"],
        "cpr": CPR_SCOPE in asked.get("scope", "").split(),
        "jti": secrets.token_hex(16),
    }
    return encrypt(_CODE, payload, seconds=CODE_SECONDS)


def _answer(request: HttpRequest, answer: dict[str, str]) -> HttpResponse:
    address = request.GET["redirect_uri"]
    query = urlencode({**answer, "state": request.GET["state"], "iss": simulator_issuer()})
    return HttpResponseRedirect(f"{address}{'&' if urlsplit(address).query else '?'}{query}")


def _is_client(request: HttpRequest) -> bool:
    kind, _, given = request.headers.get("Authorization", "").partition(" ")
    try:
        client, _, secret = base64.b64decode(given).decode().partition(":")
    except ValueError:
        return False
    expected = settings.IDENTITY_CLIENT_SECRET.encode()
    right_secret = hmac.compare_digest(unquote_plus(secret).encode(), expected)
    return kind == "Basic" and right_secret and unquote_plus(client) == settings.IDENTITY_CLIENT_ID


def _id_token(person: Person, nonce: str, *, says_cpr: bool) -> str:
    now = int(time.time())
    key = _signing_key()
    claims = {
        "iss": simulator_issuer(),
        "aud": settings.IDENTITY_CLIENT_ID,
        "sub": person.sub,
        "iat": now,
        "exp": now + TOKEN_SECONDS,
        "auth_time": now,
        "nonce": nonce,
        "name": PROTECTED_NAME if person.protected else person.name,
        "birthdate": person.birth_date(localdate()).isoformat(),
        "loa": f"{NSIS}{person.loa}",
        **({"area": person.area} if person.area else {}),
        **({"dk.cpr": person.cpr} if says_cpr else {}),
    }
    return jwt.encode({"alg": "RS256", "kid": key.kid}, claims, key)


def _directory() -> Path:
    return Path(settings.KEYS_DIR) / "simulator"


def _signing_key() -> RSAKey:
    """One per installation: several workers sign and are checked by one another."""
    path = _directory() / "signing.json"
    if not path.exists():
        key = RSAKey.generate_key(2048, {"use": "sig", "alg": "RS256"}, auto_kid=True)
        keyfile.create_once(path, json.dumps(key.as_dict(private=True)).encode())
    return RSAKey.import_key(json.loads(path.read_bytes()))


def _first_use(jti: str) -> bool:
    """Exclusive creation of a file decides between workers; files older than any valid code are swept away."""
    directory = keyfile.checked_directory(_directory())
    for used in directory.glob("used-*"):
        with suppress(FileNotFoundError):
            if used.stat().st_mtime < time.time() - 2 * CODE_SECONDS:
                used.unlink()
    try:
        (directory / f"used-{jti}").touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


class InProcess(BaseAdapter):
    """The client's calls to the simulator, answered in this process: the same requests and views, without a network."""

    def send(self, request: PreparedRequest, *args: object, **kwargs: object) -> Response:
        parts = urlsplit(request.url or "")
        body = request.body or b""
        content = body.encode() if isinstance(body, str) else bytes(body)
        inner = WSGIRequest(
            {
                "REQUEST_METHOD": request.method or "GET",
                "PATH_INFO": parts.path,
                "QUERY_STRING": parts.query,
                "SERVER_NAME": parts.hostname or "",
                "SERVER_PORT": str(parts.port or 80),
                "CONTENT_TYPE": request.headers.get("Content-Type", ""),
                "CONTENT_LENGTH": str(len(content)),
                "HTTP_AUTHORIZATION": request.headers.get("Authorization", ""),
                "wsgi.input": BytesIO(content),
                "wsgi.url_scheme": parts.scheme,
            }
        )
        match = resolve(parts.path)
        answer = match.func(inner, *match.args, **match.kwargs)
        response = Response()
        response.status_code, response.url, response.request = answer.status_code, request.url or "", request
        response.headers["Content-Type"] = answer["Content-Type"]
        response.raw = BytesIO(answer.content)
        return response

    def close(self) -> None:
        """Holds nothing open."""
