"""Measures the search over people, students, courses, sheets and partners; made-up data from one seed, a database of its own.

    QOSQANAT_DATABASE_URL=... python -m tools.bench.search [rows]

`rows` (default 100000) counts students and sheets each; courses and partners are a fiftieth. Prints the median and the
slowest of RUNS answers for each text and role, in milliseconds.
"""

import os
import random
import statistics
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import django

from .world import ENDS, GIVEN, NAMES, STEMS

SEED, RUNS, BATCH = 20261014, 7, 5000
AT = datetime(2026, 10, 14, 5, 0, tzinfo=UTC)
TEXTS = (
    "Қайрат",
    "кайратова зарина",
    "Kairat",
    "нур",
    "abenov mak",
    "бургылау",
    "Ілияс Энергетика",
    "000777",
    "серіктес 77",
    "жоқ мұндай",
)


def start() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qosqanat.settings")
    django.setup()


def fill(rows: int) -> dict[str, Any]:
    """A university with `rows` students and sheets; returns somebody for every role measured."""
    from qosqanat.grading.models import Sheet
    from qosqanat.partners.models import Agreement, Enterprise, Post
    from qosqanat.people.models import Person, Role, Unit
    from qosqanat.studies.models import Course, CourseMentor, Enrolment, Group, Programme, Student, Term

    dice = random.Random(SEED)
    university = Unit.objects.create(
        kind="university",
        code="bench",
        name_kk="Сынақ",
        time_zone="Asia/Aqtau",
        regulation="yessenov-141-2022",
    )
    department = Unit.objects.create(kind="department", code="d", name_kk="Кафедра", parent=university)

    def person(n: int) -> Person:
        row = Person(
            university=university,
            surname=dice.choice(STEMS) + dice.choice(ENDS),
            given_name=dice.choice(GIVEN),
            patronymic=dice.choice(STEMS) + dice.choice(("ұлы", "қызы")),
        )
        row.fill_keys()
        return row

    people = Person.objects.bulk_create([person(n) for n in range(rows)], batch_size=BATCH)
    programme = Programme.objects.create(university=university, code="6B0", name_kk="Бағдарлама")
    groups = [
        Group.objects.create(
            university=university,
            department=department,
            programme=programme,
            code=f"ТОП-{n}",
            year=1,
            language="kk",
        )
        for n in range(200)
    ]
    students = Student.objects.bulk_create(
        [
            Student(university=university, person=one, number=f"{n:07}", group=dice.choice(groups))
            for n, one in enumerate(people)
        ],
        batch_size=BATCH,
    )
    firms = [
        Enterprise(name_kk=f"«Серіктес {n}» ЖШС", name_ru=f"ТОО «Партнёр {n}»") for n in range(rows // 50)
    ]
    for firm in firms:
        firm.sort_key = firm.name_kk
    Enterprise.objects.bulk_create(firms, batch_size=BATCH)
    Agreement.objects.bulk_create(
        [Agreement(university=university, enterprise=firm, number="1") for firm in firms]
    )
    term = Term.objects.create(
        university=university, academic_year="2026-2027", season="autumn", starts_on=date(2026, 9, 1)
    )
    courses = Course.objects.bulk_create(
        [
            Course(
                university=university,
                term=term,
                department=department,
                code=f"C {n}",
                name_kk=f"{dice.choice(NAMES)} {dice.choice(NAMES)}",
                sort_key=str(n),
                groups_key=dice.choice(groups).code,
                language="kk",
                enterprise=dice.choice(firms),
            )
            for n in range(rows // 50)
        ],
        batch_size=BATCH,
    )
    pairs = [(student, dice.choice(courses)) for student in students]
    Enrolment.objects.bulk_create(
        [Enrolment(course=c, student=s, joined_on=term.starts_on) for s, c in pairs], batch_size=BATCH
    )
    staff = {
        role: Person.objects.create(university=university, surname=role) for role in ("registrar", "head")
    }
    for role, unit in {"registrar": university, "head": department}.items():
        Role.objects.create(person=staff[role], kind=role, unit=unit, starts_on=term.starts_on)
    Sheet.objects.bulk_create(
        [
            Sheet(
                university=university,
                course=c,
                student=s,
                number=f"{n:06}",
                issued_at=AT,
                issued_by=staff["head"],
            )
            for n, (s, c) in enumerate(pairs)
        ],
        batch_size=BATCH,
    )
    staff["mentor"] = Person.objects.create(surname="mentor")
    post = Post.objects.create(person=staff["mentor"], enterprise=firms[0], starts_on=term.starts_on)
    for course in courses[:5]:
        CourseMentor.objects.create(course=course, post=post, starts_on=term.starts_on)
    return staff


def measure(staff: dict[str, Any]) -> Iterator[tuple[str, str, int, float, float]]:
    """Role, text, rows found, median and slowest answer in milliseconds."""
    from qosqanat.people.reach import Who
    from qosqanat.web.records.search import find

    for role, person in staff.items():
        who = Who(person, AT)
        request: Any = SimpleNamespace(who=who, reachable=who.reachable)
        for text in TEXTS:
            times = []
            for _run in range(RUNS):
                began = time.perf_counter()
                found = find(request, text)
                times.append(1000 * (time.perf_counter() - began))
            yield role, text, sum(len(one.hits) for one in found), statistics.median(times), max(times)


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main() -> None:
    start()
    from django.db import connection

    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    kept = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        began = time.perf_counter()
        staff = fill(rows)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        say(f"{connection.vendor}, {rows} students and sheets, filled in {time.perf_counter() - began:.0f} s")
        lines = list(measure(staff))
        for role, text, count, median, slowest in lines:
            say(f"{role:10} {text:22} {count:3} found  median {median:6.1f} ms  slowest {slowest:6.1f} ms")
        say(f"the slowest median is {max(line[3] for line in lines):.0f} ms")
    finally:
        connection.creation.destroy_test_db(kept, verbosity=0)


if __name__ == "__main__":
    main()
