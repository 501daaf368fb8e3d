"""Forms of the dean's desk."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qosqanat.people.models import Unit
from qosqanat.web.common.forms import HouseForm


class FilterForm(HouseForm):
    q = forms.CharField(label=_("Course, group, teacher or enterprise"), required=False, max_length=100)
    department = forms.TypedChoiceField(
        label=_("Department"), choices=[], coerce=int, empty_value=None, required=False
    )
    late = forms.BooleanField(label=_("only with weeks owed"), required=False)

    def __init__(self, *args: Any, departments: list[Unit], **kwargs: Any):
        super().__init__(*args, **kwargs)
        choices = [("", _("all")), *((unit.pk, unit.name) for unit in departments)]
        self.fields["department"].choices = choices  # type: ignore[attr-defined]


class StateForm(HouseForm):
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("all")), ("force", _("in force")), ("over", _("over"))],
    )


class ReopenManyForm(HouseForm):
    """Every week that the chosen courses owe is opened until a moment, read in the university's time."""

    until = forms.DateTimeField(
        label=_("Open until"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%d.%m.%Y %H:%M"],
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=300, error_messages={"required": _("Enter the reason.")}
    )


class ReopenForm(HouseForm):
    """`weeks` are those that can be opened again; `until` is read in the university's time."""

    week = forms.TypedChoiceField(label=_("Week"), choices=[], coerce=int)
    until = forms.DateTimeField(
        label=_("Open until"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%d.%m.%Y %H:%M"],
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        error_messages={"required": _("Enter the reason.")},
        help_text=_("The mentor, the department and the history of the marks show it."),
    )

    def __init__(self, *args: Any, weeks: list[tuple[int, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["week"].choices = weeks  # type: ignore[attr-defined]
