"""What has changed in a course since a page was shown."""

from datetime import datetime, timedelta
from typing import NamedTuple

from qosqanat.grading.book import entry_of, key_of
from qosqanat.grading.models import Cell
from qosqanat.people.models import Person
from qosqanat.regulation import marks
from qosqanat.studies.models import Course

# entries carry the moment at which their request began: one that was still being written is found by looking back
OVERLAP = timedelta(seconds=60)


class Change(NamedTuple):
    """A place of a sheet as it is now; `version` tells a page whether it knows this already."""

    sheet_id: int
    key: str
    value: marks.Entry | None
    version: int
    author: Person
    at: datetime


def changes_since(course: Course, since: datetime) -> list[Change]:
    """Every place that changed after `since`, some of a minute before it again: one read."""
    cells = Cell.objects.filter(sheet__course=course, changed_at__gt=since - OVERLAP).select_related("author")
    return [
        Change(
            cell.sheet_id,
            key_of(cell.component, cell.number),
            entry_of(cell.state, cell.value),
            cell.version,
            cell.author,
            cell.changed_at,
        )
        for cell in cells.order_by("changed_at", "pk")
    ]
