"""Names of the fields that a column can mean, for the page that puts columns right."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from qosqanat.intake.models import ImportRun
from qosqanat.intake.plan import Outcome
from qosqanat.spreadsheets.kinds.partners import KINDS
from qosqanat.spreadsheets.titles import specs

SKIPPED = frozenset({"no", "week", "share"})
TABLES = {"enterprises": _("Enterprises"), "sites": _("Sites"), "mentors": _("Mentors")}
NAMES: dict[str, Promise] = {
    "address": _("address"),
    "adviser": _("adviser"),
    "ais_id": _("ID in the student system"),
    "bin": _("BIN"),
    "birth_date": _("birth date"),
    "capacity": _("seats at a time"),
    "code": _("code"),
    "contract_date": _("contract date"),
    "contract_number": _("contract number"),
    "control": _("form of final control"),
    "coordinates": _("coordinates"),
    "course": _("year of study"),
    "credits": _("credits"),
    "department": _("department"),
    "email": _("e-mail"),
    "experience": _("experience, years"),
    "faculty": _("faculty"),
    "funding": _("form of payment"),
    "given": _("given name"),
    "group": _("group"),
    "groups": _("groups"),
    "head": _("head"),
    "hours_campus": _("hours on campus"),
    "hours_site": _("hours on site"),
    "hours_total": _("hours"),
    "iin": _("IIN"),
    "key": _("ID, IIN or telephone"),
    "language": _("language of instruction"),
    "latitude": _("latitude"),
    "longitude": _("longitude"),
    "mark": _("points"),
    "medical": _("medical examination required"),
    "mentors": _("mentor"),
    "model": _("delivery model"),
    "name": _("full name or title"),
    "name_en": _("name in English"),
    "name_kk": _("name in Kazakh"),
    "name_ru": _("name in Russian"),
    "note": _("note"),
    "order": _("order of appointment"),
    "partner": _("partner enterprise"),
    "passport": _("passport"),
    "patronymic": _("patronymic"),
    "phone": _("phone"),
    "position": _("position"),
    "programme": _("programme code"),
    "programme_en": _("programme in English"),
    "programme_kk": _("programme in Kazakh"),
    "programme_ru": _("programme in Russian"),
    "record_book": _("record book No"),
    "rotation": _("rotation"),
    "seats_total": _("workplaces"),
    "sector": _("field of activity"),
    "semester": _("semester"),
    "sex": _("sex"),
    "site": _("site"),
    "status": _("status"),
    "students": _("number of students"),
    "subject": _("course"),
    "surname": _("surname"),
    "teacher": _("teacher"),
    "until": _("valid until"),
    "year": _("year of study"),
}


def fields_of(run: ImportRun, outcome: Outcome) -> list[tuple[str, Any, str]]:
    """(form field, its name, the column taken for it) of everything that the kind knows; empty for Canvas."""
    kinds = KINDS if run.kind == "partners" else (run.kind,) if run.kind in specs() else ()
    found = []
    for kind in kinds:
        prefix = f"{kind}." if run.kind == "partners" else ""
        for field in specs()[kind].titles:
            if field not in SKIPPED:
                name = f"{TABLES[kind]}: {NAMES.get(field, field)}" if prefix else NAMES.get(field, field)
                found.append((prefix + field, name, outcome.columns.get(prefix + field, "")))
    return found
