"""What a plan rests on, as a short sign: equal signs, equal rows."""

import hashlib
from typing import Any

from django.db.models import BinaryField, QuerySet


def digest(queryset: QuerySet[Any]) -> str:
    """A hash of the rows, their sealed fields left out: what is sealed has an index beside it."""
    names = [
        field.attname for field in queryset.model._meta.concrete_fields if not isinstance(field, BinaryField)
    ]
    found = hashlib.blake2b(digest_size=16)
    for row in queryset.order_by("pk").values_list(*names).iterator():
        found.update(repr(row).encode())
    return found.hexdigest()
