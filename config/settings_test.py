"""Settings of the tests: the real ones, minus what would slow them down or leave the machine."""

import os

os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "x" * 40)
os.environ.setdefault("HTTPS", "0")

from config.settings import *  # noqa: E402, F403  (the environment has to be set first)
from config.settings import STORAGES

AXES_ENABLED = False  # client.login() has no request; the lock-out tests switch it on
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
WHITENOISE_AUTOREFRESH = True  # no collected files here
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
