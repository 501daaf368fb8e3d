"""Sheets, their cells and the events behind them, week windows, examinations."""

from .cell import Cell, ScoreEvent
from .exam import ExamSheet
from .scheme import CourseScheme, IwsTask
from .sheet import Sheet
from .week import PracticeWeek, Reopening, WeekHandover

__all__ = [
    "Cell",
    "CourseScheme",
    "ExamSheet",
    "IwsTask",
    "PracticeWeek",
    "Reopening",
    "ScoreEvent",
    "Sheet",
    "WeekHandover",
]
