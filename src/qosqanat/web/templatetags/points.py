"""Points as a reader of the page writes them."""

import re
from decimal import Decimal

from django import template
from django.utils import formats

from qosqanat.regulation.numbers import plain

PLAIN = re.compile(r"-?[0-9]{1,20}(?:\.[0-9]{1,20})?")
register = template.Library()


@register.filter
def points(value: Decimal | int | str | None) -> str:
    """An exact number without trailing zeros and with the language's decimal sign: 4.50 -> "4,5"; None -> "".

    A typed text that is no plain number stays as it was typed; 1e999999999 would fill the memory.
    """
    if value is None or value == "":
        return ""
    if isinstance(value, str) and not PLAIN.fullmatch(value):
        return value
    return plain(Decimal(value)).replace(".", formats.get_format("DECIMAL_SEPARATOR"))
