"""The demo's offices and sign-ins: one per role in each university, all invented."""

from datetime import date

from qosqanat.partners.models import Post
from qosqanat.people.models import Account, Person, Role, Unit
from qosqanat.studies.models import Course, CourseMentor, Group, Student

SINCE = date(2025, 8, 25)
PASSWORD = "qosqanat-demo"  # printed on purpose: the people are invented

UNIVERSITIES = {
    "yessenov": {
        "name_kk": "Ш. Есенов атындағы Каспий технологиялар және инжиниринг университеті",
        "name_ru": "Каспийский университет технологий и инжиниринга имени Ш. Есенова",
        "name_en": "Yessenov University",
        "time_zone": "Asia/Aqtau",
        "regulation": "yessenov-141-2022",
    },
    "dulati": {
        "name_kk": "М.Х. Дулати атындағы Тараз университеті",
        "name_ru": "Таразский университет имени М.Х. Дулати",
        "name_en": "Dulati University",
        "time_zone": "Asia/Almaty",
        "regulation": "dulati-base-2024",
    },
}
# faculty code -> (names, departments: code -> names); the departments' languages differ from file to file
UNITS = {
    "yessenov": {
        "eng": (
            ("Инжиниринг факультеті", "Факультет инжиниринга", "Faculty of Engineering"),
            {
                "oil": (
                    "Мұнай-газ ісі және геология",
                    "Нефтегазовое дело и геология",
                    "Petroleum Engineering and Geology",
                ),
                "energy": (
                    "Энергетика және автоматтандыру",
                    "Энергетика и автоматизация",
                    "Power and Automation",
                ),
                "marine": (
                    "Теңіз технологиялары және көлік логистикасы",
                    "Морские технологии и транспортная логистика",
                    "Marine Technology and Transport Logistics",
                ),
            },
        ),
        "bdtp": (
            (
                "Бизнес, цифрлық технологиялар және педагогика факультеті",
                "Факультет бизнеса, цифровых технологий и педагогики",
                "Faculty of Business, Digital Technology and Education",
            ),
            {
                "it": ("Ақпараттық технологиялар", "Информационные технологии", "Information Technology"),
                "edu": (
                    "Педагогика және бастауыш білім беру",
                    "Педагогика и начальное образование",
                    "Primary Education",
                ),
                "agro": (
                    "Агротехнологиялар және экология",
                    "Агротехнологии и экология",
                    "Agrotechnology and Ecology",
                ),
            },
        ),
    },
    "dulati": {
        "tech": (
            ("Технологиялық факультет", "Технологический факультет", "Faculty of Technology"),
            {"energy": ("Энергетика", "Энергетика", "Power Engineering")},
        ),
        "water": (
            ("Су шаруашылығы факультеті", "Факультет водного хозяйства", "Faculty of Water Management"),
            {"hydro": ("Су ресурстары", "Водные ресурсы", "Water Resources")},
        ),
    },
}
OFFICES = {
    "yessenov": {
        "rector": "Сұлтанов Ержан Болатұлы",
        "registrar": "Өтегенова Динара Сәкенқызы",
        "office": "Жұмабаева Ләззат Ілиясқызы",
        "career": "Ким Виктория Сергеевна",
        "base_head": "Ыбыраев Асхат Дәулетұлы",
        "quality": "Ғабдуллина Роза Һамитқызы",
        "admin": "Петров Иван Олегович",
    },
    "dulati": {
        "rector": "Ыбыраев Ержан Болатұлы",
        "registrar": "Өтегенова Динара Маратқызы",
        "office": "Жұмабаева Ләззат Қанатқызы",
        "career": "Ким Виктор Сергеевич",
        "base_head": "Тілеуов Асхат Дәулетұлы",
        "quality": "Ғабдуллина Роза Серікқызы",
        "admin": "Петров Иван Игоревич",
    },
}
DEANS = {"yessenov": ("eng", "Бекболатов Самат Маратұлы"), "dulati": ("water", "Бекболатов Самат Ержанұлы")}
HEADS = {"yessenov": ("oil", "Әбенов Қайрат Нұрланұлы"), "dulati": ("hydro", "Әбенов Қайрат Ержанұлы")}
SHOWN = {"yessenov": "UBT 3305", "dulati": "GTK 3303"}


