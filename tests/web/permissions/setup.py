from qosqanat.partners.models import Post
from qosqanat.people.actions import make_token
from qosqanat.people.models import Deputy, Person, Role
from tests.cast import AT, House, account_of
from tests.web.permissions import Route

ADMIN = {"admin"}


def teacher(house: House) -> dict[str, int]:
    return {"pk": house.teacher.pk}


def kept(house: House) -> dict[str, int]:
    """The teacher with a sign-in that the house looks after."""
    account = account_of(house.teacher)
    account.university = house.university
    account.save()
    return teacher(house)


def token(house: House) -> dict[str, int]:
    """A token of the teacher, whose sign-in the house looks after."""
    kept(house)
    account = account_of(house.teacher)
    made, _secret = make_token(account, name="x", scopes=["courses:read"], days=30, by=house.teacher, at=AT)
    return {"pk": made.pk}


def role(house: House) -> dict[str, int]:
    return {"pk": Role.objects.get(person=house.teacher).pk}


def representative(house: House) -> dict[str, int]:
    return {"pk": Post.objects.get(person=house.representative).pk}


def deputy(house: House) -> dict[str, int]:
    """Somebody of no other role, who stands in for the teacher on this day."""
    facts = {"starts_on": AT.date(), "ends_on": AT.date(), "reason": "іссапар"}
    held = Role.objects.get(person=house.teacher)
    someone, _ = Person.objects.get_or_create(surname="Орынбасаров", university=house.university)
    found, _ = Deputy.objects.get_or_create(role=held, person=someone, defaults=facts)
    return {"pk": found.pk}


ROUTES = {
    "setup:home": Route(ADMIN),
    "setup:person_new": Route(ADMIN),
    "setup:person": Route(ADMIN, teacher),
    "setup:person_edit": Route(ADMIN, teacher),
    "setup:person_iin": Route(ADMIN, teacher),
    "setup:account_open": Route(ADMIN, teacher),
    "setup:account_reset": Route(ADMIN, kept),
    "setup:account_block": Route(ADMIN, kept),
    "setup:account_unblock": Route(ADMIN, kept),
    "setup:role_give": Route(ADMIN, teacher),
    "setup:representative_name": Route(ADMIN, teacher),
    "setup:representative_end": Route(ADMIN, representative),
    "setup:role_end": Route(ADMIN, role),
    "setup:role_deputy": Route(ADMIN, role),
    "setup:deputy_end": Route(ADMIN, deputy),
    "setup:tokens": Route(ADMIN),
    "setup:token_revoke": Route(ADMIN, token),
    "setup:units": Route(ADMIN),
    "setup:unit_new": Route(ADMIN),
    "setup:unit": Route(ADMIN, lambda house: {"pk": house.department.pk}),
    "setup:university": Route({"admin", "office"}, lambda house: {"pk": house.university.pk}),
}
