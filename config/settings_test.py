"""Settings of the tests: the real ones, minus what would slow them down or leave the machine."""

from tests import scratch

scratch.prepare_environment()  # before the real settings read it

from config.settings import *  # noqa: F403
from config.settings import DATABASES, STORAGES, VAR_DIR

DATABASES["default"].setdefault("TEST", {"NAME": scratch.database_name(DATABASES, VAR_DIR)})
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
CELERY_TASK_ALWAYS_EAGER = True  # the `celery_worker` fixture switches it off
AXES_ENABLED = False  # client.login() has no request; the lock-out tests switch it on
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STATIC_FILES = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
STORAGES = STORAGES | {"staticfiles": STATIC_FILES}  # live_server knows no hashed names
WHITENOISE_AUTOREFRESH = True
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
