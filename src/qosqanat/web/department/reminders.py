"""Who owes weeks, and the reminder prepared in the mentor's own language: no marks in it (a chat forwards it)."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from django.utils import translation
from django.utils.translation import gettext as _

from qosqanat.grading.queries import LateMentor, Strip, late_mentors
from qosqanat.people.models import Account, Person
from qosqanat.regulation import kz
from qosqanat.studies.models import Course


@dataclass(frozen=True)
class Reminder:
    """A late mentor, the courses with the weeks owed, and the text to send."""

    late: LateMentor
    owed: list[tuple[Course, list[int]]]
    phone: str
    language: str
    text: str

    @property
    def person(self) -> Person:
        return self.late.post.person

    @property
    def whatsapp(self) -> str:
        """Opens the chat with the text in it; without a number WhatsApp asks whom to send it to."""
        number = (kz.normal_phone(self.phone) or "").lstrip("+")
        return f"https://wa.me/{number}?text={quote(self.text)}"


def reminders(strips: Iterable[Strip], link: str) -> list[Reminder]:
    """A reminder for every mentor with closed empty weeks, those who owe most first."""
    late = late_mentors(strips)
    accounts = {
        a.person_id: a for a in Account.objects.filter(person__in=[one.post.person_id for one in late])
    }
    return [_reminder(one, accounts.get(one.post.person_id), link) for one in late]


def all_in_one(late: Iterable[Reminder]) -> str:
    """Every reminder under the name and number of its mentor, to be pasted and sent on."""
    heads = ((one, " ".join(filter(None, [one.person.full_name, one.phone]))) for one in late)
    return "\n\n".join(f"— {head}\n{one.text}" for one, head in heads)


def _reminder(late: LateMentor, account: Account | None, link: str) -> Reminder:
    owed: dict[int, tuple[Course, list[int]]] = {}
    for course, week in late.weeks:
        owed.setdefault(course.pk, (course, []))[1].append(week)
    language = account.language if account else "kk"
    phone = late.post.person.phone or (account and account.phone) or ""
    return Reminder(
        late, list(owed.values()), phone, language, _text(late.post.person, owed.values(), language, link)
    )


def _text(person: Person, owed: Iterable[tuple[Course, list[int]]], language: str, link: str) -> str:
    with translation.override(language):
        line = _("%(course)s (%(groups)s), weeks: %(weeks)s")
        lines = [
            line % {"course": c.name, "groups": c.groups_key, "weeks": ", ".join(map(str, weeks))}
            for c, weeks in owed
        ]
        greeting = _("Good day, %(name)s! These practice weeks are closed, but points are missing:")
        ending = _(
            "If you need the week opened again, answer this message: the dean opens it. Your page: %(link)s"
        )
        return "\n".join([greeting % {"name": person.full_name}, *lines, ending % {"link": link}])
