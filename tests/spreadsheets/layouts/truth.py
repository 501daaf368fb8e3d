"""One small truth that every layout writes: 12 students, 6 courses, 4 partners, one sheet, one gradebook."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from qosqanat.spreadsheets.values import ids


def with_check_digit(eleven: str) -> str:
    return next(eleven + digit for digit in "0123456789" if ids.checked(eleven + digit))


@dataclass(frozen=True)
class Student:
    ais_id: str
    surname: str
    given: str
    patronymic: str
    sex: str
    born: dt.date
    group: str
    course: int
    programme: str

    @property
    def name(self):
        return f"{self.surname} {self.given} {self.patronymic}".strip()

    @property
    def iin(self):
        return next(number for serial in range(5000, 5100) for number in [self._iin(serial)] if number)

    def _iin(self, serial):
        eleven = f"{self.born:%y%m%d}{'5' if self.sex == 'm' else '6'}{serial + int(self.ais_id[-2:])}"
        return next((eleven + d for d in "0123456789" if ids.checked(eleven + d)), None)

    @property
    def phone(self):
        return f"+7701{int(self.ais_id) * 13 % 10_000_000:07d}"


GROUPS = {"МГІ-24-1": (3, "6B07201"), "ЭЭ-24-2": (3, "6B07101"), "СУ-23-1": (4, "6B08601")}
NAMES = {
    "МГІ-24-1": [
        ("Ахметов", "Асан", "Берікұлы", "m"),
        ("Әбенова", "Гүлнар", "Серікқызы", "f"),
        ("Ким", "Виктор", "Сергеевич", "m"),
        ("Жақсылықов", "Өмірбек", "", "m"),
    ],
    "ЭЭ-24-2": [
        ("Нұрпейісов", "Қайрат", "Ержанұлы", "m"),
        ("Петрова", "Анна", "Игоревна", "f"),
        ("Сағындықова", "Ләйлә", "Дулатқызы", "f"),
        ("Үмбетов", "Жандос", "Қанатұлы", "m"),
    ],
    "СУ-23-1": [
        ("Бекболатов", "Нұрлан", "Өмірұлы", "m"),
        ("Ибраимова", "Айгерім", "Маратқызы", "f"),
        ("Өтегенов", "Шыңғыс", "Болатұлы", "m"),
        ("Тілеуова", "Жанель", "Маратқызы", "f"),
    ],
}
STUDENTS = [
    Student(str(50101 + i), *names, dt.date(2005, 1 + i, 3 + 2 * i), group, *GROUPS[group])
    for i, (group, names) in enumerate((g, n) for g, people in NAMES.items() for n in people)
]


@dataclass(frozen=True)
class Course:
    code: str
    kk: str
    ru: str
    en: str
    group: str
    credits: int
    model: int
    hours: tuple[int, int, int]
    teacher: str
    partner: str
    mentor: str


COURSES = [
    Course(*row)
    for row in [
        ("REP 3301", "Релелік қорғаныс", "Релейная защита", "Relay Protection", "ЭЭ-24-2", 5, 1,
         (150, 96, 54), "Әбенов Қайрат", "Тараз Электр", "Ким Виктор"),
        ("EZH 3302", "Электр желілерін пайдалану", "Эксплуатация сетей", "Power Grids", "ЭЭ-24-2", 4, 1,
         (120, 76, 44), "Ибраимов Қуаныш", "Тараз Электр", "Үмбетов Жандос"),
        ("GTK 3303", "Гидротехникалық құрылыстар", "Гидротехнические сооружения", "Hydraulic Structures",
         "СУ-23-1", 5, 1, (150, 95, 55), "Петрова Анна", "Талас Сервис", "Ордабаев Өмірбек"),
        ("SSN 4301", "Сумен жабдықтау", "Водоснабжение", "Water Supply", "СУ-23-1", 6, 2,
         (180, 90, 90), "Сағындықова Баян", "Жамбыл Арнасы", "Сейтов Нұрлан"),
        ("SSB 4302", "Су сапасын бақылау", "Контроль качества воды", "Water Quality", "СУ-23-1", 4, 1,
         (120, 80, 40), "Тілеуова Жанель", "Жамбыл Арнасы", "Мұратова Дана"),
        ("MGI 3304", "Мұнай-газ ісі", "Нефтегазовое дело", "Oil and Gas", "МГІ-24-1", 3, 3,
         (90, 30, 60), "Ахметов Болат", "Ақшұқыр Дриллинг", "Досов Ерлан"),
    ]
]  # fmt: skip


@dataclass(frozen=True)
class Partner:
    kk: str
    ru: str
    bin: str
    contract: str
    signed: dt.date
    until: dt.date
    site: str
    point: str
    mentor: str
    phone: str


PARTNERS = [
    Partner(
        f"«{kk}» ЖШС",
        f"ТОО «{ru}»",
        next(n for s in range(100, 999) for n in [_bin(s + i)] if n),
        f"ДО-{i}/2025",
        dt.date(2025, 1, 14 + i),
        dt.date(2027, 12, 28 - i),
        site,
        f"4{i}.9012, 7{i}.3783",
        mentor,
        f"+770100415{20 + i}",
    )
    for _bin in [
        lambda serial: next(
            (f"11054098{serial:03d}{d}" for d in "0123456789" if ids.checked(f"11054098{serial:03d}{d}")),
            None,
        )
    ]
    for i, (kk, ru, site, mentor) in enumerate(
        [
            ("Тараз Электр", "Тараз Электро", "Шу қосалқы станциясы", "Ким Виктор Сергеевич"),
            ("Талас Сервис", "Талас Сервис Плюс", "Талас су торабы", "Ордабаев Өмірбек Қанатұлы"),
            ("Жамбыл Арнасы", "Жамбыл Водоканал", "Тазарту станциясы", "Сейтов Нұрлан Ержанұлы"),
            ("Ақшұқыр Дриллинг", "Акшукур Дриллинг", "Бұрғылау алаңы", "Досов Ерлан Маратұлы"),
        ],
        1,
    )
]

CLASS = STUDENTS[:6]
WEEKS = range(1, 8)
ABSENT = "absent"
MARKS = {s.ais_id: {w: Decimal((i * 7 + w * 3) % 11) / 2 for w in WEEKS} for i, s in enumerate(CLASS)}
MARKS[CLASS[1].ais_id][3] = ABSENT
del MARKS[CLASS[2].ais_id][5]
TESTS = {s.ais_id: {w: Decimal((i + w) % 4) for w in WEEKS} for i, s in enumerate(CLASS)}
