"""The register of partners: enterprises with their agreements, sites, mentors."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_noop as _

from qosqanat.intake.plan import CREATE, Change, Option, Sentence, say
from qosqanat.partners.models import Agreement, Enterprise, Post, Seat, Site
from qosqanat.people.models import Person
from qosqanat.regulation import kz
from qosqanat.regulation.numbers import half_up
from qosqanat.spreadsheets.kinds.partners import EnterpriseRecord, MentorRecord, PartnerRecord, SiteRecord
from qosqanat.spreadsheets.matching import Decision, Verdict
from qosqanat.spreadsheets.model import Parsed
from qosqanat.spreadsheets.values import ids, numbers, places, words
from qosqanat.spreadsheets.values.people import Person as NamedPerson
from qosqanat.spreadsheets.values.people import name
from qosqanat.spreadsheets.values.reading import fine

from .base import WAITS_FOR, Planner, refusals, warnings
from .firms import UNKNOWN, WHICH, Register
from .likeness import named, options, proposal, reasons, short, token
from .mentors import Mentors, recognised_as

COORDINATE = Decimal("0.00001")
STATES = {
    "expired": _("The agreement ended on %(day)s."),
    "ending": _("The agreement ends on %(day)s: 60 days or less are left."),
    "unsigned": _("The agreement has no number: it is not signed yet."),
}
TWICE = _("The BIN %(bin)s stands in this file twice. Correct one of the rows.")
BEFORE = _("The agreement would end before it begins; its end was left empty.")
WHICH_MENTOR = _("Is the mentor “%(name)s” one of these people?")
NEW_ENTERPRISE = _("A new enterprise")
NEW_MENTOR = _("A new mentor")
HERE_TOO = _(
    "The same person is a mentor elsewhere too (same name and telephone); they are kept as one person."
)
SEATS = _("workplaces")


class PartnersPlanner(Planner):
    readers = {
        "bin": ids.bin_or_iin,
        "phone": ids.phones,
        "iin": ids.iin,
        "contract_date": numbers.date,
        "contract_number": fine,
        "until": numbers.date,
        "name_kk": fine,
        "coordinates": places.coordinates,
        "capacity": lambda text: numbers.whole(text, 0, 10_000, "number_wrong"),
        "seats_total": lambda text: numbers.whole(text, 0, 100_000, "number_wrong"),
        "medical": words.yes_no,
        "name": lambda text: fine(name(text)),
    }

    def plan(self, parsed: Parsed[PartnerRecord]) -> None:
        self.rests_on(
            Enterprise.objects.all(),
            Agreement.objects.filter(university=self.university),
            Seat.objects.filter(agreement__university=self.university),
            Site.objects.all(),
            Post.objects.all(),
            Person.objects.filter(university=None),
        )
        self.register = Register(self)
        self.mentors = Mentors(self)
        self.seen: set[str] = set()
        for record in self.steps(parsed.records, len(parsed.records)):
            match record:
                case EnterpriseRecord():
                    self._enterprise(record)
                case SiteRecord():
                    self._site(record)
                case MentorRecord():
                    self._mentor(record)

    # enterprises

    def _enterprise(self, record: EnterpriseRecord) -> None:
        title = record.name_kk or record.name_ru
        key = f"enterprise:{kz.fold(record.name_ru or record.name_kk)}"
        if problems := refusals(record):
            self.refuse(record.source, key, title, problems, record)
            return
        record, left_out = self.settle(record, key, title)
        if left_out:
            return
        if record.number and record.number in self.seen:
            self.refuse(record.source, key, title, [say(TWICE, "refuse", bin=record.number)], record)
            return
        if record.number:
            self.seen.add(record.number)
        enterprise, asked = self._known(record, key, title)
        if not asked:
            self._write_enterprise(record, enterprise, key, title)

    def _known(self, record: EnterpriseRecord, key: str, title: str) -> tuple[Enterprise | None, bool]:
        """By BIN among all enterprises, by name among the university's own. Second value: a question is open."""
        if record.number and (known := Enterprise.objects.filter(bin=record.number).first()):
            return self.register.by_id.get(known.pk, known), False
        answer = self.answer(f"{key}/which")
        by_token = {token(pk): one for pk, one in self.register.by_id.items()}
        if answer == CREATE:
            return None, False
        if answer in by_token:
            return by_token[answer], False
        decision = self._by_name(record)
        if decision.verdict == Verdict.NONE:
            return None, False
        if decision.verdict == Verdict.EXACT:
            return self.register.by_id[decision.id], False
        choices = [*options(decision.matches, lambda pk: self.register.by_id[pk].name_in("kk"))]
        choices.append(Option(CREATE, say(NEW_ENTERPRISE)))
        self.ask(
            record.source,
            f"{key}/which",
            title,
            [say(WHICH, name=title)],
            choices,
            proposed=proposal(decision) or CREATE,
            record=record,
        )
        return None, True

    def _by_name(self, record: EnterpriseRecord) -> Decision:
        """Enterprises with another BIN are other enterprises."""
        decisions = [self.register.decide(one) for one in (record.name_kk, record.name_ru) if one]
        matches = {m.id: m for decision in decisions for m in decision.matches}
        free = [m for m in matches.values() if not (record.number and self.register.by_id[m.id].bin)]
        best = next((d for d in decisions if d.verdict == Verdict.EXACT and d.matches[0] in free), None)
        if best:
            return best
        return Decision(Verdict.ASK if free else Verdict.NONE, tuple(sorted(free, key=lambda m: -m.score)))

    def _write_enterprise(
        self, record: EnterpriseRecord, enterprise: Enterprise | None, key: str, title: str
    ) -> None:
        values = {
            "name_kk": record.name_kk,
            "name_ru": record.name_ru,
            "bin": record.number,
            "sector": record.sector,
            "address": record.address,
            "head": printed(record.head),
            "phone": ", ".join(record.phones)[:60],
        }
        if enterprise is None:
            enterprise = self.draft.create(
                Enterprise(
                    **{name: value or None if name == "bin" else value for name, value in values.items()}
                )
            )
            changes, is_new = [], True
        else:
            # an enterprise of other universities only: fill what is empty, neither change nor show what is theirs
            mine = any(one is enterprise for one in self.register.by_id.values())
            changes = self.draft.change(enterprise, overwrite=mine, **values)
            is_new = not mine
        self.register.learn(enterprise)
        agreement, more = self._agreement(record, enterprise)
        reasons_ = [*warnings(record), *self._state(agreement)]
        self.settled(record.source, key, title, is_new=is_new, changes=changes + more, reasons=reasons_)

    def _agreement(self, record: EnterpriseRecord, enterprise: Enterprise) -> tuple[Agreement, list[Change]]:
        until = record.until
        if until and record.contract_date and until < record.contract_date:
            until = None
        values: dict[str, Any] = {
            "number": record.contract_number,
            "signed_on": record.contract_date,
            "ends_on": until,
            "term_in_words": _in_words(record),
            "note": record.note,
        }
        known = self._known_agreement(record.contract_number, enterprise)
        if known is None:
            agreement = self.draft.create(
                Agreement(university=self.university, enterprise=enterprise, **values)
            )
            changes = [Change(_("contract number"), "", record.contract_number)] if enterprise.pk else []
        else:
            agreement, changes = known, self.draft.change(known, **values)
        return agreement, changes + self._seats(record, agreement)

    def _known_agreement(self, number: str, enterprise: Enterprise) -> Agreement | None:
        if not enterprise.pk:
            return None
        mine = list(Agreement.objects.filter(university=self.university, enterprise=enterprise))
        same = [one for one in mine if one.number == number]
        unsigned = [one for one in mine if not one.number]
        return (same or unsigned or [None])[0]  # type: ignore[list-item]

    def _seats(self, record: EnterpriseRecord, agreement: Agreement) -> list[Change]:
        known = {seat.programme_code: seat for seat in agreement.seats.all()} if agreement.pk else {}
        changes = []
        for code, places_ in record.seats.items():
            seat = known.get(code)
            if seat is None:
                self.draft.create(Seat(agreement=agreement, programme_code=code, places=places_))
                changes.append(Change(SEATS, "", f"{code}: {places_}"))
            elif self.draft.change(seat, places=places_):
                changes.append(Change(SEATS, "", f"{code}: {places_}"))
        return changes

    def _state(self, agreement: Agreement) -> list[Sentence]:
        state = agreement.state_on(timezone.localdate(self.context.at))
        return [say(STATES[state], day=agreement.ends_on or "")] if state in STATES else []

    # sites

    def _site(self, record: SiteRecord) -> None:
        key = f"site:{kz.fold(record.partner)}:{kz.fold(record.name)}"
        title = f"{record.name}, {record.partner}"
        if problems := refusals(record):
            self.refuse(record.source, key, title, problems, record)
            return
        record, left_out = self.settle(record, key, title)
        enterprise = None if left_out else self._partner(record, key, title)
        if enterprise is None:
            return
        values: dict[str, Any] = {
            "address": record.address,
            "latitude": record.latitude and record.latitude.quantize(COORDINATE),
            "longitude": record.longitude and record.longitude.quantize(COORDINATE),
            "seats": record.capacity,
            "medical_required": record.medical,
            "rotation": _rotation(record.rotation),
        }
        known = self._known_site(enterprise, record.name)
        if known is None:
            self.draft.create(Site(enterprise=enterprise, name=record.name[:200], **values))
        changes = self.draft.change(known, **values) if known else []
        self.settled(
            record.source, key, title, is_new=known is None, changes=changes, reasons=warnings(record)
        )

    def _known_site(self, enterprise: Enterprise, wanted: str) -> Site | None:
        sites = enterprise.sites.all() if enterprise.pk else ()
        return next((site for site in sites if kz.fold(site.name) == kz.fold(wanted)), None)

    def _partner(self, record: SiteRecord | MentorRecord, key: str, title: str) -> Enterprise | None:
        if not record.partner:
            return None
        enterprise, how = self.register.named(record.partner, record.source)
        if how == "unknown":
            self.refuse(record.source, key, title, [say(UNKNOWN, "refuse", name=record.partner)], record)
        if how == "asked":
            self.wait(record.source, f"{key}/waits", title, say(WAITS_FOR, what=record.partner), record)
        return enterprise

    # mentors

    def _mentor(self, record: MentorRecord) -> None:
        key = f"mentor:{kz.fold(str(record.name))}:{kz.fold(record.partner)}"
        title = f"{record.name}, {record.partner}"
        if problems := refusals(record):
            self.refuse(record.source, key, title, problems, record)
            return
        record, left_out = self.settle(record, key, title)
        enterprise = None if left_out else self._partner(record, key, title)
        if enterprise is None:
            return
        post, open_question = self._known_post(record, enterprise, key, title)
        if open_question:
            return
        if post is None:
            self._new_mentor(record, enterprise, key, title)
        else:
            changes = self.draft.change(post.person, **_contact(record)) + self.draft.change(
                post, **_post(record)
            )
            self.settled(record.source, key, title, is_new=False, changes=changes, reasons=warnings(record))

    def _known_post(
        self, record: MentorRecord, enterprise: Enterprise, key: str, title: str
    ) -> tuple[Post | None, bool]:
        answer = self.answer(f"{key}/who")
        by_token = {token(pk): pk for pk in self.mentors.of(enterprise)}
        if answer == CREATE:
            return None, False
        decision = self.mentors.decide(record.name, record.phones, enterprise)
        chosen = by_token.get(answer or "", decision.id)
        choices = [*options(decision.matches, self.mentors.described), Option(CREATE, say(NEW_MENTOR))]
        if chosen is not None:
            post = self.mentors.posts[chosen]
            match = next((m for m in decision.matches if m.id == chosen), None)
            if match and match.score < 1:
                words_ = [recognised_as(record.name, post), *reasons(match)]
                self.recognised(record.source, f"{key}/who", title, (match.score, words_), choices)
            return post, False
        if decision.verdict == Verdict.NONE:
            return None, False
        self.ask(
            record.source,
            f"{key}/who",
            title,
            [say(WHICH_MENTOR, name=record.name)],
            choices,
            proposed=CREATE,
            record=record,
        )
        return None, True

    def _new_mentor(self, record: MentorRecord, enterprise: Enterprise, key: str, title: str) -> None:
        said = warnings(record)
        person = self.mentors.same_person(record.name, record.phones)
        if person is None:
            person = self.draft.create(_person(record))
        else:
            said.append(say(HERE_TOO))
        self.mentors.new_post(person, enterprise, starts_on=self._since(record.order), **_post(record))
        self.settled(record.source, key, title, is_new=True, changes=[], reasons=said)

    def _since(self, order: str) -> date:
        """The day of the order of appointment if it has come, else today."""
        today = timezone.localdate(self.context.at)
        found = re.search(r"\d{1,2}\.\d{1,2}\.\d{4}", order)
        day = numbers.date(found[0]).value if found else None
        return day if day and day <= today else today


def printed(person: NamedPerson | None) -> str:
    """«директор Гриценко М.Д.»."""
    if person is None:
        return ""
    return f"{person.title} {short(person.name)}".strip()


def _person(record: MentorRecord) -> Person:
    person = Person(**named(record.name), **_contact(record))
    if record.iin:
        person.set_iin(record.iin)
    return person


def _contact(record: MentorRecord) -> dict[str, Any]:
    return {"phone": record.phones[0] if record.phones else "", "email": record.email}


def _post(record: MentorRecord) -> dict[str, Any]:
    years = record.years if record.years is not None and 0 <= record.years <= 70 else None
    return {
        "title": record.position[:200],
        "experience_years": years and half_up(years, 1),
        "order": record.order[:120],
        "programmes": record.programme[:200],
    }


def _in_words(record: EnterpriseRecord) -> str:
    said = next((i for i in record.issues if i.code in {"until_words", "until_open", "until_wrong"}), None)
    return str(said.value)[:120] if said and said.value else ""


def _rotation(text: str) -> str:
    return "" if words.yes_no(text).value is False else text[:20]
