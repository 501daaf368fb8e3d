"""Named people for the whole suite, in two universities whose names overlap, so that a leak would show.

Everything happens at `AT`: Wednesday of week 7 of autumn 2026, 10:00 in Aqtau.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal

from qosqanat.grading.models import Sheet
from qosqanat.partners.models import Agreement, Enterprise, Post, Site
from qosqanat.people.models import Account, Person, Role, Unit
from qosqanat.regulation import kz
from qosqanat.studies.models import Course, CourseMentor, Enrolment, Group, Programme, Student, Term

AT = datetime(2026, 10, 14, 5, 0, tzinfo=UTC)
WEEK = 7
SINCE = date(2026, 8, 25)
OFFICES = ("rector", "registrar", "office", "career", "base_head", "quality", "admin")
NAMES = {
    "rector": ("Сұлтанов", "Ержан", "Болатұлы"),
    "dean": ("Бекболатова", "Сәуле", "Маратқызы"),
    "head": ("Әбенов", "Қайрат", "Нұрланұлы"),
    "teacher": ("Сағындықова", "Баян", "Бекетқызы"),
    "adviser": ("Ахметова", "Гүлнар", "Серікқызы"),
    "registrar": ("Өтегенова", "Динара", ""),
    "office": ("Жұмабаева", "Ләззат", "Ілиясқызы"),
    "career": ("Ким", "Виктор", "Сергеевич"),
    "base_head": ("Ыбыраев", "Асхат", "Дәулетұлы"),
    "quality": ("Ғабдуллина", "Роза", "Һамитқызы"),
    "admin": ("Петров", "Иван", "Олегович"),
    "mentor": ("Ордабаев", "Өмірбек", "Қойшыбайұлы"),
    "deputy_mentor": ("Сейтов", "Нұрлан", ""),
    "representative": ("Гриценко", "Марина", "Дмитриевна"),
}
STUDENTS = (("Айдынұлы", "Шыңғыс", ""), ("Ілиясова", "Әлия", "Қанатқызы"), ("Юсупов", "Тимур", "Рустамович"))


@dataclass(eq=False)
class House:
    """One university of the cast, known by it; `people` by role word."""

    university: Unit
    faculty: Unit
    department: Unit
    other_department: Unit
    people: dict[str, Person] = field(default_factory=dict)
    students: list[Student] = field(default_factory=list)
    term: Term = None  # type: ignore[assignment]
    group: Group = None  # type: ignore[assignment]
    enterprise: Enterprise = None  # type: ignore[assignment]
    post: Post = None  # type: ignore[assignment]
    course: Course = None  # type: ignore[assignment]

    def __getattr__(self, name: str) -> Person:
        try:
            return self.__dict__["people"][name]
        except KeyError:
            raise AttributeError(name) from None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, House) and self.university == other.university

    def __hash__(self) -> int:
        return hash(self.university)

    @property
    def sheets(self) -> list[Sheet]:
        return list(Sheet.objects.filter(course=self.course))


def account_of(person: Person) -> Account:
    account = Account.objects.filter(person=person).first()
    return account or Account.objects.create_user(
        f"person-{person.pk}", "қосқанат-2026", person=person, language="en"
    )


def build(code: str) -> House:
    """University `code` with its tree, people, one issued course of three students, and nothing of any other."""
    house = campus(code)
    _issue(house)
    return house


def campus(code: str) -> House:
    """The university of `build` on the day before its sheets are issued."""
    house = _units(code)
    for role, name in NAMES.items():
        house.people[role] = _person(
            house, *name, own=role not in {"mentor", "deputy_mentor", "representative"}
        )
    for role in OFFICES:
        Role.objects.create(person=house.people[role], kind=role, unit=house.university, starts_on=SINCE)
    for role, unit in {"dean": house.faculty, "head": house.department, "teacher": house.department}.items():
        Role.objects.create(person=house.people[role], kind=role, unit=unit, starts_on=SINCE)
    _partner(house)
    _studies(house)
    return house


def _units(code: str) -> House:
    zones = {"yessenov": "Asia/Aqtau", "dulati": "Asia/Almaty"}
    names = {"yessenov": "Есенов университеті", "dulati": "Дулати университеті"}
    university = Unit.objects.create(
        kind="university",
        code=code,
        name_kk=names[code],
        time_zone=zones[code],
        regulation="yessenov-141-2022",
    )
    faculty = Unit.objects.create(
        kind="faculty", code="eng", name_kk="Инжиниринг факультеті", parent=university
    )
    department = Unit.objects.create(
        kind="department", code="oil", name_kk="Мұнай-газ ісі кафедрасы", parent=faculty
    )
    other = Unit.objects.create(
        kind="department", code="energy", name_kk="Энергетика кафедрасы", parent=faculty
    )
    return House(university, faculty, department, other)


def _person(house: House, surname: str, given: str, patronymic: str, *, own: bool = True) -> Person:
    university = house.university if own else None
    person = Person(surname=surname, given_name=given, patronymic=patronymic, university=university)
    person.set_iin(canary_iin(house.university.pk, len(house.people) + len(house.students)))
    person.save()
    return person


def canary_iin(university: int, number: int) -> str:
    """A valid IIN that must never appear on a page unless somebody asks for it with a reason."""
    stems = (f"9001014{university % 10}{number * 10 + spare:03}" for spare in range(10))
    return next(
        stem + str(digit) for stem in stems for digit in range(10) if not kz.iin_problem(f"{stem}{digit}")
    )


def _partner(house: House) -> None:
    name = f"«Ақшұқыр Дриллинг {house.university.code}» ЖШС"
    house.enterprise = Enterprise.objects.create(name_kk=name)
    Site.objects.create(enterprise=house.enterprise, name="№ 4 бұрғылау алаңы", seats=14)
    Agreement.objects.create(
        university=house.university,
        enterprise=house.enterprise,
        number="141-01/24-03",
        signed_on=date(2024, 1, 12),
        ends_on=date(2027, 11, 30),
    )
    posts = {"mentor": "mentor", "deputy_mentor": "mentor", "representative": "representative"}
    for who, kind in posts.items():
        Post.objects.create(person=house.people[who], enterprise=house.enterprise, kind=kind, starts_on=SINCE)
    house.post = Post.objects.get(person=house.mentor)


def _studies(house: House) -> None:
    university, department = house.university, house.department
    programme = Programme.objects.create(
        university=university, department=department, code="6B07201", name_kk="Мұнай-газ ісі"
    )
    house.group = Group.objects.create(
        university=university,
        department=department,
        programme=programme,
        code="МГІ-24-1",
        year=3,
        counted_in="2026-2027",
        language="kk",
        adviser=house.adviser,
    )
    house.term = Term.objects.create(
        university=university, academic_year="2026-2027", season="autumn", starts_on=date(2026, 9, 1)
    )
    house.course = Course.objects.create(
        university=university,
        term=house.term,
        department=department,
        code="UBT 3305",
        name_kk="Ұңғымаларды бұрғылау технологиясы",
        name_ru="Технология бурения скважин",
        name_en="Well Drilling Technology",
        groups_key=house.group.code,
        credits=Decimal(5),
        language="kk",
        model=1,
        hours_total=150,
        hours_campus=96,
        hours_site=54,
        teacher=house.teacher,
        enterprise=house.enterprise,
    )
    house.course.groups.add(house.group)
    CourseMentor.objects.create(course=house.course, post=house.post, starts_on=house.term.starts_on)
    for number, name in enumerate(STUDENTS, start=1):
        student = Student.objects.create(
            university=university, person=_person(house, *name), number=f"4187{number}", group=house.group
        )
        Enrolment.objects.create(course=house.course, student=student, joined_on=house.term.starts_on)
        house.students.append(student)


def _issue(house: House) -> None:
    from qosqanat.grading import actions

    actions.issue_sheets([house.course], by=house.head, at=datetime(2026, 8, 31, 6, 0, tzinfo=UTC))
    tasks = [
        (1, "БӨЖ-1", Decimal(10)),
        (1, "БӨЖ-2", Decimal(10)),
        (2, "БӨЖ-3", Decimal(14)),
        (2, "БӨЖ-4", Decimal(14)),
    ]
    actions.set_iws_tasks(house.course, tasks, by=house.teacher, at=datetime(2026, 8, 31, 6, 0, tzinfo=UTC))
