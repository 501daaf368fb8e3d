"""Forms of the administration desk; their fields are named like the arguments of the verbs."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from qosqanat.partners.enums import PostKind
from qosqanat.partners.models import Enterprise
from qosqanat.people.enums import RoleKind, Sex, UnitKind
from qosqanat.people.models import Person, Unit
from qosqanat.regulation import packs
from qosqanat.web.common.forms import Day, ForUniversity, HouseForm

LANGUAGES = [("kk", "Қазақша"), ("ru", "Русский"), ("en", "English")]
ZONES = (
    "Asia/Almaty",
    "Asia/Aqtau",
    "Asia/Aqtobe",
    "Asia/Atyrau",
    "Asia/Oral",
    "Asia/Qostanay",
    "Asia/Qyzylorda",
)


SIGN_INS = {
    "none": _("people with a role and no sign-in"),
    "never": _("sign-ins never used"),
    "blocked": _("blocked sign-ins"),
}


class SearchForm(HouseForm):
    q = forms.CharField(label=_("Name in any spelling"), required=False, max_length=100)
    role = forms.ChoiceField(
        label=_("Role"), required=False, choices=[("", _("any")), *RoleKind.choices, *PostKind.choices]
    )
    sign_in = forms.ChoiceField(
        label=_("Sign-in"), required=False, choices=[("", _("any")), *SIGN_INS.items()]
    )


class UnitFilter(HouseForm):
    says_optional = False
    q = forms.CharField(label=_("Name or code"), required=False, max_length=100)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("all")), *UnitKind.choices])


class TokenFilter(HouseForm):
    says_optional = False
    q = forms.CharField(label=_("Name in any spelling"), required=False, max_length=100)


class PersonForm(HouseForm):
    surname = forms.CharField(label=_("Surname"), max_length=100)
    given_name = forms.CharField(label=_("Given name"), max_length=100, required=False)
    patronymic = forms.CharField(label=_("Patronymic"), max_length=100, required=False)
    latin_name = forms.CharField(label=_("Name in Latin letters"), max_length=200, required=False)
    iin = forms.CharField(
        label=_("IIN"),
        max_length=20,
        required=False,
        help_text=_(
            "12 digits, stored sealed and shown again only with a reason. Empty keeps the stored one."
        ),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    birth_date = Day(label=_("Birth date"), required=False)
    sex = forms.ChoiceField(label=_("Sex"), choices=[("", "—"), *Sex.choices], required=False)
    phone = forms.CharField(label=_("Phone"), max_length=20, required=False)
    email = forms.EmailField(label=_("E-mail"), max_length=254, required=False)

    def clean_iin(self) -> str:
        return "".join(self.cleaned_data["iin"].split())


class AccountForm(HouseForm):
    username = forms.CharField(label=_("User name"), max_length=80)
    email = forms.EmailField(label=_("E-mail"), max_length=254, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=20, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)


class RoleForm(HouseForm):
    kind = forms.ChoiceField(label=_("Role"), choices=RoleKind.choices)
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit"))
    starts_on = Day(label=_("From"))
    ends_on = Day(label=_("Until"), required=False, help_text=_("Empty: until further notice."))

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]


class RepresentativeForm(ForUniversity):
    enterprise = forms.ModelChoiceField(Enterprise.objects.none(), label=_("Partner enterprise"))
    title = forms.CharField(label=_("Position"), max_length=200, required=False)
    starts_on = Day(label=_("From"))
    ends_on = Day(label=_("Until"), required=False, help_text=_("Empty: until further notice."))
    field_order = ["university", "enterprise"]

    def __init__(self, *args: Any, enterprises: QuerySet[Enterprise], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["enterprise"].queryset = enterprises  # type: ignore[attr-defined]


class DeputyForm(HouseForm):
    person = forms.ModelChoiceField(
        Person.objects.none(), label=_("Deputy"), widget=forms.RadioSelect, empty_label=None
    )
    starts_on = Day(label=_("From"))
    ends_on = Day(label=_("Until"))
    reason = forms.CharField(
        label=_("Reason"), max_length=300, help_text=_("For example: business trip, order No 12.")
    )

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]


class UnitNamesForm(HouseForm):
    name_kk = forms.CharField(label=_("Name in Kazakh"), max_length=300, required=False)
    name_ru = forms.CharField(label=_("Name in Russian"), max_length=300, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=300, required=False)
    code = forms.SlugField(label=_("Code"), max_length=40, help_text=_("Short Latin name, used in commands."))


class UnitForm(UnitNamesForm):
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[c for c in UnitKind.choices if c[0] != UnitKind.UNIVERSITY]
    )
    parent = forms.ModelChoiceField(Unit.objects.none(), label=_("Part of"))
    field_order = ["kind", "parent"]

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = units  # type: ignore[attr-defined]


class UniversityForm(UnitNamesForm):
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=[(z, z) for z in ZONES],
        help_text=_("Deadlines are counted in it (Y-6.5)."),
    )
    regulation = forms.ChoiceField(
        label=_("Regulation"),
        choices=lambda: [(code, code) for code in packs.available()],
        help_text=_("It governs new sheets; a sheet keeps the scheme that it started with."),
    )
