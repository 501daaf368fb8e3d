"""Forms of the head's desk; their fields are named like the arguments of the verbs."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from qosqanat.grading.enums import SheetState
from qosqanat.partners.models import Enterprise, Post, Site
from qosqanat.people.models import Person
from qosqanat.regulation.schemes import Scheme
from qosqanat.studies.enums import Language, Model
from qosqanat.studies.models import Course, Student
from qosqanat.web.common.forms import Day, HouseForm

NEEDED = {"required": _("Enter the reason.")}
STATES = [
    ("", _("all")),
    ("blocking", _("cannot be issued")),
    ("warning", _("doubtful")),
    ("none", _("nothing is missing")),
]


class FilterForm(HouseForm):
    q = forms.CharField(label=_("Course, group, teacher or enterprise"), required=False, max_length=100)
    problem = forms.ChoiceField(label=_("What is missing"), required=False, choices=STATES)


class SheetFilter(HouseForm):
    says_optional = False
    q = forms.CharField(label=_("Name, number or group"), required=False, max_length=100)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("all")),
            *((one.value, one.label) for one in SheetState if one != SheetState.WITHDRAWN),
        ],
    )


class SiteField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.enterprise}: {obj.name}"


class CourseForm(HouseForm):
    """Everything that a head may put right; `credits` goes once points are entered."""

    name_kk = forms.CharField(label=_("Name in Kazakh"), max_length=300, required=False)
    name_ru = forms.CharField(label=_("Name in Russian"), max_length=300, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=300, required=False)
    teacher = forms.ModelChoiceField(Person.objects.none(), label=_("Teacher"), required=False)
    enterprise = forms.ModelChoiceField(
        Enterprise.objects.none(), label=_("Partner enterprise"), required=False
    )
    site = SiteField(Site.objects.none(), label=_("Site"), required=False)
    credits = forms.DecimalField(
        label=_("Credits"),
        max_digits=3,
        decimal_places=1,
        required=False,
        localize=True,
        help_text=_("They decide the marking scheme until points are entered."),
    )
    language = forms.ChoiceField(label=_("Language of instruction"), choices=Language.choices)
    model = forms.TypedChoiceField(
        label=_("Delivery model"),
        choices=[("", "—"), *Model.choices],
        coerce=int,
        empty_value=None,
        required=False,
    )
    hours_total = forms.IntegerField(label=_("Hours"), min_value=0, max_value=2000, required=False)
    hours_campus = forms.IntegerField(label=_("Hours on campus"), min_value=0, max_value=2000, required=False)
    hours_site = forms.IntegerField(label=_("Hours on site"), min_value=0, max_value=2000, required=False)
    control_form = forms.CharField(label=_("Form of final control"), max_length=80, required=False)
    note = forms.CharField(
        label=_("Note"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(
        self,
        *args: Any,
        teachers: QuerySet[Person],
        enterprises: QuerySet[Enterprise],
        frozen: bool,
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        self.fields["teacher"].queryset = teachers  # type: ignore[attr-defined]
        self.fields["enterprise"].queryset = enterprises  # type: ignore[attr-defined]
        sites = Site.objects.filter(enterprise__in=enterprises).select_related("enterprise")
        self.fields["site"].queryset = sites  # type: ignore[attr-defined]
        if frozen:
            del self.fields["credits"]


class SchemeForm(HouseForm):
    scheme = forms.ChoiceField(label=_("Marking scheme"), widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Reason"), max_length=300, error_messages=NEEDED)

    def __init__(self, *args: Any, schemes: dict[str, Scheme], language: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        choices = [(code, f"{code}: {scheme.title[language]}") for code, scheme in schemes.items()]
        self.fields["scheme"].choices = choices  # type: ignore[attr-defined]


class MentorForm(HouseForm):
    post = forms.ModelChoiceField(
        Post.objects.none(), label=_("Mentor"), error_messages={"required": _("Choose the mentor.")}
    )
    starts_on = Day(label=_("From"))
    ends_on = Day(label=_("Until"), required=False, help_text=_("Empty: until the end of the semester."))

    def __init__(self, *args: Any, posts: QuerySet[Post], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["post"].queryset = posts  # type: ignore[attr-defined]


class SearchForm(HouseForm):
    q = forms.CharField(label=_("Name in any spelling"), required=False, max_length=100)


class StudentField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.person.full_name}, {obj.group.code}"


class EnrolForm(HouseForm):
    student = StudentField(
        Student.objects.none(),
        label=_("Student"),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": _("Choose the student.")},
    )
    on = Day(label=_("From"), help_text=_("From this day on points are expected."))
    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)

    def __init__(self, *args: Any, students: QuerySet[Student], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["student"].queryset = students  # type: ignore[attr-defined]


class CourseField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.title}, {obj.groups_key}"


class TransferForm(HouseForm):
    to_course = CourseField(
        Course.objects.none(),
        label=_("Into the course"),
        error_messages={"required": _("Choose the course of the transfer.")},
        help_text=_("Points that have the same place there go along."),
    )
    reason = forms.CharField(label=_("Reason"), max_length=300, error_messages=NEEDED)

    def __init__(self, *args: Any, courses: QuerySet[Course], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["to_course"].queryset = courses  # type: ignore[attr-defined]