def person_named(name: str, university: Unit | None) -> Person:
    surname, given, *patronymic = name.split()
    return Person.objects.create(
        surname=surname, given_name=given, patronymic=" ".join(patronymic), university=university
    )


def found(code: str) -> Unit:
    """The university with its tree and the people of its offices."""
    university = Unit.objects.create(kind="university", code=code, **UNIVERSITIES[code])
    units = {code: university}
    for faculty_code, (names, departments) in UNITS[code].items():
        units[faculty_code] = _unit("faculty", faculty_code, names, university)
        for department_code, names_of_department in departments.items():
            units[department_code] = _unit(
                "department", department_code, names_of_department, units[faculty_code]
            )
    for role, name in OFFICES[code].items():
        _appoint(name, role, university, university)
    _appoint(DEANS[code][1], "dean", units[DEANS[code][0]], university)
    _appoint(HEADS[code][1], "head", units[HEADS[code][0]], university)
    return university


def _unit(kind: str, code: str, names: tuple[str, str, str], parent: Unit) -> Unit:
    kk, ru, en = names
    return Unit.objects.create(kind=kind, code=code, name_kk=kk, name_ru=ru, name_en=en, parent=parent)


def _appoint(name: str, role: str, unit: Unit, university: Unit) -> None:
    person = person_named(name, university)
    Role.objects.create(person=person, kind=role, unit=unit, starts_on=SINCE)
    _account(person, role, university)


def _account(person: Person, role: str, university: Unit) -> None:
    Account.objects.create_user(
        f"{university.code}-{role.replace('_', '-')}", PASSWORD, person=person, university=university
    )


def open_desks(university: Unit) -> None:
    """Sign-ins for the people whom the spreadsheets brought: those around one course."""
    course = Course.objects.filter(university=university, code=SHOWN[university.code]).order_by("pk").first()
    if course is None or course.teacher is None:
        raise LookupError(
            f"the demo's spreadsheets no longer bring {SHOWN[university.code]} with its teacher"
        )
    mentor = (
        CourseMentor.objects.filter(course=course).select_related("post__person").earliest("pk").post.person
    )
    student = (
        Student.objects.filter(enrolments__course=course)
        .select_related("person", "group__adviser")
        .earliest("pk")
    )
    people = {"teacher": course.teacher, "mentor": mentor, "student": student.person}
    advised = Group.objects.filter(university=university, adviser__isnull=False, adviser__account=None)
    other = advised.exclude(adviser=course.teacher).select_related("adviser").first()
    if other and other.adviser:
        people["adviser"] = other.adviser
    for role, person in people.items():
        _account(person, role, university)
    if course.enterprise:
        representative = person_named(
            f"Гриценко Марина {'Дмитриевна' if university.code == 'yessenov' else 'Олеговна'}", None
        )
        Post.objects.create(
            person=representative,
            enterprise=course.enterprise,
            kind="representative",
            university=university,
            starts_on=SINCE,
        )
        _account(representative, "representative", university)


def logins() -> list[tuple[str, str, str]]:
    """(role, user name at the first university, at the second), one line per role."""
    order = (
        "student",
        "mentor",
        "representative",
        "teacher",
        "adviser",
        "head",
        "dean",
        *OFFICES["yessenov"],
    )
    names = set(Account.objects.values_list("username", flat=True))
    lines = []
    for role in order:
        pair = [f"{code}-{role.replace('_', '-')}" for code in UNIVERSITIES]
        first, second = (name if name in names else "—" for name in pair)
        lines.append((role.replace("_", " "), first, second))
    return lines
