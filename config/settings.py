"""Settings of the portal: one file, everything that differs between machines from the environment.

With no variable set the portal runs on SQLite in var/, with tasks run in the web process.
`.env.example` lists every variable.
"""

from datetime import timedelta
from pathlib import Path
from typing import Any

from celery.schedules import crontab
from csp.constants import NONE, SELF

from config.environment import read_bool, read_database, read_int, read_list, read_secret, read_text

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(read_text("VAR_DIR", str(BASE_DIR / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True)

DEBUG = read_bool("DEBUG", default=False)
SECRET_KEY = read_secret("SECRET_KEY", VAR_DIR / "secret_key")
ALLOWED_HOSTS = [*read_list("ALLOWED_HOSTS", []), "localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = read_list("CSRF_TRUSTED_ORIGINS", [])

INSTALLED_APPS = [
    "baocao",
    "nhapxuat",
    "kinhphi",
    "nhiemvu",
    "chitieu",
    "kehoach",
    "donvi",
    "vanban",
    "config.apps.QuanTriConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "simple_history",
    "import_export",
    "django_htmx",
    "heroicons",
    "js_lib_bootstrap5",
    "template_partials",
    "axes",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.middleware.IdleSessionMiddleware",
    "config.middleware.SignInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "config.middleware.RefusedMethodMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "donvi.dieu_huong.dieu_huong",
                "donvi.don_vi_tien.money_unit",
            ],
        },
    }
]

DATABASES = {"default": read_database("DATABASE_URL", VAR_DIR / "portal.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# People, passwords, sessions
AUTH_USER_MODEL = "donvi.NguoiDung"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "donvi.quyen_quan_tri.QuanTriBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_VALIDATORS = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_VALIDATORS}.UserAttributeSimilarityValidator"},
    {"NAME": f"{_VALIDATORS}.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": f"{_VALIDATORS}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATORS}.NumericPasswordValidator"},
]
LOGIN_URL = "/dang-nhap/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = LOGIN_URL
SESSION_COOKIE_AGE = 60 * read_int("SESSION_IDLE_MINUTES", 120, minimum=1)
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "429.html"
AXES_VERBOSE = AXES_ENABLE_ADMIN = False

# Transport and browser: HTTPS everywhere unless this is a development run
HTTPS = read_bool("HTTPS", default=not DEBUG)
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
if read_bool("BEHIND_PROXY", default=False):  # the proxy must set or strip this header itself
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# Language and time
LANGUAGE_CODE = "vi"
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = ["config.formats"]
LOCALE_PATHS = [BASE_DIR / "locale"]  # words of Django and of libraries; ours are Vietnamese

