from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from qosqanat.documents.enums import BatchState, Bundle, Form, PaperLanguage
from qosqanat.people.models import Unit
from qosqanat.studies.models import Course
from qosqanat.web.common.forms import HouseForm


class PrintForm(HouseForm):
    """Which form of which subject in which language; the subject is the sheet or the examination sheet."""

    form = forms.ChoiceField(label=_("Form"), choices=Form)
    language = forms.ChoiceField(label=_("Language"), choices=PaperLanguage)
    subject = forms.IntegerField(
        label=_("Student"), required=False, error_messages={"invalid": _("Choose a student of the list.")}
    )

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        if (
            cleaned.get("form") == Form.SHEET_STUDENT
            and cleaned.get("subject") is None
            and "subject" not in self.errors
        ):
            self.add_error("subject", _("Choose the student whose sheet is printed."))
        return cleaned


class BatchFilter(HouseForm):
    says_optional = False
    form = forms.ChoiceField(label=_("Form"), required=False, choices=[("", _("all")), *Form.choices])
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("all")), *BatchState.choices])


class RowFilter(HouseForm):
    says_optional = False
    q = forms.CharField(label=_("Student, course or number of the sheet"), required=False, max_length=100)
    show = forms.ChoiceField(
        label=_("Show"), required=False, choices=[("", _("all")), ("left_out", _("left out"))]
    )


class ChoiceForm(HouseForm):
    """Which courses the list shows; it lives in the address."""

    says_optional = False
    department = forms.ModelChoiceField(
        label=_("Department"), queryset=Unit.objects.none(), required=False, empty_label=_("all")
    )
    q = forms.CharField(label=_("Course or group"), required=False, max_length=80)

    def __init__(self, *args: Any, courses: QuerySet[Course], **kwargs: Any):
        super().__init__(*args, **kwargs)
        departments = Unit.objects.filter(pk__in=courses.order_by().values("department"))
        cast("forms.ModelChoiceField[Unit]", self.fields["department"]).queryset = departments

    def narrowed(self, courses: QuerySet[Course]) -> QuerySet[Course]:
        """`courses` as far as the filters let them through; a filter that makes no sense lets all through."""
        wanted = self.cleaned_data if self.is_valid() else {}
        if wanted.get("department"):
            courses = courses.filter(department=wanted["department"])
        return courses.matching(wanted.get("q", ""))  # type: ignore[attr-defined]


class BatchForm(HouseForm):
    """What to print for the ticked courses, or for every course that the list found: cleaned, `course` holds either."""

    form = forms.ChoiceField(label=_("What to print"), choices=Form, widget=forms.RadioSelect)
    language = forms.ChoiceField(
        label=_("Language of the papers"),
        help_text=_("Whatever language you read these pages in."),
        choices=PaperLanguage,
        widget=forms.RadioSelect,
    )
    bundle = forms.ChoiceField(label=_("Handed over as"), choices=Bundle, widget=forms.RadioSelect)
    course = forms.ModelMultipleChoiceField(
        label=_("Courses"), queryset=Course.objects.none(), required=False
    )
    every = forms.BooleanField(label=_("Every course of the list"), required=False)

    def __init__(self, *args: Any, courses: QuerySet[Course], exams: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.courses = courses
        cast("forms.ModelMultipleChoiceField[Course]", self.fields["course"]).queryset = courses
        kinds = [choice for choice in Form.choices if exams or choice[0] != Form.EXAM_SHEET]
        cast(forms.ChoiceField, self.fields["form"]).choices = kinds
        for name, first in {"form": Form.SHEET_STUDENT, "language": "kk", "bundle": Bundle.PDF}.items():
            self.fields[name].initial = first

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        if cleaned.get("every"):
            cleaned["course"] = self.courses
            if not self.courses:
                self.add_error(None, _("Nothing is chosen: the list has no course."))
        elif not cleaned.get("course") and "course" not in self.errors:
            self.add_error(
                "course", _("Tick the courses whose papers are printed, or “Every course of the list”.")
            )
        return cleaned


class RevokeForm(HouseForm):
    reason = forms.CharField(
        label=_("Why it is revoked"),
        help_text=_("Kept in the log; the check page shows who revoked the paper and when, not why."),
        required=False,
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
    )
