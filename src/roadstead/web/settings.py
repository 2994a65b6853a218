"""Django's settings. All that an operator may change is in roadstead.config; this file only wires it up."""

from __future__ import annotations

from pathlib import Path

import django
from csp.constants import NONE, SELF

from roadstead.config import config, secret_key
from roadstead.platform.database.connect import django_databases
from roadstead.platform.matcher_cache import use_cache_folder
from roadstead.web.admin.sign_in.provider import provider
from roadstead.web.common.static_headers import static_headers

_config = config()
_web = Path(__file__).parent
use_cache_folder(_config.home)

SECRET_KEY = secret_key(_config)
DEBUG = _config.debug
ALLOWED_HOSTS = list(_config.hosts)
ROOT_URLCONF = "roadstead.web.urls"
WSGI_APPLICATION = "roadstead.web.wsgi.application"
DATABASES = django_databases(_config)
STATEMENT_TIMEOUT = "15s"  # of one statement of a web request; those of workers have no limit
IDLE_TIMEOUT = "2min"  # of a web request's transaction without a statement, after which PostgreSQL ends it
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
    "csp",
    "roadstead.platform.outbox",
    "roadstead.platform.jobs",
    "roadstead.platform.accounts",
    "roadstead.platform.policies",
    "roadstead.platform.audit",
    "roadstead.platform.registration",
    "roadstead.platform.directory",
    "roadstead.filings.intake",
    "roadstead.filings.voyages",
    "roadstead.filings.cargo",
    "roadstead.filings.trips",
    "roadstead.targeting.watchlists",
    "roadstead.targeting.rescreens",
    "roadstead.targeting.rulebook",
    "roadstead.casework.alerts",
    "roadstead.casework.cases",
    "roadstead.casework.log",
    "roadstead.casework.rooms",
    "roadstead.casework.vetting",
    "roadstead.cooperation.requests",
    "roadstead.cooperation.lookouts",
    "roadstead.cooperation.warrants",
    "roadstead.oversight.statistics",
    "roadstead.oversight.situation",
    "roadstead.oversight.registers",
    "roadstead.outbound.responses",
    "roadstead.oversight.approvals",
    "roadstead.oversight.retention",
    "roadstead.outbound.notifications",
    "roadstead.oversight.health",
    "roadstead.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # with random padding, see decision 0039
    "roadstead.web.common.middleware.api_errors",
    "roadstead.web.common.middleware.known_methods",
    "roadstead.web.common.middleware.no_store",
    "csp.middleware.CSPMiddleware",
    "roadstead.web.common.middleware.readiness",
    "roadstead.web.common.middleware.NoNul",
    "roadstead.web.languages.middleware.select_language",
    "roadstead.web.common.middleware.refuse_unreceived",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "roadstead.web.common.middleware.UserScope",
    "allauth.account.middleware.AccountMiddleware",
    "roadstead.web.admin.sign_in.middleware.AccountCheck",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "roadstead.web.common.template_backend.GuardedTemplates",
        "DIRS": [*sorted(_web.glob("*/templates")), Path(django.__file__).parent / "forms/templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "roadstead.web.common.context.page_context",
            ],
        },
    }
]

FORM_RENDERER = "roadstead.web.forms.renderer.GovukRenderer"

# ── Users and sign-in.
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "roadstead.platform.directory.backend.PeopleBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "sign-in"
SECOND_FACTOR = _config.second_factor
UNUSED_DAYS = _config.unused_days
CARRIER_UNUSED_DAYS = _config.carrier_unused_days
SELF_REGISTRATION = _config.self_registration
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign-in"
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_VERBOSE = False
AXES_LOCKOUT_TEMPLATE = "account/locked.html"
AXES_CLIENT_IP_CALLABLE = "roadstead.web.common.senders.client_address"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600  # one shift
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "roadstead.web.common.unsent.csrf_failed"
# Behind a TLS proxy: cookies are sent over TLS only, and browsers remember to use it (HSTS).
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _config.https
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if _config.https else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _config.https else None
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in _config.hosts] if _config.https else []

# Sign-in, second factor, sessions and single sign-on are django-allauth's; our rules for them are in web/admin/sign_in.
ACCOUNT_ADAPTER = "roadstead.web.admin.sign_in.adapters.Accounts"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]  # nobody signs up: accounts are created by invitation
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False  # a session ends with the browser, and after a shift
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300  # seconds since the user last authenticated, for changing factors
# Wrong passwords are counted by axes. These limit wrong codes, and repeated attempts.
ACCOUNT_RATE_LIMITS = {"login": "120/m/ip", "login_failed": "5/5m/key", "reauthenticate": "10/m/user"}
MFA_ADAPTER = "roadstead.web.admin.sign_in.adapters.Factors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "Roadstead"
MFA_TOTP_TOLERANCE = 1  # a step of 30 seconds to either side, for clocks that are not quite right (RFC 6238, 5.2)
ACCOUNT_FORMS = {
    "login": "roadstead.web.admin.sign_in.forms.SignInForm",
    "reauthenticate": "roadstead.web.admin.sign_in.forms.PasswordAgain",
    "change_password": "roadstead.web.admin.sign_in.forms.NewPassword",
}
MFA_FORMS = {
    "authenticate": "roadstead.web.admin.sign_in.forms.SignInCode",
    "reauthenticate": "roadstead.web.admin.sign_in.forms.ReauthenticationCode",
    "activate_totp": "roadstead.web.admin.sign_in.forms.FirstCode",
}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _config.https  # without TLS we listen on this machine only
SOCIALACCOUNT_ADAPTER = "roadstead.web.admin.sign_in.adapters.SingleSignOn"
SOCIALACCOUNT_LOGIN_ON_GET = True  # a form would be blocked by our own form-action, which names no other host
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5
OIDC_NAME = _config.oidc_name if _config.oidc_issuer else ""
OIDC_SECOND_FACTOR = _config.oidc_second_factor
SOCIALACCOUNT_PROVIDERS = {"openid_connect": provider(_config)} if _config.oidc_issuer else {}

# Shared by all web processes: codes that were used, and attempts.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "accounts_cache"}}

# ── Content security policy: a browser may only show our pages.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "style-src": [SELF],
        "script-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"

# ── Language and time.
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español"), ("fr", "Français"), ("nl", "Nederlands")]
LANGUAGE_COOKIE_NAME = "language"
LOCALE_PATHS = [_web / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# ── Files.
STATIC_URL = "/static/"
STATICFILES_DIRS = [("roadstead", _web / "assets" / "built")]
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600
WHITENOISE_ADD_HEADERS_FUNCTION = static_headers
DATA_UPLOAD_MAX_MEMORY_SIZE = _config.max_body
FILE_UPLOAD_MAX_MEMORY_SIZE = _config.max_body

# ── Logs without personal data.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "roadstead.web.common.log_formatter.RedactingFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {"axes": {"level": "WARNING"}},
}
