"""Verbs of the grade book."""

from qosqanat.grading.ledger import Entry, Verdict

from .exams import close_exam_sheet, enter_exam, issue_exam_sheet, move_exam, reopen_exam_sheet
from .recount import Recount, recount, recount_weeks
from .risks import judge_risks
from .scores import enter_scores, judge_scores
from .sheets import (
    Issued,
    archive_sheet,
    choose_scheme,
    issue_sheets,
    move_sheet,
    return_sheet,
    send_back_sheet,
)
from .tasks import set_iws_tasks
from .terms import edit_term
from .undo import redo_act, undo_act
from .weeks import hand_over_week, reopen_week

__all__ = [
    "Entry",
    "Issued",
    "Recount",
    "Verdict",
    "archive_sheet",
    "choose_scheme",
    "close_exam_sheet",
    "edit_term",
    "enter_exam",
    "enter_scores",
    "hand_over_week",
    "issue_exam_sheet",
    "issue_sheets",
    "judge_risks",
    "judge_scores",
    "move_exam",
    "move_sheet",
    "recount",
    "recount_weeks",
    "redo_act",
    "reopen_exam_sheet",
    "reopen_week",
    "return_sheet",
    "send_back_sheet",
    "set_iws_tasks",
    "undo_act",
]
