"""Settings. Everything a city changes comes from the environment; docs/settings.md lists each variable."""

from email.utils import formataddr
from pathlib import Path
from typing import Any

import environ
from csp.constants import NONCE, NONE, SELF

env = environ.Env()
ROOT = Path(__file__).resolve().parents[3]
PACKAGE = Path(__file__).resolve().parents[1]
STATE = Path(env.str("STATE_FOLDER", default=str(ROOT / "var")))
FILES_FOLDER = Path(env.str("FILES_FOLDER", default=str(STATE / "files")))

# --- The city -------------------------------------------------------------------------------------------------------
CITY_NAME = env.str("CITY_NAME", default="Mulhouse")
SITE_NAME = env.str("SITE_NAME", default=f"{CITY_NAME}, c'est vous")
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
CITY_LOGO = env.str("CITY_LOGO", default="")
CITY_ACCENT = env.str("CITY_ACCENT", default="")
CITY_ACCENT_DARK = env.str("CITY_ACCENT_DARK", default="")
CITY_PAPER = env.str("CITY_PAPER", default="")
CITY_CONTACT = env.str("CITY_CONTACT", default="participation@exemple.test")
# For the legal notice: who answers for what is published, and whose machines serve it.
CITY_PUBLISHER = env.str("CITY_PUBLISHER", default="")
CITY_HOST = env.str("CITY_HOST", default="")
# An example city says so on every page and offers its people to sign in as. Never set it in a real one.
EXAMPLE_CITY = env.bool("EXAMPLE_CITY", default=False)

# --- Security -------------------------------------------------------------------------------------------------------
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
HTTPS = env.bool("HTTPS", default=False)
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
# For this host alone: the city's other sites are not ours to bind, and a list in browsers is not left in a day.
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
if env.bool("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    # Rate limits count the reader's address, which the one proxy before us appends to X-Forwarded-For.
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
if HTTPS:
    # By these names, browsers take them from this very host alone: no other site of the city can slip in its own.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: [] for name in ("camera", "geolocation", "microphone", "payment", "usb", "display-capture", "autoplay")
}
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# --- The house ------------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "cestvous.web",
    "cestvous.commands",
    "cestvous.institutions.agency",
    "cestvous.activities.decisions",
    "cestvous.activities.syntheses",
    "cestvous.activities.contributions",
    "cestvous.activities.questions",
    "cestvous.procedure.consultations",
    "cestvous.foundation.discussions",
    "cestvous.foundation.sources",
    "cestvous.foundation.files",
    "cestvous.foundation.organisations",
    "cestvous.foundation.translations",
    "cestvous.foundation.drafts",
    "cestvous.foundation.authors",
    "cestvous.foundation.mandates",
    "cestvous.foundation.people",
    "cestvous.foundation.territories",
    "cestvous.foundation.journal",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "csp",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "cestvous.web.middleware.PrivacyMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "cestvous.web.middleware.RefusalMiddleware",
]
ROOT_URLCONF = "cestvous.config.urls"
WSGI_APPLICATION = "cestvous.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "cestvous.web.context.site",
            ],
            "builtins": ["cestvous.web.design.templatetags.design", "django.templatetags.i18n"],
        },
    }
]

# --- Databases ------------------------------------------------------------------------------------------------------
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{STATE / 'cestvous.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"].setdefault("OPTIONS", {}).update(
        # Immediate: two deferred transactions that both turn to writing fail at once instead of waiting.
        # FULL: what was acknowledged survives a power cut.
        transaction_mode="IMMEDIATE",
        timeout=20,
        init_command="PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    )
else:
    DATABASES["default"].update(CONN_MAX_AGE=600, CONN_HEALTH_CHECKS=True)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Holds who asked how often. Full, it forgets a third of that: 300, its usual size, are soon asked by a stranger.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 200_000},
    },
    # Documents as last drawn, in the memory of each process: words taken back leave no trace on a disk.
    "documents": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "documents",
        "TIMEOUT": 600,
        "OPTIONS": {"MAX_ENTRIES": 12},
    },
}

# --- Accounts -------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "cestvous.web.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "cestvous.web.accounts.forms.ResidentForm"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
# The link of the mail signs in whoever opens it in the browser that signed up, and nobody else.
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
# One address for each account: a new one replaces it once confirmed, after the password was asked for again.
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_RATE_LIMITS = {
    # A library or a town hall shares one address among many people: by the hour, not only by the minute.
    "signup": "10/m/ip,60/h/ip",
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/300s/key",
    "reset_password": "10/m/ip,5/h/key",
    "reset_password_from_key": "20/m/ip",
    "confirm_email": "1/180s/key",
    "manage_email": "10/m/user",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
}
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"

# --- Mail -----------------------------------------------------------------------------------------------------------
vars().update(env.email("EMAIL_URL", default="consolemail://"))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("MAIL_FROM", default=formataddr((SITE_NAME, CITY_CONTACT)))

# --- Languages and time ---------------------------------------------------------------------------------------------
LANGUAGE_CODE = "fr"
# Those of the screens, each by the name it gives itself. English is what the code says: it has no catalogue to fill.
LANGUAGES = [("fr", "Français"), ("en", "English"), ("de", "Deutsch")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = USE_TZ = True
TIME_ZONE = env.str("TIME_ZONE", default="Europe/Paris")

# --- Files we ship, and keep ----------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = STATE / "static"
STORAGES: dict[str, dict[str, Any]] = {
    # What people send. Kept out of reach of any web server: our own pages ask who may see it.
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": FILES_FOLDER, "file_permissions_mode": 0o600, "directory_permissions_mode": 0o700},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 31_536_000
WHITENOISE_ALLOW_ALL_ORIGINS = False
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_048_576
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

# --- Files that people send -----------------------------------------------------------------------------------------
PICTURE_MEGABYTES = env.int("PICTURE_MEGABYTES", default=12)
DOCUMENT_MEGABYTES = env.int("DOCUMENT_MEGABYTES", default=20)
# All that one form may weigh; what is heavier is refused before any of it is read.
UPLOAD_MEGABYTES = env.int("UPLOAD_MEGABYTES", default=80)
# Sites whose videos a presentation may show, on a click: www.youtube.com, and PeerTube sites by their name.
VIDEO_HOSTS = env.list("VIDEO_HOSTS", default=["www.youtube.com"])
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_HANDLERS = [
    "cestvous.web.files.weighing.HeavyRequestHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
}
