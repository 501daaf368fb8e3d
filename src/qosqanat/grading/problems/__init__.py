"""Why a score, a week, a task or a paper may not be what somebody wants. Each sentence names thing, rule and next step."""

from .entries import (
    RIGHT_FOR,
    held_back,
    nothing_to_redo,
    nothing_to_undo,
    operation_taken,
    own_sheet,
    problems_of_entry,
    sheet_unknown,
)
from .exams import (
    not_admitted,
    not_in_attempt,
    problems_of_exam_close,
    problems_of_exam_issue,
    problems_of_exam_move,
    problems_of_exam_reopen,
    retakes_used,
)
from .issuing import (
    no_sheets,
    problems_of_credits,
    problems_of_issue,
    problems_of_move,
    scheme_frozen,
    scheme_to_follow,
    scheme_unknown,
)
from .weeks import problems_of_handover, problems_of_reopening
from .work import problems_of_tasks, task_has_points

__all__ = [
    "RIGHT_FOR",
    "held_back",
    "no_sheets",
    "not_admitted",
    "not_in_attempt",
    "nothing_to_redo",
    "nothing_to_undo",
    "operation_taken",
    "own_sheet",
    "problems_of_credits",
    "problems_of_entry",
    "problems_of_exam_close",
    "problems_of_exam_issue",
    "problems_of_exam_move",
    "problems_of_exam_reopen",
    "problems_of_handover",
    "problems_of_issue",
    "problems_of_move",
    "problems_of_reopening",
    "problems_of_tasks",
    "retakes_used",
    "scheme_frozen",
    "scheme_to_follow",
    "scheme_unknown",
    "sheet_unknown",
    "task_has_points",
]
