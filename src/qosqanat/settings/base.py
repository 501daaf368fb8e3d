"""Where things lie, and the demo's clock."""

from . import env

DATA_DIR = env.folder(
    "DATA_DIR",
    "folder for keys, files and SQLite; set it, it must survive upgrades",
    env.ROOT / "var",
    shown="`var` beside the code",
)
FILES_DIR = env.folder(
    "FILES_DIR",
    "folder of stored papers and imported files",
    DATA_DIR / "files",
    shown="`files` in the data folder",
)
DEBUG = False
DEMO = env.flag("DEMO", "`1` marks every page as a demonstration; `qosqanat demo` sets it")
DEMO_FILES = env.shipped("data") / "demo"
CLOCK_OFFSET = env.number(
    "CLOCK_OFFSET",
    "seconds added to the real time, so that a demo lives in the tenth week of its semester for ever",
    0,
)
ROOT_URLCONF = "qosqanat.web.urls"
WSGI_APPLICATION = "qosqanat.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PUBLIC_URL = env.text(
    "PUBLIC_URL",
    "the address that people type; `https://` turns on HSTS and secure cookies",
    "http://127.0.0.1:8000",
).rstrip("/")
BEHIND_PROXY = env.flag("BEHIND_PROXY", "`1` when a proxy sets `X-Forwarded-For` and `X-Forwarded-Proto`")
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {
        "handlers": ["console"],
        "level": env.text("LOG_LEVEL", "least level that is logged", "WARNING"),
    },
}
