"""Courses within reach, to read only: for advisers, quality, rector, career centre, heads of bases and partners."""

from datetime import date

from django import forms
from django.db.models import (
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from qosqanat.grading.models import Sheet
from qosqanat.people.middleware import ActingRequest
from qosqanat.studies.enums import Membership
from qosqanat.studies.models import Course, CourseMentor, Enrolment, Term
from qosqanat.web.common.forms import HouseForm
from qosqanat.web.common.guard import needs
from qosqanat.web.common.homes import Number, address
from qosqanat.web.common.lists import Listing

from .lists import COURSES

LACKS = {
    "mentor": _("courses without a mentor"),
    "enterprise": _("courses without an enterprise"),
    "sheets": _("courses without sheets"),
}


class FilterForm(HouseForm):
    q = forms.CharField(label=_("Course, group, teacher or enterprise"), required=False, max_length=100)
    term = forms.ModelChoiceField(Term.objects.none(), label=_("Semester"), required=False, empty_label=None)
    lacks = forms.ChoiceField(
        label=_("Lacking"), required=False, choices=[("", _("anything or nothing")), *LACKS.items()]
    )


def _without(day: date) -> dict[str, Q]:
    """What a course may lack on `day`, by name."""
    mentors = CourseMentor.objects.in_force(day).filter(course=OuterRef("pk"))
    return {
        "mentor": ~Q(Exists(mentors)),
        "enterprise": Q(enterprise=None),
        "sheets": ~Q(Exists(Sheet.objects.live().order_by().filter(course=OuterRef("pk")))),
    }


@needs("course.view")
def home(request: ActingRequest) -> HttpResponse:
    """Courses of one semester with students, mentors and sheets."""
    listing = Listing(request, COURSES)
    reachable = request.reachable(Course)
    terms = Term.objects.filter(pk__in=reachable.order_by().values("term")).select_related("university")
    form = FilterForm(listing.query)
    form.fields["term"].queryset = terms  # type: ignore[attr-defined]
    wanted = form.cleaned_data if form.is_valid() else {}
    term = wanted.get("term") or terms.current(request.who.at.date()).first() or terms.first()
    listing.query["term"] = str(term.pk) if term else ""
    present = reachable.filter(term=term)
    without = _without(timezone.localdate(request.who.at))
    every = present.order_by().aggregate(**{name: Count("pk", lack) for name, lack in without.items()})
    lacks = str(wanted.get("lacks", ""))
    found = present.filter(without.get(lacks, Q())).matching(wanted.get("q", ""))  # type: ignore[attr-defined]
    courses = _listed(found, request.reachable(Sheet))
    numbers = [
        Number(name, every[name], label, address(request, "overview:home", lacks=name), current=lacks == name)
        for name, label in LACKS.items()
    ]
    may_see = request.who.may("sheet.view")
    return listing.answer(
        courses, form, "overview/home.html", term=term, numbers=numbers, may_see_figures=may_see
    )


def _listed(courses: QuerySet[Course], sheets: QuerySet[Sheet]) -> QuerySet[Course]:
    enrolled = Enrolment.objects.filter(course=OuterRef("pk"), state=Membership.ENROLLED).order_by()
    students = Subquery(enrolled.values("course").annotate(n=Count("pk")).values("n"))
    mentors = CourseMentor.objects.select_related("post__person")
    readable = Q(pk__in=sheets.order_by().filter(course__in=courses.order_by().values("pk")).values("course"))
    rows = courses.annotate(
        student_count=Coalesce(students, 0),
        may_read=ExpressionWrapper(readable, output_field=BooleanField()),
    )
    return (
        rows.order_by("sort_key", "groups_key", "pk")
        .select_related("department", "teacher", "enterprise")
        .prefetch_related("groups", Prefetch("mentors", mentors))
    )