# Files
STATIC_URL = "/static/"
STATIC_ROOT = Path(read_text("STATIC_ROOT", str(VAR_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/tep/"
MEDIA_ROOT = VAR_DIR / "media"
# Serve static files from their source folders, under their plain names (development, `make run`).
STATIC_FROM_SOURCE = read_bool("STATIC_FROM_SOURCE", default=DEBUG)
# Evidence files: handed out by a view that asks who is reading, never by their address.
MINH_CHUNG_TEP_TOI_DA = 2**20 * read_int("EVIDENCE_FILE_MB", 10, minimum=1)
MINH_CHUNG_PHIEU_TOI_DA = 2**20 * read_int("EVIDENCE_FORM_MB", 50, minimum=1)
# Signed documents taken back: the limit of a file, and the folder of trusted roots (.crt .cer .pem
# .der) and lists of revoked certificates (.crl); nothing is fetched from a network.
VAN_BAN_DA_KY_TOI_DA = 2**20 * read_int("SIGNED_FILE_MB", 50, minimum=1)
CHUNG_THU_GOC = Path(read_text("CHUNG_THU_GOC", str(VAR_DIR / "chung_thu_goc")))
# A PDF of more pages is made by the worker: at 0.15 to 0.2 s a page it takes longer than 3 seconds.
VAN_BAN_TRANG_LAM_NGAY = read_int("PAGES_AT_ONCE", 15)
# Files handed in for plans: size in MB, rows of one table; above so many rows the worker works.
NHAP_TEP_TOI_DA_MB = read_int("IMPORT_MAX_MB", 10, minimum=1)
NHAP_DONG_TOI_DA = read_int("IMPORT_MAX_ROWS", 20_000, minimum=1)
NHAP_DONG_LAM_NGAY = read_int("IMPORT_ROWS_AT_ONCE", 500)
BAN_IN_GIU_NGAY = read_int("FILES_KEPT_DAYS", 30, minimum=1)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if STATIC_FROM_SOURCE
        else "config.static_files.HashedStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = STATIC_FROM_SOURCE
IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT = True
IMPORT_EXPORT_USE_TRANSACTIONS = True

# Mail: written to the console until a server is named
EMAIL_HOST = read_text("EMAIL_HOST")
EMAIL_PORT = read_int("EMAIL_PORT", 587, minimum=1)
EMAIL_HOST_USER = read_text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = read_text("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = read_bool("EMAIL_USE_TLS", default=True)
EMAIL_TIMEOUT = 20  # seconds a mail server may take for one answer
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"
DEFAULT_FROM_EMAIL = read_text("DEFAULT_FROM_EMAIL", "khong-tra-loi@localhost")
SITE_URL = read_text("SITE_URL", "http://localhost:8000")  # the links in mails begin with it

# What went wrong is written to standard error, where the supervisor of the process keeps it
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"secrets": {"()": "config.log_masks.SecretFilter"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["secrets"],
        },
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING"},
        "weasyprint": {"level": "ERROR"},  # it tells every rule meant for screens only
    },
}

# Background work: on Redis when it is named, else in the web process with results kept in var/
REDIS_URL = read_text("REDIS_URL")
_RESULTS = VAR_DIR / "celery-results"
_RESULTS.mkdir(exist_ok=True)
CELERY_BROKER_URL = REDIS_URL or "memory://"
CELERY_RESULT_BACKEND = REDIS_URL or f"file://{_RESULTS}"
CELERY_TASK_ALWAYS_EAGER = CELERY_TASK_STORE_EAGER_RESULT = not REDIS_URL
CELERY_TASK_EAGER_PROPAGATES = False
CELERY_TASK_ACKS_LATE = CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TRACK_STARTED = True
CELERY_TASK_TIME_LIMIT = 600
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
# What a killed worker held is handed out again after this many seconds (more than the time limit).
# A broker that can't be reached refuses within seconds, so that a page that asks has its answer.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 660, "socket_connect_timeout": 2, "socket_timeout": 3, "max_retries": 0,
} if REDIS_URL else {}  # fmt: skip
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "celerybeat-schedule")
CELERY_BEAT_SCHEDULE = {
    # The jobs and their hours are in baocao/viec_hang_ngay.py; a missed tick is made up for.
    "baocao.run_daily_jobs": {"task": "baocao.run_daily_jobs", "schedule": crontab(minute="*/10")},
    # A worker is asked at once for long files; this takes up what a dead one left.
    "baocao.make_lost_files": {
        "task": "baocao.make_lost_files",
        "schedule": crontab(minute="*/10"),
    },
    # The same for files handed in for plans.
    "nhapxuat.take_up_lost": {
        "task": "nhapxuat.take_up_lost",
        "schedule": crontab(minute="*/10"),
    },
    # A worker is asked at once for drafts whose forms changed; this makes up for one not reached.
    "baocao.recompile_stale": {
        "task": "baocao.recompile_stale",
        "schedule": crontab(minute="5-59/15"),
    },
    # Further periodic tasks go here, one line each; the name is the task's own.
}
if REDIS_URL:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": REDIS_URL,
            "OPTIONS": {"socket_connect_timeout": 2, "socket_timeout": 3},
        }
    }
