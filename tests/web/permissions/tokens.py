from qosqanat.people.actions import make_token
from tests.cast import AT, House, account_of
from tests.web.permissions import EVERYBODY, Route


def _of_another(house: House) -> dict[str, int]:
    """A token of somebody who does not sign in here."""
    owner = house.deputy_mentor
    token, _secret = make_token(
        account_of(owner), name="x", scopes=["courses:read"], days=30, by=owner, at=AT
    )
    return {"pk": token.pk}


ROUTES = {
    "tokens:home": Route(EVERYBODY),
    "tokens:new": Route(EVERYBODY),
    "tokens:revoke": Route(set(), _of_another),
}
