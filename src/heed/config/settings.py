"""Settings, read once from the environment. Every variable is described in docs/reference/settings.md.

Nothing here may differ by machine except through a variable that begins with HEED_.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml
from environs import Env, validate

env = Env(prefix="HEED_")

PACKAGE = Path(__file__).resolve().parents[1]
HOUSE = PACKAGE.parents[1]
"""The repository: rules, demo and built front-end files stand beside the code."""

DATA = Path(env.str("DATA", str(HOUSE / "var"))).expanduser().resolve()
"""The one folder that holds everything a user could lose."""

DEMO = env.bool("DEMO", False)
"""Only true for the demo partnership: offers its cast for one-click sign-in, refuses real data."""

ANCHOR = Path(env.str("ANCHOR", str(DATA.parent / f"{DATA.name}-audit-anchor.jsonl"))).expanduser()
"""The file outside the database that holds the heads of the audit log; best on another volume."""
ANCHOR_MAIL = env.str("ANCHOR_MAIL", "")
"""Where the heads of the audit log are mailed once a day."""

RULES = Path(env.str("RULES", str(HOUSE / "rules")))
RENDERED = Path(env.str("RENDERED", str(HOUSE / "build" / "static")))
"""Compiled style sheets and the front-end files that set-up installs from npm."""


def _secret_key() -> str:
    """The signing key: given, or made once and kept in the data folder, readable by its owner only."""
    given: str = env.str("SECRET_KEY", "")
    if given:
        return given
    kept = DATA / "secret-key"
    if not kept.exists():
        DATA.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Whole before it has its name: several processes may start at one moment, and all must read the same.
        with tempfile.NamedTemporaryFile("w", dir=DATA, prefix=".secret-key-") as made:
            made.write(secrets.token_urlsafe(50))
            made.flush()
            os.fsync(made.fileno())
            with contextlib.suppress(FileExistsError):
                os.link(made.name, kept)
    return kept.read_text().strip()


SECRET_KEY = _secret_key()
DEBUG = env.bool("DEBUG", False)
ALLOWED_HOSTS: list[str] = env.list("HOSTS", ["localhost", "127.0.0.1", "[::1]"])
HTTPS = env.bool("HTTPS", False)
"""True where a proxy in front of Heed speaks HTTPS; cookies are then sent over HTTPS only."""
CSRF_TRUSTED_ORIGINS: list[str] = env.list("ORIGINS", [])

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_guid",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "heed.platform.base",
    "heed.platform.accounts",
    "heed.platform.partnerships",
    "heed.platform.access",
    "heed.platform.audit_log",
    "heed.platform.rules",
    "heed.platform.files",
    "heed.platform.jobs",
    "heed.platform.ui",
    "heed.platform.registers",
    "heed.platform.history",
    "heed.platform.entrance",
    "heed.platform.drafts",
    "heed.platform.notices",
    "heed.platform.single_use",
    "heed.platform.safekeeping",
    "heed.platform.people",
    "heed.platform.demo",
    "heed.platform.approvals",
    "heed.library",
    "heed.reviews",
    "heed.chronologies",
    "heed.learning",
    "heed.plans",
    "heed.agencies",
    "heed.successions",
    "heed.intake",
    "heed.assurance",
    "heed.governance",
    "heed.memory",
    "heed.information",
    "heed.reports",
    "heed.publishing",
    "heed.home",
]

MIDDLEWARE = [
    "django_guid.middleware.guid_middleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "heed.platform.http.open_pages.OpenPages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "heed.platform.http.middleware.ErrorsAsPages",
    "heed.platform.http.middleware.PrivatePages",
    "heed.platform.http.audited.AuditedRequests",
    "heed.platform.http.middleware.BoundedBodies",
    "heed.platform.drafts.middleware.KeptDrafts",
    "heed.platform.http.middleware.KnownActor",
    "heed.platform.entrance.middleware.SessionLimits",
    "heed.platform.entrance.middleware.SecondFactorFirst",
    "heed.platform.drafts.middleware.HeldForms",
    "heed.platform.http.middleware.PlainWords",
]

ROOT_URLCONF = "heed.config.urls"
WSGI_APPLICATION = "heed.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [PACKAGE / "platform" / "ui" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {"environment": "heed.platform.ui.environment.make_environment"},
    },
]

# One file by default; PostgreSQL by one setting. What is acknowledged is on the disk in both.
_SQLITE = {
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA busy_timeout=10000;"
    ),
    "transaction_mode": "IMMEDIATE",
    "timeout": 10,
}
# Disks find any place as quickly as the next, so that an index is read where it holds all that is asked; and a page
# takes one processor, not three: a count of 200,000 actions takes a third of the work.
_POSTGRESQL = {
    "options": "-c synchronous_commit=on -c random_page_cost=1.1 -c max_parallel_workers_per_gather=0"
}
DATABASES = {"default": env.dj_db_url("DATABASE", f"sqlite:///{DATA / 'heed.sqlite3'}")}
DATABASES["default"]["OPTIONS"] = {
    **DATABASES["default"].get("OPTIONS", {}),
    **(_SQLITE if DATABASES["default"]["ENGINE"].endswith("sqlite3") else _POSTGRESQL),
}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "heed_cache",
        # Counts of failed sign-ins live here; with the default of 300, guessing at many names would wipe them.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

# Safekeeping
BACKUP_FOLDER = Path(env.str("BACKUP_FOLDER", str(DATA / "backups"))).expanduser().resolve()
"""Where scheduled backups go; best on another disk or machine than the data."""
BACKUP_AT: str = env.str("BACKUP_AT", "02:30")
"""When: times of the day ("02:30 12:30"), or "every 15 minutes"; "never" where another program runs heed backup."""
BACKUP_KEEP: int = env.int("BACKUP_KEEP", 14)
"""How many scheduled backups stay; older ones are removed after a newer one has been proven."""
BACKUP_KEY = Path(env.str("BACKUP_KEY", str(DATA / "backup-key"))).expanduser().resolve()
"""The key that closes scheduled backups, made at the first one. Keep a copy apart from this machine."""

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = False

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "heed.platform.accounts.adapter.InvitedOnly"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_RATE_LIMITS = {
    "login_failed": "10/5m/ip,5/5m/key",
    "login": "30/m/ip",
    "reset_password": "10/5m/ip",
}
# Behind a proxy all come from its address: the limits on guessing count the one that the proxy says.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if HTTPS else 0
MAIL_SENT = bool(env.str("MAIL", ""))
"""smtp://name:password@host:587?tls=true. Without it Heed sends nothing, and shows links to hand on instead."""
_mail = env.dj_email_url("MAIL", "dummy://")
EMAIL_BACKEND, EMAIL_HOST, EMAIL_PORT = _mail["EMAIL_BACKEND"], _mail["EMAIL_HOST"], _mail["EMAIL_PORT"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_USER"] or "", _mail["EMAIL_HOST_PASSWORD"] or ""
EMAIL_USE_TLS, EMAIL_USE_SSL = _mail["EMAIL_USE_TLS"], _mail["EMAIL_USE_SSL"]
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", "Heed <heed@localhost>")
EMAIL_TIMEOUT = 20
SITE: str = env.str("SITE", "").rstrip("/")
FOLLOW_LINKS = env.bool("FOLLOW_LINKS", False)
"""Whether the network is asked once a week which addresses in published learning lead nowhere."""
"""Where people open Heed (https://heed.example.org): digests that are mailed lead there. Empty: they say no address."""
INVITATION_DAYS = env.int("INVITATION_DAYS", 7)
PASSWORD_LINK_HOURS = env.int("PASSWORD_LINK_HOURS", 24)

PROVIDERS_FILE = Path(env.str("PROVIDERS", str(DATA / "sign-in-providers.yaml")))
"""Identity providers for single sign-on: which organisation signs in where. docs/how-to/sign-in.md describes it."""


def _providers() -> Any:
    """What the file says, as it is written; `entrance.providers` checks it."""
    if not PROVIDERS_FILE.is_file():
        return []
    return yaml.safe_load(PROVIDERS_FILE.read_text(encoding="utf-8")) or []


PROVIDERS = _providers()

ACCOUNT_FORMS = {"login": "heed.platform.entrance.forms.SignInForm"}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60
ACCOUNT_REAUTHENTICATION_REQUIRED = True

# Second factors: an app's codes, passkeys (hardware keys among them) and printed recovery codes.
SECOND_FACTOR = env.bool("SECOND_FACTOR", True)
"""False only where nobody else can reach this machine: then nobody is made to have a second factor."""
MFA_ADAPTER = "heed.platform.accounts.adapter.SecondFactors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
# Addresses are known by invitation; Heed asks nobody to confirm one.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Heed"
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_WEBAUTHN_USER_VERIFICATION = "preferred"

SESSION_COOKIE_AGE = env.int("SESSION_HOURS", 12) * 60 * 60
"""A session ends so many seconds after signing in, however busy it was."""
IDLE_SECONDS = env.int("IDLE_MINUTES", 60) * 60
"""A session ends after so many seconds without a request."""
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_SSL_REDIRECT = HTTPS
# What watches over Heed asks from the same machine, without the proxy.
SECURE_REDIRECT_EXEMPT = [r"^health/$"]
# With "no-referrer" browsers send "Origin: null" with forms, and the check against forged requests refuses them.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "heed.platform.http.views.csrf_failed"


def _origins_of_providers() -> list[str]:
    """Where browsers are sent on to when they sign in: the provider's own address, and others that it names."""
    given = [
        address
        for each in PROVIDERS
        if isinstance(each, dict)
        for address in (str(each.get("issuer", "")), *map(str, each.get("origins", [])))
    ]
    return sorted({f"{parts.scheme}://{parts.netloc}" for parts in map(urlsplit, given) if parts.netloc})


CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        # A form that leads on to an identity provider is held to this as well.
        "form-action": ["'self'", *_origins_of_providers()],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}

