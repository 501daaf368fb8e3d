"""What a student's home says first: where admission is in danger, where it is lost, where somebody was absent."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from qosqanat.regulation.marks import Outlook
from qosqanat.web.common.homes import MainAct, Need

from .screens import Card

NEEDS: tuple[Need[Card], ...] = (
    Need(
        "risk",
        ngettext_lazy("course where admission is in danger", "courses where admission is in danger"),
        lambda card: card.row.outlook == Outlook.RISK,
        "Y-6.7",
    ),
    Need(
        "lost",
        ngettext_lazy("course where admission is out of reach", "courses where admission is out of reach"),
        lambda card: card.row.outlook == Outlook.LOST,
        "Y-6.7",
    ),
    Need(
        "absent",
        ngettext_lazy("course with an absence", "courses with an absence"),
        lambda card: any(cell.state == "absent" for cell in card.row.cells.values()),
    ),
)


def main_act(cards: Sequence[Card]) -> MainAct | None:
    """What is still needed in the course that is nearest to the line from below."""
    below = [card for card in cards if card.row.outlook in {Outlook.OPEN, Outlook.RISK}]
    if not below:
        return None
    card = min(below, key=lambda one: (one.threshold - one.row.admission, one.sheet.pk))
    label = _("What do I still need? %(course)s") % {"course": card.course.name}
    return MainAct(label, reverse("student:course", args=[card.sheet.pk]))
