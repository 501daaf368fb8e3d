"""SQLite by default, PostgreSQL by URL. Durable settings are not options (docs/adr/0004-durable-sqlite.md)."""

from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from . import env
from .base import DATA_DIR

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
    "PRAGMA mmap_size=134217728; PRAGMA journal_size_limit=27103364; PRAGMA cache_size=-20000; PRAGMA temp_store=MEMORY;"
)


def sqlite(name: str) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": name,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": SQLITE_PRAGMAS},
        "CONN_MAX_AGE": None,
    }


def postgres(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        # values travel apart from the query, which PostgreSQL then plans once in a connection, not at every page
        "OPTIONS": {"server_side_binding": True, "prepare_threshold": 3},
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }


def from_url(url: str) -> dict[str, Any]:
    """One database from `sqlite:///absolute/path` or `postgres://user:password@host:port/name`."""
    scheme, _, rest = url.partition("://")
    if scheme == "sqlite":
        return sqlite("/" + rest.lstrip("/"))
    if scheme in {"postgres", "postgresql"}:
        return postgres(url)
    raise ImproperlyConfigured("QOSQANAT_DATABASE_URL must start with sqlite:/// or postgres://.")


_url = env.text(
    "DATABASE_URL",
    "`postgres://user:password@host:port/name` or `sqlite:////absolute/path`",
    f"sqlite:///{DATA_DIR / 'qosqanat.sqlite3'}",
    shown="SQLite in the data folder",
)
DATABASES = {"default": from_url(_url)}
# More entries than people who fail to sign in within a lockout: a full cache forgets at random, failures among them.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}
