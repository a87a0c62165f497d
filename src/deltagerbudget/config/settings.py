"""Every setting of an installation. Installations differ by environment alone; docs/settings.md names the variables."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from deltagerbudget.config import env as environment
from deltagerbudget.config import logging as logs
from deltagerbudget.config.safety import problems
from deltagerbudget.config.secret import demo_secret

PACKAGE = Path(__file__).resolve().parent.parent
env = environment.Environment(os.environ)

# What this installation is.
DEMO = env.flag("DELTAGERBUDGET_DEMO")
DEBUG = env.flag("DELTAGERBUDGET_DEBUG")
MUNICIPALITY = env.text("DELTAGERBUDGET_MUNICIPALITY", "Eksempel Kommune")
CONTACT_NAME = env.text("DELTAGERBUDGET_CONTACT_NAME")
CONTACT_PHONE = env.text("DELTAGERBUDGET_CONTACT_PHONE")
CONTACT_EMAIL = env.text("DELTAGERBUDGET_CONTACT_EMAIL", "deltagerbudget@example.dk")
# Where the accessibility statement lies in the state's own tool; our own page answers until it is set.
WAS_URL = env.text("DELTAGERBUDGET_WAS_URL")
SITE_URL = env.text("DELTAGERBUDGET_SITE_URL", "http://localhost:8000" if DEMO else "").rstrip("/")
# LAW: GDPR art. 5(1)(e). For how many days it is kept who of the staff has looked at a resident's data.
LOOKS_DAYS = env.number("DELTAGERBUDGET_LOOKS_DAYS", 365)
# After how many seconds without a touch the screen of a voting place begins anew.
KIOSK_IDLE_SECONDS = env.number("DELTAGERBUDGET_KIOSK_IDLE", 90)
BRAND_PRIMARY = env.text("DELTAGERBUDGET_BRAND_PRIMARY", "#0b5c55")
BRAND_PRIMARY_DARK = env.text("DELTAGERBUDGET_BRAND_PRIMARY_DARK")

# Where things lie. DATA_DIR holds what an installation collects.
# KEYS_DIR holds the keys of votes, apart from the database.
DATA_DIR = env.path("DELTAGERBUDGET_DATA", Path("var").absolute())
KEYS_DIR = env.path("DELTAGERBUDGET_KEYS", DATA_DIR / "keys")
# Pictures and documents that people send in. With an origin of their own they share no cookie with the site.
MEDIA_DIR = env.path("DELTAGERBUDGET_MEDIA", DATA_DIR / "media")
MEDIA_ORIGIN = env.text("DELTAGERBUDGET_MEDIA_ORIGIN").rstrip("/")
DATABASES = {"default": environment.database(env.text("DATABASE_URL", f"sqlite:///{DATA_DIR}/deltagerbudget.sqlite3"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The map draws the municipality's own areas. A street map beneath is somebody else's server: none until it is set.
MAP_TILES = env.text("DELTAGERBUDGET_MAP_TILES")
MAP_TILES_ATTRIBUTION = env.text("DELTAGERBUDGET_MAP_TILES_ATTRIBUTION")
ADDRESSES_URL = env.text("DELTAGERBUDGET_ADDRESSES_URL").rstrip("/")
ADDRESSES_TOKEN = env.text("DELTAGERBUDGET_ADDRESSES_TOKEN")

# How people reach it.
_host = urlsplit(SITE_URL).hostname or ""
ALLOWED_HOSTS = env.names("DELTAGERBUDGET_HOSTS", (_host, "localhost", "127.0.0.1") if DEMO else (_host,))
if MEDIA_ORIGIN:
    ALLOWED_HOSTS.append(urlsplit(MEDIA_ORIGIN).hostname or "")
SECRET_KEY = env.text("SECRET_KEY") or (demo_secret(DATA_DIR) if DEMO else "")
SECRET_KEY_FALLBACKS = env.names("SECRET_KEY_FALLBACKS")
SECURE_COOKIES = SITE_URL.startswith("https://")
BEHIND_PROXY = env.flag("DELTAGERBUDGET_BEHIND_PROXY")
# Whoever shows it to /sundhed/ is told what is ill; without it nobody is.
HEALTH_TOKEN = env.text("DELTAGERBUDGET_HEALTH_TOKEN")

# How people say who they are. In demo mode the built-in simulator answers at SITE_URL.
IDENTITY_ISSUER = env.text("DELTAGERBUDGET_IDENTITY_ISSUER", f"{SITE_URL}/simulator" if DEMO else "")
IDENTITY_CLIENT_ID = env.text("DELTAGERBUDGET_IDENTITY_CLIENT_ID", "deltagerbudget")
IDENTITY_CLIENT_SECRET = env.text("DELTAGERBUDGET_IDENTITY_CLIENT_SECRET", "demo-client-secret" if DEMO else "")
IDENTITY_REF_KIND = env.word("DELTAGERBUDGET_IDENTITY_REF_KIND", "oidc", ("oidc", "cpr"))
IDENTITY_CLAIMS = env.mapping("DELTAGERBUDGET_IDENTITY_CLAIMS")
if DEMO and not IDENTITY_CLAIMS and f"{SITE_URL}/simulator" == IDENTITY_ISSUER:
    # The simulator says its invented numbers by the names of a Danish broker.
    IDENTITY_CLAIMS = {"cpr_scope": "ssn", "cpr": ["dk.cpr"]}
IDENTITY_BACKCHANNEL = env.text("DELTAGERBUDGET_IDENTITY_BACKCHANNEL").rstrip("/")

# Which code asks a register where a voter lives, and how long it may take. Empty: no register is asked.
_invented = "deltagerbudget.identity.residence.InventedRegistry" if DEMO else ""
RESIDENCE_REGISTRY = env.text("DELTAGERBUDGET_RESIDENCE_REGISTRY", _invented)
RESIDENCE_SECONDS = env.number("DELTAGERBUDGET_RESIDENCE_SECONDS", 4)

# Staff come in by an invitation and two steps, or by the municipality's own login. Only a demonstration lets its
# invented persons in by one click.
STAFF_BY_ONE_CLICK = DEMO
STAFF_ISSUER = env.text("DELTAGERBUDGET_STAFF_ISSUER")
STAFF_CLIENT_ID = env.text("DELTAGERBUDGET_STAFF_CLIENT_ID", "deltagerbudget")
STAFF_CLIENT_SECRET = env.text("DELTAGERBUDGET_STAFF_CLIENT_SECRET")
STAFF_SCOPE = env.text("DELTAGERBUDGET_STAFF_SCOPE", "openid profile email")
STAFF_GROUPS_CLAIM = env.text("DELTAGERBUDGET_STAFF_GROUPS_CLAIM", "groups")
STAFF_GROUPS = env.mapping("DELTAGERBUDGET_STAFF_GROUPS")
STAFF_STRONG = env.mapping("DELTAGERBUDGET_STAFF_STRONG")
# How many proxies of one's own stand in front and each add an address to X-Forwarded-For.
TRUSTED_PROXIES = env.number("DELTAGERBUDGET_TRUSTED_PROXIES", 1 if BEHIND_PROXY else 0)

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
    "csp",
    "django_htmx",
    "deltagerbudget.ui",
    "deltagerbudget.installation",
    "deltagerbudget.areas",
    "deltagerbudget.identity",
    "deltagerbudget.pictures",
    "deltagerbudget.accounts",
    "deltagerbudget.acts",
    "deltagerbudget.staff",
    "deltagerbudget.places",
    "deltagerbudget.municipality",
    "deltagerbudget.pools",
    "deltagerbudget.processes",
    "deltagerbudget.criteria",
    "deltagerbudget.proposals",
    "deltagerbudget.events",
    "deltagerbudget.bulletins",
    "deltagerbudget.surveys",
    "deltagerbudget.review",
    "deltagerbudget.experts",
    "deltagerbudget.together",
    "deltagerbudget.talk",
    "deltagerbudget.support",
    "deltagerbudget.behalf",
    "deltagerbudget.ballots",
    "deltagerbudget.polling",
    "deltagerbudget.results",
    "deltagerbudget.letters",
    "deltagerbudget.scrutiny",
    "deltagerbudget.realisation",
    "deltagerbudget.evaluation",
    "deltagerbudget.notifications",
    "deltagerbudget.mydata",
    "deltagerbudget.demo",
    "deltagerbudget.site",
    "deltagerbudget.backoffice",
    "deltagerbudget.operate",
]
AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
LOGIN_URL = "accounts:login"

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "deltagerbudget.config.middleware.access_log",
    "deltagerbudget.config.middleware.language_of_path",
    "deltagerbudget.config.middleware.files_host",
    "deltagerbudget.config.middleware.body_limit",
    "csp.middleware.CSPMiddleware",
    "deltagerbudget.config.middleware.security_headers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "deltagerbudget.behalf.middleware.BehalfMiddleware",
    "deltagerbudget.acts.middleware.MarkMiddleware",
]
ROOT_URLCONF = "deltagerbudget.config.urls"
WSGI_APPLICATION = "deltagerbudget.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "deltagerbudget.config.context.installation",
                "deltagerbudget.backoffice.context.staff",
                "deltagerbudget.behalf.context.assistance",
                "deltagerbudget.ballots.kiosk.screen",
            ]
        },
    }
]
FORM_RENDERER = "deltagerbudget.ui.forms.Renderer"

# Language and time: decided by the path alone (config.middleware.language_of_path).
LANGUAGE_CODE = "da"
LANGUAGES = [("da", "Dansk"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Copenhagen"

STATIC_URL = "/static/"
STATIC_ROOT = env.path("DELTAGERBUDGET_STATIC", DATA_DIR / "static")
HASHED_STATIC = env.flag("DELTAGERBUDGET_HASHED_STATIC", default=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if HASHED_STATIC
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not HASHED_STATIC
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# Cookies. `__Host-` binds a cookie to this very host, and a browser accepts it over https only.
_prefix = "__Host-" if SECURE_COOKIES else ""
SESSION_COOKIE_NAME = f"{_prefix}session"
SESSION_COOKIE_SECURE = SECURE_COOKIES
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_SERIALIZER = "django.contrib.sessions.serializers.JSONSerializer"
CSRF_COOKIE_NAME = f"{_prefix}csrf"
CSRF_COOKIE_SECURE = SECURE_COOKIES
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "deltagerbudget.config.errors.csrf_failure"

SECURE_SSL_REDIRECT = SECURE_COOKIES
SECURE_REDIRECT_EXEMPT = [r"^sundhed/$"]
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if SECURE_COOKIES else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

_tiles = [environment.tiles_origin(MAP_TILES)] if MAP_TILES else []
_issuers = [urlsplit(address) for address in (IDENTITY_ISSUER, STAFF_ISSUER) if address]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "img-src": [SELF, "data:", *_tiles, *([MEDIA_ORIGIN] if MEDIA_ORIGIN else [])],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
        # A browser follows a form's redirect only to an origin named here: logging in leads to the issuer.
        "form-action": [SELF, *(f"{issuer.scheme}://{issuer.netloc}" for issuer in _issuers)],
    }
}

# Whole forms are small. A file goes to the disk as it comes, and what is larger than a form can explain is not read.
DATA_UPLOAD_MAX_MEMORY_SIZE = 512 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 5
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
UPLOAD_MAX_BODY = 32 * 1024 * 1024

# Mail. In demo mode nothing leaves the machine: the outbox is read on a page.
EMAIL_BACKEND = (
    "django.core.mail.backends.locmem.EmailBackend" if DEMO else "django.core.mail.backends.smtp.EmailBackend"
)
EMAIL_HOST = env.text("DELTAGERBUDGET_MAIL_HOST", "localhost")
EMAIL_PORT = env.number("DELTAGERBUDGET_MAIL_PORT", 25)
EMAIL_HOST_USER = env.text("DELTAGERBUDGET_MAIL_USER")
EMAIL_HOST_PASSWORD = env.text("DELTAGERBUDGET_MAIL_PASSWORD")
EMAIL_USE_TLS = env.flag("DELTAGERBUDGET_MAIL_TLS")
EMAIL_TIMEOUT = 20
# How many a minute the mail server is asked to take, and the hour in Denmark at which collected news is sent.
MAILS_PER_MINUTE = env.number("DELTAGERBUDGET_MAILS_PER_MINUTE", 300)
DIGEST_HOUR = int(env.word("DELTAGERBUDGET_DIGEST_HOUR", "7", tuple(str(hour) for hour in range(24))))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("DELTAGERBUDGET_MAIL_FROM", CONTACT_EMAIL)

LOGGING_CONFIG = "deltagerbudget.config.logging.configure"
LOGGING = logs.settings(style=env.word("DELTAGERBUDGET_LOG", "console" if DEMO else "json", ("console", "json")))

env.refuse_unknown()
if _problems := problems(globals()):
    raise ImproperlyConfigured("This installation is not safe to start:\n- " + "\n- ".join(_problems))
