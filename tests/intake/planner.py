"""A process of its own that imports a list while another connection enters a mark: before the transaction, or in it."""

import json
import os
import sqlite3
import sys
from threading import Thread
from uuid import uuid4

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
LIST = "ID в АИС;ФИО;Группа;Курс;Шифр ОП\n50001;Жақсыбеков Мирас Ерланұлы;МГІ-24-1;3;6B07201\n"


def main(moment: str) -> None:
    """Import with a mark entered at `moment` (plan or write); print what became of the mark and of the student."""
    from django.db import OperationalError, connection

    from qosqanat.intake import actions, runs
    from qosqanat.intake.draft import Draft
    from qosqanat.people.models import Person, Unit
    from qosqanat.studies.models import Student
    from tests.cast import AT

    said: list[str] = []

    def another_connection() -> None:
        if connection.vendor == "sqlite":
            connection.ensure_connection()
            connection.connection.execute("PRAGMA busy_timeout = 200")
        try:
            said.append(_mark())
        except (OperationalError, sqlite3.OperationalError) as error:
            said.append(str(error))
        connection.close()

    def meanwhile(*_args: object) -> None:
        thread = Thread(target=another_connection)
        thread.start()
        thread.join()

    compared, write = runs.compared, Draft.write
    if moment == "plan":
        runs.compared = lambda *args: (compared(*args), meanwhile())[0]
    else:
        Draft.write = lambda draft: (write(draft), meanwhile())[0]
    university, office = Unit.objects.get(parent=None), Person.objects.get(roles__kind="office")
    run = actions.start(university, "contingent", LIST.encode(), "list.csv", by=office, at=AT)
    actions.apply(run, by=office, at=AT)
    found = Student.objects.filter(number="50001").count()
    sys.stdout.write(json.dumps({"marks": said, "students": found}))


def _mark() -> str:
    from decimal import Decimal

    from qosqanat.grading.actions import Entry, enter_scores
    from qosqanat.grading.models import Sheet
    from qosqanat.people.models import Person
    from tests.cast import AT

    mentor = Person.objects.get(posts__courses__isnull=False)
    entry = Entry(Sheet.objects.order_by("pk")[0].pk, "practice", 7, Decimal(3), uuid4())
    return enter_scores([entry], by=mentor, at=AT, source="phone")[0].status


if __name__ == "__main__":
    import django

    django.setup()
    main(sys.argv[1])
