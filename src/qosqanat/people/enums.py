from django.db import models
from django.utils.translation import gettext_lazy as _


class UnitKind(models.TextChoices):
    UNIVERSITY = "university", _("university")
    FACULTY = "faculty", _("faculty")
    DEPARTMENT = "department", _("department")
    OFFICE = "office", _("office")


class RoleKind(models.TextChoices):
    """Roles that a unit gives. A student's and a mentor's role follow from their own records."""

    TEACHER = "teacher", _("teacher")
    ADVISER = "adviser", _("adviser")
    HEAD = "head", _("head of department")
    DEAN = "dean", _("dean")
    REGISTRAR = "registrar", _("registrar")
    OFFICE = "office", _("methodical office")
    CAREER = "career", _("career centre")
    BASE_HEAD = "base_head", _("head of base")
    QUALITY = "quality", _("quality")
    RECTOR = "rector", _("rector")
    ADMIN = "admin", _("administrator")


class Sex(models.TextChoices):
    FEMALE = "f", _("female")
    MALE = "m", _("male")


class PersonAct(models.TextChoices):
    """What is written down about a person, their sign-in and their roles."""

    ADDED = "person.add", _("person added")
    EDITED = "person.edit", _("details changed")
    IIN_SHOWN = "person.show_iin", _("IIN shown")
    ROLE_GIVEN = "role.give", _("role given")
    ROLE_ENDED = "role.end", _("role ended")
    DEPUTY_APPOINTED = "role.depute", _("deputy appointed")
    DEPUTY_ENDED = "role.end_deputy", _("deputy's time ended")
    ACCOUNT_OPENED = "account.open", _("sign-in opened")
    ACCOUNT_BLOCKED = "account.block", _("sign-in blocked")
    ACCOUNT_UNBLOCKED = "account.unblock", _("sign-in unblocked")
    PASSWORD_RESET = "account.reset", _("one-time password issued")
    TOKEN_MADE = "token.make", _("token made")
    TOKEN_REVOKED = "token.revoke", _("token revoked")


class UnitAct(models.TextChoices):
    ADDED = "unit.add", _("unit added")
    EDITED = "unit.edit", _("unit changed")
