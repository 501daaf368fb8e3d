"""What a student's home says first: where admission is still open, where it is lost, where somebody was absent."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from qosqanat.web.common.homes import MainAct, Need

from .screens import Card


def _says(kind: str, card: Card) -> int:
    return card.verdict[0] == kind


NEEDS: tuple[Need[Card], ...] = (
    Need(
        "open",
        ngettext_lazy(
            "course still below the line of admission", "courses still below the line of admission"
        ),
        lambda c: _says("open", c),
        "Y-6.7",
    ),
    Need(
        "lost",
        ngettext_lazy("course where admission is out of reach", "courses where admission is out of reach"),
        lambda c: _says("broken", c),
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
    below = [card for card in cards if _says("open", card)]
    if not below:
        return None
    card = min(below, key=lambda one: (one.threshold - one.row.admission, one.sheet.pk))
    label = _("What do I still need? %(course)s") % {"course": card.course.name}
    return MainAct(label, reverse("student:course", args=[card.sheet.pk]))
