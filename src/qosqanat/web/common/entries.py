"""An entry of points in words: its place on the sheet and its value."""

from decimal import Decimal

from django.utils.translation import gettext_lazy, pgettext_lazy

from qosqanat.grading.enums import Component, Value
from qosqanat.grading.models import ScoreEvent
from qosqanat.web.templatetags.points import points

SHORT = {Value.ABSENT: pgettext_lazy("typed", "absent"), Value.EXCUSED: pgettext_lazy("typed", "excused")}
PLACES = {
    Component.TEST: gettext_lazy("portal test, week %(n)s"),
    Component.PRACTICE: gettext_lazy("practice, week %(n)s"),
    Component.IWS: gettext_lazy("independent work, task %(n)s"),
    Component.EXAM: gettext_lazy("examination, attempt %(n)s"),
}


def place(event: ScoreEvent) -> str:
    return PLACES[Component(event.component)] % {"n": event.number}


def value(state: str | None, number: Decimal | None) -> str:
    """An entry as people write it; "" for none."""
    if state == Value.NUMBER:
        return points(number)
    return str(SHORT.get(Value(state), "")) if state else ""
