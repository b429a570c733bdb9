"""Settings of okote_flow. Everything that differs between machines comes from the environment."""

import hashlib
from pathlib import Path

import django_stubs_ext
import environ
from django.core.exceptions import ImproperlyConfigured

django_stubs_ext.monkeypatch()  # File[bytes], BaseFormSet[…]: what the type checker knows, at run time too

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent

DEBUG = env.bool("OKOTE_DEBUG", default=False)
DEMO = env.bool("OKOTE_DEMO", default=False)  # fictional world, its own date, "Avancer le temps"
REHEARSAL = env.bool("OKOTE_REHEARSAL", default=False)  # `manage.py rehearsal_room`: a meeting to train on
SECRET_KEY = env.str("SECRET_KEY", default="only-for-development" if DEBUG else "")
if not SECRET_KEY:
    raise ImproperlyConfigured("SECRET_KEY is missing: set it in the environment, or OKOTE_DEBUG=1 to try things out.")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SITE_URL = env.str("SITE_URL", default="http://localhost:8000")
PUBLISHER = env.str("PUBLISHER", default="Association Alsace Active")
CONTACT_EMAIL = env.str("CONTACT_EMAIL", default="contact@okote.test")
GIFT_IBAN = env.str("GIFT_IBAN", default="")  # where transfers of donors go; empty: given on request
SPECIMEN_IBAN = "FR7630001007941234567890185"
BANK_IBAN = env.str("BANK_IBAN", default=SPECIMEN_IBAN if DEBUG else "")  # the account that pays
if DEMO:
    BANK_IBAN = SPECIMEN_IBAN  # a fictional world never names a real account, and its statements are of this one
BANK_BIC = env.str("BANK_BIC", default="")
POSTAL_ADDRESS = env.str("POSTAL_ADDRESS", default="")
PAYMENTS_SIMULATED = DEBUG or DEMO or REHEARSAL  # the page on which no money moves is there
PAYMENT_PROVIDER = env.str("PAYMENT_PROVIDER", default="simulated" if PAYMENTS_SIMULATED else "")  # empty: no payments
PAYMENT_WEBHOOK_SECRETS = env.list("PAYMENT_WEBHOOK_SECRETS", default=[])  # the new one and, for a while, the former
PAYMENT_WEBHOOK_PAGE = env.str("PAYMENT_WEBHOOK_PAGE", default="")  # where givers pay, for the provider "webhook"
PAYMENT_EVENT_MAX_BYTES = 64 * 1024
HELLOASSO_URL = env.str("HELLOASSO_URL", default="https://api.helloasso-sandbox.com")
HELLOASSO_CLIENT_ID = env.str("HELLOASSO_CLIENT_ID", default="")
HELLOASSO_CLIENT_SECRET = env.str("HELLOASSO_CLIENT_SECRET", default="")
HELLOASSO_ORGANIZATION = env.str("HELLOASSO_ORGANIZATION", default="")
HELLOASSO_SIGNATURE_KEY = env.str(
    "HELLOASSO_SIGNATURE_KEY", default=""
)  # for partners; empty: only the API is believed
HELLOASSO_SANDBOX = env.bool("HELLOASSO_SANDBOX", default=False)  # whether its test payments count
DPO_CONTACT = env.str("DPO_CONTACT", default=CONTACT_EMAIL)  # data protection officer
SOURCE_URL = env.str("SOURCE_URL", default="")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "channels",
    "guardian",
    "viewflow.workflow",
    "allauth",
    "allauth.account",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    *("okote_flow.directory", "okote_flow.journal", "okote_flow.texts", "okote_flow.tables"),
    *("dossiers", "committees", "funding", "notifications"),
    *("okote_flow.foresight", "okote_flow.steering", "okote_flow.reports", "okote_flow.search", "okote_flow.records"),
    *("okote_flow.administration", "okote_flow.operations"),
]
AUTH_USER_MODEL = "directory.User"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "okote_flow.middleware.ClockMiddleware",
    "okote_flow.middleware.RefusalMiddleware",
]
ROOT_URLCONF = "okote_flow.urls"
ASGI_APPLICATION = "okote_flow.asgi.application"
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
                "okote_flow.context.shell",
            ],
            "libraries": {"okote": "okote_flow.tags"},
            "builtins": [f"okote_flow.{name}" for name in ("tags", "charts", "charts_fan", "charts_steering")],
        },
    }
]

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{BASE_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",  # writers queue; with DEFERRED most of them would fail
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; "
        "PRAGMA recursive_triggers=ON;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", default="")
