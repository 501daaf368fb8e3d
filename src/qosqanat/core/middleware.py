"""Headers and habits of every answer."""

from collections.abc import Callable
from functools import partial
from threading import get_ident
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse

Answer = Callable[[HttpRequest], HttpResponse]
READS = (
    "BEGIN",
    "SELECT",
    "WITH",
    "EXPLAIN",
    "PRAGMA",
    "SAVEPOINT",
    "RELEASE",
    "ROLLBACK",
    "DECLARE",
    "FETCH",
    "CLOSE",
    "SET",
)
WRITES_BESIDE_THE_SUBJECT = (
    "django_session",
    "cache",
    "mfa_authenticator",
    "people_account",
    "people_token",
    "api_pace",
)


class GetWrote(Exception):
    """A page that only shows something tried to change the database."""


def content_security_policy(get_response: Answer) -> Answer:
    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.setdefault("Content-Security-Policy", settings.CONTENT_SECURITY_POLICY)
        if not request.path.startswith(settings.STATIC_URL):
            response.setdefault("Cache-Control", "no-store")
        return response

    return answer


def get_never_writes(get_response: Answer) -> Answer:
    """Refuse every statement but a read while a GET or HEAD is answered; sign-in's own tables apart."""

    def guard(
        own: int, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        # a database in memory has one connection for all threads: another one may be answering a POST meanwhile
        reads = sql.lstrip("( \n").upper().startswith(READS) or any(
            t in sql for t in WRITES_BESIDE_THE_SUBJECT
        )
        if get_ident() == own and not reads:
            raise GetWrote(sql.split("(")[0].strip())
        return execute(sql, params, many, context)

    def answer(request: HttpRequest) -> HttpResponse:
        if request.method not in {"GET", "HEAD"}:
            return get_response(request)
        with connection.execute_wrapper(partial(guard, get_ident())):
            return get_response(request)

    return answer
