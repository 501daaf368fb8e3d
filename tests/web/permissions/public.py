from qosqanat.documents.actions import issue
from tests.cast import AT, House
from tests.web.permissions import EVERYBODY, Route

REASON = "an employer checks a paper without an account"


def code(house: House) -> dict[str, str]:
    return {"code": issue("sheet_course", house.course, language="kk", by=house.head, at=AT).code}


ROUTES = {
    "public:find": Route(EVERYBODY, public=REASON),
    "public:check": Route(EVERYBODY, code, public=REASON),
}
