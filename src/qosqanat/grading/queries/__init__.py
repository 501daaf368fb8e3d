"""Joined reads of the grade book."""

from .acts import acts_of, standing_of_act, standing_of_undoing
from .changes import Change, changed_after_closing, changes_since, with_before
from .checks import Readiness, cell_history, readiness
from .exams import ExamRow, candidates, exam_rows
from .figures import Share, on_time_by_week, practice_by_enterprise, ratings_by_ten, thresholds_of
from .grid import CellView, Column, Grid, Row, course_grid, endangered, student_points
from .weeks import (
    LateMentor,
    MentorCourse,
    MentorWeek,
    Strip,
    heat_strip,
    late_mentors,
    mentor_courses,
    strips_of,
    week_for_mentor,
)

__all__ = [
    "CellView",
    "Change",
    "Column",
    "ExamRow",
    "Grid",
    "LateMentor",
    "MentorCourse",
    "MentorWeek",
    "Readiness",
    "Row",
    "Share",
    "Strip",
    "acts_of",
    "candidates",
    "cell_history",
    "changed_after_closing",
    "changes_since",
    "course_grid",
    "endangered",
    "exam_rows",
    "heat_strip",
    "late_mentors",
    "mentor_courses",
    "on_time_by_week",
    "practice_by_enterprise",
    "ratings_by_ten",
    "readiness",
    "standing_of_act",
    "standing_of_undoing",
    "strips_of",
    "student_points",
    "thresholds_of",
    "week_for_mentor",
    "with_before",
]
