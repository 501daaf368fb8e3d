"""Mail by one address of a server; without one nothing is sent, and pages name the administrator instead."""

from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from . import env


def from_url(url: str) -> dict[str, Any]:
    """Django's mail settings from `smtp://user:password@host:port`, `smtp+tls://` (STARTTLS) or `smtps://`."""
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtp+tls", "smtps"} or not parts.hostname:
        raise ImproperlyConfigured("QOSQANAT_MAIL_URL must look like smtp+tls://user:password@host:587.")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or {"smtp": 25, "smtp+tls": 587, "smtps": 465}[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": 20,
    }


_url = env.text(
    "MAIL_URL", "mail server: `smtp+tls://user:password@host:587`, `smtps://…` or `smtp://…`", shown="no mail"
)
MAIL_WORKS = bool(_url)
globals().update(from_url(_url))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text(
    "MAIL_FROM", "sender of the product's mail", "qosqanat@localhost"
)
