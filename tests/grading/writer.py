"""A process of its own that enters scores for some seconds, and one that counts what is stored afterwards."""

import json
import os
import random
import sys
import time
from decimal import Decimal
from uuid import uuid4

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")


def write(seconds: str, seed: str) -> None:
    """Print every acknowledged operation as a line of its own."""
    from qosqanat.grading.actions import Entry, enter_scores
    from qosqanat.grading.models import Sheet
    from qosqanat.people.models import Person
    from tests.cast import AT

    choose = random.Random(seed)
    mentor = Person.objects.get(posts__courses__isnull=False)
    sheets = list(Sheet.objects.values_list("pk", flat=True))
    end = time.monotonic() + float(seconds)
    while time.monotonic() < end:
        entries = [
            Entry(sheet, "practice", 7, _mark_or_nothing(choose), uuid4())
            for sheet in choose.sample(sheets, choose.randint(1, len(sheets)))
        ]
        for verdict in enter_scores(entries, by=mentor, at=AT, source="phone"):
            if verdict.status == "saved":
                sys.stdout.write(f"{verdict.entry.operation}\n")
                sys.stdout.flush()
            elif verdict.status != "repeated":
                sys.exit(f"{verdict.status}: {verdict.problems}")


def _mark_or_nothing(choose: random.Random) -> Decimal | None:
    return Decimal(choose.randint(0, 500)) / 100 if choose.random() < 0.8 else None


def count() -> None:
    """Print the stored operations, and the cells, sheets and counts that do not follow from their events."""
    from qosqanat.grading import practice
    from qosqanat.grading.book import books_of
    from qosqanat.grading.ledger import cells_of
    from qosqanat.grading.models import Cell, ScoreEvent, Sheet
    from tests.cast import AT

    torn = []
    for cell in Cell.objects.all():
        events = list(
            ScoreEvent.objects.filter(sheet=cell.sheet_id, component=cell.component, number=cell.number)
        )
        if [e.version for e in events] != list(range(1, cell.version + 1)) or events[-1].value != cell.value:
            torn.append(f"cell {cell.pk}")
    for sheet in Sheet.objects.all():
        values = {place: now.value for place, now in cells_of([sheet.pk])[sheet.pk].items()}
        if sheet.ratings != list(books_of([sheet.course_id], AT)[sheet.course_id].rate(values).periods):
            torn.append(f"sheet {sheet.pk}")
    courses = Sheet.objects.order_by().values_list("course_id", flat=True).distinct()
    torn += [f"week {week} of course {course}" for course, week in practice.kept_wrongly(courses)]
    operations = [str(operation) for operation in ScoreEvent.objects.values_list("operation", flat=True)]
    sys.stdout.write(json.dumps({"operations": operations, "torn": torn}))


if __name__ == "__main__":
    import django

    django.setup()
    {"write": write, "count": count}[sys.argv[1]](*sys.argv[2:])
