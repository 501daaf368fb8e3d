"""The list of cooperation contracts."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy, pgettext_lazy

from qosqanat.partners.enums import AgreementState
from qosqanat.web.common.agreements import TONES
from qosqanat.web.common.lists import Column, Table


def _state(row: Any) -> AgreementState:
    """Of the day that the list is of."""
    return row.state_on(row.day)


AGREEMENTS = Table(
    "agreements.home",
    gettext_lazy("Cooperation contracts"),
    (
        Column(
            "enterprise",
            gettext_lazy("Enterprise"),
            lambda row: row.enterprise.name,
            sort=("enterprise__sort_key",),
            note=lambda row: row.enterprise.sector,
            href=lambda row: reverse("records:partner", args=[row.enterprise_id]),
        ),
        Column(
            "number",
            pgettext_lazy("paper", "No"),
            lambda row: row.number or "—",
            sort=("number",),
            template="agreements/_number.html",
        ),
        Column(
            "state",
            gettext_lazy("State"),
            lambda row: str(_state(row).label),
            tone=lambda row: TONES[_state(row)],
        ),
        Column(
            "signed",
            gettext_lazy("Signed"),
            lambda row: row.signed_on,
            sort=("signed_on",),
            template="agreements/_day.html",
        ),
        Column(
            "until",
            gettext_lazy("Until"),
            lambda row: row.ends_on or row.term_in_words,
            sort=("ends_on",),
            template="agreements/_day.html",
        ),
        Column(
            "left",
            gettext_lazy("Days left"),
            lambda row: row.days_left(row.day),
            sort=("ends_on",),
            number=True,
        ),
        Column(
            "seats",
            gettext_lazy("Workplaces"),
            lambda row: row.seat_count,
            sort=("seat_count",),
            number=True,
        ),
        Column(
            "mentors",
            gettext_lazy("Mentors"),
            lambda row: row.mentor_count,
            sort=("mentor_count",),
            number=True,
        ),
    ),
    gettext_lazy(
        "No cooperation contract is within your reach. The methodical office brings the register of partners as a file."
    ),
)
