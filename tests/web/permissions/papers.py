from qosqanat.documents.actions import ask, issue
from qosqanat.documents.models import Batch
from tests.cast import AT, House
from tests.web.permissions import Route

PRINTERS = {"mentor", "representative", "teacher", "head", "dean", "registrar", "office"}
READERS = PRINTERS | {"career", "base_head", "quality", "rector"}
ISSUERS = {"head", "registrar"}
# A batch is its asker's alone: another one with the same right finds nothing.
ASKER = {"registrar"}


def course(house: House) -> dict[str, int]:
    return {"pk": house.course.pk}


def paper(house: House) -> dict[str, int]:
    return {"pk": issue("sheet_course", house.course, language="kk", by=house.head, at=AT).pk}


def batch(house: House) -> dict[str, int]:
    found = Batch.objects.filter(university=house.university).first()
    return {
        "pk": (
            found
            or ask("sheet_course", [house.course], language="kk", bundle="zip", by=house.registrar, at=AT)
        ).pk
    }


ROUTES = {
    "papers:batches": Route(ISSUERS),
    "papers:batch_new": Route(ISSUERS),
    "papers:batch": Route(ASKER, batch),
    "papers:batch_progress": Route(ASKER, batch),
    "papers:batch_cancel": Route(ASKER, batch),
    "papers:batch_go_on": Route(ASKER, batch),
    "papers:batch_file": Route(ASKER, batch),
    "papers:course": Route(PRINTERS, course),
    "papers:issue": Route(ISSUERS, course),
    "papers:document": Route(READERS, paper),
    "papers:revoke": Route(ISSUERS, paper),
}
