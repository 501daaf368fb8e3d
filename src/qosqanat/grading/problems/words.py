"""How the sentences of this room write points and moments."""

from datetime import datetime
from decimal import Decimal

from django.utils.formats import date_format, number_format

from qosqanat.regulation import marks
from qosqanat.regulation.numbers import plain
from qosqanat.studies.models import Term


def points(number: Decimal) -> str:
    """Points as the reader's language writes them."""
    return str(number_format(Decimal(plain(number))))


def typed(number: Decimal) -> str:
    """What somebody typed, in the reader's language; a number beyond all reason (1E+999999) stays short."""
    exponent = number.as_tuple().exponent
    plausible = isinstance(exponent, int) and exponent >= -6 and number.adjusted() <= 6
    return points(number) if plausible else marks.shown(number)


def moment(at: datetime, term: Term) -> str:
    """A moment in the university's own time."""
    return date_format(at.astimezone(term.zone), "DATETIME_FORMAT")
