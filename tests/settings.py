"""The product's own settings, in a throw-away folder and with fast passwords."""

import os
import tempfile

os.environ.setdefault("QOSQANAT_DATA_DIR", tempfile.mkdtemp(prefix="qosqanat-tests-"))
os.environ.setdefault("QOSQANAT_JOBS_INLINE", "1")

from qosqanat.settings import *  # noqa: F403
from qosqanat.settings import STATIC_ROOT, TEMPLATES
from tests.strict import UndefinedVariable

STATIC_ROOT.mkdir(exist_ok=True)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = UndefinedVariable()
