"""One settings file, read from the environment. `docs/settings.md` lists every variable."""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from jobmanager import admin_theme, embedded

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = embedded.var_dir()


def _flag(name: str, default: bool = False) -> bool:
    return os.environ.get(name, str(int(default))).lower() in {"1", "true", "yes", "on"}


def _list(name: str, default: str = "") -> list[str]:
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def _database(url: str) -> dict[str, object]:
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured(f"DATABASE_URL must start with postgresql://, not {parts.scheme}://")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        # A new connection for each request costs five times the request; a stale one is tried before use.
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        # A database whose machine is gone says nothing: the network is asked, and it is found out within a minute.
        "OPTIONS": {
            "connect_timeout": 5,
            "application_name": "jobmanager",
            "keepalives_idle": 20,
            "keepalives_interval": 5,
            "keepalives_count": 4,
            "tcp_user_timeout": 40_000,
        },
    }


DEMO = _flag("DEMO")
DEBUG = _flag("DEBUG")
SECRET_KEY = os.environ.get("SECRET_KEY", "")
FIELD_KEYS = _list("FIELD_KEYS")
if not SECRET_KEY or not FIELD_KEYS:
    # A laptop trial and the tests get keys of their own, kept under var/; a server must be given its own.
    if os.environ.get("DATABASE_URL") and not (DEMO or _flag("TESTING")):
        raise ImproperlyConfigured("SECRET_KEY and FIELD_KEYS must be set when DATABASE_URL is")
    SECRET_KEY = SECRET_KEY or embedded.local_secret(VAR_DIR, "secret_key")
    FIELD_KEYS = FIELD_KEYS or [embedded.local_fernet_key(VAR_DIR)]

DATABASES = {"default": _database(os.environ.get("DATABASE_URL") or embedded.database_url(VAR_DIR))}
REDIS_URL = os.environ.get("REDIS_URL") or embedded.redis_url(VAR_DIR)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

ALLOWED_HOSTS = _list("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = _list("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "unfold.apps.BasicAppConfig",
    "jobmanager.apps.AuditedAdmin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "csp",
    "axes",
    "django_celery_beat",
    "oms",
    "integrations",
    "jobs",
    "webhooks",
    "console",
    "console.api",
]

MIDDLEWARE = [
    "console.frame.middleware.RequestId",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "jobmanager.admin_site.AdminPolicy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Compresses pages, their live regions and downloads: docs/console.md says why that gives no secret away.
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "console.frame.middleware.ButtonAddresses",
    "console.frame.middleware.DeclaredRoles",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "jobmanager.urls"
WSGI_APPLICATION = "jobmanager.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_CALLABLE = "console.frame.session.locked_out"
CSRF_FAILURE_VIEW = "console.frame.errors.csrf_failure"
AXES_VERBOSE = False
LOGIN_URL = "/login/"
LOGIN_REDIRECT_URL = "/"

TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = False
LANGUAGE_CODE = "en"

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # A file's address holds a hash of what is in it, so browsers keep it for good; a name without a file is an error.
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Results and events are off: a run's truth is its row. Publishing never waits for a broken broker.
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_PUBLISH_RETRY = False
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_DEFAULT_QUEUE = "jobs"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
# A broker that is full refuses commands; without this the worker ends for good instead of trying again.
CELERY_BROKER_CHANNEL_ERROR_RETRY = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_timeout": 10,
    "socket_connect_timeout": 2,
    "socket_keepalive": True,
    "health_check_interval": 5,
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0,
    "interval_max": 0,
}
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULER = "jobs.engine.scheduling:SlotScheduler"

# Engine, in seconds. Tests shorten them.
ENGINE_LEASE = float(os.environ.get("ENGINE_LEASE", "60"))
ENGINE_SWEEP_EVERY = float(os.environ.get("ENGINE_SWEEP_EVERY", "10"))
ENGINE_RESEND_AFTER = float(os.environ.get("ENGINE_RESEND_AFTER", "30"))

CELERY_BEAT_SCHEDULE = {
    "sweep": {"task": "jobs.sweep", "schedule": ENGINE_SWEEP_EVERY, "options": {"queue": "jobs", "expires": 10}}
}

# Shopify. The sandbox store stands in where SANDBOX_URL names it; see docs/settings.md.
SHOPIFY_API_VERSION = os.environ.get("SHOPIFY_API_VERSION", "2026-10")
SANDBOX_URL = os.environ.get("SANDBOX_URL", "")

# Webhooks: where Shopify reaches us from outside; the largest body that is read, the seconds it may take to come,
# and those between two rows that tell of a larger one.
WEBHOOK_ADDRESS = os.environ.get("WEBHOOK_ADDRESS", "")
WEBHOOK_BODY_LIMIT = int(os.environ.get("WEBHOOK_BODY_LIMIT", "5242880"))
WEBHOOK_BODY_PATIENCE = float(os.environ.get("WEBHOOK_BODY_PATIENCE", "10"))
WEBHOOK_ALERT_EVERY = float(os.environ.get("WEBHOOK_ALERT_EVERY", "10"))

# Letters. Without a host none are sent, and whoever wanted to send one is told so.
EMAIL_HOST = os.environ.get("EMAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("EMAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_PASSWORD", "")
EMAIL_USE_TLS = not _flag("EMAIL_PLAIN")
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("EMAIL_FROM", "jobmanager@localhost")
EMAIL_DOMAIN = DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ")
# Hosts inside the house that alerts may be posted to, although they are not public.
OUTGOING_ALLOW_HOSTS = _list("OUTGOING_ALLOW_HOSTS")

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 3600
HTTPS = _flag("HTTPS")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None

_SELF = "'self'"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": [_SELF],
        "style-src": [_SELF],
        "img-src": [_SELF, "data:", "https://cdn.shopify.com"],
        "font-src": [_SELF],
        "connect-src": [_SELF],
        "form-action": [_SELF],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

UNFOLD = admin_theme.UNFOLD

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "jobmanager.log_lines.LineFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL", "INFO")},
}
