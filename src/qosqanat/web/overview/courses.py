"""Courses within reach with what they lack: the list below every opening."""

from dataclasses import dataclass

from django.db.models import (
    BooleanField,
    Count,
    ExpressionWrapper,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from qosqanat.grading.models import Sheet
from qosqanat.people.middleware import ActingRequest
from qosqanat.studies.enums import Membership
from qosqanat.studies.models import Course, CourseMentor, Enrolment, Term
from qosqanat.web.common.progress import without


@dataclass(frozen=True)
class Lack:
    """What a course may lack: as a choice of the filter, and counted (`counted % n`)."""

    choice: Promise
    counted: Promise


LACKS = {
    "mentor": Lack(
        _("courses without a mentor"), ngettext_lazy("course without a mentor", "courses without a mentor")
    ),
    "enterprise": Lack(
        _("courses without an enterprise"),
        ngettext_lazy("course without an enterprise", "courses without an enterprise"),
    ),
    "sheets": Lack(
        _("courses without sheets"), ngettext_lazy("course without sheets", "courses without sheets")
    ),
}


def lacking(request: ActingRequest, term: Term | None) -> dict[str, int]:
    """How many courses of the semester within reach lack what, by name. One read."""
    lacks = without(timezone.localdate(request.who.at))
    present = request.reachable(Course).filter(term=term).order_by()
    return present.aggregate(**{name: Count("pk", lack) for name, lack in lacks.items()})


def listed(courses: QuerySet[Course], sheets: QuerySet[Sheet]) -> QuerySet[Course]:
    """`courses` with their people and number of students; `may_read`: one of `sheets` is theirs."""
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
