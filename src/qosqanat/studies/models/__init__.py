"""Programmes, groups, students, terms and the courses with dual elements."""

from .course import Course, CourseMentor, Enrolment
from .programme import Group, Programme
from .student import Student
from .term import Term

__all__ = ["Course", "CourseMentor", "Enrolment", "Group", "Programme", "Student", "Term"]
