"""Django's settings, all from `postroom.config` and none from anywhere else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import django_stubs_ext
from django.utils.translation import gettext_lazy as _
from psycopg.conninfo import conninfo_to_dict

from postroom import config as postroom_config
from postroom.settings.assets import assets_name

django_stubs_ext.monkeypatch()

CONFIG = postroom_config.load()
PACKAGE = Path(__file__).resolve().parent.parent

SECRET_KEY = CONFIG.secret_key
DEBUG = CONFIG.debug
ALLOWED_HOSTS = ["*"]  # the public address is checked by web.middleware, which can explain itself
CSRF_TRUSTED_ORIGINS = [CONFIG.public_url] if CONFIG.public_url.startswith("http") else []
if CONFIG.trusted_proxies:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    USE_X_FORWARDED_HOST = True

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",  # its table has been left for postroom.models.Session; migration 0007 names it
    "django.contrib.humanize",  # allauth's list of security keys
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "django_prose_editor",
    "procrastinate.contrib.django",
    "postroom",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "postroom.web.assets.AssetsMiddleware",
    "postroom.web.assets.FreshAssetsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "postroom.web.sign_in.lasting.SessionLengthMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "postroom.web.middleware.UserLocaleMiddleware",
    "postroom.web.middleware.ContentSecurityPolicyMiddleware",
]

ROOT_URLCONF = "postroom.web.urls"
ASGI_APPLICATION = "postroom.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "django.templatetags.l10n",
                "django_htmx.templatetags.django_htmx",
                "postroom.web.ui.frame",
                "postroom.web.ui.controls",
                "postroom.web.ui.field",
                "postroom.web.ui.containers",
                "postroom.web.ui.marks",
                "postroom.web.ui.paging",
                "postroom.web.ui.moments",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "postroom.web.context.frame",
            ],
        },
    }
]
FORM_RENDERER = "postroom.web.ui.widgets.Renderer"


def _database(url: str) -> dict[str, Any]:
    parts = {key: str(value) for key, value in conninfo_to_dict(url).items() if value is not None}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname", "postroom"),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
        "CONN_MAX_AGE": 0,
        # Of use to `postroom.prepared` only: Django writes values into its statements itself.
        "OPTIONS": {**parts, "prepare_threshold": 1, "pool": {"min_size": 0, "max_size": 32, "timeout": 20}},
        # Savepoints in the house are for one purpose only: isolating one bad mail. None is made silently.
        "ATOMIC_REQUESTS": False,
    }


DATABASES = {"default": _database(CONFIG.database_url)}
# Guesses of passwords are counted here, together for all processes and machines.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "postroom_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "postroom.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "postroom.people.passwords.LongEnough"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "postroom.people.passwords.WithoutForbiddenWords"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "postroom.web.account_adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if CONFIG.public_url.startswith("https") else "http"
MFA_ADAPTER = "postroom.web.mfa_adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = CONFIG.debug
EMAIL_BACKEND = "postroom.delivery.account_mail.Backend"

SESSION_ENGINE = "postroom.people.session_store"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14  # of somebody who has not signed in; web.sign_in.lasting knows the others
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = CONFIG.public_url.startswith("https")
SESSION_COOKIE_HTTPONLY = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

MICROSOFT_ENDPOINTS = CONFIG.microsoft_endpoints
GOOGLE_ENDPOINTS = CONFIG.google_endpoints

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("de", _("German"))]
LOCALE_PATHS = [PACKAGE / "locale", PACKAGE / "locale_libraries"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

ASSETS = "now" if CONFIG.debug else assets_name(PACKAGE / "web" / "static")
STATIC_URL = f"/static/{ASSETS}/"
STATICFILES_DIRS = [PACKAGE / "web" / "static"]
# Files come straight from the packages that hold them: no collecting step between an update and a right page.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = CONFIG.debug
# Every address names what it leads to.
WHITENOISE_IMMUTABLE_FILE_TEST = ".^" if CONFIG.debug else "^/static/"


LOGGING_CONFIG = None
