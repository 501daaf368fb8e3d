"""Forms of the methodical office."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from qosqanat.intake.enums import Kind, RunState
from qosqanat.people.models import Unit
from qosqanat.studies.models import Term
from qosqanat.web.common.forms import HouseForm

SHOW = [
    ("", _("all courses")),
    ("unready", _("not ready")),
    ("ready", _("ready")),
    ("mentors", _("without a mentor")),
    ("enterprise", _("enterprise or contract missing")),
    ("teacher", _("without a teacher")),
    ("credits", _("without a marking scheme")),
]
KINDS = [
    (Kind.CONTINGENT, _("Students: the list of the contingent")),
    (Kind.PARTNERS, _("Partners: register of enterprises, sites, mentors")),
    (Kind.LOAD, _("Teaching load: courses with dual elements")),
    (Kind.SHEET, _("A mentor's weekly sheet")),
    (Kind.CANVAS, _("A gradebook of Canvas")),
]


class ReadinessForm(HouseForm):
    says_optional = False
    term = forms.ModelChoiceField(Term.objects.none(), label=_("Semester"), required=False, empty_label=None)
    department = forms.ChoiceField(label=_("Department"), required=False)
    show = forms.ChoiceField(label=_("Show"), required=False, choices=SHOW)
    q = forms.CharField(label=_("Course, group, person or enterprise"), required=False, max_length=100)

    def __init__(self, *args: Any, terms: "QuerySet[Term]", lines: list[Any], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["term"].queryset = terms  # type: ignore[attr-defined]
        departments = {str(line.course.department_id): line.course.department.name for line in lines}
        self.fields["department"].choices = [("", _("all")), *departments.items()]  # type: ignore[attr-defined]


class ImportFilter(HouseForm):
    says_optional = False
    q = forms.CharField(label=_("File name"), required=False, max_length=100)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("all")), *Kind.choices])
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("all")), *RunState.choices])


class UploadForm(HouseForm):
    university = forms.ModelChoiceField(Unit.objects.none(), label=_("University"), empty_label=None)
    kind = forms.ChoiceField(label=_("What is in the file"), choices=KINDS, widget=forms.RadioSelect)
    file = forms.FileField(
        label=_("File"),
        help_text=_("XLSX, XLS, ODS or CSV, up to 5 MB. Nothing is written before you confirm."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv"}),
        error_messages={"empty": _("The file is empty. Choose the file again.")},
    )

    def __init__(self, *args: Any, universities: "QuerySet[Unit]", **kwargs: Any):
        super().__init__(*args, **kwargs)
        field: Any = self.fields["university"]
        field.queryset, field.initial = universities, universities.first()
        if len(universities) == 1:
            field.required, field.widget = False, forms.HiddenInput()


class ColumnsForm(HouseForm):
    """A column of the file for every field; empty: as it was recognised."""

    says_optional = False

    def __init__(self, *args: Any, fields: list[tuple[str, Any, str]], labels: list[str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name, label, recognised in fields:
            choices = [("", recognised or "—"), *((one, one) for one in labels if one != recognised)]
            widget = forms.Select(attrs={"class": "form-select"})
            self.fields[name] = forms.ChoiceField(label=label, choices=choices, required=False, widget=widget)
