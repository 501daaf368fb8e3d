"""The register of partners: enterprises with their agreements, sites, mentors."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_noop as _

from qosqanat.intake.plan import CREATE, Change, Option, Sentence, say
from qosqanat.intake.vault import masked
from qosqanat.partners.models import Agreement, Enterprise, Post, Seat, Site
from qosqanat.people.models import Person
from qosqanat.regulation import kz
from qosqanat.regulation.numbers import half_up
from qosqanat.spreadsheets.kinds.enterprises import places as workplaces
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
from .parts import Parts, differing, other_data

WRITTEN = "%d.%m.%Y"
COORDINATE = Decimal("0.00001")
STATES = {
    "expired": _("The agreement ended on %(day)s."),
    "ending": _("The agreement ends on %(day)s: 60 days or less are left."),
    "unsigned": _("The agreement has no number: it is not signed yet."),
}
TWICE = _("The BIN %(bin)s stands in this file twice. Correct one of the rows.")
IIN_TWICE = _("The IIN %(iin)s stands in this file twice. Correct one of the rows.")
CONTRACT_TWICE = _(
    "Contract No %(number)s of this enterprise stands in row %(row)s too, with other data: %(fields)s. Correct one of the rows."
)
SITE_TWICE = _(
    "The site “%(name)s” of this enterprise stands in row %(row)s too, with other data: %(fields)s. Correct one of the rows."
)
BEFORE = _(
    "The contract would end on %(end)s, before its date %(day)s. Correct one of the two days in the file."
)
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
        "seats": workplaces,
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
        agreements = Agreement.objects.filter(university=self.university)
        self.agreements: Parts[Agreement] = Parts(lambda enterprise: agreements.filter(enterprise=enterprise))
        self.sites: Parts[Site] = Parts(lambda enterprise: enterprise.sites.all())
        self.seats: Parts[Seat] = Parts(lambda agreement: agreement.seats.all())
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
            self.refuse(record.source, key, title, [_number_twice(record)], record)
            return
        if record.number:
            self.seen.add(record.number)
        enterprise, asked = self._known(record, key, title)
        if not asked:
            self._write_enterprise(record, enterprise, key, title)

    def _known(self, record: EnterpriseRecord, key: str, title: str) -> tuple[Enterprise | None, bool]:
        """By BIN among all enterprises, by name among the university's own. Second value: a question is open."""
        if record.number and (known := Enterprise.objects.numbered(record.number).first()):
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
        """Enterprises with another number are other enterprises."""
        decisions = [self.register.decide(one) for one in (record.name_kk, record.name_ru) if one]
        matches = {m.id: m for decision in decisions for m in decision.matches}
        free = [m for m in matches.values() if not (record.number and self.register.by_id[m.id].shown_number)]
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
            "sector": record.sector,
            "address": record.address,
            "head": printed(record.head),
            "phone": ", ".join(record.phones)[:60],
        }
        terms = _terms(record)
        if enterprise and (why := self._contradicted(record, enterprise, terms)):
            self.refuse(record.source, key, title, why, record)
            return
        if enterprise is None:
            enterprise = self.draft.create(Enterprise(**values))
            if record.number:
                enterprise.set_number(record.number)
            changes, is_new = [], True
        else:
            # an enterprise of other universities only: fill what is empty, neither change nor show what is theirs
            mine = any(one is enterprise for one in self.register.by_id.values())
            changes = self.draft.change(enterprise, overwrite=mine, **values)
            changes += self._number(enterprise, record.number)
            is_new = not mine
        self.register.learn(enterprise)
        agreement, more = self._agreement(record, enterprise, terms)
        reasons_ = [*warnings(record), *self._state(agreement)]
        self.settled(record.source, key, title, is_new=is_new, changes=changes + more, reasons=reasons_)

    def _number(self, enterprise: Enterprise, number: str | None) -> list[Change]:
        """A number that is a person's is told masked, on the page and in the history."""
        if not number or enterprise.has_number(number):
            return []
        old = enterprise.shown_number
        enterprise.set_number(number)
        new = enterprise.shown_number
        self.draft.touch(enterprise, "bin", "iin_sealed", "iin_index", "iin_tail", bin=[old, new])
        return [Change(_("BIN"), old, new)]

    def _contradicted(
        self, record: EnterpriseRecord, enterprise: Enterprise, terms: dict[str, Any]
    ) -> list[Sentence]:
        """Why the row cannot be taken beside what is known of its contract, here or from an earlier row of this file."""
        agreement = self._known_agreement(record.contract_number, enterprise)
        if agreement is None:
            return []
        day, end = (terms[name] or getattr(agreement, name) for name in ("signed_on", "ends_on"))
        if day and end and end < day:
            return [say(BEFORE, "refuse", day=day.strftime(WRITTEN), end=end.strftime(WRITTEN))]
        place = self.agreements.place(agreement)
        if place is None:
            return []
        seats = {seat.programme_code: seat.places for seat in self.seats.of(agreement)}
        labels = differing(agreement, terms)
        if any(seats.get(code, places_) != places_ for code, places_ in record.seats.items()):
            labels.append(SEATS)
        number = record.contract_number or "—"
        return other_data(CONTRACT_TWICE, labels, number=number, row=place.row) if labels else []

    def _agreement(
        self, record: EnterpriseRecord, enterprise: Enterprise, terms: dict[str, Any]
    ) -> tuple[Agreement, list[Change]]:
        known = self._known_agreement(record.contract_number, enterprise)
        if known is None:
            agreement = self.draft.create(
                Agreement(university=self.university, enterprise=enterprise, **terms)
            )
            changes = [Change(_("contract number"), "", record.contract_number)] if enterprise.pk else []
        else:
            agreement, changes = known, self.draft.change(known, **terms)
        self.agreements.put(enterprise, agreement, record.source)
        return agreement, changes + self._seats(record, agreement)

    def _known_agreement(self, number: str, enterprise: Enterprise) -> Agreement | None:
        """The contract with that number, else one that waits for its number and that no other row means."""
        mine = self.agreements.of(enterprise)
        same = [one for one in mine if one.number == number]
        unsigned = [one for one in mine if not one.number and not self.agreements.place(one)]
        return next(iter(same or unsigned), None)

    def _seats(self, record: EnterpriseRecord, agreement: Agreement) -> list[Change]:
        known = {seat.programme_code: seat for seat in self.seats.of(agreement)}
        changes = []
        for code, places_ in record.seats.items():
            seat = known.get(code)
            if seat is None:
                seat = self.draft.create(Seat(agreement=agreement, programme_code=code, places=places_))
                self.seats.put(agreement, seat, record.source)
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
        named = record.name[:200]
        known = self._known_site(enterprise, named)
        place = self.sites.place(known) if known else None
        if known and place and (labels := differing(known, values)):
            why = other_data(SITE_TWICE, labels, name=named, row=place.row)
            self.refuse(record.source, key, title, why, record)
            return
        site = known or self.draft.create(Site(enterprise=enterprise, name=named, **values))
        changes = self.draft.change(known, **values) if known else []
        self.sites.put(enterprise, site, record.source)
        self.settled(
            record.source, key, title, is_new=known is None, changes=changes, reasons=warnings(record)
        )

    def _known_site(self, enterprise: Enterprise, wanted: str) -> Site | None:
        sites = self.sites.of(enterprise)
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


def _number_twice(record: EnterpriseRecord) -> Sentence:
    number = str(record.number)
    return (
        say(IIN_TWICE, "refuse", iin=masked(number)) if record.is_person else say(TWICE, "refuse", bin=number)
    )


def _terms(record: EnterpriseRecord) -> dict[str, Any]:
    """The contract as its fields; an end before the beginning is left empty."""
    until = record.until
    if until and record.contract_date and until < record.contract_date:
        until = None
    return {
        "number": record.contract_number,
        "signed_on": record.contract_date,
        "ends_on": until,
        "term_in_words": _in_words(record),
        "note": record.note,
    }


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
