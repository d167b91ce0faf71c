"""Django's settings, all of them drawn from ``judge.env``. Nothing else reads the environment."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlparse

from csp.constants import NONCE, NONE, SELF
from pydantic import ValidationError

from judge.env import ROOT, Env, explain, secret
from runners.registry import template_folders

try:
    ENV = Env()
except ValidationError as error:
    sys.exit("Bad settings: " + "; ".join(explain(fault) for fault in error.errors()))

HOME: Path = ENV.home
for folder in ("run", "logs", "queue/messages", "queue/control"):
    (HOME / folder).mkdir(parents=True, exist_ok=True)

SECRET_KEY = secret(HOME, "django").hex()
INSTALLATION_SECRET = secret(HOME, "installation")
DEBUG = ENV.debug
ALLOWED_HOSTS = ENV.allowed_hosts.split(",")
PROXIES = [ip_network(proxy) for proxy in ENV.proxies.split(",")]
ROOT_URLCONF = "judge.urls"
WSGI_APPLICATION = "judge.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "accounts",
    "questions",
    "study",
    "judge",
    "interviews",
    "allauth",
    "allauth.account",
    "rules.apps.AutodiscoverRulesConfig",
    "rest_framework",
    "drf_spectacular",
    "csp",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "judge.visitor_address.VisitorAddress",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "judge.form_addresses.FormAddresses",
    "judge.plain_addresses.PlainAddresses",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates", *template_folders()],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "judge.context.site",
            ],
        },
    },
]


def need(module: str, setting: str) -> None:
    """Stop at the start when a setting asks for a package that is not installed."""
    if find_spec(module) is None:
        sys.exit(f"Bad settings: {setting} needs {module}; install it by: pip install 'tuneroom[server]'")


def database(url: str) -> dict[str, Any]:
    """Turn ``sqlite:///PATH`` or ``postgres://user:password@host:port/name`` into Django's table; a socket is
    named by ``?host=FOLDER``."""
    parts = urlparse(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": parts.path,
            # Tests use threads, as the worker does: a file, since memory cannot be shared well.
            "TEST": {"NAME": f"{parts.path}.test"},
            "OPTIONS": {
                "timeout": 20,
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
                " PRAGMA foreign_keys=ON; PRAGMA busy_timeout=20000;",
            },
        }
    if parts.scheme in {"postgres", "postgresql"}:
        need("psycopg", "TUNEROOM_DATABASE_URL")
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": parts.path.lstrip("/"),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or parse_qs(parts.query).get("host", [""])[0],
            "PORT": parts.port or "",
        }
    sys.exit(f"Bad settings: TUNEROOM_DATABASE_URL must be sqlite:/// or postgres://, not {url!r}")


if ENV.server == "asgi":
    need("uvicorn", "TUNEROOM_SERVER")
DATABASES = {
    "default": database(ENV.database_url or f"sqlite:///{HOME / 'tuneroom.sqlite3'}")
    # Connections stay open between requests. The first to open an SQLite file writes beside it, which a full
    # disk does not let it, so that nothing could be read any more.
    # Under ASGI each request has a thread of its own, which takes its connection with it.
    | {"CONN_MAX_AGE": 0 if ENV.server == "asgi" else 600, "CONN_HEALTH_CHECKS": True}
}

# What is counted here (calls of the API, attempts to sign in) counts for all processes together. A file for
# each counter is enough for one machine; many have a Redis, which is their broker.
CACHES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "judge.counters.CounterFiles",
        "LOCATION": HOME / "cache",
        "OPTIONS": {"MAX_ENTRIES": 1_000},
    }
}
if ENV.broker_url.startswith(("redis://", "rediss://")):
    CACHES["default"] = {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": ENV.broker_url,
        "KEY_PREFIX": "tuneroom",
    }

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LANGUAGE_CODE = "en"
LOCALE_PATHS = [ROOT / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True

# A page on which a package is written sends all of its texts at once (questions.authoring.package_forms).
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024

STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
STATICFILES_DIRS = [ROOT / "frontend" / "dist"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not ENV.development
SESSION_COOKIE_HTTPONLY = True

REST_FRAMEWORK = {
    # Bearer first: a caller who brings nothing is told 401 and what to bring.
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "judge.api.auth.BearerToken",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated", "judge.api.auth.MayWrite"],
    "DEFAULT_THROTTLE_CLASSES": ["judge.api.common.Visitors", "judge.api.common.Callers"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "judge.api.problems_json.handle",
    # The browsable pages would need inline styles, which the site's policy forbids.
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    # OPTIONS would describe the form of a view, which most of ours do not have. The schema describes all.
    "DEFAULT_METADATA_CLASS": None,
    # Anybody can send X-Forwarded-For; judge.visitor_address says whose word counts.
    "NUM_PROXIES": 0,
}

SPECTACULAR_SETTINGS = {
    "TITLE": "Tuneroom",
    "DESCRIPTION": "The interview room for LLM engineers: everything that a candidate does on the pages.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "judge.api.docs.with_refusals",
    ],
    "ENUM_NAME_OVERRIDES": {
        "StateEnum": "judge.states.State",
        "VerdictEnum": "judge.states.Verdicts",
        "DifficultyEnum": "questions.models.Difficulty",
    },
}

QUEUE_FOLDER = HOME / "queue"
if ENV.broker_url.startswith(("redis://", "rediss://")):
    need("redis", "TUNEROOM_BROKER_URL")
CELERY_BROKER_URL = ENV.broker_url or "filesystem://localhost"
if not ENV.broker_url:
    CELERY_BROKER_TRANSPORT = "judge.folder_queue:Transport"
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {}
    if ENV.broker_url
    else {
        "data_folder_in": str(QUEUE_FOLDER / "messages"),
        "data_folder_out": str(QUEUE_FOLDER / "messages"),
        "control_folder": str(QUEUE_FOLDER / "control"),
        "polling_interval": 0.005,  # half of it is what a submission waits, on average
    }
)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_DEFAULT_QUEUE = "cpu"
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": ENV.log_level},
    # Celery would write two lines for every message about nothing.
    "loggers": {name: {"level": "WARNING"} for name in ("celery.app.trace", "celery.worker.strategy")},
}
