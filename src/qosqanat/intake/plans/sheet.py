"""A mentor's weekly sheet: practice points by week."""

from qosqanat.grading.enums import Component, Source
from qosqanat.intake.plan import from_issue
from qosqanat.people.models import Person
from qosqanat.spreadsheets.kinds.sheet import SheetRecord
from qosqanat.spreadsheets.kinds.sheet_rows import SheetRow
from qosqanat.spreadsheets.matching import Known, People
from qosqanat.spreadsheets.model import Parsed
from qosqanat.studies.models import Course, CourseMentor

from .base import warnings
from .likeness import name_of
from .marking import MarkingPlanner, key_for


class SheetPlanner(MarkingPlanner):
    source = Source.SPREADSHEET

    def plan(self, parsed: Parsed[SheetRecord]) -> None:
        self.prepare()
        for record in parsed.records:
            course = self.course_of(record.code, record.course, record.groups, record.source)
            if course is None or not self.open_book(course, record.source):
                continue
            self.behalf = self._mentor(record, course)
            for row in self.steps(record.rows, len(record.rows)):
                self._row(row)
        self.draft.then(self.write_entries)

    def _mentor(self, record: SheetRecord, course: Course) -> Person | None:
        """The mentor whose sheet it is: the one named if the course has several, else the only one."""
        mentors = [
            m.post.person for m in CourseMentor.objects.filter(course=course).select_related("post__person")
        ]
        if len(mentors) == 1:
            return mentors[0]
        people = People(Known(index, name_of(person)) for index, person in enumerate(mentors))
        named = [people.decide(one.name).id for one in record.mentors]
        found = [mentors[index] for index in named if isinstance(index, int)]
        return found[0] if len(set(found)) == 1 else None

    def _row(self, row: SheetRow) -> None:
        title = row.typed_name or str(row.name)
        whole = [from_issue(i) for i in row.issues if i.level == "refuse" and not i.field.startswith("week_")]
        if whole:
            self.refuse(row.source, f"student:{row.source.sheet}:{row.source.row}", title, whole, row)
            return
        pupil = self.pupil(
            row.name, row.typed_name, key_for(row.key_kind, row.key), row.group, row.source, row
        )
        if pupil is None:
            return
        places = {
            i.field: (Component.PRACTICE, int(i.field[5:])) for i in row.issues if i.field.startswith("week_")
        }
        marks = {(Component.PRACTICE.value, week): value for week, value in row.marks.items()}
        marks |= self.cell_problems(pupil, row.issues, places)
        self.score(pupil, marks, warnings(row))