CHANNEL_LAYERS = {
    "default": {"BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer", "CONFIG": {"hosts": [REDIS_URL]}}
    if REDIS_URL
    else {"BACKEND": "channels.layers.InMemoryChannelLayer"}
}
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

LANGUAGE_CODE = "fr"
TIME_ZONE = "Europe/Paris"
USE_TZ = True

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # no cookie beside session and csrf

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = BASE_DIR / "staticfiles"


def _urn_keys() -> list[bytes]:
    """Keys of the urns of secret votes, the present one first, former ones after it. Never in the database.

    One per line in a file (OKOTE_URN_KEY_FILE) or separated by commas (OKOTE_URN_KEY), each of 32 characters or more.
    In play there is one of the process; elsewhere without a key no secret vote opens.
    """
    path = env.str("OKOTE_URN_KEY_FILE", default="")
    lines = Path(path).read_text().split() if path else env.list("OKOTE_URN_KEY", default=[])
    if any(len(line) < 32 for line in lines):
        raise ImproperlyConfigured("An urn key has at least 32 characters.")
    if not lines and (DEBUG or DEMO):
        lines = [f"only to try things out: {SECRET_KEY}"]
    return [hashlib.sha256(line.encode()).digest() for line in lines]


URN_KEYS = _urn_keys()
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(BASE_DIR / "media")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or REHEARSAL
        else "okote_flow.static_files.NamedByContent"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG or REHEARSAL
ATTACHMENT_MAX_BYTES = env.int("ATTACHMENT_MAX_BYTES", default=10 * 1024 * 1024)
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600

AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "guardian.backends.ObjectPermissionBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
ANONYMOUS_USER_NAME = None  # guardian: no row for strangers
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "inbox"
LOGOUT_REDIRECT_URL = "home"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_RATE_LIMITS = {
    "verify": "30/m/ip",
    "give": "20/m/ip",
    "ask": "6/m/ip",
    "event": "600/m/ip",
    "search": "240/m/user",
}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_SIGNUP_FORM_CLASS = "okote_flow.accounts.forms.SignupForm"
ACCOUNT_ADAPTER = "okote_flow.accounts.adapter.AccountAdapter"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = None  # the login form asks
ACCOUNT_FORMS = {"login": "okote_flow.accounts.entrance.LoginForm"}
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True  # in the browser that signed up: straight to where it was going

vars().update(env.email("EMAIL_URL", default="smtp://localhost:25"))
if REHEARSAL or ((DEBUG or DEMO) and not env.str("EMAIL_URL", default="")):
    EMAIL_BACKEND = "notifications.outbox.Outbox"  # for play: nothing goes out, /courriels/boite/ shows it
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=20)  # a mail server that hangs holds nothing back
OUTBOX_ROOT = Path(env.str("OUTBOX_ROOT", default=str(BASE_DIR / "outbox")))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Okoté <ne-pas-repondre@okote.test>")
INBOUND_DOMAIN = env.str("INBOUND_DOMAIN", default="")  # where replies and returned mails come in; empty: nowhere
INBOUND_MAX_BYTES = env.int("INBOUND_MAX_BYTES", default=25 * 1024 * 1024)
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

SECURE = not (DEBUG or REHEARSAL)
SESSION_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_SECURE = SECURE
CSRF_FAILURE_VIEW = "okote_flow.pages.csrf_failure"
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=SECURE)
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_HSTS_PRELOAD = SECURE
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if env.bool("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "worker-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}
SILENCED_SYSTEM_CHECKS: list[str] = []