STATIC_URL = "static/"
STATIC_ROOT = RENDERED / "collected"
STATICFILES_DIRS = [RENDERED / "front-end"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": DATA}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
CLAMAV = env.str("CLAMAV", "")
"""Where clamd listens: `unix:/run/clamav/clamd.ctl` or `host:port`. Empty: no scanner is asked."""
MAX_DOCUMENT_BYTES = 50 * 1024 * 1024
MAX_UPLOAD_BYTES = 10 * MAX_DOCUMENT_BYTES

DJANGO_GUID = {"GUID_HEADER_NAME": "Correlation-ID", "RETURN_HEADER": True, "VALIDATE_GUID": True}
LOG_FORMAT: str = env.str("LOG_FORMAT", "line", validate=validate.OneOf(["line", "json"]))
"""How log lines look: a line for people, or JSON for those who collect them."""
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "django_guid.log_filters.CorrelationId"}},
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s %(correlation_id)s %(message)s"},
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(process)d %(correlation_id)s %(message)s",
            "rename_fields": {
                "asctime": "at",
                "levelname": "level",
                "name": "from",
                "correlation_id": "request",
            },
        },
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT, "filters": ["request_id"]}
    },
    "loggers": {
        # It says of every request that it has given it a number.
        "django_guid": {"level": "WARNING"},
        # It warns of each rule of a font's file that it does not know, in every PDF.
        "weasyprint": {"level": "ERROR"},
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "WARNING")},
}
