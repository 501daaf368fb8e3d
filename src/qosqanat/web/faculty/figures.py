"""Numbers of a faculty by department, and the courses and students that make them: a constant number of reads."""

from collections.abc import Iterable

from qosqanat.grading.book import books_of
from qosqanat.grading.queries import endangered
from qosqanat.people.enums import UnitKind
from qosqanat.people.middleware import ActingRequest
from qosqanat.people.models import Unit
from qosqanat.studies.models import Course, Term
from qosqanat.web.common.progress import Figures, course_figures


def departments_of(request: ActingRequest) -> list[Unit]:
    return list(request.reachable(Unit, "unit.view").filter(kind=UnitKind.DEPARTMENT))


def figures_of(request: ActingRequest, term: Term | None, departments: Iterable[Unit]) -> list[Figures]:
    """One `Figures` per department, in the order given."""
    departments = list(departments)
    courses = (
        request.reachable(Course, "week.reopen")
        .filter(term=term, department__in=departments)
        .select_related("department", "teacher", "enterprise", "term__university")
    )
    books = books_of(courses, request.who.at)
    by_course = {one.course.pk: one for one in course_figures(courses, books, request)}
    rows = endangered(books)
    return [
        Figures(
            [one for one in by_course.values() if one.course.department_id == department.pk],
            [row for row in rows if by_course[row.sheet.course_id].course.department_id == department.pk],
            department,
        )
        for department in departments
    ]
