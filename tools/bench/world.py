"""A made-up university of any size, the same for the same size: everything from one seed.

People, courses and sheets are written through the models; the marks, which are millions, by the database itself, week by
week as they come in life, and the ratings by the product's own `recount`. So no rule stands here twice.
"""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import md5
from typing import Any

from django.db import connection, transaction

SEED, BATCH, PASSWORD = 20261209, 5000, "қосқанат-2026"
STUDENTS_EACH, CELLS, TASKS_EACH = 30, 45, 7
# Wednesday of week 15 of the last semester: every week before it is closed, week 15 is open
NOW = datetime(2026, 12, 9, 5, 0, tzinfo=UTC)
STEMS = "Әбен Айдын Ахмет Бекболат Ғабдулла Ерлан Жұмабай Ілияс Қайрат Құрман Мұрат Нұрлан Өмір Сағындық Серік Тілеу Үсен Шыңғыс Ыбырай Юсуп".split()
ENDS = "ов ова ев ева ұлы қызы бек бай".split()
GIVEN = "Айгүл Әлия Бауыржан Гүлнар Дәулет Еркін Жансая Зарина Қуаныш Ләззат Мақсат Нұргүл Өркен Руслан Сәуле Тимур Ұлан Фатима Хадиша Шолпан".split()
NAMES = "Бұрғылау Энергетика Құрылыс Экология Логистика Геология Автоматика Химия".split()
SEMESTERS = (
    ("2023-2024", "spring", date(2024, 1, 22)),
    ("2024-2025", "autumn", date(2024, 9, 2)),
    ("2024-2025", "spring", date(2025, 1, 20)),
    ("2025-2026", "autumn", date(2025, 9, 1)),
    ("2025-2026", "spring", date(2026, 1, 19)),
    ("2026-2027", "autumn", date(2026, 9, 1)),
)


