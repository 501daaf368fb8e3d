from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qosqanat.people.problems import LONGEST_TOKEN
from qosqanat.people.reach import Who
from qosqanat.people.scopes import SCOPES
from qosqanat.web.common.forms import HouseForm


class TokenForm(HouseForm):
    """Fields are named like the arguments of `make_token`; only scopes that the person's roles open are offered."""

    name = forms.CharField(
        label=_("What it is for"),
        max_length=80,
        help_text=_("For example: timetable program, report for the dean's office."),
    )
    scopes = forms.MultipleChoiceField(label=_("What it may do"), widget=forms.CheckboxSelectMultiple)
    days = forms.TypedChoiceField(
        label=_("How long it works"),
        coerce=int,
        choices=[(30, _("30 days")), (90, _("90 days")), (LONGEST_TOKEN, _("a year"))],
    )

    def __init__(self, *args: Any, who: Who, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["scopes"].choices = [  # type: ignore[attr-defined]
            (word, f"{scope.label} ({word})")
            for word, scope in SCOPES.items()
            if any(map(who.may, scope.actions))
        ]
