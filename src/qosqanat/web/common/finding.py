"""Sheets and lines of sheets that a list's words find."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django.db.models import Q, QuerySet

from qosqanat.grading.models import Sheet
from qosqanat.regulation import kz
from qosqanat.studies.models import Course, Student

Line = TypeVar("Line")


def sheets_found(sheets: QuerySet[Any], text: str) -> QuerySet[Any]:
    """Those of `sheets` found by number, or by the words of student and course together; all of them for no words."""
    for word in kz.fold(text).split():
        students = Student.objects.order_by().filter(Student.found_by(word)).values("pk")
        courses = Course.objects.order_by().filter(Course.found_by(word)).values("pk")
        number = Q(number=word.zfill(6)) if word.isdecimal() else Q()
        sheets = sheets.filter(Q(student__in=students) | Q(course__in=courses) | number)
    return sheets


def lines_found(lines: Sequence[Line], text: str, sheet_of: Callable[[Line], Sheet]) -> list[Line]:
    """Those of computed `lines` whose sheet the words find. One read, none for no words."""
    if not kz.fold(text):
        return list(lines)
    sheets = Sheet.objects.filter(pk__in=[sheet_of(line).pk for line in lines]).order_by()
    keys = set(sheets_found(sheets, text).values_list("pk", flat=True))
    return [line for line in lines if sheet_of(line).pk in keys]