@dataclass(frozen=True)
class Size:
    """`courses` of 30 students over the last `terms` semesters; `students` share them."""

    courses: int
    students: int
    terms: int = len(SEMESTERS)
    students_each: int = STUDENTS_EACH

    @classmethod
    def of_marks(cls, marks: int) -> "Size":
        """Three years with `marks` marks, each student in about 11 courses."""
        courses = max(6, marks // (STUDENTS_EACH * CELLS))
        return cls(courses, students=max(200, courses * STUDENTS_EACH // 11))

    @classmethod
    def of_people(cls, people: int) -> "Size":
        """One semester with `people` students, each in a course: as many sheets, which nobody has marked yet."""
        return cls(max(6, people // STUDENTS_EACH), people, terms=1)

    @property
    def departments(self) -> int:
        return max(1, self.courses // 247)


@dataclass
class World:
    """What the works need of it."""

    size: Size
    university: Any = None
    faculty: Any = None
    people: dict[str, Any] = field(default_factory=dict)
    courses: list[Any] = field(default_factory=list)

    @property
    def open_course(self) -> Any:
        """The last course: its examination is still to come, so its teacher enters points; it has one task more."""
        return self.courses[-1]

    def account(self, role: str) -> Any:
        from qosqanat.people.models import Account

        found = Account.objects.filter(person=self.people[role]).first()
        return found or Account.objects.create_user(f"bench-{role}", PASSWORD, person=self.people[role])


def build(size: Size, *, marked: bool = True) -> World:
    """Fill the empty database of this process; without marks where only names matter."""
    dice, world = random.Random(SEED), World(size)
    with transaction.atomic():
        departments = _units(world)
        teachers, posts, firms = _staff(world, departments, dice)
        groups, students = _students(world, departments, dice)
        _courses(world, departments, teachers, posts, firms)
        _sheets(world, groups, students)
    if marked:
        _marks(world)
        _ratings(world)
    return world


def analyse() -> None:
    """Let the database look at what it holds, as it does by itself in life. Not inside a transaction that is taken back:
    on PostgreSQL what was learnt of its rows would stay, and mislead every query after it."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def marks_of(world: World) -> int:
    from qosqanat.grading.models import Cell

    return Cell.objects.count()


def _units(world: World) -> list[Any]:
    from qosqanat.people.models import Unit

    world.university = Unit.objects.create(
        kind="university", code="bench", name_kk="Сынақ университеті", time_zone="Asia/Aqtau",
        regulation="yessenov-141-2022",
    )  # fmt: skip
    departments = []
    for number in range(world.size.departments):
        if number % 5 == 0:
            faculty = Unit.objects.create(
                kind="faculty",
                code=f"f{number}",
                name_kk=f"{number // 5 + 1}-факультет",
                parent=world.university,
            )
            world.faculty = world.faculty or faculty
        departments.append(
            Unit.objects.create(
                kind="department", code=f"d{number}", name_kk=f"{number + 1}-кафедра", parent=faculty
            )
        )
    return departments


def _people(count: int, dice: random.Random, university: Any) -> list[Any]:
    from qosqanat.people.models import Person

    rows = []
    for _ in range(count):
        row = Person(
            university=university,
            surname=dice.choice(STEMS) + dice.choice(ENDS),
            given_name=dice.choice(GIVEN),
            patronymic=dice.choice(STEMS) + dice.choice(("ұлы", "қызы")),
        )
        row.fill_keys()
        rows.append(row)
    return Person.objects.bulk_create(rows, batch_size=BATCH)


def _staff(
    world: World, departments: list[Any], dice: random.Random
) -> tuple[list[Any], list[Any], list[Any]]:
    from qosqanat.partners.models import Agreement, Enterprise, Post
    from qosqanat.people.models import Role

    places = {
        "head": departments[0], "dean": world.faculty, "rector": world.university,
        "registrar": world.university, "office": world.university,
    }  # fmt: skip
    since = SEMESTERS[0][2]
    for person, (kind, unit) in zip(
        _people(len(places), dice, world.university), places.items(), strict=True
    ):
        world.people[kind] = person
        Role.objects.create(person=person, kind=kind, unit=unit, starts_on=since)
    teachers = _people(10 * len(departments), dice, world.university)
    Role.objects.bulk_create(
        Role(person=person, kind="teacher", unit=departments[number % len(departments)], starts_on=since)
        for number, person in enumerate(teachers)
    )
    firms = [
        Enterprise(name_kk=f"«Серіктес {n}» ЖШС", sort_key=f"{n:05}")
        for n in range(max(5, world.size.courses // 37))
    ]
    firms = Enterprise.objects.bulk_create(firms)
    Agreement.objects.bulk_create(
        Agreement(university=world.university, enterprise=firm, number=str(n)) for n, firm in enumerate(firms)
    )
    mentors = _people(max(5, world.size.courses // 20), dice, None)
    posts = Post.objects.bulk_create(
        Post(person=person, enterprise=firms[number % len(firms)], kind="mentor", starts_on=since)
        for number, person in enumerate(mentors)
    )
    world.people["mentor"] = mentors[0]
    return teachers, posts, firms


def _students(world: World, departments: list[Any], dice: random.Random) -> tuple[list[Any], list[Any]]:
    from qosqanat.studies.models import Group, Programme, Student

    groups = []
    for number in range(max(1, world.size.students // world.size.students_each)):
        department = departments[number % len(departments)]
        programme, _made = Programme.objects.get_or_create(
            university=world.university, department=department, code=f"6B{department.pk:05}",
            defaults={"name_kk": f"Бағдарлама {department.code}"},
        )  # fmt: skip
        groups.append(
            Group(
                university=world.university, department=department, programme=programme, code=f"ТОП-{number:04}",
                sort_key=f"{number:04}", year=3, language="kk",
            )
        )  # fmt: skip
    groups = Group.objects.bulk_create(groups)
    people = _people(world.size.students, dice, world.university)
    students = Student.objects.bulk_create(
        [
            Student(
                university=world.university, person=one, number=f"{n:07}", group=groups[n // 30 % len(groups)]
            )
            for n, one in enumerate(people)
        ],
        batch_size=BATCH,
    )
    world.people["student"] = people[0]
    return groups, students


def _courses(
    world: World, departments: list[Any], teachers: list[Any], posts: list[Any], firms: list[Any]
) -> None:
    from qosqanat.grading.models import CourseScheme, IwsTask
    from qosqanat.regulation import packs
    from qosqanat.studies.models import Course, CourseMentor, Term

    terms = [
        Term.objects.create(university=world.university, academic_year=year, season=season, starts_on=day)
        for year, season, day in SEMESTERS[-world.size.terms :]
    ]
    courses = []
    for number in range(world.size.courses):
        post = posts[number % len(posts)]
        course = Course(
            university=world.university, term=terms[number * len(terms) // world.size.courses],
            department=departments[number % len(departments)], code=f"UBT {number:05}",
            name_kk=f"{NAMES[number % len(NAMES)]} {number}", groups_key="ТОП", credits=Decimal(5), language="kk",
            model=2, teacher=teachers[number % len(teachers)], enterprise=post.enterprise,
        )  # fmt: skip
        course.sort_key = course.name_kk
        courses.append(course)
    world.courses = courses = Course.objects.bulk_create(courses, batch_size=BATCH)
    world.people["teacher"] = world.open_course.teacher
    CourseMentor.objects.bulk_create(
        CourseMentor(course=course, post=posts[number % len(posts)], starts_on=course.term.starts_on)
        for number, course in enumerate(courses)
    )
    regulation = packs.load(world.university.regulation)
    scheme = regulation.schemes["A2"]
    content = scheme.to_dict()
    CourseScheme.objects.bulk_create(
        (
            CourseScheme(
                course=course, regulation=regulation.code, code=scheme.code, threshold=regulation.threshold,
                content=content, chosen_at=NOW, frozen_at=NOW,
            )
            for course in courses
        ),
        batch_size=BATCH,
    )  # fmt: skip
    IwsTask.objects.bulk_create(
        (
            IwsTask(course=course, number=number, period=period.number, title=f"БӨЖ-{number}", cap=cap)
            for course in courses
            for number, period, cap in _tasks(scheme, one_more=course is world.open_course)
        ),
        batch_size=BATCH,
    )


def _tasks(scheme: Any, *, one_more: bool = False) -> Iterator[tuple[int, Any, Decimal]]:
    """Seven tasks a period, so that a sheet has 45 cells: the last one takes what is left of the period's cap."""
    number = 0
    for period in scheme.periods:
        tasks = TASKS_EACH + (one_more and period is scheme.periods[-1])
        each = Decimal(int(period.iws_cap / tasks))
        for place in range(1, tasks + 1):
            number += 1
            yield number, period, period.iws_cap - each * (tasks - 1) if place == tasks else each


def _sheets(world: World, groups: list[Any], students: list[Any]) -> None:
    from qosqanat.grading.models import ExamSheet, Sheet, WeekHandover
    from qosqanat.studies.models import Course, Enrolment

    head, each = world.people["head"], world.size.students_each
    through = Course.groups.through
    enrolments, sheets, taught = [], [], set()
    for number, course in enumerate(world.courses):
        for place in range(each):
            student = students[(number * each + place) % len(students)]
            taught.add((course.pk, student.group_id))
            enrolments.append(Enrolment(course=course, student=student, joined_on=course.term.starts_on))
            sheets.append(
                Sheet(
                    university=world.university, course=course, student=student, number=f"{len(sheets) + 1:06}",
                    issued_at=NOW, issued_by=head, periods=["0", "0"],
                )
            )  # fmt: skip
    Enrolment.objects.bulk_create(enrolments, batch_size=BATCH)
    Sheet.objects.bulk_create(sheets, batch_size=BATCH)
    through.objects.bulk_create(
        (through(course_id=course, group_id=group) for course, group in sorted(taught)), batch_size=BATCH
    )
    mentor = world.people["mentor"]
    WeekHandover.objects.bulk_create(
        (
            WeekHandover(course=course, week=week, handed_at=course.term.closes_at(week), handed_by=mentor)
            for number, course in enumerate(world.courses)
            for week in range(1, 15)
            if (number + week) % 20
        ),
        batch_size=BATCH,
    )
    ExamSheet.objects.bulk_create(
        (
            ExamSheet(
                university=world.university, course=course, number=f"Е-{number:06}", held_on=course.term.ends_on,
                issued_at=NOW, issued_by=world.people["registrar"],
            )
            for number, course in enumerate(world.courses[:-1])
        ),
        batch_size=BATCH,
    )  # fmt: skip


# --- marks: 15 x (test, practice), 14 tasks and the examination -----------------------------------------------------

CELLS_OF_A_PLACE = """
INSERT INTO grading_cell (sheet_id, component, number, state, value, version, author_id, changed_at)
SELECT id, %s, %s, 'number', round(((id * 7919 + %s * 104729) %% 41 + 60) * %s / 100.0, 1), 1, %s, %s
FROM grading_sheet WHERE course_id BETWEEN %s AND %s ORDER BY course_id, id
"""
EVENTS_OF_CELLS = """
INSERT INTO grading_scoreevent (sheet_id, component, number, state, value, version, author_id, source, received_at, reason, operation)
SELECT sheet_id, component, number, state, value, version, author_id, 'grid', changed_at, '', {operation}
FROM grading_cell WHERE id > %s ORDER BY id
"""
OPERATION = {"sqlite": "operation(id)", "postgresql": "md5(id::text)::uuid"}


def _marks(world: World) -> None:
    """Every place of every sheet, in the order of weeks: the rows of one sheet lie far apart, as they do in life."""
    by_term: dict[Any, list[int]] = {}
    for course in world.courses:
        by_term.setdefault(course.term, []).append(course.pk)
    with connection.cursor() as cursor, _hurry(cursor):
        for term, courses in by_term.items():
            for week in range(1, term.week_count + 2):
                with transaction.atomic():
                    _week(cursor, term, courses, week, world)


@contextmanager
def _hurry(cursor: Any) -> Iterator[None]:
    """Room and haste while the marks are made: nothing is measured yet."""
    if connection.vendor == "sqlite":
        cursor.execute("PRAGMA cache_size=-1500000")
        digest = lambda number: md5(str(number).encode()).hexdigest()  # noqa: E731
        connection.connection.create_function("operation", 1, digest, deterministic=True)
    else:
        cursor.execute("SET synchronous_commit = off")
    yield
    cursor.execute(
        "PRAGMA cache_size=-20000" if connection.vendor == "sqlite" else "RESET synchronous_commit"
    )


def _week(cursor: Any, term: Any, courses: list[int], week: int, world: World) -> None:
    at = connection.ops.adapt_datetimefield_value(term.closes_at(min(week, term.week_count)))
    cursor.execute("SELECT coalesce(max(id), 0) FROM grading_cell")
    last = cursor.fetchone()[0]
    for index, component, number, cap, author, whose in _places(week, world, courses):
        if whose:
            cursor.execute(
                CELLS_OF_A_PLACE, [component, number, index, cap, author, at, min(whose), max(whose)]
            )
    cursor.execute(EVENTS_OF_CELLS.format(operation=OPERATION[connection.vendor]), [last])


def _places(
    week: int, world: World, courses: list[int]
) -> Iterator[tuple[int, str, int, int, int, list[int]]]:
    """What comes in with a week: index, component and number of the place, cap, author, courses; last the examination."""
    from qosqanat.regulation import packs

    scheme = packs.load(world.university.regulation).schemes["A2"]
    teacher, mentor = world.people["teacher"].pk, world.people["mentor"].pk
    open_course = world.open_course.pk
    if week > scheme.weeks:
        yield 45, "exam", 1, 100, world.people["registrar"].pk, [one for one in courses if one != open_course]
        return
    row = scheme.rows[week - 1]
    yield 2 * week, "test", week, int(row.test), teacher, courses
    yield 2 * week + 1, "practice", week, int(row.practice), mentor, courses
    for one_more in (False, True):
        whose = [one for one in courses if (one == open_course) == one_more]
        for number, _period, cap in _tasks(scheme, one_more=one_more):
            if number == week:
                yield 31 + number, "iws", number, int(cap), teacher, whose


def _ratings(world: World) -> None:
    from qosqanat.grading.actions import judge_risks, recount, recount_weeks

    for first in range(0, len(world.courses), 500):
        some = world.courses[first : first + 500]
        recount(some, by=None, at=NOW)
        recount_weeks(some, by=None, at=NOW)
    judge_risks(world.courses, at=NOW)
