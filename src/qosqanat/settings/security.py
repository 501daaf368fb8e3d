"""Secrets, hosts, cookies and headers. Keys come from the environment or from one private file made at first start."""

import json
import os
import secrets

from . import env
from .base import BEHIND_PROXY, DATA_DIR, PUBLIC_URL


def _stored_keys() -> dict[str, str]:
    path = DATA_DIR / "keys.json"
    if not path.exists():
        fresh = {"secret_key": secrets.token_urlsafe(64), "field_key": secrets.token_hex(32)}
        draft = path.with_suffix(f".{os.getpid()}")
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump(fresh, file)
        try:
            os.link(draft, path)
        except FileExistsError:
            pass  # another process was first: its keys hold
        finally:
            draft.unlink()
    keys: dict[str, str] = json.loads(path.read_text())
    return keys


_made = "made once, in `keys.json` of the data folder"
SECRET_KEY = env.text("SECRET_KEY", "key of sessions and signed links", shown=_made)
FIELD_KEY = env.text(
    "FIELD_KEY", "32 bytes in hex: seal IINs and imported files at rest and key the blind index", shown=_made
)
if not (SECRET_KEY and FIELD_KEY):
    _keys = _stored_keys()
    SECRET_KEY, FIELD_KEY = SECRET_KEY or _keys["secret_key"], FIELD_KEY or _keys["field_key"]
SECRET_KEY_FALLBACKS = env.names(
    "SECRET_KEY_FALLBACKS", "earlier session keys that still verify, by comma", ""
)

_https = PUBLIC_URL.startswith("https://")
ALLOWED_HOSTS = env.names("HOSTS", "host names that may be answered, by comma", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
SECURE_SSL_REDIRECT = _https
SECURE_REDIRECT_EXEMPT = [r"^(livez|readyz|version)$"]  # a monitor on the machine itself asks without a proxy
SECURE_HSTS_SECONDS = 31_536_000 if _https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _https
SECURE_HSTS_PRELOAD = _https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _https
SESSION_COOKIE_HTTPONLY = True
SESSION_ENGINE = "qosqanat.people.sessions"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_NAME = "__Host-session" if _https else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if _https else "csrftoken"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
API_RATE = env.number("API_RATE", "requests that one token may send in a minute", 60)
